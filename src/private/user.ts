import { Stack, Token } from 'aws-cdk-lib';
import { aws_iam } from 'aws-cdk-lib/interfaces';
import { IConstruct } from 'constructs';
import { AccessKeyError } from './access-key-error';

/**
 * The name of the user, once it is known to be a user whom this stack's CloudFormation can reach.
 */
export function validateUser(key: IConstruct, user: aws_iam.IUserRef | undefined): string {
  if (user?.userRef === undefined) {
    throw new AccessKeyError('InvalidUser', key, {
      got: `user is ${String(user)}`,
      expected: 'an IAM user',
      remedy: 'pass a User, a user imported by User.fromUserName, or a CfnUser',
    });
  }
  const account = accountOf(user, Stack.of(key));
  const ownAccount = Stack.of(key).account;
  if (account && !Token.isUnresolved(account) && !Token.isUnresolved(ownAccount) && account !== ownAccount) {
    throw new AccessKeyError('UserInAnotherAccount', key, {
      got: `user '${user.node.path}' belongs to account ${account}`,
      expected: `a user of account ${ownAccount}, which stack '${Stack.of(key).node.path}' is deployed to`,
      remedy: 'make the key in a stack of the user\'s account, as CloudFormation would make it for a user of the same name in the wrong one',
    });
  }
  return user.userRef.userName;
}

/**
 * The account of a user, as far as synthesis can know it.
 *
 * An imported user's environment is that of the stack it is imported into, so its ARN is asked first. An encoded token holds
 * no colon, so an ARN whose account alone is known can be split too.
 */
function accountOf(user: aws_iam.IUserRef, ownStack: Stack): string | undefined {
  const accountInArn = user.userRef.userArn.split(':')[4];
  if (accountInArn && !Token.isUnresolved(accountInArn)) {
    return accountInArn;
  }
  return Stack.of(user) === ownStack ? undefined : user.env.account;
}
