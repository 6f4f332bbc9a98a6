import { Stack, Token } from 'aws-cdk-lib';
import { aws_iam } from 'aws-cdk-lib/interfaces';
import { Construct, IConstruct } from 'constructs';
import { AccessKeyError } from './access-key-error';
import { PART_OF_USER_ARN, USER_ARN, USER_NAME } from './arns';
import { canReferTo } from './cross-environment';
import { validateString } from './known-string';

const IMPORT_BY_NAME = 'Import the user by its name alone, or by its complete ARN';

/**
 * The name of the user, once it is known to be a user whom this stack's CloudFormation can reach.
 */
export function validateUser(key: Construct, user: aws_iam.IUserRef | undefined): string {
  return referenceTo(key, user).userName;
}

/**
 * The same for a user whom the policy of a role names: its ARN must then mean one user.
 */
export function validateUserOfPolicy(key: Construct, user: aws_iam.IUserRef | undefined): string {
  const { userName, userArn } = referenceTo(key, user);
  refuseSeveralUsers(key, userArn);
  return userName;
}

function referenceTo(key: Construct, user: aws_iam.IUserRef | undefined): aws_iam.UserReference {
  // Read once: a User makes it anew each time.
  const reference = user?.userRef;
  if (user === undefined || reference === undefined) {
    throw new AccessKeyError('InvalidUser', key, {
      found: `user is ${String(user)}`,
      required: 'it must be an IAM user',
      remedy: 'Pass a User, a user that is imported by its name, or a CfnUser',
    });
  }
  refuseImpossibleName(key, reference.userName);
  refuseOtherAccount(key, user, reference.userArn);
  refuseUnnamedUser(key, user, reference.userName);
  return reference;
}

function refuseImpossibleName(key: Construct, userName: string): void {
  validateString(key, userName, {
    code: 'InvalidUser',
    whole: USER_NAME,
    part: USER_NAME,
    problem: (known) => ({
      found: `the name of the user is '${known}'`,
      required: 'it must be the name of one IAM user: 1 to 64 letters, digits and the characters _+=,.@-',
      remedy: IMPORT_BY_NAME,
    }),
  });
}

function refuseSeveralUsers(key: Construct, userArn: string): void {
  validateString(key, userArn, {
    code: 'InvalidUser',
    whole: USER_ARN,
    part: PART_OF_USER_ARN,
    problem: (known) => ({
      found: `the ARN of the user is '${known}'`,
      required:
        'it must be the ARN of one IAM user, with account, path and name, ' +
        'and without wildcards or policy variables',
      remedy: IMPORT_BY_NAME,
    }),
  });
}

function refuseOtherAccount(key: IConstruct, user: aws_iam.IUserRef, userArn: string): void {
  const stack = Stack.of(key);
  const account = accountInArn(userArn) ?? accountOfOtherStack(user, stack);
  if (account !== undefined && isKnown(account) && isKnown(stack.account) && account !== stack.account) {
    throw new AccessKeyError('UserInAnotherAccount', key, {
      found: `user '${user.node.path}' belongs to account ${account}`,
      required:
        `it must be a user of account ${stack.account}, which stack '${stack.node.path}' is deployed to, ` +
        'because CloudFormation would create the access key for a user of the same name there',
      remedy: "Create the access key in a stack of the user's account",
    });
  }
}

/** IAM has no regions, so a user with a name can be in the stack of another one. */
function refuseUnnamedUser(key: IConstruct, user: aws_iam.IUserRef, userName: string): void {
  const stack = Stack.of(key);
  if (!canReferTo(stack, userName)) {
    throw new AccessKeyError('InvalidUser', key, {
      found:
        `user '${user.node.path}' has no name and is in stack '${Stack.of(user).node.path}' of another ` +
        'environment',
      required: `it must have a name, or be in the environment of stack '${stack.node.path}'`,
      remedy:
        'Create the access key in the stack of the user, set the name of the user, ' +
        'or enable cross-region references on both stacks',
    });
  }
}

/** An encoded token holds no colon, so an ARN can be split even if its account alone is known. */
function accountInArn(userArn: string): string | undefined {
  const account = userArn.split(':')[4];
  return account && isKnown(account) ? account : undefined;
}

/** The environment of an imported user is that of the stack it is imported into, so the ARN goes first. */
function accountOfOtherStack(user: aws_iam.IUserRef, stack: Stack): string | undefined {
  return Stack.of(user) === stack ? undefined : user.env.account;
}

function isKnown(account: string): boolean {
  return !Token.isUnresolved(account);
}
