import { current, currentVersion, isHealthy, isOfOperator, isOpen, removed, turnedOff } from './effects';
import { Context, Step } from './step';
import { Time } from '../../../src/handler/life-cycle/effects';
import { Actor, factsOf, OPERATOR } from '../simulated-aws';

type Times = Readonly<Record<string, Time>>;

/**
 * What the invariants remember of a history, beyond what the simulated AWS's own ghost does.
 *
 * It is passed from step to step, and derived from observations alone: nothing here asks the code under test what it thinks. It is part of what distinguishes two states
 * of the explorer apart, so that it holds no more than some invariant reads.
 */
export interface Witness {
  /** Keys that an operator had revoked. */
  readonly revoked: readonly string[];
  /** Keys whose revocation a run has written down: from then on, it must come to its end. */
  readonly promised: readonly string[];
  /** What a Delete is taking away, if one has begun: all, or all but the current key. */
  readonly leaving?: 'all' | 'all but the current key';
  /** The key that was current when a Delete that retains it was done. */
  readonly retained?: string;
  /** When runs have intents a key. */
  readonly intents: readonly Time[];
  /** The version that was current when a rotation made a key, as that run saw it. */
  readonly madeFor: Readonly<Record<string, string>>;
  /** Who has moved AWSCURRENT last. */
  readonly movedBy?: Actor;
  /** When each key left AWSCURRENT the last time, but for a stay that an operator began and ended and that no scheduled run could see. */
  readonly left: Times;
  /** The current key that a scheduled run has seen as such, from its beginning to its end. */
  readonly recognised?: string;
  /** When a scheduled run that was alone had seen that a key was replaced, since it was last replaced or activated by an operator. */
  readonly noticed: Times;
  /** A key that a run has deactivated while it was current, because an operator had moved the label too late to be seen: the next scheduled run owes its activation. */
  readonly owed?: string;
  /** Kinds of records that operators have removed. */
  readonly lost: readonly string[];
  /** Keys that runs have signed with and AWS has accepted. */
  readonly accepted: readonly string[];
  /** Keys of operators that were touched because they were made while a run might have made them: the documented residual case. */
  readonly residual: readonly string[];
}

export const NOTHING_SEEN: Witness = {
  revoked: [], promised: [], madeFor: {}, intents: [], left: {}, noticed: {}, lost: [], accepted: [], residual: [],
};

type Part = (witness: Witness, step: Step, context: Context) => Witness;

const PARTS: readonly Part[] = [
  withLeaving, withRevoked, withPromise, withMaking, withIntents, withResidual, withMove, withOperator, withScheduledRun, withDebt, withAccepted,
];

/** What is remembered after a step. */
export function witnessing(witness: Witness, step: Step, context: Context): Witness {
  return PARTS.reduce((known, part) => part(known, step, context), witness);
}

function withLeaving(witness: Witness, { run, starts, ended, after }: Step): Witness {
  if (run?.task.kind === 'delete' && run.task.retain && ended?.outcome === 'done') {
    return { ...witness, retained: current(after) };
  }
  if (starts && run?.task.kind === 'create' && witness.leaving !== undefined) {
    const { leaving, retained, ...others } = witness;
    return others;
  }
  if (starts && run?.task.kind === 'delete') {
    const { retained, ...others } = witness;
    return { ...others, leaving: run.task.retain ? 'all but the current key' : 'all' };
  }
  return witness;
}

function withRevoked(witness: Witness, { run, starts }: Step): Witness {
  return starts && run?.task.kind === 'revoke' && !witness.revoked.includes(run.task.keyId) ? { ...witness, revoked: [...witness.revoked, run.task.keyId].sort() } : witness;
}

function withPromise(witness: Witness, { run, call, before, after }: Step): Witness {
  const isWritten = run?.task.kind === 'revoke' && call?.name === 'tagResource' && before.secret !== after.secret;
  return isWritten && !witness.promised.includes(run.task.keyId) ? { ...witness, promised: [...witness.promised, run.task.keyId].sort() } : witness;
}

function withMaking(witness: Witness, { run, call, before, after }: Step): Witness {
  const seen = run?.described?.current;
  const [made] = call?.name === 'createAccessKey' ? after.iam.keys.filter(({ id }) => before.iam.keys.every((key) => key.id !== id)) : [];
  return made === undefined || seen === undefined ? witness : { ...witness, madeFor: { ...witness.madeFor, [made.id]: seen } };
}

const INTENT = 'cdk-iam-access-key:intent:';

function withIntents(witness: Witness, { call, before, after }: Step): Witness {
  if (call?.name !== 'tagResource' || before.secret === after.secret || !Object.keys(call.request.tags).some((key) => key.startsWith(INTENT))) {
    return witness;
  }
  return { ...witness, intents: [...new Set([...witness.intents, after.now])] };
}

/** Whether a key was made when a run might have made it. IAM returns its creation in whole seconds. */
export function isMadeInWindow(madeAt: Time, { intents }: Witness, { policy: { timing } }: Context): boolean {
  const seconds = Math.floor(madeAt / 1000) * 1000;
  return intents.some((start) => seconds >= start - timing.clockSkew && seconds <= start + timing.maxCreateTime + timing.clockSkew);
}

function withResidual(witness: Witness, step: Step, context: Context): Witness {
  const touched = step.run === undefined ? [] : [...turnedOff(step), ...removed(step)]
    .filter(({ id, madeAt }) => isOfOperator(step.before, id) && !witness.residual.includes(id) && isMadeInWindow(madeAt, witness, context));
  return touched.length === 0 ? witness : { ...witness, residual: [...witness.residual, ...touched.map(({ id }) => id)] };
}

function withMove(witness: Witness, { before, after, by }: Step): Witness {
  const from = current(before);
  if (before.secret === after.secret || currentVersion(before) === currentVersion(after)) {
    return witness;
  }
  const { recognised, ...others } = witness;
  const moved = { ...others, movedBy: by };
  if (from === undefined || from === current(after)) {
    return moved;
  }
  const isUnseenStay = by === OPERATOR && recognised !== from && from in witness.left;
  return forgetting({ ...moved, left: isUnseenStay ? witness.left : { ...witness.left, [from]: after.now } }, from);
}

function withOperator(witness: Witness, { operator }: Step): Witness {
  switch (operator?.does) {
    case 'activates a key':
      return forgetting(witness, operator.keyId);
    case 'removes a tag': {
      const [, kind, of] = operator.tag.split(':');
      const lost = witness.lost.includes(kind) ? witness : { ...witness, lost: [...witness.lost, kind].sort() };
      // A key that was never current is then taken for a replaced one. No other date of an active key rests on a tag.
      return kind === 'abandoned' ? forgetting(lost, of) : lost;
    }
    default:
      return witness;
  }
}

function forgetting(witness: Witness, id: string): Witness {
  const { [id]: _, ...noticed } = witness.noticed;
  return id in witness.noticed ? { ...witness, noticed } : witness;
}

/** What a scheduled run to which nothing happened must have seen. */
function withScheduledRun(witness: Witness, { run, ended, after }: Step, { policy: { timing } }: Context): Witness {
  if (run?.task.kind !== 'scheduledRun' || ended?.outcome !== 'done' || !run.alone || !isHealthy(after) || !isOpen(after)) {
    return witness;
  }
  const seen = Object.keys(witness.left).filter((id) => {
    const facts = factsOf(after, id);
    // A key that an operator has activated lately may still be listed or recorded as inactive.
    const isSettled = facts?.statusBy !== OPERATOR || run.startedAt >= facts.statusAt! + timing.settling + after.options.staleness;
    return !(id in witness.noticed) && id !== current(after) && isSettled;
  });
  return { ...witness, recognised: current(after), noticed: { ...witness.noticed, ...Object.fromEntries(seen.map((id) => [id, after.now])) } };
}

function withAccepted(witness: Witness, { call, result }: Step): Witness {
  const isNew = call?.name === 'getCallerIdentity' && result?.failure === undefined && !witness.accepted.includes(call.request.keyId);
  return isNew ? { ...witness, accepted: [...witness.accepted, call.request.keyId].sort() } : witness;
}

/**
 * Switched off while current, by a run that could not know: see `current-key-works.ts`. Tolerated: an operator puts the value of a key of an operator there just when it is retired. It is
 * not a managed key, so that the scheduled run reports it and leaves the rest to operators.
 */
function withDebt(witness: Witness, step: Step): Witness {
  const { run, ended, before } = step;
  const id = current(before);
  if (run !== undefined && run.task.kind !== 'delete' && id !== undefined && turnedOff(step).some((key) => key.id === id) && !witness.revoked.includes(id) && !isOfOperator(before, id)) {
    return { ...witness, owed: id };
  }
  if (witness.owed !== undefined && run?.task.kind === 'scheduledRun' && ended?.outcome === 'done' && run.alone) {
    const { owed, ...paid } = witness;
    return paid;
  }
  return witness;
}
