import { Stack, Token } from 'aws-cdk-lib';
import { IKey } from 'aws-cdk-lib/aws-kms';
import { Construct } from 'constructs';
import { AccessKeyError } from './access-key-error';

/**
 * A secret is encrypted by a key of its own region. That of another account is known by its complete ARN only: an app cannot refer from one
 * account to a resource that it creates in another one.
 *
 * @see https://docs.aws.amazon.com/secretsmanager/latest/userguide/security-encryption.html
 */
export function validateEncryptionKey(construct: Construct, encryptionKey: IKey | undefined): void {
  if (encryptionKey === undefined) {
    return;
  }
  const { env: { account, region }, node: { path }, keyArn } = encryptionKey;
  const stack = Stack.of(construct);
  if (areKnownAndDiffer(region, stack.region)) {
    throw new AccessKeyError('InvalidEncryptionKey', construct, {
      got: `encryptionKey '${path}' is in region ${region}`,
      expected: `a key of region ${stack.region}, which stack '${stack.node.path}' is deployed to`,
      remedy: 'pass a key of that region, or a multi-Region key that is replicated to it',
    });
  }
  if (areKnownAndDiffer(account, stack.account) && Token.isUnresolved(keyArn)) {
    throw new AccessKeyError('InvalidEncryptionKey', construct, {
      got: `encryptionKey '${path}' is created by this app in account ${account}`,
      expected: `a key of account ${stack.account}, or one of another account that is imported by its ARN`,
      remedy: 'pass a key of that account, or import this one by Key.fromKeyArn once it exists',
    });
  }
}

export function areKnownAndDiffer(one: string, other: string): boolean {
  return !Token.isUnresolved(one) && !Token.isUnresolved(other) && one !== other;
}
