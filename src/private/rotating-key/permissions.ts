import { Stack } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { IFunction } from 'aws-cdk-lib/aws-lambda';
import { ILogGroup } from 'aws-cdk-lib/aws-logs';
import { ISecret } from 'aws-cdk-lib/aws-secretsmanager';
import { aws_iam } from 'aws-cdk-lib/interfaces';
import { IConstruct } from 'constructs';

/** What the function does with the user. */
export const USER_ACTIONS = [
  'ListAccessKeys',
  'CreateAccessKey',
  'UpdateAccessKey',
  'DeleteAccessKey',
  'GetAccessKeyLastUsed',
  'GetUser',
].map((action) => `iam:${action}`);

/** What the function does with the secret. */
export const SECRET_ACTIONS = ['DescribeSecret', 'PutSecretValue', 'UpdateSecretVersionStage', 'RotateSecret'].map(
  (action) => `secretsmanager:${action}`,
);

/** And if it can test a key that it reads there. */
export const READ_BACK_ACTION = 'secretsmanager:GetSecretValue';

/** The actions of a client that reads the secret. */
export const READ_ACTIONS = ['DescribeSecret', 'GetSecretValue'].map((action) => `secretsmanager:${action}`);

/** And what it does with the secret's encryption key. */
export const DECRYPT_ACTION = 'kms:Decrypt';

/** How it writes down what it must remember. */
export const TAG_ACTIONS = ['TagResource', 'UntagResource'].map((action) => `secretsmanager:${action}`);

/** All of that is under this prefix (src/handler/life-cycle/records.ts). */
export const TAG_PREFIX = 'cdk-iam-access-key:';

/** What a policy says of a secret. */
type PolicySecret = Pick<ISecret, 'secretArn' | 'encryptionKey'>;

export function userStatement(user: aws_iam.IUserRef): PolicyStatement {
  return new PolicyStatement({ actions: USER_ACTIONS, resources: [user.userRef.userArn] });
}

export function secretStatement(secret: PolicySecret, readsBack: boolean): PolicyStatement {
  return new PolicyStatement({
    actions: [...SECRET_ACTIONS, ...(readsBack ? [READ_BACK_ACTION] : [])],
    resources: [secret.secretArn],
  });
}

/**
 * Other tags may decide who may do what with the secret.
 *
 * The condition holds for a request without tags, too: that changes nothing.
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_awssecretsmanager.html
 */
export function tagStatement(secret: PolicySecret): PolicyStatement {
  return new PolicyStatement({
    actions: TAG_ACTIONS,
    resources: [secret.secretArn],
    conditions: { 'ForAllValues:StringLike': { 'aws:TagKeys': `${TAG_PREFIX}*` } },
  });
}

/**
 * The function calls RotateSecret, whose caller needs permission to invoke the function that rotates.
 *
 * @see https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_RotateSecret.html
 */
export function invokeStatement(handler: IFunction): PolicyStatement {
  return new PolicyStatement({ actions: ['lambda:InvokeFunction'], resources: [handler.functionArn] });
}

/** What the function does with the secret's encryption key. */
export function encryptionStatements(scope: IConstruct, secret: PolicySecret): PolicyStatement[] {
  return keyStatements(scope, secret, [DECRYPT_ACTION, 'kms:GenerateDataKey']);
}

/**
 * What a reader of the secret does with it.
 *
 * A stack of another environment cannot refer to the encryption key, and knows the secret by a pattern. There the
 * conditions limit the statement.
 */
export function decryptionStatements(scope: IConstruct, secret: PolicySecret, isElsewhere: boolean): PolicyStatement[] {
  return keyStatements(scope, secret, [DECRYPT_ACTION], isElsewhere);
}

/**
 * A customer's key, for this one secret only. None for AWS's key, which every reader of the account's secrets may use.
 *
 * The suffix is amazonaws.com in all partitions, China's too.
 * @see https://docs.aws.amazon.com/secretsmanager/latest/userguide/security-encryption.html
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html#conditions-kms-via-service
 */
function keyStatements(
  scope: IConstruct,
  secret: PolicySecret,
  actions: string[],
  isElsewhere = false,
): PolicyStatement[] {
  const isOfSecret = { 'kms:EncryptionContext:SecretARN': secret.secretArn };
  const isViaService = { 'kms:ViaService': viaSecretsManager(scope) };
  return secret.encryptionKey === undefined
    ? []
    : [
        new PolicyStatement({
          actions,
          resources: [isElsewhere ? '*' : secret.encryptionKey.keyArn],
          conditions: isElsewhere
            ? { StringEquals: isViaService, StringLike: isOfSecret }
            : { StringEquals: { ...isOfSecret, ...isViaService } },
        }),
      ];
}

/** Secrets Manager of the region, as KMS names it. */
export function viaSecretsManager(scope: IConstruct): string {
  return `secretsmanager.${Stack.of(scope).region}.amazonaws.com`;
}

export function logStatement(logGroup: ILogGroup): PolicyStatement {
  return new PolicyStatement({
    actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
    resources: [logGroup.logGroupArn],
  });
}
