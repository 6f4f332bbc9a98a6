import { current, isActive, isHealthy, isLabelled, isOfOperator, isOpen, keyOf, removed, turnedOff } from './effects';
import { Invariant } from './invariant';
import { Context, Step } from './step';
import { Time } from '../../../src/handler/life-cycle/effects';
import { factsOf, Key, OPERATOR, SimulatedAws } from '../simulated-aws';

const DAY: Time = 24 * 60 * 60 * 1000;

/** Clients who read once in every overlap are never refused. */
export const OVERLAP_IS_KEPT: Invariant = {
  name: 'a replaced key stays active for its overlap',
  brokenBy(step, trace, { policy: { overlap } }) {
    const { run, before } = step;
    if (run === undefined || run.task.kind === 'delete') {
      return undefined;
    }
    const cut = turnedOff(step).find(
      ({ id }) =>
        !isOfOperator(before, id) &&
        id !== current(before) &&
        !trace.revoked.includes(id) &&
        id in trace.left &&
        before.now < trace.left[id] + overlap,
    );
    return (
      cut &&
      `${cut.id} was replaced at ${new Date(trace.left[cut.id]).toISOString()} and is deactivated before its ` +
        'overlap is over'
    );
  },
};

/** A replaced key that works is the key that clients keep using, whatever needs the access key quota. */
export const ENDS_BY_RETIREMENT: Invariant = {
  name: 'no task other than its own retirement or Delete ends an active replaced key that was not revoked',
  brokenBy(step, trace) {
    const { run, before } = step;
    if (run === undefined || run.task.kind === 'delete') {
      return undefined;
    }
    const isEnded = run.task.kind === 'scheduledRun' ? removed(step).filter(({ active }) => active) : turnedOff(step);
    const ended = isEnded.find(
      ({ id }) =>
        !isOfOperator(before, id) &&
        id !== current(before) &&
        id in trace.left &&
        !trace.revoked.includes(id) &&
        !isActivationUnseen(step, id),
    );
    return ended && `${ended.id} was replaced, is active, and is ended by ${run.task.kind}`;
  },
};

/**
 * Tolerated, because IAM does not compare and set: an operator activates the key after the run has looked, or while
 * lists are behind.
 */
function isActivationUnseen({ before, run }: Step, id: string): boolean {
  const { statusBy, statusAt } = factsOf(before, id)!;
  return statusBy === OPERATOR && statusAt! >= (run!.listedAt ?? 0) - before.options.staleness;
}

/**
 * What an interrupted run has left may be what a slow one is going to store, or an operator's key: for a day only its
 * creator changes it.
 */
export const ORPHAN_IS_LEFT_ALONE: Invariant = {
  name: 'a key that was never stored is left alone for a day by all but the run that has made it',
  brokenBy(step, { leaving }, { policy: { timing } }) {
    const { run, before } = step;
    if (run === undefined || leaving !== undefined) {
      return undefined;
    }
    const touched = turnedOff(step)
      .map(({ id }) => factsOf(before, id)!)
      .find(
        ({ madeBy, madeAt, storedAt }) =>
          madeBy !== OPERATOR &&
          madeBy !== run.id &&
          storedAt === undefined &&
          before.now < madeAt - 1000 + timing.orphanRest,
      );
    return touched && `${touched.id} was made by ${touched.madeBy} less than a day ago, and is deactivated`;
  },
};

/** No key outlives its dates because a client still uses it. */
export const DEADLINE_HOLDS: Invariant = {
  name: 'a replaced key is inactive one scheduled run after its deactivation deadline',
  brokenBy({ run, ended, after }, trace, context) {
    if (
      run?.task.kind !== 'scheduledRun' ||
      ended?.outcome !== 'done' ||
      !run.alone ||
      !isHealthy(after) ||
      !isOpen(after)
    ) {
      return undefined;
    }
    const late = Object.keys(trace.noticed).find(
      (id) =>
        id !== current(after) &&
        isActive(after, id) &&
        isLabelled(after, id) &&
        run.startedAt >= deactivationDeadline(after, keyOf(after, id)!, trace.noticed[id], context),
    );
    return late && `${late} is past its deactivation deadline and still active`;
  },
};

/**
 * When a replaced key must go, from the policy's words alone. `noticed` is when a scheduled run had seen that it was
 * replaced.
 */
export function deactivationDeadline(aws: SimulatedAws, { createdAt }: Key, noticed: Time, { policy }: Context): Time {
  const { overlap, maxAge, rotateAfter, recoveryWindow } = policy;
  const successor = keyOf(aws, current(aws))!;
  return Math.max(
    noticed + overlap,
    Math.min(createdAt + maxAge, successor.createdAt + (rotateAfter ?? Infinity) - recoveryWindow - DAY),
  );
}
