import { current, isActive, keyOf } from './effects';
import { Invariant } from './invariant';
import { Step } from './step';
import { Trace } from './trace';
import { factsOf, OPERATOR } from '../simulated-aws';

/** The stack goes on after Create, and its clients start. */
export const CREATE_LEAVES_WORKING_KEY: Invariant = {
  name: 'a Create that is done leaves a current key that AWS accepts',
  brokenBy(step, trace) {
    const { run, ended, after } = step;
    if (run?.task.kind !== 'create' || ended?.outcome !== 'done') {
      return undefined;
    }
    const id = current(after);
    const isAccepted = isActive(after, id) && after.now >= keyOf(after, id)!.madeAt + after.options.spreads;
    return isAccepted || isOthersDoing(step, trace)
      ? undefined
      : `Create is done, and ${id ?? 'no key'} is current, which AWS does not accept`;
  },
};

/**
 * Tolerated: an operator has moved the label, or another actor has changed its key since the run looked, or while
 * IAM's lists were behind.
 */
function isOthersDoing({ after, run }: Step, { movedBy }: Trace): boolean {
  const since = run!.startedAt - after.options.staleness;
  const id = current(after);
  const facts = id === undefined ? undefined : factsOf(after, id);
  const isLate = (by: string | undefined, at: number | undefined) => by !== undefined && by !== run!.id && at! >= since;
  return movedBy === OPERATOR || isLate(facts?.statusBy, facts?.statusAt) || isLate(facts?.deletedBy, facts?.deletedAt);
}

/** CreateAccessKey cannot be repeated safely, so it never is. */
export const ONE_KEY_A_RUN: Invariant = {
  name: 'a run that is done has made one key at most, and only Create and createSecret make any',
  brokenBy({ run, ended, call, before, after }) {
    if (call?.name === 'createAccessKey' && !['create', 'createSecret'].includes(run!.task.kind)) {
      return `${run!.task.kind} asks for a key`;
    }
    if (
      call?.name === 'createAccessKey' &&
      before.iam.keysMade !== after.iam.keysMade &&
      after.keyHistory.keys.filter(({ madeBy }) => madeBy === run!.id).length > 1
    ) {
      return `${run!.id} has made a second key`;
    }
    return ended?.outcome === 'threw'
      ? `${run!.id} ended with an error that is not AWS's: ${ended.message}`
      : undefined;
  },
};
