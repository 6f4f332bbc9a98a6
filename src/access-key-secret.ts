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
   * It must be in the stack of the secret. An access key of aws_iam does not fit, as nothing keeps its secret access key within the stack.
   */
  readonly accessKey: AccessKey;

  /**
   * Names of the fields of the JSON in the secret.
   *
   * @default - userName, accessKeyId and secretAccessKey
   */
  readonly fieldNames?: AccessKeyFieldNames;

  /**
   * The name of the secret.
   *
   * @default - a name made by CloudFormation
   */
  readonly secretName?: string;

  /**
   * What the secret is for, in a few words.
   *
   * @default - no description
   */
  readonly description?: string;

  /**
   * The key that encrypts the secret.
   *
   * @default - the account's key for Secrets Manager
   */
  readonly encryptionKey?: IKey;

  /**
   * Regions that the secret is replicated to.
   *
   * @default - none
   */
  readonly replicaRegions?: ReplicaRegion[];

  /**
   * What happens to the secret when it is removed.
   *
   * @default RemovalPolicy.DESTROY
   */
  readonly removalPolicy?: RemovalPolicy;
}

/**
 * A secret that holds an AccessKey as one JSON: the user name, the access key id and the secret access key.
 *
 * It is the JSON of a RotatingAccessKey, so that a consumer stays as it is when the key moves there one day. Id and secret access
 * key change together, in one version, when the key is replaced. There is no function and nothing rotates.
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
    const { accessKey, fieldNames, ...secretProps } = props ?? {} as Partial<AccessKeySecretProps>;
    super(scope, id, { ...secretProps, secretObjectValue: valueOf(Stack.of(scope), accessKey, namesOf(ACCESS_KEY_FIELDS, fieldNames)) });
    refuseNoKey(this, accessKey);
    refuseOtherKey(this, accessKey);
    refuseOtherStack(this, accessKey);
    validateNames(this, ACCESS_KEY_FIELDS, fieldNames);
    validateReplicaRegions(this, props.replicaRegions);
    validateEncryptionKey(this, props.encryptionKey);
  }
}

/** Of its parts only the secret access key is secret. What is no key is refused once there is a construct to name. */
function valueOf(stack: Stack, accessKey: AccessKey | undefined, fieldNames: Required<AccessKeyFieldNames>): Record<string, SecretValue> | undefined {
  return accessKey && ACCESS_KEY_MARK.isOn(accessKey) && accessKey.stack === stack ? {
    [fieldNames.userName]: SecretValue.unsafePlainText((accessKey.node.defaultChild as CfnAccessKey).userName),
    [fieldNames.accessKeyId]: SecretValue.unsafePlainText(accessKey.accessKeyId),
    [fieldNames.secretAccessKey]: accessKey.secretAccessKey,
  } : undefined;
}

function refuseNoKey(secret: Construct, accessKey: AccessKey | null | undefined): void {
  if (accessKey === undefined || accessKey === null) {
    throw new AccessKeyError('MissingAccessKey', secret, { got: 'no accessKey', expected: 'an AccessKey of the same stack', remedy: 'pass the key whose parts the secret is to hold' });
  }
}

function refuseOtherKey(secret: Construct, accessKey: AccessKey | undefined): void {
  if (!ACCESS_KEY_MARK.isOn(accessKey)) {
    throw new AccessKeyError('InvalidAccessKey', secret, {
      got: `accessKey ${shown(String(accessKey))} is none of this package`,
      expected: 'an AccessKey of cdk-iam-access-key, which keeps its secret access key within the stack',
      remedy: 'import AccessKey from this package in place of aws_iam: its props and its template are the same',
    });
  }
}

/** The value would be a plain-text output of the other stack. Here the caller's line is in the stack trace; the guard finds it only at synthesis. */
function refuseOtherStack(secret: Secret, accessKey: AccessKey): void {
  if (accessKey.stack !== secret.stack) {
    throw new AccessKeyError('SecretLeavesStack', secret, {
      got: `accessKey '${accessKey.node.path}' is in stack '${accessKey.stack.node.path}'`,
      expected: `an AccessKey of the same stack '${secret.stack.node.path}', as its secret access key must not leave the stack`,
      remedy: 'create the AccessKeySecret in the stack of its AccessKey, and pass the secret to the other stack',
    });
  }
}
