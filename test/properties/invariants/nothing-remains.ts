import { isUnknowable } from './after-delete';
import { current, isActive, isHealthy, isLabelled, isOfOperator, keyOf, keysOfRuns } from './effects';
import { End, EndInvariant } from './invariant';
import { deactivationDeadline } from './overlap';
import { Context } from './step';
import { Trace } from './trace';
import { Time } from '../../../src/handler/life-cycle/effects';
import { CURRENT, factsOf, holder, Key, PENDING, OPERATOR, SimulatedAws } from '../simulated-aws';

const HOUR: Time = 60 * 60 * 1000;
const DAY: Time = 24 * HOUR;

/** Two scheduled runs, and a little: one that sees, and one after what must rest in between. */
const TWO_SCHEDULED_RUNS: Time = 13 * HOUR;

const RECORD = 'cdk-iam-access-key:';

type Check = (end: End, context: Context) => string | undefined;

function endInvariant(name: string, ...checks: readonly Check[]): EndInvariant {
  const judge = (end: End, context: Context) =>
    checks.map((check) => check(end, context)).find((broken) => broken !== undefined);
  return { name, brokenAt: (end, context) => (isKept(end.aws) ? judge(end, context) : undefined) };
}

/** What is described below holds only where a run can still act: the user, the secret and the claim are there. */
function isKept({ iam, secret }: SimulatedAws): boolean {
  const kinds = secret.tags.map(([key]) => key);
  return (
    iam.userId !== undefined &&
    iam.usersMade === 1 &&
    secret.existence === 'present' &&
    secret.rotates &&
    kinds.includes(`${RECORD}owner`) &&
    !kinds.includes(`${RECORD}closed`)
  );
}

/** After two days and a few scheduled runs. */
export const NOTHING_REMAINS: EndInvariant = endInvariant(
  'two days after the last fault nothing of an interrupted run is left',
  orphan,
  intent,
  pendingLabel,
  recordOfNothing,
  labelOfGoneKey,
);

/** After two days and a few scheduled runs. */
export const ROTATION_HAPPENS: EndInvariant = endInvariant(
  'a rotation that is due and can happen has happened',
  missingRotation,
);

/** After a month. */
export const NOTHING_PAST_ITS_DATE: EndInvariant = endInvariant('no replaced key is past its dates', pastItsDate);

function orphan({ aws, trace }: End): string | undefined {
  const unlabelled = keysOfRuns(aws).filter(({ id }) => id !== current(aws) && !isLabelled(aws, id));
  const found = unlabelled.find(({ id, madeAt }) => !isUnknowable(aws, id, madeAt, trace));
  return found && `${found.id} was made by ${found.madeBy}, and no label shows it`;
}

function intent({ aws }: End): string | undefined {
  const found = aws.secret.tags.find(([key]) => key.startsWith(`${RECORD}intent:`));
  return found && `the intent ${found[0]} is left`;
}

function pendingLabel({ aws }: End): string | undefined {
  const pending = holder(aws.secret, PENDING);
  const isStuck =
    pending !== undefined &&
    !pending.labels.includes(CURRENT) &&
    aws.rotations.every(({ token }) => token !== pending.id);
  return isStuck ? `AWSPENDING is left on ${pending.id}` : undefined;
}

/**
 * A key is believed to be gone only after a while, because lists are behind; then the next scheduled run forgets it.
 */
function isLongGone(aws: SimulatedAws, id: string): boolean {
  return keyOf(aws, id) === undefined && aws.now >= (factsOf(aws, id)?.deletedAt ?? 0) + TWO_SCHEDULED_RUNS;
}

function recordOfNothing({ aws }: End): string | undefined {
  const found = aws.secret.tags
    .map(([key]) => key)
    .find((key) => {
      const [prefix, kind, of] = key.split(':');
      const isOfKey = prefix === 'cdk-iam-access-key' && !['owner', 'closed', 'intent', 'pending'].includes(kind);
      return isOfKey && isLongGone(aws, of) && !isLabelled(aws, of);
    });
  return found && `${found} is about nothing`;
}

function labelOfGoneKey({ aws, trace }: End): string | undefined {
  // While an operator keeps the current key inactive, no other key follows a revoked one, and its label shows that one
  // must.
  const waiting = isHealthy(aws) ? [unfollowedKey(aws, trace)] : trace.promised;
  const gone = aws.secret.versions
    .filter(({ labels }) => !labels.includes(CURRENT))
    .flatMap(({ labels }) => labels)
    .filter((label) => label.startsWith('key.'))
    .map((label) => label.slice('key.'.length))
    .find((id) => !waiting.includes(id) && isLongGone(aws, id));
  return gone && `the label key.${gone} is left, and its key is gone`;
}

/**
 * The revoked key from which a run has moved AWSCURRENT back to the current one, and which another key is to follow.
 */
function unfollowedKey(aws: SimulatedAws, { promised }: Trace): string | undefined {
  const facts = factsOf(aws, current(aws) ?? '');
  return promised.find((id) => {
    const { replacedBy, replacedAt, madeAt } = factsOf(aws, id)!;
    return facts !== undefined && replacedBy !== OPERATOR && replacedAt === facts.currentSince && madeAt > facts.madeAt;
  });
}

/** Clients read a key that is young enough and works, or the reason was reported. */
function missingRotation(end: End, context: Context): string | undefined {
  const { aws, trace, quietSince } = end;
  const id = current(aws);
  if (id === undefined || isOfOperator(aws, id) || !isLabelled(aws, id) || isRoomTaken(end, context)) {
    return undefined;
  }
  const facts = factsOf(aws, id)!;
  const isSince = (at: Time | undefined, rest: Time) =>
    at !== undefined && aws.now >= Math.max(at, quietSince) + rest + TWO_SCHEDULED_RUNS;
  // Tolerated: an operator has removed the record of the revoke, so that the key looks like one that an operator has
  // deactivated.
  if (
    trace.promised.includes(id) &&
    !trace.lost.includes('revoked') &&
    !(facts.statusBy === OPERATOR && facts.active)
  ) {
    return `${id} was revoked and is still current`;
  }
  const unfollowed = unfollowedKey(aws, trace);
  if (unfollowed !== undefined && facts.active && !trace.lost.includes('revoked')) {
    return `${unfollowed} was revoked, and no other key has followed the one that it had replaced`;
  }
  if (isSince(facts.deletedAt, 0)) {
    return `${id} is gone and still current`;
  }
  const due = facts.madeAt + (context.policy.rotateAfter ?? Infinity) + context.policy.timing.overdueAfter;
  return facts.active && isSince(due, 0) ? `${id} is still current, though its rotation was due` : undefined;
}

/**
 * Whether a key that may not go is in the way: an operator's, what may be an operator's, or a replaced one in its
 * time. While the current key does not work, an active key that was current
 * once is all that operators can go back to, so that it stays, and the scheduled run reports what is in the way.
 */
function isRoomTaken({ aws, trace, quietSince }: End, context: Context): boolean {
  const isReplacedInTime = (key: Key) =>
    key.active &&
    (isHealthy(aws)
      ? aws.now < deactivationDeadline(aws, key, trace.noticed[key.id] ?? quietSince, context) + TWO_SCHEDULED_RUNS
      : key.id in trace.left);
  const kept = aws.iam.keys.filter(
    (key) =>
      key.id !== current(aws) &&
      (isOfOperator(aws, key.id) || isUnknowable(aws, key.id, key.madeAt, trace) || isReplacedInTime(key)),
  );
  // A revoked key makes room itself.
  const slots = keyOf(aws, current(aws)) === undefined || trace.promised.includes(current(aws)!) ? 2 : 1;
  return kept.length >= slots;
}

function pastItsDate({ aws, trace, quietSince }: End, context: Context): string | undefined {
  if (!isHealthy(aws)) {
    return undefined;
  }
  const late = keysOfRuns(aws)
    .filter(({ id }) => id !== current(aws) && isLabelled(aws, id))
    .find(({ id, statusAt }) =>
      isActive(aws, id)
        ? aws.now >=
          deactivationDeadline(aws, keyOf(aws, id)!, trace.noticed[id] ?? quietSince, context) + TWO_SCHEDULED_RUNS
        : aws.now >= Math.max(statusAt ?? 0, quietSince) + context.policy.recoveryWindow + TWO_SCHEDULED_RUNS,
    );
  return late && `${late.id} is past its dates`;
}

/** How long nothing must have been disturbed before the first two are asked. */
export const TWO_DAYS: Time = 2 * DAY + 18 * HOUR;

/** How long before the last one is. */
export const A_MONTH: Time = 31 * DAY;
