import { Key, recorded, Situation } from '../situation';
import { retiringRules, Retirement } from './retirement';
import { Rule } from './rule';

/** Keys that are not ours: never touched, unless the user of the construct has said after how long unused they may go. */
export const UNMANAGED_KEYS: readonly Rule[] = retiringRules({
  name: 'unmanaged-key',
  what: 'a key that is not ours, and that may be retired,',
  role: 'unmanaged',
  applies: ({ healthy, policy }) => healthy && policy.retireUnmanagedKeysAfter !== undefined,
  inactiveLeaves: false,
  retirement: retirementOfUnmanaged,
  meaningOfReactivation: 'count its time without use from now on: a person has activated it',
  // First the new start, then the old records go: a run that is interrupted between them looks again.
  onReactivated: (situation, { id }) => recorded(situation, 'reactivated', id) === undefined || recorded(situation, 'reactivated', id)! < recorded(situation, 'deactivated', id)!
    ? { action: { kind: 'record', records: [{ kind: 'reactivated', of: id }] }, reason: `key ${id} was activated by an operator` }
    : { action: { kind: 'forget', records: [{ kind: 'deactivating', of: id }, { kind: 'deactivated', of: id }] }, reason: `key ${id} was activated by an operator` },
});

function retirementOfUnmanaged(situation: Situation, { id, createdAt }: Key): Retirement | undefined {
  const { now, policy } = situation;
  const from = Math.max(createdAt, recorded(situation, 'reactivated', id) ?? createdAt) + policy.retireUnmanagedKeysAfter!;
  return now < from ? undefined : { from, unusedSince: now - policy.retireUnmanagedKeysAfter!, rest: policy.recoveryWindow };
}
