import { Stack, Token } from 'aws-cdk-lib';
import { IKey } from 'aws-cdk-lib/aws-kms';
import { ReplicaRegion } from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import { AccessKeyError } from './access-key-error';
import { areKnownAndDiffer } from './cross-environment';

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
  const { env: { region }, node: { path } } = encryptionKey;
  const stack = Stack.of(construct);
  if (areKnownAndDiffer(region, stack.region)) {
    throw new AccessKeyError('InvalidEncryptionKey', construct, {
      got: `encryptionKey '${path}' is in region ${region}`,
      expected: `a key of region ${stack.region}, which stack '${stack.node.path}' is deployed to`,
      remedy: 'pass a key of that region, or a multi-Region key that is replicated to it',
    });
  }
  refuseKeyOfOtherAccount(construct, 'encryptionKey', encryptionKey);
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
      refuseKeyOfOtherAccount(construct, 'encryptionKey of replicaRegions', encryptionKey);
    }
  }
}

function refuseKeyOfOtherRegion(construct: Construct, region: string, { env, node: { path } }: IKey): void {
  const stack = Stack.of(construct);
  const isOfStack = env.region === stack.region && !Token.isUnresolved(region);
  if (areKnownAndDiffer(env.region, region) || isOfStack) {
    const keyRegion = Token.isUnresolved(env.region) ? 'the region of the stack' : `region ${env.region}`;
    throw new AccessKeyError('InvalidEncryptionKey', construct, {
      got: `replicaRegions has encryptionKey '${path}' of ${keyRegion} for the replica in ${region}`,
      expected: `a key of region ${region}, as each replica is encrypted in its own region`,
      remedy: 'pass a key of that region, or leave encryptionKey out for the AWS managed key there',
    });
  }
}

function refuseKeyOfOtherAccount(construct: Construct, prop: string, { env, keyArn, node: { path } }: IKey): void {
  const stack = Stack.of(construct);
  if (areKnownAndDiffer(env.account, stack.account) && Token.isUnresolved(keyArn)) {
    throw new AccessKeyError('InvalidEncryptionKey', construct, {
      got: `${prop} '${path}' is created by this app in account ${env.account}`,
      expected: `a key of account ${stack.account}, or one of another account that is imported by its ARN`,
      remedy: 'pass a key of that account, or import this one by Key.fromKeyArn once it exists',
    });
  }
}
