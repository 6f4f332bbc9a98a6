import { Time } from '../effects';
import { has, Key, recorded, KeyState } from '../key-state';
import { ROTATION_WINDOW } from '../policy';
import { retirementRules, RetirementDates } from './retirement';
import { Rule } from './rule';

/** A replaced key that is used again keeps its time from the moment of its activation by an operator. */
export const REPLACED_KEYS: readonly Rule[] = retirementRules({
  name: 'replaced-key',
  what: 'a replaced key',
  role: 'replaced',
  // While clients read a key that does not work, an operator may return to an older one.
  applies: ({ healthy }) => healthy,
  retiresInactive: true,
  retirement: retirementOfReplaced,
  meaningOfReactivation: 'start its overlap again: an operator has activated it',
  onReactivated: (_, { id }) => ({
    action: {
      kind: 'forget',
      records: (['deactivating', 'deactivated', 'replaced', 'abandoned'] as const).map((kind) => ({ kind, of: id })),
    },
    reason: `Restarting the overlap of the replaced key ${id}, because an operator activated it.`,
  }),
});

/** A key that is to be promoted has no end yet. */
function retirementOfReplaced(state: KeyState, key: Key): RetirementDates | undefined {
  const from = endOfOverlap(state, key);
  return from === undefined
    ? undefined
    : {
        from,
        unusedSince: state.now - state.policy.overlap / 2,
        until: deactivationDeadline(state, key, from),
        held: !state.replicasInSync,
        rest: state.policy.recoveryWindow,
      };
}

/** Until then a replaced key stays active whatever happens. A key that was never current has no overlap. */
export function endOfOverlap(state: KeyState, { id }: Key): Time | undefined {
  const replaced = recorded(state, 'replaced', id);
  return replaced === undefined ? recorded(state, 'abandoned', id) : replaced + state.policy.overlap;
}

/**
 * Whether a key was pending, will not be the current one, and was not before: an operator may have moved the label to
 * it and back.
 */
export function wasNeverCurrent(state: KeyState, keyId: string): boolean {
  return has(state, 'abandoned', keyId) && !has(state, 'replaced', keyId);
}

/**
 * The deactivation deadline: then a replaced key is deactivated even if it is still used, at the maximum age or when
 * the next rotation needs a free access key. The overlap is promised to clients, so it is never shortened. A key that
 * was never current has no clients: only the run that tested it used it.
 */
export function deactivationDeadline(state: KeyState, key: Key, from: Time): Time {
  const {
    policy: { maxAge, rotateAfter, recoveryWindow },
    currentKey,
  } = state;
  if (wasNeverCurrent(state, key.id)) {
    return from;
  }
  const maximumAge = key.createdAt + maxAge;
  const nextRotation =
    rotateAfter === undefined ? Infinity : currentKey!.createdAt + rotateAfter - recoveryWindow - ROTATION_WINDOW;
  return Math.max(from, Math.min(maximumAge, nextRotation));
}
