import { Stack } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { namesOf, refuseEqualNames } from '../fields';

/** The names that were given as JSON (src/handler/payload/configuration.ts), once it is known that all fields have different ones. */
export function fieldsOf<F extends object>(key: Construct, defaults: Required<F>, given: Partial<F> = {}): string {
  refuseEqualNames(key, namesOf(defaults, given));
  return Stack.of(key).toJsonString(given);
}
