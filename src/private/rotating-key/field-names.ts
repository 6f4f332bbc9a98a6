import { Stack } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { definedNames, validateNames } from '../field-names';

/**
 * The names that were given as JSON (src/handler/secret-format/configuration.ts), once it is known that the function
 * takes them.
 */
export function fieldsOf<F extends object>(key: Construct, defaults: Required<F>, given?: Partial<F>): string {
  validateNames(key, defaults, given);
  return Stack.of(key).toJsonString(definedNames(given));
}
