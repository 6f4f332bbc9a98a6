import { CfnResource, DefaultTokenResolver, IPostProcessor, IResolvable, IResolveContext, Reference, StringConcat, Tokenization } from 'aws-cdk-lib';
import { CfnAccessKey, CfnUser } from 'aws-cdk-lib/aws-iam';

/**
 * Makes a function from a key to the identity of its user: two keys with the same identity belong to the same IAM user.
 *
 * A name is itself, whether the user is imported by it or given it. IAM does not distinguish names by case
 * (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html). A user whose name CloudFormation will make up
 * is its construct. Anything else is the expression for its name.
 */
export function userIdentities(): (key: CfnAccessKey) => string {
  const resolver = new UserNameResolver(new StringConcat());
  return (key) => JSON.stringify(Tokenization.resolve(key.userName, { scope: key, resolver, preparing: false })).toLowerCase();
}

/** Resolves a reference to a user to the name that the user was given, so that the reference and the name are one. */
class UserNameResolver extends DefaultTokenResolver {
  public resolveToken(token: IResolvable, context: IResolveContext, postProcessor: IPostProcessor): any {
    const user = referencedUser(token);
    if (user === undefined) {
      return super.resolveToken(token, context, postProcessor);
    }
    return context.resolve(user.userName) ?? { user: user.node.path };
  }
}

function referencedUser(token: IResolvable): CfnUser | undefined {
  if (!Reference.isReference(token) || !CfnResource.isCfnResource(token.target)) {
    return undefined;
  }
  const isName = token.displayName === 'Ref' && token.target.cfnResourceType === CfnUser.CFN_RESOURCE_TYPE_NAME;
  return isName ? token.target as CfnUser : undefined;
}
