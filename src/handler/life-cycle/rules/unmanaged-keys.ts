import { Key, recorded, KeyState } from '../key-state';
import { retirementRules, RetirementDates } from './retirement';
import { Rule } from './rule';

/** Keys that are not ours: never touched, unless the user of the construct has said after how long unused they may go. */
export const UNMANAGED_KEYS: readonly Rule[] = retirementRules({
  name: 'unmanaged-key',
  what: 'a key that is not ours, and that may be retired,',
  role: 'unmanaged',
  applies: ({ healthy, policy }) => healthy && policy.retireUnmanagedKeysAfter !== undefined,
  retiresInactive: false,
  retirement: retirementOfUnmanaged,
  meaningOfReactivation: 'count its time without use from now on: a person has activated it',
  // First the new start, then the old records go: a run that is interrupted between them looks again.
  onReactivated: (state, { id }) => recorded(state, 'reactivated', id) === undefined || recorded(state, 'reactivated', id)! < recorded(state, 'deactivated', id)!
    ? { action: { kind: 'record', records: [{ kind: 'reactivated', of: id }] }, reason: `key ${id} was activated by an operator` }
    : { action: { kind: 'forget', records: [{ kind: 'deactivating', of: id }, { kind: 'deactivated', of: id }] }, reason: `key ${id} was activated by an operator` },
});

function retirementOfUnmanaged(state: KeyState, { id, createdAt }: Key): RetirementDates | undefined {
  const { now, policy } = state;
  const from = Math.max(createdAt, recorded(state, 'reactivated', id) ?? createdAt) + policy.retireUnmanagedKeysAfter!;
  return now < from ? undefined : { from, unusedSince: now - policy.retireUnmanagedKeysAfter!, rest: policy.recoveryWindow };
}
