import {
  CreateAccessKeyCommand,
  CreateUserCommand,
  IAMClient,
  PutUserPolicyCommand,
  UpdateAccessKeyCommand,
} from '@aws-sdk/client-iam';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { unique } from './unique';
import { AwsAccount } from '../../embedded-aws';

export interface Key {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

export interface Statement {
  readonly Effect: 'Allow' | 'Deny';
  readonly Action: string;
  readonly Resource: string;
}

export function iamOf(aws: AwsAccount): IAMClient {
  return new IAMClient({ ...aws.clientConfig, maxAttempts: 1 });
}

export async function newUser(aws: AwsAccount, ...statements: Statement[]): Promise<string> {
  const UserName = unique('user');
  await iamOf(aws).send(new CreateUserCommand({ UserName }));
  if (statements.length > 0) {
    await iamOf(aws).send(
      new PutUserPolicyCommand({ UserName, PolicyName: 'policy', PolicyDocument: policy(statements) }),
    );
  }
  return UserName;
}

export function policy(statements: object[]): string {
  return JSON.stringify({ Version: '2012-10-17', Statement: statements });
}

export async function newKey(aws: AwsAccount, UserName: string): Promise<Key> {
  const { AccessKey } = await iamOf(aws).send(new CreateAccessKeyCommand({ UserName }));
  return { accessKeyId: AccessKey!.AccessKeyId!, secretAccessKey: AccessKey!.SecretAccessKey! };
}

/** Activates or deactivates a key as an operator does in the console. */
export async function setStatus(
  aws: AwsAccount,
  UserName: string,
  { accessKeyId }: Pick<Key, 'accessKeyId'>,
  Status: 'Active' | 'Inactive',
): Promise<void> {
  await iamOf(aws).send(new UpdateAccessKeyCommand({ UserName, AccessKeyId: accessKeyId, Status }));
}

/** Who the key's holder is, or the name of the error. */
export async function identity(aws: AwsAccount, key: Key): Promise<string> {
  const sts = new STSClient({ ...aws.clientConfig, credentials: key, maxAttempts: 1 });
  try {
    return (await sts.send(new GetCallerIdentityCommand({}))).Arn!;
  } catch (error) {
    return (error as Error).name;
  }
}
