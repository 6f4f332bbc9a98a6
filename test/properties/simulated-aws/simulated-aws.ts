import { Iam, NEW_IAM, withoutOldViews, withVisibleUses } from './iam';
import { KeyHistory, NO_KEY_HISTORY } from './key-facts';
import { DEFAULTS, SimulatedAwsOptions } from './options';
import { Rotation } from './rotation';
import { EMPTY_SECRET, Secret } from './secret';
import { Time } from '../../../src/handler/life-cycle/effects';

/**
 * An AWS account with one IAM user, STS and one secret, at one moment.
 *
 * It is plain data that is never changed: each step makes a new aws that shares with the old one what stayed the same.
 * So a copy costs nothing, and every aws that was ever reached can be kept and continued.
 */
export interface SimulatedAws {
  /** The same for all worlds of one exploration; not part of the fingerprint. */
  readonly options: SimulatedAwsOptions;
  readonly now: Time;
  readonly iam: Iam;
  readonly secret: Secret;
  /** What Secrets Manager is going to ask of the rotation function. */
  readonly rotations: readonly Rotation[];
  /** What only an observer of the whole history can know. No call reads it. */
  readonly keyHistory: KeyHistory;
}

/**
 * A simulated AWS with a user without keys and a secret without a version. It begins at a moment that is not a whole
 * second, as most are not.
 */
export function newSimulatedAws(
  options: Partial<SimulatedAwsOptions> = {},
  now: Time = Date.UTC(2025, 0, 1, 0, 0, 0, 250),
): SimulatedAws {
  return {
    options: { ...DEFAULTS, ...options },
    now,
    iam: NEW_IAM,
    secret: EMPTY_SECRET,
    rotations: [],
    keyHistory: NO_KEY_HISTORY,
  };
}

/**
 * Lets time pass. It forgets what can be seen no longer, so that two simulated AWS accounts that will behave alike
 * have the same fingerprint.
 */
export function advance(aws: SimulatedAws, ms: Time): SimulatedAws {
  const now = aws.now + ms;
  const { staleness, lastUsedLags } = aws.options;
  return { ...aws, now, iam: withVisibleUses(withoutOldViews(aws.iam, now - staleness), now - lastUsedLags) };
}
