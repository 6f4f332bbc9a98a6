import { isUnknowable } from './after-delete';
import { current, isActive, isHealthy, isLabelled, isOfPerson, keyOf, keysOfRuns } from './effects';
import { End, EndInvariant } from './invariant';
import { gateEnd } from './overlap';
import { Context } from './step';
import { Witness } from './witness';
import { Time } from '../../../src/handler/life-cycle/effects';
import { CURRENT, factsOf, holder, Key, PENDING, PERSON, World } from '../world';

const HOUR: Time = 60 * 60 * 1000;
const DAY: Time = 24 * HOUR;

/** Two scheduled runs, and a little: one that sees, and one after what must rest in between. */
const TWO_SCHEDULED_RUNS: Time = 13 * HOUR;

const RECORD = 'cdk-iam-access-key:';

type Check = (end: End, context: Context) => string | undefined;

function endInvariant(name: string, ...checks: readonly Check[]): EndInvariant {
  const judge = (end: End, context: Context) => checks.map((check) => check(end, context)).find((broken) => broken !== undefined);
  return { name, brokenAt: (end, context) => isKept(end.world) ? judge(end, context) : undefined };
}

/** What is described below holds only where somebody can still do something: the user, the secret and the claim are there. */
function isKept({ iam, secret }: World): boolean {
  const kinds = secret.tags.map(([key]) => key);
  return iam.userId !== undefined && iam.usersMade === 1 && secret.existence === 'present' && secret.rotates && kinds.includes(`${RECORD}owner`) && !kinds.includes(`${RECORD}closed`);
}

/** After two days and a few scheduled runs. */
export const NOTHING_LEFT_OVER: EndInvariant = endInvariant(
  'two days after the last fault nothing of an interrupted run is left', orphan, intent, pendingLabel, recordOfNothing, labelOfGoneKey);

/** After two days and a few scheduled runs. */
export const ROTATION_HAPPENS: EndInvariant = endInvariant('a rotation that is due and can happen has happened', missingRotation);

/** After a month. */
export const NOTHING_PAST_ITS_DATE: EndInvariant = endInvariant('no replaced key is past its dates', pastItsDate);

function orphan({ world, witness }: End): string | undefined {
  const unlabelled = keysOfRuns(world).filter(({ id }) => id !== current(world) && !isLabelled(world, id));
  const found = unlabelled.find(({ id, madeAt }) => !isUnknowable(world, id, madeAt, witness));
  return found && `${found.id} was made by ${found.madeBy}, and no label tells so`;
}

function intent({ world }: End): string | undefined {
  const found = world.secret.tags.find(([key]) => key.startsWith(`${RECORD}intent:`));
  return found && `the intent ${found[0]} is left`;
}

function pendingLabel({ world }: End): string | undefined {
  const pending = holder(world.secret, PENDING);
  const isStuck = pending !== undefined && !pending.labels.includes(CURRENT) && world.rotations.every(({ token }) => token !== pending.id);
  return isStuck ? `AWSPENDING is left on ${pending.id}` : undefined;
}

/** A key is believed to be gone only after a while, because lists are behind; then the next scheduled run forgets it. */
function isLongGone(world: World, id: string): boolean {
  return keyOf(world, id) === undefined && world.now >= (factsOf(world, id)?.deletedAt ?? 0) + TWO_SCHEDULED_RUNS;
}

function recordOfNothing({ world }: End): string | undefined {
  const found = world.secret.tags.map(([key]) => key).find((key) => {
    const [prefix, kind, of] = key.split(':');
    const isOfKey = prefix === 'cdk-iam-access-key' && !['owner', 'closed', 'intent', 'pending'].includes(kind);
    return isOfKey && isLongGone(world, of) && !isLabelled(world, of);
  });
  return found && `${found} is about nothing`;
}

function labelOfGoneKey({ world, witness }: End): string | undefined {
  // While an operator keeps the current key inactive, no other key follows a revoked one, and its label tells that one must.
  const waiting = isHealthy(world) ? [unfollowedKey(world, witness)] : witness.promised;
  const gone = world.secret.versions.filter(({ labels }) => !labels.includes(CURRENT)).flatMap(({ labels }) => labels)
    .filter((label) => label.startsWith('key.')).map((label) => label.slice('key.'.length))
    .find((id) => !waiting.includes(id) && isLongGone(world, id));
  return gone && `the label key.${gone} is left, and its key is gone`;
}

/** The revoked key from which a run has moved AWSCURRENT back to the current one, and which another key is to follow. */
function unfollowedKey(world: World, { promised }: Witness): string | undefined {
  const facts = factsOf(world, current(world) ?? '');
  return promised.find((id) => {
    const { replacedBy, replacedAt, madeAt } = factsOf(world, id)!;
    return facts !== undefined && replacedBy !== PERSON && replacedAt === facts.currentSince && madeAt > facts.madeAt;
  });
}

/** Consumers read a key that is young enough and works, or somebody was told why not. */
function missingRotation(end: End, context: Context): string | undefined {
  const { world, witness, quietSince } = end;
  const id = current(world);
  if (id === undefined || isOfPerson(world, id) || !isLabelled(world, id) || isRoomTaken(end, context)) {
    return undefined;
  }
  const facts = factsOf(world, id)!;
  const isSince = (at: Time | undefined, rest: Time) => at !== undefined && world.now >= Math.max(at, quietSince) + rest + TWO_SCHEDULED_RUNS;
  // Tolerated: a person has removed the record of the revoke, so that the key looks like one that a person has deactivated.
  if (witness.promised.includes(id) && !witness.lost.includes('revoked') && !(facts.statusBy === PERSON && facts.active)) {
    return `${id} was revoked and is still current`;
  }
  const unfollowed = unfollowedKey(world, witness);
  if (unfollowed !== undefined && facts.active && !witness.lost.includes('revoked')) {
    return `${unfollowed} was revoked, and no other key has followed the one that it had replaced`;
  }
  if (isSince(facts.deletedAt, 0)) {
    return `${id} is gone and still current`;
  }
  const due = facts.madeAt + (context.policy.rotateAfter ?? Infinity) + context.policy.timing.overdueAfter;
  return facts.active && isSince(due, 0) ? `${id} is still current, though its rotation was due` : undefined;
}

/**
 * Whether a key that may not go is in the way: a person's, what may be a person's, or a replaced one in its time. While the current key does not work, an active key that was current
 * once is all that people can go back to, so that it stays, and the scheduled run reports what is in the way.
 */
function isRoomTaken({ world, witness, quietSince }: End, context: Context): boolean {
  const isReplacedInTime = (key: Key) => key.active && (isHealthy(world)
    ? world.now < gateEnd(world, key, witness.noticed[key.id] ?? quietSince, context) + TWO_SCHEDULED_RUNS
    : key.id in witness.left);
  const kept = world.iam.keys.filter((key) => key.id !== current(world)
    && (isOfPerson(world, key.id) || isUnknowable(world, key.id, key.madeAt, witness) || isReplacedInTime(key)));
  // A revoked key makes room itself.
  const slots = keyOf(world, current(world)) === undefined || witness.promised.includes(current(world)!) ? 2 : 1;
  return kept.length >= slots;
}

function pastItsDate({ world, witness, quietSince }: End, context: Context): string | undefined {
  if (!isHealthy(world)) {
    return undefined;
  }
  const late = keysOfRuns(world).filter(({ id }) => id !== current(world) && isLabelled(world, id)).find(({ id, statusAt }) => isActive(world, id)
    ? world.now >= gateEnd(world, keyOf(world, id)!, witness.noticed[id] ?? quietSince, context) + TWO_SCHEDULED_RUNS
    : world.now >= Math.max(statusAt ?? 0, quietSince) + context.policy.recoveryWindow + TWO_SCHEDULED_RUNS);
  return late && `${late.id} is past its dates`;
}

/** How long nothing must have been disturbed before the first two are asked. */
export const TWO_DAYS: Time = 2 * DAY + 18 * HOUR;

/** How long before the last one is. */
export const A_MONTH: Time = 31 * DAY;
