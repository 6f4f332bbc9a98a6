import { Time } from '../../../src/handler/life-cycle/effects';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** How the simulated AWS behaves where AWS's documents leave it open, or say that it takes a while. */
export interface SimulatedAwsOptions {
  readonly user: { readonly name: string; readonly arn: string; readonly account: string };

  /**
   * IAM may return a state that is so old.
   *
   * https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot.html#troubleshoot_general_eventual-consistency
   */
  readonly staleness: Time;

  /** STS does not know a new key before it has this age. aws-sdk-js #559 saw up to 15 seconds. */
  readonly spreads: Time;

  /** A use of a key shows after this time. IAM documents no limit; users report hours. */
  readonly lastUsedLags: Time;

  /**
   * Whether the first version of a secret becomes current even if its PutSecretValue names other labels, as the API
   * reference says. Not proven.
   *
   * https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_PutSecretValue.html
   */
  readonly firstVersionIsCurrent: boolean;

  /**
   * Whether a pending version that RotateSecret has made without a value takes further labels when PutSecretValue
   * fills it. Not documented.
   */
  readonly filledVersionTakesLabels: boolean;

  /**
   * Whether RotateSecret makes the pending version at once, without a value, or leaves that to createSecret. aws-cdk
   * #28539, moto #8504.
   */
  readonly rotationMakesPendingVersion: boolean;

  /**
   * What becomes of AWSPENDING once its version is current. The user guide says that it leaves with the promotion, the
   * maintainers of AWS's templates that it is cleaned up after the last step
   * (aws-samples/aws-secrets-manager-rotation-lambdas #145), the API reference that it may stay.
   */
  readonly pendingLabel: 'leaves with promotion' | 'leaves after rotation' | 'stays';

  /**
   * What is tried again when a step fails: "If any rotation step fails, Secrets Manager retries the entire rotation
   * process multiple times."
   *
   * https://docs.aws.amazon.com/secretsmanager/latest/userguide/rotate-secrets_lambda.html
   */
  readonly retried: 'rotation' | 'step';

  /**
   * How long Secrets Manager waits before each retry. After the last it gives up, and leaves the labels as they are.
   * Not documented.
   */
  readonly retryDelays: readonly Time[];

  /** Whether a retry puts a pending label back that was removed meanwhile. Not documented. */
  readonly retryPutsPendingBack: boolean;

  /** Whether a rotation goes on being retried after another was started. Not documented. */
  readonly supersededRotationsGoOn: boolean;

  /**
   * Whether a version without a label is gone at once, or can still be in the way of a token. The user guide: "can be
   * deleted".
   */
  readonly unlabelledVersionsVanish: boolean;
}

export const DEFAULTS: SimulatedAwsOptions = {
  user: { name: 'mail', arn: 'arn:aws:iam::111122223333:user/mail', account: '111122223333' },
  staleness: MINUTE,
  spreads: 10 * SECOND,
  lastUsedLags: 4 * HOUR,
  firstVersionIsCurrent: true,
  filledVersionTakesLabels: true,
  rotationMakesPendingVersion: true,
  pendingLabel: 'leaves after rotation',
  retried: 'rotation',
  retryDelays: [5 * MINUTE, HOUR, DAY],
  retryPutsPendingBack: false,
  supersededRotationsGoOn: false,
  unlabelledVersionsVanish: true,
};
