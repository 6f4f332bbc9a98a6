import { Reference, Stack, Token, Tokenization } from 'aws-cdk-lib';

/**
 * Whether a stack can refer to a resource by a name or an ARN.
 *
 * A resource of another environment needs a physical name, or the stack needs crossRegionReferences. The CDK finds that
 * only at synthesis, and then its error names neither the construct nor the line of the program.
 *
 * @see https://docs.aws.amazon.com/cdk/v2/guide/resources.html#resources-referencing
 */
export function canReferTo(stack: Stack, nameOrArn: string): boolean {
  const token = Tokenization.reverse(nameOrArn, { failConcat: false });
  if (!Reference.isReference(token) || Stack.of(token.target).environment === stack.environment) {
    return true;
  }
  try {
    stack.resolve(token);
    return true;
  } catch {
    return false;
  }
}

/** Whether two accounts or regions are different for certain. */
export function areKnownAndDiffer(one: string, other: string): boolean {
  return !Token.isUnresolved(one) && !Token.isUnresolved(other) && one !== other;
}
