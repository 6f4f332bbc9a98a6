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
 * Properties of every construct that rotates access keys.
 *
 * @internal
 */
export interface RotatingKeyProps {
  /**
   * The rotation of the access key.
   *
   * @default - every 60 days
   */
  readonly rotation?: KeyRotation;

  /**
   * Retires the unmanaged access keys of the user after they have been unused for this time.
   *
   * They are deactivated, then deleted after the recovery window. Use it to adopt a user that has an access key: move
   * its clients to the secret, and the unmanaged key is retired. Without it, unmanaged keys are never changed, and the
   * deployment fails if there is one, because it would block a rotation.
   *
   * It must be at least one day, because IAM reports the last use of an access key with a delay of hours. Access keys
   * that already exceed it are deactivated within six hours of the deployment: check their last use first. AWS does not
   * document whether IAM records an SMTP login as a use.
   *
   * @default - unmanaged keys are never changed
   */
  readonly retireUnmanagedKeysAfter?: Duration;

  /**
   * The secret that the access key is stored in.
   *
   * It must have no value yet, or hold the retained key of a construct of the same kind that was removed. If you import
   * it, use its complete ARN, and its encryption key if it has one. You cannot set another secret after the deployment.
   *
   * @default - a new secret
   */
  readonly secret?: ISecret;

  /**
   * The KMS key that encrypts the new secret.
   *
   * @default - the AWS managed key aws/secretsmanager of the account
   */
  readonly encryptionKey?: IKey;

  /**
   * The regions that the new secret is replicated to.
   *
   * A replaced key stays active until all replicas are in sync, or until its deactivation deadline. A key that encrypts
   * a replica must be a key of the region of the replica.
   *
   * @default - no replicas
   */
  readonly replicaRegions?: ReplicaRegion[];

  /**
   * The removal policy of the current key.
   *
   * DESTROY deletes the access keys and the secret that this construct created, and no others. RETAIN keeps the current
   * key and its secret, and deletes replaced and pending keys. The user and the encryption key must then be retained,
   * too.
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
 * An access key that is rotated automatically, whatever the secret holds of it.
 *
 * @internal
 */
export abstract class RotatingKey extends Resource {
  /**
   * The secret that holds the current key as JSON.
   *
   * Clients read it at run time. Its value is in no template. A resource that refers to this secret is deployed after
   * the access key has been created.
   *
   * If a secret was given, this is another construct for the same secret. If the given secret is in another stack,
   * resources of that stack cannot wait for the access key: refer to the given secret there.
   */
  public readonly secret: ISecret;

  /** The IAM user that the access keys belong to. */
  public readonly user: aws_iam.IUserRef;

  /**
   * The Lambda function that creates, rotates and deletes the access keys.
   *
   * Use it for alarms, dashboards and further permissions, and to invoke it with an event such as
   * `{"revoke": "<access key ID>"}`. A principal that can invoke it controls the keys fully: grant that with
   * the method revoke of `grants`.
   */
  public readonly handler: IFunction;

  /**
   * The log group of the function.
   *
   * Each log event is a JSON object. No log event contains a secret access key or a password.
   */
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
      rotation,
      userName,
      user,
      secret: stored,
      payload,
      retireUnmanagedKeysAfter,
      retention: this.retention,
    });
    const reading = new ReadPermission(
      this,
      user,
      stored,
      new Reader(this, user.userRef, handler, this.retention),
      payload.isReadable,
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
   * Sets the removal policy of the current key.
   *
   * DESTROY deletes all access keys and the secret that this construct created. RETAIN and RETAIN_ON_UPDATE_OR_DELETE
   * keep the current key and its secret, also if the first deployment is rolled back, and delete replaced and pending
   * keys. SNAPSHOT is not supported.
   *
   * Throws at synthesis if a retained key would lose its user, its encryption key or a given secret.
   *
   * @param policy The removal policy.
   */
  public applyRemovalPolicy(policy: RemovalPolicy): void {
    this.retention.apply(policy);
  }

  /**
   * The age of the current key in days. Maximum over 6 hours.
   *
   * A scheduled run publishes it every 6 hours. Set an alarm on an age of more than the rotation interval plus three
   * days, and treat missing data as breaching.
   *
   * @param options Properties of the metric.
   */
  public metricKeyAge(options?: MetricOptions): Metric {
    return keyMetric(this, 'KeyAge', { statistic: 'Maximum', ...options });
  }

  /**
   * The number of scheduled runs that found a replaced key in use after its overlap. Sum over 6 hours.
   *
   * A client does not read the secret often enough. It loses access at the deactivation deadline of the key.
   *
   * @param options Properties of the metric.
   */
  public metricReplacedKeyInUse(options?: MetricOptions): Metric {
    return keyMetric(this, 'ReplacedKeyInUse', options);
  }

  /**
   * The number of failed runs, and of scheduled runs that found a problem which requires an operator. Sum over 6 hours.
   *
   * The log of the function has the reason. The current key is not changed.
   *
   * @param options Properties of the metric.
   */
  public metricRotationFailures(options?: MetricOptions): Metric {
    return keyMetric(this, 'RotationFailures', options);
  }

  /**
   * The number of runs that could not create an access key because the user has an unmanaged key. Sum over 6 hours.
   *
   * Delete the unmanaged key, or have unmanaged keys retired automatically.
   *
   * @param options Properties of the metric.
   */
  public metricBlockedByUnmanagedKey(options?: MetricOptions): Metric {
    return keyMetric(this, 'BlockedByUnmanagedKey', options);
  }
}
