import { Resource, SecretValue } from 'aws-cdk-lib';
import { AccessKeyStatus, CfnAccessKey, IAccessKey } from 'aws-cdk-lib/aws-iam';
import { propertyInjectable } from 'aws-cdk-lib/core/lib/prop-injectable';
import { aws_iam } from 'aws-cdk-lib/interfaces';
import { Construct } from 'constructs';
import { ACCESS_KEY_MARK } from './private/class-mark';
import { limitKeysPerUser } from './private/keys-per-user';
import { secretWithinStack } from './private/secret-within-stack';
import { validateSerial } from './private/serial';
import { warnOfExpiredStatus } from './private/status';
import { validateUser } from './private/user';

/**
 * Properties for defining an IAM access key.
 */
export interface AccessKeyProps {
  /**
   * The IAM user this key will belong to.
   *
   * A user of this app, an imported user and a CfnUser all fit. It must be a user of the account that the key's stack is
   * deployed to: CloudFormation would otherwise make the key for a user of the same name in the wrong account.
   *
   * Changing this value deletes the access key and makes a new one, with a different id and secret, for the new user.
   *
   * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-iam-accesskey.html
   */
  readonly user: aws_iam.IUserRef;

  /**
   * A CloudFormation-specific value that signifies the access key should be replaced.
   *
   * A whole number of zero or more, which can only be incremented. Incrementing it, adding it and removing it all make
   * CloudFormation replace the key. The new key is made before the old one is deleted, and IAM allows two keys a user:
   * keep one of the two free. Consumers of the old key get no grace period.
   *
   * @default - no serial value
   * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-iam-accesskey.html
   */
  readonly serial?: number;

  /**
   * The status of the access key.
   *
   * An active key can be used to make API calls; an inactive key cannot. Changing the status keeps the key's id and secret.
   *
   * @default - the access key is active
   */
  readonly status?: AccessKeyStatus;
}

/**
 * An IAM access key: the drop-in for the access key of aws_iam, with the checks that the original lacks.
 *
 * It takes the same props, has the same members and renders the same template. Beyond that it refuses, with an error that
 * names this construct's path and the remedy:
 *
 * - a serial that is not a whole number of zero or more;
 * - a user name that IAM does not allow;
 * - a third key for one user in one stack, as IAM allows two, active or not;
 * - a user of another account;
 * - its secret access key outside its own stack or in an output, where CloudFormation would publish it as plain text.
 *
 * It warns of a serial on a user without a free slot (id `cdk-iam-access-key:noFreeSlot`) and of the status Expired
 * (id `cdk-iam-access-key:expired`).
 *
 * A long-lived key is a last resort: prefer a role, OIDC federation or IAM Roles Anywhere where you can.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_access-keys.html
 * @resource AWS::IAM::AccessKey
 * @example
 * // Creates a new IAM user, access and secret keys, and stores the secret access key in a Secret.
 * const user = new iam.User(this, 'User');
 * const accessKey = new AccessKey(this, 'AccessKey', { user });
 * new secretsmanager.Secret(this, 'Secret', {
 *   secretStringValue: accessKey.secretAccessKey,
 * });
 */
@propertyInjectable
export class AccessKey extends Resource implements IAccessKey {
  /** Uniquely identifies this class. */
  public static readonly PROPERTY_INJECTION_ID: string = 'cdk-iam-access-key.AccessKey';

  /**
   * The Access Key ID.
   *
   * @attribute
   */
  public readonly accessKeyId: string;

  /**
   * The Secret Access Key.
   *
   * It can be used in the key's own stack, best as the value of a Secret. Synthesis fails where it is used in another stack
   * or in an output: pass the Secret there instead.
   *
   * @attribute
   */
  public readonly secretAccessKey: SecretValue;

  /**
   * A reference to this access key, for constructs that take one.
   */
  public readonly accessKeyRef: aws_iam.AccessKeyReference;

  constructor(scope: Construct, id: string, props: AccessKeyProps) {
    super(scope, id);
    const userName = validateUser(this, props?.user);
    validateSerial(this, props.serial);
    warnOfExpiredStatus(this, props.status);

    const resource = new CfnAccessKey(this, 'Resource', {
      userName,
      serial: props.serial,
      status: props.status,
    });
    limitKeysPerUser(this.stack);

    this.accessKeyId = resource.ref;
    this.accessKeyRef = resource.accessKeyRef;
    this.secretAccessKey = secretWithinStack(resource, this);
    ACCESS_KEY_MARK.putOn(this);
  }
}
