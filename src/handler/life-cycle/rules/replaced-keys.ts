import { Time } from '../effects';
import { ROTATION_WINDOW } from '../policy';
import { has, Key, recorded, Situation } from '../situation';
import { retiringRules, Retirement } from './retirement';
import { Rule } from './rule';

/** A replaced key that is used again keeps its time from the moment of its activation by a person. */
export const REPLACED_KEYS: readonly Rule[] = retiringRules({
  name: 'replaced-key',
  what: 'a replaced key',
  role: 'replaced',
  // While consumers read a key that does not work, an older one may be what a person goes back to.
  applies: ({ healthy }) => healthy,
  inactiveLeaves: true,
  retirement: retirementOfReplaced,
  meaningOfReactivation: 'start its overlap again: a person has activated it',
  onReactivated: (_, { id }) => ({
    action: { kind: 'forget', records: (['deactivating', 'deactivated', 'replaced', 'abandoned'] as const).map((kind) => ({ kind, of: id })) },
    reason: `key ${id} was activated by an operator; its overlap starts again`,
  }),
});

/** A key that is to be promoted has no end yet. */
function retirementOfReplaced(situation: Situation, key: Key): Retirement | undefined {
  const from = endOfOverlap(situation, key);
  return from === undefined ? undefined : {
    from,
    unusedSince: situation.now - situation.policy.overlap / 2,
    until: endOfGate(situation, key, from),
    held: !situation.replicasInSync,
    rest: situation.policy.recoveryWindow,
  };
}

/** Until then a replaced key stays active whatever happens. A key that was never current has no overlap. */
export function endOfOverlap(situation: Situation, { id }: Key): Time | undefined {
  const replaced = recorded(situation, 'replaced', id);
  return replaced === undefined ? recorded(situation, 'abandoned', id) : replaced + situation.policy.overlap;
}

/** Whether a key was pending, will not be the current one, and was not before: a person may have moved the label to it and back. */
export function wasNeverCurrent(situation: Situation, keyId: string): boolean {
  return has(situation, 'abandoned', keyId) && !has(situation, 'replaced', keyId);
}

/**
 * Then a replaced key is deactivated even if it is still used: at its greatest age, or when the next rotation needs its slot.
 * The overlap is promised to consumers, so it is never cut short. A key that was never current has no consumers: who has used it is the run that tested it.
 */
export function endOfGate(situation: Situation, key: Key, from: Time): Time {
  const { policy: { maxAge, rotateAfter, recoveryWindow }, currentKey } = situation;
  if (wasNeverCurrent(situation, key.id)) {
    return from;
  }
  const greatestAge = key.createdAt + maxAge;
  const nextRotation = rotateAfter === undefined ? Infinity : currentKey!.createdAt + rotateAfter - recoveryWindow - ROTATION_WINDOW;
  return Math.max(from, Math.min(greatestAge, nextRotation));
}
