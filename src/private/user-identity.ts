import { Stack, Token, Tokenization } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { StringResolver } from './string-resolver';

/**
 * Everything that identifies the user of a name: two names with an identity in common are the same IAM user's.
 *
 * A name is itself within an account, whether the user is imported by it or given it. Of a stack whose account is not
 * known, it is itself within the stack. IAM does not distinguish names by case
 * (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html). A user of the app is also its
 * construct, wherever in the app it is referred to. Anything else is the expression for the name.
 */
export function userIdentities(userName: string, scope: IConstruct): string[] {
  const resolver = StringResolver.final();
  const name: unknown = Tokenization.resolve(userName, { scope, resolver, preparing: false });
  const user = resolver.users.get(JSON.stringify(name));
  return [
    ...(user === undefined ? [] : [`user ${user.node.path}`]),
    ...(user !== undefined && user.userName === undefined ? [] : [nameWithin(scope, user ?? scope, name)]),
  ];
}

/**
 * A name is one within the account of `scope`, an expression within the stack of `author`, whose parameters it is made
 * of.
 */
function nameWithin(scope: IConstruct, author: IConstruct, name: unknown): string {
  return typeof name === 'string'
    ? `name ${name.toLowerCase()} of ${accountOf(Stack.of(scope))}`
    : `expression ${JSON.stringify(name)} of ${Stack.of(author).node.path}`;
}

/** A nested stack is in its parent's account. */
function accountOf(stack: Stack): string {
  if (stack.nestedStackParent !== undefined) {
    return accountOf(stack.nestedStackParent);
  }
  return Token.isUnresolved(stack.account) ? `stack ${stack.node.path}` : stack.account;
}
