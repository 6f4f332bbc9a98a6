import { isOfOperator, removed, turnedOff, turnedOn } from './effects';
import { Invariant } from './invariant';
import { Context, Step } from './step';
import { isMadeInWindow, Trace } from './trace';
import { factsOf, Key, OPERATOR } from '../simulated-aws';

/** A key that an operator has made is an operator's, and so is what an operator has deactivated. */
export const ONLY_OWN_KEYS: Invariant = {
  name: 'a run touches no key of an operator, and activates none that an operator has deactivated',
  brokenBy(step, trace, context) {
    if (step.run === undefined) {
      return undefined;
    }
    const isProtected = (key: Key) => isOfOperator(step.before, key.id) && !isResidual(step, key, trace, context);
    const off = turnedOff(step).find((key) => isProtected(key) && !mayBeRetired(step, key, context));
    if (off) {
      return `${off.id} is an operator's key and was deactivated`;
    }
    const gone = removed(step).find((key) => isProtected(key) && !mayBeRemoved(step, key, context));
    if (gone) {
      return `${gone.id} is an operator's key and was deleted`;
    }
    const on = turnedOn(step).find(({ id }) => !isConsent(step, id));
    return on && `${on.id} was deactivated by an operator and is activated by a run`;
  },
};

/** Whether a key was unused for as long as its retirement asks. */
function mayBeRetired(
  { before, run }: Step,
  { id, madeAt }: Key,
  { policy: { retireUnmanagedKeysAfter } }: Context,
): boolean {
  const { usedAt } = factsOf(before, id)!;
  // Tolerated: AWS shows a use only after a while, so that a run cannot know of the latest ones.
  const isUseHidden = usedAt !== undefined && usedAt + before.options.lastUsedLags >= run!.startedAt;
  const last = usedAt === undefined || isUseHidden ? madeAt : Math.max(usedAt, madeAt);
  return retireUnmanagedKeysAfter !== undefined && before.now + 1000 > last + retireUnmanagedKeysAfter;
}

/**
 * Whether a key has had its recovery window too. What a run has deactivated was unused for long enough then, and
 * cannot be used since.
 */
function mayBeRemoved(step: Step, key: Key, context: Context): boolean {
  const { statusAt, statusBy } = factsOf(step.before, key.id)!;
  if (context.policy.retireUnmanagedKeysAfter === undefined) {
    return false;
  }
  // Tolerated: the run's list may have been behind when an operator activated the key, and does not show what happened
  // after it.
  const isActivationUnseen =
    statusBy === OPERATOR && statusAt! >= (step.run!.listedAt ?? 0) - step.before.options.staleness;
  const isUnused = statusBy !== OPERATOR || mayBeRetired(step, key, context);
  return isUnused && (key.active ? isActivationUnseen : step.before.now >= statusAt! + context.policy.recoveryWindow);
}

/**
 * The documented residual case: IAM does not record the creator of a key. One that an operator makes in the minutes in
 * which an interrupted run may have made one, and that nobody uses, is
 * taken for that run's. It is counted in the trace.
 */
function isResidual({ before, run }: Step, { id, madeAt }: Key, trace: Trace, context: Context): boolean {
  const { usedAt } = factsOf(before, id)!;
  const isUseHidden = usedAt === undefined || usedAt + before.options.lastUsedLags >= run!.startedAt;
  return isMadeInWindow(madeAt, trace, context) && isUseHidden;
}

/**
 * Whether a run may activate a key: it was a run that had deactivated it.
 *
 * Tolerated, because IAM does not compare and set: another run has activated it already, and an operator deactivates
 * it after this one has looked, or while lists are behind.
 */
function isConsent({ before, run }: Step, id: string): boolean {
  const { statusBy, statusAt } = factsOf(before, id)!;
  return statusBy !== OPERATOR || statusAt! >= (run!.listedAt ?? 0) - before.options.staleness;
}
