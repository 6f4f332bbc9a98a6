import { Duration, IResource, RemovalPolicy, Resource } from 'aws-cdk-lib';
import { Metric, MetricOptions } from 'aws-cdk-lib/aws-cloudwatch';
import { IKey } from 'aws-cdk-lib/aws-kms';
import { IFunction } from 'aws-cdk-lib/aws-lambda';
import { ILogGroup } from 'aws-cdk-lib/aws-logs';
import { ISecret, ReplicaRegion } from 'aws-cdk-lib/aws-secretsmanager';
import { aws_iam } from 'aws-cdk-lib/interfaces';
import { Construct } from 'constructs';
import { markAsRotatingKey } from './mark';
import { keyMetric } from './metrics';
import { Payload } from './payload';
import { ReadPermission } from './read-permission';
import { Reader } from './reader';
import { RotatingKeyResources } from './resources';
import { Retention } from './retention';
import { validateRetirement, validateRotation } from './rotation';
import { secretOf } from './secret';
import { secretWithKey, storedSecret } from './secret-with-key';
import { requireSoleOwners } from './sole-owner';
import { KeyRotation } from '../../key-rotation';
import { RotatingKeyGrants } from '../../rotating-key-grants';
import { limitKeysPerUser } from '../keys-per-user';
import { validateUserOfPolicy } from '../user';

/**
 * What is chosen of every key that is replaced by itself.
 *
 * @internal
 */
export interface RotatingKeyProps {
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
   * deactivated, and deleted after the recovery window. Without this, a key that was not made here is never touched, and the
   * deployment fails while there is one, because it would block a rotation later.
   *
   * At least a day, as IAM shows a use of a key only hours later. A key that has been unused for longer already goes at the first look,
   * hours after the deployment: look when it was last used before. AWS does not document whether an SMTP login of SES counts as a use.
   *
   * @default - keys that were not made here are never touched
   */
  readonly retireUnmanagedKeysAfter?: Duration;

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
   * What happens to the current key when this construct is removed.
   *
   * RETAIN keeps the current key and its secret, and deletes replaced and pending keys. The user and the encryption key must
   * then stay too.
   *
   * @default RemovalPolicy.DESTROY
   */
  readonly removalPolicy?: RemovalPolicy;
}

/** What differs between keys that are replaced by themselves. */
export interface RotatingKeySettings extends RotatingKeyProps {
  readonly user: aws_iam.IUserRef;
  /** The user, if it is a part of the key, and stays or goes with it. */
  readonly ownUser?: IResource;
  readonly payload: Payload;
}

/**
 * An access key that lives in a secret and is replaced by itself, whatever the secret holds of it.
 *
 * @internal
 */
export abstract class RotatingKey extends Resource {
  /**
   * The secret that holds the current key as JSON.
   *
   * Clients read it at run time. Its value is in no template. A resource that refers to this secret is deployed after
   * the key, so that it finds a value there.
   *
   * If a secret was given, this is another construct for the same secret. If that comes from another stack, the
   * resources of that stack cannot wait for the key: there, refer to the given secret itself.
   */
  public readonly secret: ISecret;

  /** The IAM user whose keys these are. */
  public readonly user: aws_iam.IUserRef;

  /**
   * The Lambda function that creates, rotates and deletes the access keys.
   *
   * Use it for alarms, dashboards and further permissions, and to invoke it with an event such as
   * `{"revoke": "<access key ID>"}`. A principal that can invoke it controls the keys fully: grant that with
   * the method revoke of `grants`.
   */
  public readonly handler: IFunction;

  /** The log group of the function. Each line is a JSON object; none has a secret. */
  public readonly logGroup: ILogGroup;

  /** Grants permissions to read, rotate or revoke the access key. */
  public readonly grants: RotatingKeyGrants;

  private readonly retention: Retention;

  constructor(scope: Construct, id: string, settings: (key: Construct) => RotatingKeySettings) {
    super(scope, id);
    const given = settings(this);
    const userName = validateUserOfPolicy(this, given.user);
    const { user, ownUser, rotation = KeyRotation.every(Duration.days(60)), retireUnmanagedKeysAfter, payload } = given;
    validateRotation(this, rotation);
    validateRetirement(this, retireUnmanagedKeysAfter);

    this.user = user;
    const stored = storedSecret(secretOf(this, given));
    this.retention = new Retention(this, { user, secret: stored.secret });
    const own = [given.secret === undefined ? stored.secret : undefined, ownUser];
    own.filter((part) => part !== undefined).forEach((part) => this.retention.includes(part));
    const { handler, logGroup, customResource } = new RotatingKeyResources(this, {
      rotation, userName, user, secret: stored, payload, retireUnmanagedKeysAfter, retention: this.retention,
    });
    const reading = new ReadPermission(
      this, user, stored, new Reader(this, user.userRef, handler, this.retention), payload.isReadable,
    );
    this.secret = secretWithKey(this, stored, customResource, reading);
    this.handler = handler;
    this.logGroup = logGroup;
    this.grants = RotatingKeyGrants._of(reading, handler);
    this.applyRemovalPolicy(given.removalPolicy ?? RemovalPolicy.DESTROY);

    const retiresUnmanagedKeys = retireUnmanagedKeysAfter !== undefined;
    markAsRotatingKey(this, { userName, secretArn: stored.secretArn, retiresUnmanagedKeys });
    limitKeysPerUser(this.stack);
    requireSoleOwners(this);
  }

  /**
   * Sets what happens to the current key when this construct is removed.
   *
   * What a retained key needs must stay, too: its user, its encryption key, and a secret that was given. Synthesis fails if
   * one of them is deleted with its stack.
   *
   * @param policy RETAIN and RETAIN_ON_UPDATE_OR_DELETE keep the current key and its secret, also if the first deployment is rolled back, and delete replaced and pending keys. DESTROY deletes all keys that were made here. Secrets have no snapshots.
   */
  public applyRemovalPolicy(policy: RemovalPolicy): void {
    this.retention.apply(policy);
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
  public metricReplacedKeyInUse(options?: MetricOptions): Metric {
    return keyMetric(this, 'ReplacedKeyInUse', options);
  }

  /**
   * How often a run failed, or found what only a person can mend: the sum over six hours.
   *
   * The function's log says what it was. The current key keeps working meanwhile.
   *
   * @param options Changes to the metric.
   */
  public metricRotationFailures(options?: MetricOptions): Metric {
    return keyMetric(this, 'RotationFailures', options);
  }

  /**
   * How often a key could not be made because one that was not made here takes the user's second slot: the sum over six hours.
   *
   * Delete that key, or let it go by `retireUnmanagedKeysAfter`.
   *
   * @param options Changes to the metric.
   */
  public metricBlockedByUnmanagedKey(options?: MetricOptions): Metric {
    return keyMetric(this, 'BlockedByUnmanagedKey', options);
  }
}
