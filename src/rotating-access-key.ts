import { Duration, RemovalPolicy, Resource } from 'aws-cdk-lib';
import { Metric, MetricOptions } from 'aws-cdk-lib/aws-cloudwatch';
import { IKey } from 'aws-cdk-lib/aws-kms';
import { ISecret, ReplicaRegion } from 'aws-cdk-lib/aws-secretsmanager';
import { propertyInjectable } from 'aws-cdk-lib/core/lib/prop-injectable';
import { aws_iam } from 'aws-cdk-lib/interfaces';
import { Construct } from 'constructs';
import { KeyRotation } from './key-rotation';
import { limitKeysPerUser } from './private/keys-per-user';
import { fieldsOf } from './private/rotating-key/fields';
import { markAsRotatingKey, rotatingKeyMark } from './private/rotating-key/mark';
import { keyMetric } from './private/rotating-key/metrics';
import { RotatingKeyResources } from './private/rotating-key/resources';
import { Retention } from './private/rotating-key/retention';
import { validateRetirement, validateRotation } from './private/rotating-key/rotation';
import { secretOf } from './private/rotating-key/secret';
import { requireSoleOwners } from './private/rotating-key/sole-owner';
import { validateUser } from './private/user';
import { RotatingAccessKeyGrants } from './rotating-access-key-grants';

/**
 * Names of the fields of the JSON in a key's secret.
 */
export interface AccessKeyFields {
  /**
   * The field with the name of the IAM user.
   *
   * @default userName
   */
  readonly userName?: string;

  /**
   * The field with the access key id.
   *
   * @default accessKeyId
   */
  readonly accessKeyId?: string;

  /**
   * The field with the secret access key.
   *
   * @default secretAccessKey
   */
  readonly secretAccessKey?: string;
}

/**
 * Properties for defining an access key that lives in a secret and is replaced by itself.
 */
export interface RotatingAccessKeyProps {
  /**
   * The IAM user whose keys these are.
   *
   * Both of the user's two key slots are needed: no other construct may make keys of the user. Import a user who has a path
   * by the ARN, as a name does not tell the path. It must be a user of the account that the stack is deployed to.
   *
   * It cannot be changed: add a second construct for the other user, move the consumers, then remove this one.
   */
  readonly user: aws_iam.IUserRef;

  /**
   * How the key ages.
   *
   * @default KeyRotation.every(Duration.days(60))
   */
  readonly rotation?: KeyRotation;

  /**
   * Lets keys of the user that were not made here go, once they have been unused for this long.
   *
   * It is the way to adopt a user who has a key: move the consumers to the secret, and the old key goes by itself. It is
   * deactivated, and deleted after the recovery period. Without this, a key that was not made here is never touched, and the
   * deployment fails while there is one, because it would block a rotation later.
   *
   * At least a day, as IAM shows a use of a key only hours later.
   *
   * @default - keys that were not made here are never touched
   */
  readonly retireForeignKeysAfter?: Duration;

  /**
   * The secret that holds the key.
   *
   * It must be empty, or have held the keys of a RotatingAccessKey that was removed, and no other key may be in it. Import it by
   * its complete ARN and, if it has one, with its encryption key. It cannot be changed.
   *
   * @default - a new secret
   */
  readonly secret?: ISecret;

  /**
   * The key that encrypts the new secret.
   *
   * @default - the account's key for Secrets Manager
   */
  readonly encryptionKey?: IKey;

  /**
   * Regions that the new secret is replicated to.
   *
   * A replaced key stays active until all replicas are in sync, within the limits of its age.
   *
   * @default - none
   */
  readonly replicaRegions?: ReplicaRegion[];

  /**
   * Names of the fields of the JSON in the secret.
   *
   * Consumers find a change of them in the next key, not before.
   *
   * @default - userName, accessKeyId and secretAccessKey
   */
  readonly fields?: AccessKeyFields;

  /**
   * What happens to the current key when this construct is removed.
   *
   * RETAIN keeps the current key and its secret, and deletes replaced and pending keys. The user and the encryption key must
   * then stay too.
   *
   * @default RemovalPolicy.DESTROY
   */
  readonly removalPolicy?: RemovalPolicy;
}

/**
 * An access key that lives in a secret, never in a template, and is replaced on a schedule with an overlap.
 *
 * A small function makes, replaces, deactivates and deletes the user's keys. The secret holds the current one as JSON with
 * the fields userName, accessKeyId and secretAccessKey. A consumer that reads it once in every overlap is never cut off.
 *
 * It refuses at synthesis, with an error that names this construct's path and the remedy:
 *
 * - a rotation whose durations do not fit together;
 * - another construct that makes keys of the same user, or keeps them in the same secret;
 * - a user or a secret of another account, a secret of another region, and one that has a value;
 * - to retain the key while its user, its secret or its encryption key is deleted.
 *
 * A long-lived key is a last resort: prefer a role, OIDC federation or IAM Roles Anywhere where you can.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_access-keys.html
 * @example
 * const user = new iam.User(this, 'User');
 * const key = new RotatingAccessKey(this, 'Key', { user });
 * key.grants.readByUser();
 */
@propertyInjectable
export class RotatingAccessKey extends Resource {
  /** Uniquely identifies this class. */
  public static readonly PROPERTY_INJECTION_ID: string = 'cdk-iam-access-key.RotatingAccessKey';

  /**
   * Whether something is a RotatingAccessKey, also one of another copy of this package.
   *
   * @param construct What may be one.
   */
  public static isRotatingAccessKey(construct: any): boolean {
    return rotatingKeyMark(construct) !== undefined;
  }

  /**
   * The secret that holds the current key as JSON.
   *
   * Consumers read it at run time. Its value is in no template.
   */
  public readonly secret: ISecret;

  /** The IAM user whose keys these are. */
  public readonly user: aws_iam.IUserRef;

  /** Who may read the key, have it replaced, or have it revoked. */
  public readonly grants: RotatingAccessKeyGrants;

  private readonly retention: Retention;
  private readonly secretIsOwn: boolean;

  constructor(scope: Construct, id: string, props: RotatingAccessKeyProps) {
    super(scope, id);
    const userName = validateUser(this, props?.user);
    const { user, rotation = KeyRotation.every(Duration.days(60)), retireForeignKeysAfter } = props;
    validateRotation(this, rotation);
    validateRetirement(this, retireForeignKeysAfter);
    const fields = fieldsOf(this, props.fields);

    this.user = user;
    this.secret = secretOf(this, props);
    this.secretIsOwn = props.secret === undefined;
    this.retention = new Retention(this, { user, secret: this.secret });
    const { handler } = new RotatingKeyResources(this, {
      rotation, userName, user, secret: this.secret, fields, retireForeignKeysAfter, retention: this.retention,
    });
    this.grants = RotatingAccessKeyGrants._of(this, handler);
    this.applyRemovalPolicy(props.removalPolicy ?? RemovalPolicy.DESTROY);

    markAsRotatingKey(this, { userName, secretArn: this.secret.secretArn, retiresForeignKeys: retireForeignKeysAfter !== undefined });
    limitKeysPerUser(this.stack);
    requireSoleOwners(this.stack);
  }

  /**
   * Sets what happens to the current key when this construct is removed.
   *
   * What a retained key needs must stay, too: its user, its encryption key, and a secret that was given. Synthesis fails if
   * one of them is deleted with its stack.
   *
   * @param policy RETAIN and RETAIN_ON_UPDATE_OR_DELETE keep the current key and its secret, and delete replaced and pending keys. DESTROY deletes all keys that were made here. Secrets have no snapshots.
   */
  public applyRemovalPolicy(policy: RemovalPolicy): void {
    this.retention.apply(policy);
    if (this.secretIsOwn) {
      this.secret.applyRemovalPolicy(policy);
    }
  }

  /**
   * The age of the current key, in days: the greatest in six hours.
   *
   * The function looks at the key that often. Alarm on an age past the interval of its rotation and a few days, and on missing data.
   *
   * @param options Changes to the metric.
   */
  public metricKeyAge(options?: MetricOptions): Metric {
    return keyMetric(this, 'KeyAge', { statistic: 'Maximum', ...options });
  }

  /**
   * How often a replaced key was found past its overlap and still in use: the sum over six hours.
   *
   * A consumer does not read the secret often enough. It is cut off when the key reaches its greatest age.
   *
   * @param options Changes to the metric.
   */
  public metricStaleConsumer(options?: MetricOptions): Metric {
    return keyMetric(this, 'StaleConsumer', options);
  }

  /**
   * How often a run failed, or found what only a person can mend: the sum over six hours.
   *
   * The function's log says what it was. The current key keeps working meanwhile.
   *
   * @param options Changes to the metric.
   */
  public metricRotationFailure(options?: MetricOptions): Metric {
    return keyMetric(this, 'Failures', options);
  }

  /**
   * How often a key could not be made because one that was not made here takes the user's second slot: the sum over six hours.
   *
   * Delete that key, or let it go by `retireForeignKeysAfter`.
   *
   * @param options Changes to the metric.
   */
  public metricForeignKeyBlocked(options?: MetricOptions): Metric {
    return keyMetric(this, 'ForeignKeyBlocked', options);
  }
}
