import { Ghost, NO_GHOST } from './ghost';
import { Iam, NEW_IAM, withoutOldViews, withVisibleUses } from './iam';
import { DEFAULTS, WorldOptions } from './options';
import { Rotation } from './rotation';
import { EMPTY_SECRET, Secret } from './secret';
import { Time } from '../../../src/handler/life-cycle/effects';

/**
 * An AWS account with one IAM user, STS and one secret, at one moment.
 *
 * It is plain data that is never changed: each step makes a new world that shares with the old one what stayed the same. So a copy
 * costs nothing, and every world that was ever reached can be kept and continued.
 */
export interface World {
  /** The same for all worlds of one exploration; not part of the fingerprint. */
  readonly options: WorldOptions;
  readonly now: Time;
  readonly iam: Iam;
  readonly secret: Secret;
  /** What Secrets Manager is going to ask of the rotation function. */
  readonly rotations: readonly Rotation[];
  /** What only an observer of the whole history can know. No call reads it. */
  readonly ghost: Ghost;
}

/** A world with a user without keys and a secret without a version. It begins at a moment that is not a whole second, as most are not. */
export function newWorld(options: Partial<WorldOptions> = {}, now: Time = Date.UTC(2025, 0, 1, 0, 0, 0, 250)): World {
  return { options: { ...DEFAULTS, ...options }, now, iam: NEW_IAM, secret: EMPTY_SECRET, rotations: [], ghost: NO_GHOST };
}

/** Lets time pass. It forgets what can be seen no longer, so that two worlds that will behave alike have the same fingerprint. */
export function advance(world: World, ms: Time): World {
  const now = world.now + ms;
  const { staleness, lastUsedLags } = world.options;
  return { ...world, now, iam: withVisibleUses(withoutOldViews(world.iam, now - staleness), now - lastUsedLags) };
}
