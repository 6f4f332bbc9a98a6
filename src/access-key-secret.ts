import { RemovalPolicy, SecretValue, Stack } from 'aws-cdk-lib';
import { CfnAccessKey } from 'aws-cdk-lib/aws-iam';
import { IKey } from 'aws-cdk-lib/aws-kms';
import { ReplicaRegion, Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { propertyInjectable } from 'aws-cdk-lib/core/lib/prop-injectable';
import { Construct } from 'constructs';
import { AccessKey } from './access-key';
import { AccessKeyFieldNames } from './access-key-field-names';
import { AccessKeyError, shown } from './private/access-key-error';
import { ACCESS_KEY_MARK } from './private/class-mark';
import { validateEncryptionKey } from './private/encryption-key';
import { ACCESS_KEY_FIELDS, namesOf, validateNames } from './private/field-names';
import { validateReplicaRegions } from './private/regions';

/**
 * Properties for defining a secret that holds an access key.
 */
export interface AccessKeySecretProps {
  /**
   * The access key to store.
   *
   * It must be an AccessKey of this package in the stack of the secret. An access key of aws_iam is not allowed,
   * because nothing keeps its secret access key within the stack.
   */
  readonly accessKey: AccessKey;

  /**
   * Names of the JSON fields in the secret.
   *
   * @default - userName, accessKeyId and secretAccessKey
   */
  readonly fieldNames?: AccessKeyFieldNames;

  /**
   * The name of the secret.
   *
   * @default - a name that CloudFormation generates
   */
  readonly secretName?: string;

  /**
   * The description of the secret.
   *
   * @default - no description
   */
  readonly description?: string;

  /**
   * The KMS key that encrypts the secret.
   *
   * @default - the AWS managed key aws/secretsmanager of the account
   */
  readonly encryptionKey?: IKey;

  /**
   * The regions that the secret is replicated to.
   *
   * A key that encrypts a replica must be a key of the region of the replica.
   *
   * @default - no replicas
   */
  readonly replicaRegions?: ReplicaRegion[];

  /**
   * The removal policy of the secret.
   *
   * @default RemovalPolicy.DESTROY
   */
  readonly removalPolicy?: RemovalPolicy;
}

/**
 * Stores an AccessKey in one secret, as JSON with the user name, the access key ID and the secret access key.
 *
 * The format is that of RotatingAccessKey, so clients do not change if you switch to it later. If the access key is
 * replaced, its ID and secret access key change together in one version of the secret. This construct does not rotate
 * the access key.
 *
 * @resource AWS::SecretsManager::Secret
 * @example
 * const user = new iam.User(this, 'User');
 * const accessKey = new AccessKey(this, 'AccessKey', { user });
 * const secret = new AccessKeySecret(this, 'Secret', { accessKey });
 * new CfnOutput(this, 'SecretArn', { value: secret.secretArn });
 */
@propertyInjectable
export class AccessKeySecret extends Secret {
  /** Uniquely identifies this class. */
  public static readonly PROPERTY_INJECTION_ID: string = 'cdk-iam-access-key.AccessKeySecret';

  constructor(scope: Construct, id: string, props: AccessKeySecretProps) {
    const { accessKey, fieldNames, ...secretProps } = props ?? ({} as Partial<AccessKeySecretProps>);
    super(scope, id, {
      ...secretProps,
      secretObjectValue: valueOf(Stack.of(scope), accessKey, namesOf(ACCESS_KEY_FIELDS, fieldNames)),
    });
    refuseNoKey(this, accessKey);
    refuseOtherKey(this, accessKey);
    refuseOtherStack(this, accessKey);
    validateNames(this, ACCESS_KEY_FIELDS, fieldNames);
    validateReplicaRegions(this, props.replicaRegions);
    validateEncryptionKey(this, props.encryptionKey);
  }
}

/**
 * Only the secret access key of the parts is secret. Another value is refused later, when there is a construct to name.
 */
function valueOf(
  stack: Stack,
  accessKey: AccessKey | undefined,
  fieldNames: Required<AccessKeyFieldNames>,
): Record<string, SecretValue> | undefined {
  return accessKey && ACCESS_KEY_MARK.isOn(accessKey) && accessKey.stack === stack
    ? {
        [fieldNames.userName]: SecretValue.unsafePlainText((accessKey.node.defaultChild as CfnAccessKey).userName),
        [fieldNames.accessKeyId]: SecretValue.unsafePlainText(accessKey.accessKeyId),
        [fieldNames.secretAccessKey]: accessKey.secretAccessKey,
      }
    : undefined;
}

function refuseNoKey(secret: Construct, accessKey: AccessKey | null | undefined): void {
  if (accessKey === undefined || accessKey === null) {
    throw new AccessKeyError('MissingAccessKey', secret, {
      found: 'no access key is passed',
      required: 'an AccessKey of the same stack is required',
      remedy: 'Pass the access key that this secret stores',
    });
  }
}

function refuseOtherKey(secret: Construct, accessKey: AccessKey | undefined): void {
  if (!ACCESS_KEY_MARK.isOn(accessKey)) {
    throw new AccessKeyError('InvalidAccessKey', secret, {
      found: `${shown(String(accessKey))} is not an AccessKey of cdk-iam-access-key`,
      required: 'it must be one, because only that class keeps its secret access key within the stack',
      remedy: 'Import AccessKey from this package instead of aws_iam; its properties and its template are the same',
    });
  }
}

/**
 * The value would be a plain-text output of the other stack. Here the caller's line is in the stack trace; the guard
 * finds it only at synthesis.
 */
function refuseOtherStack(secret: Secret, accessKey: AccessKey): void {
  if (accessKey.stack !== secret.stack) {
    throw new AccessKeyError('SecretLeavesStack', secret, {
      found: `access key '${accessKey.node.path}' is in stack '${accessKey.stack.node.path}'`,
      required:
        `it must be in the same stack '${secret.stack.node.path}', ` +
        'because its secret access key must not leave its stack',
      remedy: 'Create the AccessKeySecret in the stack of its AccessKey, and pass the secret to the other stack',
    });
  }
}
