import { current, currentVersion, isActive, turnedOff } from './effects';
import { Invariant } from './invariant';
import { Step } from './step';
import { Trace } from './trace';
import { factsOf, OPERATOR } from '../simulated-aws';

/** No run makes the key in the secret invalid. */
export const CURRENT_KEY_WORKS: Invariant = {
  name: 'no run leaves AWSCURRENT on a key that does not work',
  brokenBy(step, trace) {
    if (step.run === undefined || step.run.task.kind === 'delete') {
      return undefined;
    }
    return switchedOff(step, trace) ?? movedToDead(step, trace) ?? unhealed(step, trace);
  },
};

function switchedOff(step: Step, trace: Trace): string | undefined {
  const id = current(step.after);
  const isOff = turnedOff(step).some((key) => key.id === id);
  return isOff && !trace.revoked.includes(id!) && !isMoveUnseen(step, trace)
    ? `${id} is current and was deactivated`
    : undefined;
}

/**
 * Tolerated, because no call of AWS compares and sets across services: an operator moves the label after the run has
 * looked at it, and before its next call. The next complete scheduled run must make it good.
 */
function isMoveUnseen({ run, before }: Step, { movedBy }: Trace): boolean {
  return movedBy === OPERATOR && run!.described !== undefined && run!.described.current !== currentVersion(before);
}

function movedToDead(step: Step, trace: Trace): string | undefined {
  const { before, after } = step;
  const id = current(after);
  if (before.secret === after.secret || currentVersion(before) === currentVersion(after) || isActive(after, id)) {
    return undefined;
  }
  return trace.leaving === 'all' || (id !== undefined && (trace.revoked.includes(id) || isDeathUnseen(step, id)))
    ? undefined
    : `AWSCURRENT was moved to ${id ?? 'no key'}, which does not work`;
}

/** Tolerated for the same reason: an operator deactivates the key after it was listed, or while lists were behind. */
function isDeathUnseen({ before, run }: Step, id: string): boolean {
  const { statusBy, statusAt, deletedBy, deletedAt } = factsOf(before, id)!;
  const since = (run!.listedAt ?? 0) - before.options.staleness;
  return (statusBy === OPERATOR && statusAt! >= since) || (deletedBy === OPERATOR && deletedAt! >= since);
}

function unhealed({ run, ended, after }: Step, { owed, revoked }: Trace): string | undefined {
  const isDue =
    owed !== undefined &&
    owed === current(after) &&
    run!.task.kind === 'scheduledRun' &&
    ended?.outcome === 'done' &&
    run!.alone;
  const facts = isDue ? factsOf(after, owed)! : undefined;
  // A key that is gone cannot be healed by one scheduled run: that its rotation follows is what `nothing-remains` asks.
  return facts !== undefined &&
    !facts.active &&
    facts.deletedAt === undefined &&
    facts.statusBy !== OPERATOR &&
    !revoked.includes(owed!)
    ? `${owed} was deactivated while an operator moved AWSCURRENT to it, and a complete scheduled run has not ` +
        'activated it'
    : undefined;
}
