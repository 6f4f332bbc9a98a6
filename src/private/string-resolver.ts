import {
  DefaultTokenResolver,
  IFragmentConcatenator,
  Intrinsic,
  IPostProcessor,
  IResolvable,
  IResolveContext,
  Reference,
} from 'aws-cdk-lib';
import { CfnUser } from 'aws-cdk-lib/aws-iam';

/** What is known only later. */
const UNKNOWN = {};

/** Joins by Fn::Join what is not known, so that two expressions stay two. Like the CDK, it leaves out `undefined`. */
const concatenation: IFragmentConcatenator = {
  join: (left: unknown, right: unknown) => {
    const values = [left, right].flatMap(valuesOf).filter((value) => value !== undefined);
    return values.every((value) => typeof value === 'string') ? values.join('') : { 'Fn::Join': ['', values] };
  },
};

/** Those of a join without a delimiter, so that joins are not nested. */
function valuesOf(value: any): unknown[] {
  const [delimiter, values] = value?.['Fn::Join'] ?? [];
  return delimiter === '' && Array.isArray(values) ? values : [value];
}

/**
 * Resolves a value to a string, or to the expression that CloudFormation gets.
 *
 * A reference to a user of the app becomes what the user was given, so that a reference and a literal are one.
 */
export class StringResolver extends DefaultTokenResolver {
  /** While the app is constructed: a value that the app computes later must not be asked for. */
  public static early(): StringResolver {
    return new StringResolver(false);
  }

  /** At synthesis. */
  public static final(): StringResolver {
    return new StringResolver(true);
  }

  /** The users whose names were referred to, by what the reference was resolved to. */
  public readonly users = new Map<string, CfnUser>();

  private constructor(private readonly isFinal: boolean) {
    super(concatenation);
  }

  public resolveToken(token: IResolvable, context: IResolveContext, postProcessor: IPostProcessor): any {
    const { user, displayName } = referenceToUser(token);
    if (user !== undefined) {
      return displayName === 'Ref' ? this.nameOf(user, context) : this.arnOf(user, context);
    }
    return this.isFinal || isPlain(token) ? super.resolveToken(token, context, postProcessor) : UNKNOWN;
  }

  private arnOf(user: CfnUser, context: IResolveContext): unknown {
    const parts = ['arn:aws:iam::000000000000:user', context.resolve(user.path) ?? '/', this.nameOf(user, context)];
    return parts.reduce(concatenation.join);
  }

  private nameOf(user: CfnUser, context: IResolveContext): unknown {
    const name = context.resolve(user.userName) ?? { Ref: user.node.path };
    this.users.set(JSON.stringify(name), user);
    return name;
  }
}

/** An expression of CloudFormation, and no reference, which may be computed for the stack that it is used in. */
function isPlain(token: IResolvable): boolean {
  return token instanceof Intrinsic && !Reference.isReference(token);
}

/** None is known of other tokens. */
function referenceToUser(token: IResolvable): { readonly user?: CfnUser; readonly displayName?: string } {
  if (!Reference.isReference(token) || !['Ref', 'Arn'].includes(token.displayName)) {
    return {};
  }
  const { target, displayName } = token;
  return CfnUser.isCfnUser(target) ? { user: target, displayName } : {};
}
