import { RemovalPolicy, SecretValue } from 'aws-cdk-lib';
import { CfnAccessKey } from 'aws-cdk-lib/aws-iam';
import { IKey } from 'aws-cdk-lib/aws-kms';
import { ReplicaRegion, Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { propertyInjectable } from 'aws-cdk-lib/core/lib/prop-injectable';
import { Construct } from 'constructs';
import { AccessKey } from './access-key';
import { AccessKeyFields } from './access-key-fields';
import { AccessKeyError } from './private/access-key-error';
import { ACCESS_KEY_FIELDS, namesOf, refuseEqualNames } from './private/fields';

/**
 * Properties for defining a secret that holds an access key.
 */
export interface AccessKeySecretProps {
  /**
   * The access key to store.
   *
   * It must be in the stack of the secret.
   */
  readonly accessKey: AccessKey;

  /**
   * Names of the fields of the JSON in the secret.
   *
   * @default - userName, accessKeyId and secretAccessKey
   */
  readonly fields?: AccessKeyFields;

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
    const { accessKey, fields, ...secretProps } = props;
    const names = namesOf(ACCESS_KEY_FIELDS, fields);
    super(scope, id, { ...secretProps, secretObjectValue: valueOf(accessKey, names) });
    refuseNoKey(this, accessKey);
    refuseEqualNames(this, names);
  }
}

/** Of its parts only the secret access key is secret. What is no key is refused once there is a construct to name. */
function valueOf(accessKey: AccessKey | undefined, fields: Required<AccessKeyFields>): Record<string, SecretValue> | undefined {
  const resource = accessKey && accessKey.node.defaultChild as CfnAccessKey;
  return resource && {
    [fields.userName]: SecretValue.unsafePlainText(resource.userName),
    [fields.accessKeyId]: SecretValue.unsafePlainText(accessKey.accessKeyId),
    [fields.secretAccessKey]: accessKey.secretAccessKey,
  };
}

function refuseNoKey(secret: Construct, accessKey: AccessKey | undefined): void {
  if (accessKey === undefined) {
    throw new AccessKeyError('MissingAccessKey', secret, { got: 'no accessKey', expected: 'an AccessKey of the same stack', remedy: 'pass the key whose parts the secret is to hold' });
  }
}
