import { Stack, Token } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import type { AccessKeyFields } from '../../rotating-access-key';
import { AccessKeyError } from '../access-key-error';

const DEFAULTS: Required<AccessKeyFields> = { userName: 'userName', accessKeyId: 'accessKeyId', secretAccessKey: 'secretAccessKey' };

/** The names that were given as JSON (src/handler/configuration.ts), once it is known that they name different fields. */
export function fieldsOf(key: Construct, given: AccessKeyFields = {}): string {
  const names = Object.values({ ...DEFAULTS, ...withoutUndefined(given) }).filter((name) => !Token.isUnresolved(name));
  const wrong = names.find((name, index) => name === '' || names.indexOf(name) !== index);
  if (wrong !== undefined) {
    throw new AccessKeyError('InvalidFields', key, {
      got: `the fields are called ${names.map((name) => `'${name}'`).join(', ')}`,
      expected: 'different names that are not empty',
      remedy: `give another name in place of '${wrong}', or leave fields out`,
    });
  }
  return Stack.of(key).toJsonString(given);
}

function withoutUndefined(given: AccessKeyFields): AccessKeyFields {
  return Object.fromEntries(Object.entries(given).filter(([, name]) => name !== undefined));
}
