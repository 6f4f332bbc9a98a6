import { Duration } from 'aws-cdk-lib';

/**
 * Options for the rotation of an access key.
 */
export interface KeyRotationOptions {
  /**
   * The minimum time for which a replaced key stays active.
   *
   * A client that reads the secret at least once in each overlap never loses access. After the overlap, the replaced
   * key is deactivated unless IAM reports a use within the last half of the overlap. It is always deactivated when it
   * reaches the maximum age, or when the next rotation needs the second access key of the user.
   *
   * @default - 14 days
   */
  readonly overlap?: Duration;

  /**
   * The time for which an inactive key can be activated again, before it is deleted.
   *
   * Use this window to find clients that still depend on the replaced key.
   *
   * @default - 7 days
   */
  readonly recoveryWindow?: Duration;

  /**
   * The maximum age of an active key.
   *
   * The default is the limit of the Security Hub control IAM.3. At this age, a replaced key is deactivated even if it
   * is in use, unless its overlap has not ended. The current key is never deactivated because of its age.
   *
   * @default - 90 days
   * @see https://docs.aws.amazon.com/securityhub/latest/userguide/iam-controls.html#iam-3
   */
  readonly maxAge?: Duration;
}

/**
 * The rotation of an access key: when it is replaced, and for how long a replaced key is kept.
 *
 * The constructs that use it throw at synthesis if the durations do not fit together.
 */
export class KeyRotation {
  /**
   * Rotates the current key when it reaches an age.
   *
   * The sum of the interval, the overlap and one day must not exceed the maximum age, because Secrets Manager chooses
   * the time of day. The sum of the overlap, the recovery window and one day must be shorter than the interval, because
   * IAM allows two access keys per user.
   *
   * @param interval The age of the current key at its rotation, in whole days from 1 to 1,000.
   * @param options Options for the rotation.
   * @see https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_RotationRulesType.html
   */
  public static every(interval: Duration, options: KeyRotationOptions = {}): KeyRotation {
    return new KeyRotation(true, interval, options);
  }

  /**
   * Rotates the current key only on request, or if it was deleted.
   *
   * The maximum age then applies to replaced keys only, so set an alarm on the age of the current key. Secrets Manager
   * requires a rotation interval, and is given its maximum of 1,000 days.
   *
   * @param options Options for the rotation.
   */
  public static onDemand(options: KeyRotationOptions = {}): KeyRotation {
    return new KeyRotation(false, undefined, options);
  }

  /**
   * The age at which the current key is rotated.
   *
   * @default - only on request
   */
  public readonly interval?: Duration;

  /** The minimum time for which a replaced key stays active. */
  public readonly overlap: Duration;

  /** The time for which an inactive key can be activated again, before it is deleted. */
  public readonly recoveryWindow: Duration;

  /** The maximum age of an active key. */
  public readonly maxAge: Duration;

  private constructor(hasInterval: boolean, interval: Duration | undefined, options: KeyRotationOptions) {
    Object.defineProperty(this, SCHEDULED, { value: hasInterval });
    this.interval = interval;
    this.overlap = options.overlap ?? Duration.days(14);
    this.recoveryWindow = options.recoveryWindow ?? Duration.days(7);
    this.maxAge = options.maxAge ?? Duration.days(90);
  }
}

/** Marks the rotations of this class, also those of another copy of this package, which `instanceof` does not find. */
const SCHEDULED = Symbol.for('cdk-iam-access-key.KeyRotation');

/** Whether a rotation has an interval. `undefined`: the value is not a rotation. Not all languages check types. */
export function isScheduled(value: any): boolean | undefined {
  return value?.[SCHEDULED];
}
