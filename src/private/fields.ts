import { Token } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { AccessKeyError } from './access-key-error';
import type { AccessKeyFields } from '../access-key-fields';

/** The JSON of a key, unless other names are given. */
export const ACCESS_KEY_FIELDS: Required<AccessKeyFields> = { userName: 'userName', accessKeyId: 'accessKeyId', secretAccessKey: 'secretAccessKey' };

/** The names of all fields. */
export function namesOf<F extends object>(defaults: Required<F>, given: Partial<F> = {}): Required<F> {
  return { ...defaults, ...Object.fromEntries(Object.entries(given).filter(([, name]) => name !== undefined)) };
}

export function refuseEqualNames<F extends object>(construct: IConstruct, fields: Required<F>): void {
  const names = Object.values<string>(fields as Record<string, string>).filter((name) => !Token.isUnresolved(name));
  const wrong = names.find((name, index) => name === '' || names.indexOf(name) !== index);
  if (wrong !== undefined) {
    throw new AccessKeyError('InvalidFields', construct, {
      got: `the fields are called ${names.map((name) => `'${name}'`).join(', ')}`,
      expected: 'different names that are not empty',
      remedy: `give another name in place of '${wrong}', or leave fields out`,
    });
  }
}
