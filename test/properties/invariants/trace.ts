import { current, currentVersion, isHealthy, isOfOperator, isOpen, removed, turnedOff } from './effects';
import { Context, Step } from './step';
import { Time } from '../../../src/handler/life-cycle/effects';
import { Actor, factsOf, OPERATOR } from '../simulated-aws';

type Times = Readonly<Record<string, Time>>;

/**
 * What the invariants remember of a history, beyond what the simulated AWS's own key history does.
 *
 * It is passed from step to step, and derived from observations alone: nothing here asks the code under test what it
 * thinks. It is part of what distinguishes two states
 * of the explorer apart, so that it holds no more than some invariant reads.
 */
export interface Trace {
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
  /**
   * When each key left AWSCURRENT the last time, but for a stay that an operator began and ended and that no scheduled
   * run could see.
   */
  readonly left: Times;
  /** The current key that a scheduled run has seen as such, from its beginning to its end. */
  readonly recognised?: string;
  /**
   * When a scheduled run that was alone had seen that a key was replaced, since it was last replaced or activated by
   * an operator.
   */
  readonly noticed: Times;
  /**
   * A key that a run has deactivated while it was current, because an operator had moved the label too late to be
   * seen: the next scheduled run owes its activation.
   */
  readonly owed?: string;
  /** Kinds of records that operators have removed. */
  readonly lost: readonly string[];
  /** Keys that runs have signed with and AWS has accepted. */
  readonly accepted: readonly string[];
  /**
   * Keys of operators that were touched because they were made while a run might have made them: the documented
   * residual case.
   */
  readonly residual: readonly string[];
}

export const NOTHING_SEEN: Trace = {
  revoked: [],
  promised: [],
  madeFor: {},
  intents: [],
  left: {},
  noticed: {},
  lost: [],
  accepted: [],
  residual: [],
};

type Part = (trace: Trace, step: Step, context: Context) => Trace;

const PARTS: readonly Part[] = [
  withLeaving,
  withRevoked,
  withPromise,
  withMaking,
  withIntents,
  withResidual,
  withMove,
  withOperator,
  withScheduledRun,
  withDebt,
  withAccepted,
];

/** What is remembered after a step. */
export function tracedAfter(trace: Trace, step: Step, context: Context): Trace {
  return PARTS.reduce((known, part) => part(known, step, context), trace);
}

function withLeaving(trace: Trace, { run, starts, ended, after }: Step): Trace {
  if (run?.task.kind === 'delete' && run.task.retain && ended?.outcome === 'done') {
    return { ...trace, retained: current(after) };
  }
  if (starts && run?.task.kind === 'create' && trace.leaving !== undefined) {
    const { leaving, retained, ...others } = trace;
    return others;
  }
  if (starts && run?.task.kind === 'delete') {
    const { retained, ...others } = trace;
    return { ...others, leaving: run.task.retain ? 'all but the current key' : 'all' };
  }
  return trace;
}

function withRevoked(trace: Trace, { run, starts }: Step): Trace {
  return starts && run?.task.kind === 'revoke' && !trace.revoked.includes(run.task.keyId)
    ? { ...trace, revoked: [...trace.revoked, run.task.keyId].sort() }
    : trace;
}

function withPromise(trace: Trace, { run, call, before, after }: Step): Trace {
  const isWritten = run?.task.kind === 'revoke' && call?.name === 'tagResource' && before.secret !== after.secret;
  return isWritten && !trace.promised.includes(run.task.keyId)
    ? { ...trace, promised: [...trace.promised, run.task.keyId].sort() }
    : trace;
}

function withMaking(trace: Trace, { run, call, before, after }: Step): Trace {
  const seen = run?.described?.current;
  const [made] =
    call?.name === 'createAccessKey'
      ? after.iam.keys.filter(({ id }) => before.iam.keys.every((key) => key.id !== id))
      : [];
  return made === undefined || seen === undefined
    ? trace
    : { ...trace, madeFor: { ...trace.madeFor, [made.id]: seen } };
}

const INTENT = 'cdk-iam-access-key:intent:';

function withIntents(trace: Trace, { call, before, after }: Step): Trace {
  if (
    call?.name !== 'tagResource' ||
    before.secret === after.secret ||
    !Object.keys(call.request.tags).some((key) => key.startsWith(INTENT))
  ) {
    return trace;
  }
  return { ...trace, intents: [...new Set([...trace.intents, after.now])] };
}

/** Whether a key was made when a run might have made it. IAM returns its creation in whole seconds. */
export function isMadeInWindow(madeAt: Time, { intents }: Trace, { policy: { timing } }: Context): boolean {
  const seconds = Math.floor(madeAt / 1000) * 1000;
  return intents.some(
    (start) => seconds >= start - timing.clockSkew && seconds <= start + timing.maxCreateTime + timing.clockSkew,
  );
}

function withResidual(trace: Trace, step: Step, context: Context): Trace {
  const touched =
    step.run === undefined
      ? []
      : [...turnedOff(step), ...removed(step)].filter(
          ({ id, madeAt }) =>
            isOfOperator(step.before, id) && !trace.residual.includes(id) && isMadeInWindow(madeAt, trace, context),
        );
  return touched.length === 0 ? trace : { ...trace, residual: [...trace.residual, ...touched.map(({ id }) => id)] };
}

function withMove(trace: Trace, { before, after, by }: Step): Trace {
  const from = current(before);
  if (before.secret === after.secret || currentVersion(before) === currentVersion(after)) {
    return trace;
  }
  const { recognised, ...others } = trace;
  const moved = { ...others, movedBy: by };
  if (from === undefined || from === current(after)) {
    return moved;
  }
  const isUnseenStay = by === OPERATOR && recognised !== from && from in trace.left;
  return forgetting({ ...moved, left: isUnseenStay ? trace.left : { ...trace.left, [from]: after.now } }, from);
}

function withOperator(trace: Trace, { operator }: Step): Trace {
  switch (operator?.does) {
    case 'activates a key':
      return forgetting(trace, operator.keyId);
    case 'removes a tag': {
      const [, kind, of] = operator.tag.split(':');
      const lost = trace.lost.includes(kind) ? trace : { ...trace, lost: [...trace.lost, kind].sort() };
      // A key that was never current is then taken for a replaced one. No other date of an active key rests on a tag.
      return kind === 'abandoned' ? forgetting(lost, of) : lost;
    }
    default:
      return trace;
  }
}

function forgetting(trace: Trace, id: string): Trace {
  const { [id]: _, ...noticed } = trace.noticed;
  return id in trace.noticed ? { ...trace, noticed } : trace;
}

/** What a scheduled run to which nothing happened must have seen. */
function withScheduledRun(trace: Trace, { run, ended, after }: Step, { policy: { timing } }: Context): Trace {
  if (
    run?.task.kind !== 'scheduledRun' ||
    ended?.outcome !== 'done' ||
    !run.alone ||
    !isHealthy(after) ||
    !isOpen(after)
  ) {
    return trace;
  }
  const seen = Object.keys(trace.left).filter((id) => {
    const facts = factsOf(after, id);
    // A key that an operator has activated lately may still be listed or recorded as inactive.
    const isSettled =
      facts?.statusBy !== OPERATOR || run.startedAt >= facts.statusAt! + timing.settling + after.options.staleness;
    return !(id in trace.noticed) && id !== current(after) && isSettled;
  });
  return {
    ...trace,
    recognised: current(after),
    noticed: { ...trace.noticed, ...Object.fromEntries(seen.map((id) => [id, after.now])) },
  };
}

function withAccepted(trace: Trace, { call, result }: Step): Trace {
  const isNew =
    call?.name === 'getCallerIdentity' && result?.failure === undefined && !trace.accepted.includes(call.request.keyId);
  return isNew ? { ...trace, accepted: [...trace.accepted, call.request.keyId].sort() } : trace;
}

/**
 * Switched off while current, by a run that could not know: see `current-key-works.ts`. Tolerated: an operator puts
 * the value of a key of an operator there just when it is retired. It is
 * not a managed key, so that the scheduled run reports it and leaves the rest to operators.
 */
function withDebt(trace: Trace, step: Step): Trace {
  const { run, ended, before } = step;
  const id = current(before);
  if (
    run !== undefined &&
    run.task.kind !== 'delete' &&
    id !== undefined &&
    turnedOff(step).some((key) => key.id === id) &&
    !trace.revoked.includes(id) &&
    !isOfOperator(before, id)
  ) {
    return { ...trace, owed: id };
  }
  if (trace.owed !== undefined && run?.task.kind === 'scheduledRun' && ended?.outcome === 'done' && run.alone) {
    const { owed, ...paid } = trace;
    return paid;
  }
  return trace;
}
