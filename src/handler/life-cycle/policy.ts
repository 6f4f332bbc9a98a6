import { Time } from './effects';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** How a key ages: what the user of the construct chooses. */
export interface Policy {
  /** The age at which the current key is replaced; `undefined` if only on demand. */
  readonly rotateAfter?: Time;
  /** How long a replaced key stays active, at least. */
  readonly overlap: Time;
  /** How long a deactivated key can still be activated again, before it is deleted. */
  readonly recoveryWindow: Time;
  /** The maximum age of an active key. */
  readonly maxAge: Time;
  /** How long an unmanaged key must be unused before it is retired; `undefined` if unmanaged keys are kept. */
  readonly retireUnmanagedKeysAfter?: Time;
  readonly timing: Timing;
}

/** What follows from how AWS behaves. Users do not choose it. */
export interface Timing {
  /** A run that has stored a creation intent creates and stores the key within this time, or never. */
  readonly maxCreateTime: Time;
  /** IAM's lists may be behind by less than this. */
  readonly settling: Time;
  /** When IAM has said for so long that a key does not exist, it is true. */
  readonly catchingUp: Time;
  /** By how much IAM's clock and the function's clock may differ. */
  readonly clockSkew: Time;
  /**
   * A pending version without a value, and an intent without a key, are dead after this time. A rotation that was
   * interrupted is resumed.
   */
  readonly stuckAfter: Time;
  /** An orphan is left alone for so long, and inactive for so long before it is deleted. */
  readonly orphanRest: Time;
  /** How late a rotation is when a scheduled run asks for it. Secrets Manager chooses the hour. */
  readonly overdueAfter: Time;
  /** A new key is used only at this age, because it spreads. */
  readonly keySpreads: Time;
  /** How often in a row a new key must be accepted. */
  readonly acceptedInARow: number;
  /**
   * Staging labels are left alone while a replica of the secret is being updated, but for no longer than this in one
   * run.
   */
  readonly replicaCatchesUp: Time;
  /** How long to wait between two snapshots for a change that another process makes. */
  readonly pause: Time;
}

export const TIMING: Timing = {
  maxCreateTime: 2 * MINUTE,
  settling: 30 * MINUTE,
  catchingUp: 90 * SECOND,
  clockSkew: MINUTE,
  stuckAfter: HOUR,
  orphanRest: DAY,
  overdueAfter: DAY,
  keySpreads: MINUTE,
  acceptedInARow: 3,
  replicaCatchesUp: 2 * MINUTE,
  pause: 5 * SECOND,
};

/** Secrets Manager picks an hour inside a window, so that a rotation may come this much later than it is due. */
export const ROTATION_WINDOW: Time = DAY;
