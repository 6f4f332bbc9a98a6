import { Key, recorded, KeyState } from '../key-state';
import { retirementRules, RetirementDates } from './retirement';
import { Rule } from './rule';

/** Unmanaged keys: never changed, unless `retireUnmanagedKeysAfter` is set. */
export const UNMANAGED_KEYS: readonly Rule[] = retirementRules({
  name: 'unmanaged-key',
  what: 'an unmanaged key that may be retired',
  role: 'unmanaged',
  applies: ({ healthy, policy }) => healthy && policy.retireUnmanagedKeysAfter !== undefined,
  retiresInactive: false,
  retirement: retirementOfUnmanaged,
  meaningOfReactivation: 'count its time without use from now on: an operator has activated it',
  // The new start is recorded before the outdated records are removed: a run that is interrupted in between is
  // repeated by the next one.
  onReactivated: (state, { id }) =>
    recorded(state, 'reactivated', id) === undefined ||
    recorded(state, 'reactivated', id)! < recorded(state, 'deactivated', id)!
      ? {
          action: { kind: 'record', records: [{ kind: 'reactivated', of: id }] },
          reason: `Counting the time without use of unmanaged key ${id} again, because an operator activated it.`,
        }
      : {
          action: {
            kind: 'forget',
            records: [
              { kind: 'deactivating', of: id },
              { kind: 'deactivated', of: id },
            ],
          },
          reason: `Removing the deactivation records of unmanaged key ${id}, because an operator activated it.`,
        },
});

function retirementOfUnmanaged(state: KeyState, { id, createdAt }: Key): RetirementDates | undefined {
  const { now, policy } = state;
  const from = Math.max(createdAt, recorded(state, 'reactivated', id) ?? createdAt) + policy.retireUnmanagedKeysAfter!;
  return now < from
    ? undefined
    : { from, unusedSince: now - policy.retireUnmanagedKeysAfter!, rest: policy.recoveryWindow };
}
