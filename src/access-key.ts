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
 *
 * @stability stable
 */
export interface AccessKeyProps {
  /**
   * The IAM user that the access key belongs to.
   *
   * It can be a user of this app, an imported user, or a CfnUser. It must be a user of the account that the stack is
   * deployed to, because CloudFormation would otherwise create the access key for a user of the same name in that
   * account. A
   * user that is created in a stack of another region needs a name, unless both stacks set crossRegionReferences.
   *
   * Changing the user deletes the access key and creates a new one, with another access key ID and secret access key,
   * for the new user.
   *
   * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-iam-accesskey.html
   */
  readonly user: aws_iam.IUserRef;

  /**
   * A CloudFormation-specific value that signifies the access key should be replaced.
   *
   * It is a whole number of zero or more, which can only be incremented. If it is incremented, added or removed,
   * CloudFormation replaces the access key. It creates the new access key before it deletes the current one, and IAM
   * allows
   * two access keys per user: keep one of them free. Clients that use the current access key lose access immediately.
   *
   * @default - no serial value
   * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-iam-accesskey.html
   */
  readonly serial?: number;

  /**
   * The status of the access key.
   *
   * An active access key can be used for API calls. An inactive one cannot. A change of the status keeps the access key
   * ID and the secret access key.
   *
   * @default - the access key is active
   */
  readonly status?: AccessKeyStatus;
}

/**
 * An IAM access key: a drop-in replacement for the access key of aws_iam, with additional checks.
 *
 * It has the same properties and members, and renders the same template. In addition it throws an error, with the path
 * of this construct and a remedy, for:
 *
 * - a serial that is not a whole number of zero or more;
 * - a user name that IAM does not allow;
 * - a third access key for one user in one stack, because IAM allows two, active or inactive;
 * - a user of another account;
 * - the use of its secret access key in another stack or in a stack output, which CloudFormation shows as plain text.
 *
 * It adds a warning for a serial if the user has no free access key (ID `cdk-iam-access-key:noFreeAccessKey`), and for
 * the status Expired (ID `cdk-iam-access-key:expired`).
 *
 * Use a long-term access key only if the client supports no other credentials. Prefer a role, OIDC federation or
 * IAM Roles Anywhere.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_access-keys.html
 * @stability stable
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
   * The access key ID.
   *
   * @attribute
   */
  public readonly accessKeyId: string;

  /**
   * The secret access key.
   *
   * Use it in the stack of the access key, as the value of a Secret. Synthesis fails if it is used in another stack or
   * in a stack output: pass the Secret there instead.
   *
   * @attribute
   */
  public readonly secretAccessKey: SecretValue;

  /**
   * The reference to this access key, for constructs that accept one.
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
