import { current, currentVersion, keyOf } from './effects';
import { Invariant } from './invariant';
import { Step } from './step';
import { Trace } from './trace';
import { factsOf, OPERATOR } from '../simulated-aws';

/** Who deactivates the current key means it: no key is created automatically. */
export const KILL_SWITCH: Invariant = {
  name: 'no run makes a key while the current one was deactivated by an operator',
  brokenBy(step, { revoked, left }) {
    const { call, before, after, run } = step;
    const id = current(before);
    if (call?.name !== 'createAccessKey' || before.iam.keys === after.iam.keys || keyOf(before, id)?.active !== false) {
      return undefined;
    }
    const { statusBy, statusAt, madeBy } = factsOf(before, id!)!;
    // Lists are behind. And of a key that was replaced before, a run may have deactivated it itself, and an operator
    // meanwhile on and off again.
    const isKnown = statusAt! < (run!.listedAt ?? 0) - before.options.staleness && !(id! in left);
    return statusBy === OPERATOR && madeBy !== OPERATOR && isKnown && !revoked.includes(id!)
      ? `a key is made, though an operator has deactivated ${id}`
      : undefined;
  },
};

/** Who moves the label means it: a rotation that began before does not move it again. */
export const MOVED_LABEL: Invariant = {
  name: 'no rotation moves AWSCURRENT that an operator has moved since its key was made',
  brokenBy({ run, call, before, after }: Step, { movedBy, madeFor }: Trace) {
    const id = current(after);
    const isPromotion =
      run?.task.kind === 'finishSecret' && call !== undefined && currentVersion(before) !== currentVersion(after);
    return isPromotion &&
      id !== undefined &&
      id in madeFor &&
      movedBy === OPERATOR &&
      run.described?.current !== madeFor[id]
      ? `AWSCURRENT was moved by an operator since ${id} was made, and is moved to it`
      : undefined;
  },
};
