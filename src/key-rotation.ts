import { Duration } from 'aws-cdk-lib';

/**
 * How long the keys of a rotation live after they are replaced.
 */
export interface KeyRotationOptions {
  /**
   * How long a replaced key stays active, at least.
   *
   * A consumer that reads the secret once in every overlap is never cut off. After the overlap, a key that was used within
   * the last half of it stays active for longer, but not past the greatest age, nor until the next rotation needs its slot.
   *
   * @default Duration.days(14)
   */
  readonly overlap?: Duration;

  /**
   * How long a deactivated key can still be activated again, before it is deleted.
   *
   * It is for the consumer that nobody remembered.
   *
   * @default Duration.days(7)
   */
  readonly recoveryWindow?: Duration;

  /**
   * The age at which no key should be active any more.
   *
   * The default is the limit of Security Hub's control IAM.3. A replaced key is deactivated at this age even if it is used,
   * once its overlap is over. The current key is never deactivated for its age.
   *
   * @default Duration.days(90)
   * @see https://docs.aws.amazon.com/securityhub/latest/userguide/iam-controls.html#iam-3
   */
  readonly maxAge?: Duration;
}

/**
 * How an access key ages: when it is replaced, and how long it lives after that.
 *
 * A RotatingAccessKey checks at synthesis that the durations fit together, and says what to change if they do not.
 */
export class KeyRotation {
  /**
   * The current key is replaced at this age.
   *
   * The interval, the overlap and a day must fit into the greatest age: Secrets Manager chooses the hour by itself. The
   * overlap, the recovery window and a day must be shorter than the interval: IAM allows a user two keys.
   *
   * @param interval The age in whole days, from 1 to 1,000.
   * @param options How long keys live after they are replaced.
   * @see https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_RotationRulesType.html
   */
  public static every(interval: Duration, options: KeyRotationOptions = {}): KeyRotation {
    return new KeyRotation(interval, options);
  }

  /**
   * The current key is replaced only when somebody asks for it, or when it was deleted.
   *
   * The greatest age is then a limit for replaced keys alone; alarm on the age of the current one. Secrets Manager wants an
   * interval all the same, and gets its longest: 1,000 days.
   *
   * @param options How long keys live after they are replaced.
   */
  public static onDemand(options: KeyRotationOptions = {}): KeyRotation {
    return new KeyRotation(undefined, options);
  }

  /**
   * The age at which the current key is replaced.
   *
   * @default - only on demand
   */
  public readonly interval?: Duration;

  /** How long a replaced key stays active, at least. */
  public readonly overlap: Duration;

  /** How long a deactivated key can still be activated again, before it is deleted. */
  public readonly recoveryWindow: Duration;

  /** The age at which no key should be active any more. */
  public readonly maxAge: Duration;

  private constructor(interval: Duration | undefined, options: KeyRotationOptions) {
    this.interval = interval;
    this.overlap = options.overlap ?? Duration.days(14);
    this.recoveryWindow = options.recoveryWindow ?? Duration.days(7);
    this.maxAge = options.maxAge ?? Duration.days(90);
  }
}
