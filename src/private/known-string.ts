import { Token, Tokenization } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { AccessKeyError, AccessKeyErrorCode, describeProblem, Problem } from './access-key-error';
import { StringResolver } from './string-resolver';

/** What every deployment has in the same form is known well enough to look at the form of the whole. */
const SAMPLES: ReadonlyMap<unknown, string> = new Map([
  ['AWS::Partition', 'aws'],
  ['AWS::AccountId', '000000000000'],
]);

/** A string as far as it is known: the literals around what is known only at deployment. */
class KnownString {
  private readonly parts: Part[];

  constructor(expression: unknown) {
    this.parts = joined(partsOf(expression ?? {}));
  }

  /** Whether the string has the form of `whole`, or may have it at deployment: then each literal matches `part`. */
  public matches(whole: RegExp, part: RegExp): boolean {
    const [only] = this.parts;
    return this.parts.length === 1 && only !== undefined
      ? whole.test(only)
      : this.parts.every((literal) => literal === undefined || part.test(literal));
  }

  public toString(): string {
    return this.parts.map((literal) => literal ?? '…').join('');
  }
}

/** The form that a string must have. */
export interface StringForm {
  readonly code: AccessKeyErrorCode;
  readonly whole: RegExp;
  /** The form of the literals in a string that is known in part. */
  readonly part: RegExp;
  /** What is wrong with a string of another form, as far as it is known. */
  readonly problem: (known: string) => Problem;
}

/** Throws if a string has another form: at once as far as it is known, otherwise at synthesis. */
export function validateString(key: Construct, value: string, { code, whole, part, problem }: StringForm): void {
  const early = knownOf(key, value, StringResolver.early());
  if (!early.matches(whole, part)) {
    throw new AccessKeyError(code, key, problem(early.toString()));
  }
  if (Token.isUnresolved(value)) {
    key.node.addValidation({
      validate: () => {
        const late = knownOf(key, value, StringResolver.final());
        return late.matches(whole, part) ? [] : [describeProblem(key, code, problem(late.toString()))];
      },
    });
  }
}

/** Not all languages check types: it may be something else than a string. */
function knownOf(scope: Construct, value: unknown, resolver: StringResolver): KnownString {
  const options = { scope, resolver, preparing: false };
  return new KnownString(Token.isUnresolved(value) ? Tokenization.resolve(value, options) : String(value));
}

/** A literal, or `undefined` for what is known only at deployment. */
type Part = string | undefined;

function partsOf(expression: any): Part[] {
  if (typeof expression === 'string') {
    return [expression];
  }
  const [delimiter, values]: [string?, unknown?] = expression['Fn::Join'] ?? [];
  if (Array.isArray(values)) {
    return values.flatMap((value) => [delimiter, ...partsOf(value)]).slice(1);
  }
  const [substituted] = [expression['Fn::Sub']].flat();
  return typeof substituted === 'string' ? partsOfSubstitution(substituted) : [SAMPLES.get(expression.Ref)];
}

/** `${Name}` stands for a value, and `${!name}` for the literal `${name}`. */
function partsOfSubstitution(template: string): Part[] {
  return template.split(/(\$\{[^}]*\})/).map((part, index) => {
    const isLiteral = index % 2 === 0 || part.startsWith('${!');
    return isLiteral ? part.replace(/^\$\{!/, '${') : SAMPLES.get(part.slice(2, -1));
  });
}

/** Without empty literals, unless the whole string is empty. */
function joined(parts: Part[]): Part[] {
  const all = parts.reduce<Part[]>((done, part) => {
    const last = done.at(-1);
    return part === undefined || last === undefined ? [...done, part] : [...done.slice(0, -1), last + part];
  }, []);
  const filled = all.filter((part) => part !== '');
  return filled.length === 0 ? [''] : filled;
}
