import { current, isActive, isHealthy, isLabelled, isOfPerson, isOpen, keyOf, removed, turnedOff } from './effects';
import { Invariant } from './invariant';
import { Context, Step } from './step';
import { Witness } from './witness';
import { Time } from '../../../src/handler/life-cycle/calls';
import { factsOf, holder, Key, PERSON, World } from '../world';

const DAY: Time = 24 * 60 * 60 * 1000;

/** Consumers who read once in every overlap are never cut off. */
export const OVERLAP_IS_KEPT: Invariant = {
  name: 'a replaced key stays active for its overlap',
  brokenBy(step, witness, { policy: { overlap } }) {
    const { run, before } = step;
    if (run === undefined || run.task.kind === 'delete') {
      return undefined;
    }
    const cut = turnedOff(step).find(({ id }) => !isOfPerson(before, id) && id !== current(before)
      && !witness.revoked.includes(id) && !makesRoom(step, id, witness) && id in witness.left && before.now < witness.left[id] + overlap);
    return cut && `${cut.id} was replaced at ${new Date(witness.left[cut.id]).toISOString()} and is switched off before its overlap is over`;
  },
};

/** After a leak, the slot of another key is needed for the successor. The run goes by the label that it saw: a person may have moved it since. */
function makesRoom(step: Step, id: string, { revoked }: Witness): boolean {
  const { secret } = step.before;
  const seen = step.run!.described?.current;
  const isLeaked = seen !== undefined && revoked.some((leaked) => holder(secret, `key.${leaked}`)?.id === seen);
  return isLeaked && removed(step).some((key) => key.id === id);
}

/** What an interrupted run has left may be what a slow one is going to store, or a person's key: for a day nobody but its maker touches it. */
export const ORPHAN_IS_LEFT_ALONE: Invariant = {
  name: 'a key that was never stored is left alone for a day by all but the run that has made it',
  brokenBy(step, { leaving }, { policy: { timing } }) {
    const { run, before } = step;
    if (run === undefined || leaving !== undefined) {
      return undefined;
    }
    const touched = turnedOff(step).map(({ id }) => factsOf(before, id)!).find(({ madeBy, madeAt, storedAt }) =>
      madeBy !== PERSON && madeBy !== run.id && storedAt === undefined && before.now < madeAt - 1000 + timing.orphanRest);
    return touched && `${touched.id} was made by ${touched.madeBy} less than a day ago, and is switched off`;
  },
};

/** No key outlives its dates because somebody still uses it. */
export const GATE_ENDS: Invariant = {
  name: 'a replaced key is inactive one tick after the end of its gate',
  brokenBy({ run, ended, after }, witness, context) {
    if (run?.task.kind !== 'tick' || ended?.outcome !== 'done' || !run.alone || !isHealthy(after) || !isOpen(after)) {
      return undefined;
    }
    const late = Object.keys(witness.noticed).find((id) => id !== current(after) && isActive(after, id) && isLabelled(after, id)
      && run.startedAt >= gateEnd(after, keyOf(after, id)!, witness.noticed[id], context));
    return late && `${late} is past the end of its gate and still active`;
  },
};

/** When a replaced key must go, from the policy's words alone. `noticed` is when a tick had seen that it was replaced. */
export function gateEnd(world: World, { createdAt }: Key, noticed: Time, { policy: { overlap, maxAge, rotateAfter, recovery } }: Context): Time {
  const successor = keyOf(world, current(world))!;
  return Math.max(noticed + overlap, Math.min(createdAt + maxAge, successor.createdAt + (rotateAfter ?? Infinity) - recovery - DAY));
}
