import { Stack, Token } from 'aws-cdk-lib';
import { IKey } from 'aws-cdk-lib/aws-kms';
import { ReplicaRegion } from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import { AccessKeyError } from './access-key-error';
import { areKnownAndDiffer } from './cross-environment';

/**
 * A secret is encrypted by a key of its own region. That of another account is known by its complete ARN only: an app
 * cannot refer from one account to a resource that it creates in another one.
 *
 * @see https://docs.aws.amazon.com/secretsmanager/latest/userguide/security-encryption.html
 */
export function validateEncryptionKey(construct: Construct, encryptionKey: IKey | undefined): void {
  if (encryptionKey === undefined) {
    return;
  }
  const {
    env: { region },
    node: { path },
  } = encryptionKey;
  const stack = Stack.of(construct);
  if (areKnownAndDiffer(region, stack.region)) {
    throw new AccessKeyError('InvalidEncryptionKey', construct, {
      found: `encryption key '${path}' is in region ${region}`,
      required: `it must be in region ${stack.region}, which stack '${stack.node.path}' is deployed to`,
      remedy: 'Pass a key of that region, or a multi-Region key that is replicated to it',
    });
  }
  refuseKeyOfOtherAccount(construct, 'encryption key', encryptionKey);
}

/**
 * A replica is encrypted by a key of its own region, which is never that of the secret.
 *
 * @see https://docs.aws.amazon.com/secretsmanager/latest/userguide/replicate-secrets.html
 */
export function validateReplicaKeys(construct: Construct, replicaRegions: ReplicaRegion[] = []): void {
  for (const { region, encryptionKey } of replicaRegions) {
    if (encryptionKey !== undefined) {
      refuseKeyOfOtherRegion(construct, region, encryptionKey);
      refuseKeyOfOtherAccount(construct, 'the encryption key of a replica', encryptionKey);
    }
  }
}

function refuseKeyOfOtherRegion(construct: Construct, region: string, { env, node: { path } }: IKey): void {
  const stack = Stack.of(construct);
  const isOfStack = env.region === stack.region && !Token.isUnresolved(region);
  if (areKnownAndDiffer(env.region, region) || isOfStack) {
    const keyRegion = Token.isUnresolved(env.region) ? 'the region of the stack' : `region ${env.region}`;
    throw new AccessKeyError('InvalidEncryptionKey', construct, {
      found: `the replica in ${region} has encryption key '${path}' of ${keyRegion}`,
      required: `it must be a key of region ${region}, because each replica is encrypted in its own region`,
      remedy: 'Pass a key of that region, or omit the encryption key to use the AWS managed key there',
    });
  }
}

function refuseKeyOfOtherAccount(construct: Construct, name: string, { env, keyArn, node: { path } }: IKey): void {
  const stack = Stack.of(construct);
  if (areKnownAndDiffer(env.account, stack.account) && Token.isUnresolved(keyArn)) {
    throw new AccessKeyError('InvalidEncryptionKey', construct, {
      found: `${name} '${path}' is created by this app in account ${env.account}`,
      required: `it must be a key of account ${stack.account}, or be imported by its ARN`,
      remedy: 'Pass a key of that account, or import this key by its ARN after it has been created',
    });
  }
}
