import { Token, Tokenization } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { AccessKeyError, AccessKeyErrorCode, describeProblem, Problem } from './access-key-error';
import { TextResolver } from './text-resolver';

/** What every deployment has in the same form is known well enough to look at the form of the whole. */
const SAMPLES: ReadonlyMap<unknown, string> = new Map([['AWS::Partition', 'aws'], ['AWS::AccountId', '000000000000']]);

/** A text as far as it is known: the literals around what is known only at deployment. */
class KnownText {
  private readonly parts: Part[];

  constructor(expression: unknown) {
    this.parts = joined(partsOf(expression ?? {}));
  }

  /** Whether the text has the form of `whole`, or may have it at deployment, as each literal has the form of `part`. */
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

/** What a text must be like. */
export interface TextForm {
  readonly code: AccessKeyErrorCode;
  readonly whole: RegExp;
  /** The form of the literals in a text that is known in part. */
  readonly part: RegExp;
  /** What is wrong with a text of another form, as far as it is known. */
  readonly problem: (known: string) => Problem;
}

/** Refuses a text of another form: at once as far as it is known when it is given, otherwise at synthesis. */
export function validateText(key: Construct, text: string, { code, whole, part, problem }: TextForm): void {
  const early = knownOf(key, text, TextResolver.early());
  if (!early.matches(whole, part)) {
    throw new AccessKeyError(code, key, problem(early.toString()));
  }
  if (Token.isUnresolved(text)) {
    key.node.addValidation({
      validate: () => {
        const late = knownOf(key, text, TextResolver.final());
        return late.matches(whole, part) ? [] : [describeProblem(key, problem(late.toString()))];
      },
    });
  }
}

/** Not all languages check types: it may be no text at all. */
function knownOf(scope: Construct, text: unknown, resolver: TextResolver): KnownText {
  const options = { scope, resolver, preparing: false };
  return new KnownText(Token.isUnresolved(text) ? Tokenization.resolve(text, options) : String(text));
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
function partsOfSubstitution(text: string): Part[] {
  return text.split(/(\$\{[^}]*\})/).map((part, index) => {
    const isLiteral = index % 2 === 0 || part.startsWith('${!');
    return isLiteral ? part.replace(/^\$\{!/, '${') : SAMPLES.get(part.slice(2, -1));
  });
}

/** Without empty literals, but for the text that is empty. */
function joined(parts: Part[]): Part[] {
  const all = parts.reduce<Part[]>((done, part) => {
    const last = done.at(-1);
    return part === undefined || last === undefined ? [...done, part] : [...done.slice(0, -1), last + part];
  }, []);
  const filled = all.filter((part) => part !== '');
  return filled.length === 0 ? [''] : filled;
}
