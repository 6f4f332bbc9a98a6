import { current, keysOfRuns } from './effects';
import { Invariant } from './invariant';
import { Step } from './step';
import { Trace } from './trace';
import { factsOf, OPERATOR, SimulatedAws } from '../simulated-aws';

const OWNER = 'cdk-iam-access-key:owner';

/** A stack that is gone leaves no credentials. */
export const AFTER_DELETE: Invariant = {
  name: 'after Delete no key of a run is left, and each of an operator is as it was',
  brokenBy(step, trace) {
    const { run, ended, after } = step;
    if (run?.task.kind !== 'delete' || ended?.outcome !== 'done' || run.described === undefined || wasNeverOurs(step)) {
      return undefined;
    }
    const touched = after.keyHistory.keys.find(
      ({ id, madeBy, statusBy, deletedBy }) =>
        madeBy === OPERATOR && [statusBy, deletedBy].includes(run.id) && !trace.residual.includes(id),
    );
    return touched
      ? `${touched.id} is an operator's key, and Delete has changed it`
      : leftOver(after, run.task.retain, trace);
  },
};

/** Said again when all runs are over, since a run that Delete did not wait for may make a key after it. */
export function leftOver(aws: SimulatedAws, retain: boolean, trace: Trace): string | undefined {
  const kept = retain ? (trace.retained ?? current(aws)) : undefined;
  const left = keysOfRuns(aws).find(({ id, madeAt }) => id !== kept && !isUnknowable(aws, id, madeAt, trace));
  return left && `${left.id} was made by ${left.madeBy} and is left after Delete`;
}

/**
 * Tolerated: a key whose run had stored an intent, and an operator has removed that record: Delete cannot wait for what
 * it does not know of. Likewise the record that no key may be created any more. And an orphan that nothing
 * distinguishes from a key of an operator, because an operator has made one in the same minutes, or has changed its
 * status. Delete names what it leaves.
 */
export function isUnknowable(aws: SimulatedAws, id: string, madeAt: number, { lost }: Trace): boolean {
  const facts = factsOf(aws, id)!;
  const minutes = 10 * 60_000;
  return (
    lost.includes('intent') ||
    lost.includes('closed') ||
    (facts.storedAt === undefined &&
      (facts.statusBy === OPERATOR ||
        aws.keyHistory.keys.some(
          (other) =>
            other.madeBy === OPERATOR && Math.abs(other.madeAt - madeAt) < minutes && other.deletedAt === undefined,
        )))
  );
}

/** A Delete that follows a Create which never claimed the secret changes nothing. */
function wasNeverOurs({ before, run }: Step): boolean {
  const created = run?.task.kind === 'delete' && run.task.created;
  return (
    !created &&
    before.keyHistory.keys.every(({ storedAt }) => storedAt === undefined) &&
    before.secret.tags.every(([key]) => key !== OWNER)
  );
}
