import { Stack, Token } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { AccessKeyError } from '../access-key-error';

/** The names that were given as JSON (src/handler/payload/configuration.ts), once it is known that they name different fields. */
export function fieldsOf<F extends object>(key: Construct, defaults: Required<F>, given: Partial<F> = {}): string {
  const names = Object.values({ ...defaults, ...withoutUndefined(given) } as Record<string, string>).filter((name) => !Token.isUnresolved(name));
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

function withoutUndefined(given: object): object {
  return Object.fromEntries(Object.entries(given).filter(([, name]) => name !== undefined));
}
