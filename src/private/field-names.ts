import { Token } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { AccessKeyError, shown } from './access-key-error';
import type { AccessKeyFieldNames } from '../access-key-field-names';

/** The JSON of a key, unless other names are given. */
export const ACCESS_KEY_FIELDS: Required<AccessKeyFieldNames> = {
  userName: 'userName',
  accessKeyId: 'accessKeyId',
  secretAccessKey: 'secretAccessKey',
};

/** The names of all fields. */
export function namesOf<F extends object>(defaults: Required<F>, given?: Partial<F>): Required<F> {
  return { ...defaults, ...definedNames(given) };
}

export function definedNames<F extends object>(given?: Partial<F>): Partial<F> {
  return Object.fromEntries(Object.entries(given ?? {}).filter(([, name]) => name !== undefined)) as Partial<F>;
}

/** Throws for names that the function would refuse when it starts, before it can respond to CloudFormation. */
export function validateNames<F extends object>(
  construct: IConstruct,
  defaults: Required<F>,
  given?: Partial<F>,
): void {
  refuseUnknownField(construct, Object.keys(defaults), Object.keys(definedNames(given)));
  const names = namesOf(defaults, given);
  refuseOtherThanString(construct, names);
  refuseEqualNames(construct, names);
}

function refuseUnknownField(construct: IConstruct, known: string[], given: string[]): void {
  const unknown = given.find((field) => !known.includes(field));
  if (unknown !== undefined) {
    throw new AccessKeyError('InvalidFieldNames', construct, {
      found: `the field names have a name for '${unknown}'`,
      required: `they can have names for ${known.join(', ')}`,
      remedy: 'Use one of these, or remove it',
    });
  }
}

function refuseOtherThanString(construct: IConstruct, names: object): void {
  const wrong = Object.entries(names).find(([, name]) => typeof name !== 'string');
  if (wrong !== undefined) {
    const [field, name] = wrong;
    throw new AccessKeyError('InvalidFieldNames', construct, {
      found: `the name of the field ${field} is ${shown(name)}`,
      required: 'it must be a string',
      remedy: `Pass a string, or omit it to use '${field}'`,
    });
  }
}

function refuseEqualNames(construct: IConstruct, fields: object): void {
  const names = Object.values<string>(fields as Record<string, string>).filter((name) => !Token.isUnresolved(name));
  const wrong = names.find((name, index) => name === '' || names.indexOf(name) !== index);
  if (wrong !== undefined) {
    throw new AccessKeyError('InvalidFieldNames', construct, {
      found: `the field names are ${names.map((name) => `'${name}'`).join(', ')}`,
      required: 'they must be different, and none of them can be empty',
      remedy: `Change '${wrong}', or omit the field names`,
    });
  }
}
