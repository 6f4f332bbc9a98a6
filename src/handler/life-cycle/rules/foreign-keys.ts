import { Key, recorded, Situation } from '../situation';
import { retiringRules, Retirement } from './retirement';
import { Rule } from './rule';

/** Keys that are not ours: never touched, unless the user of the construct has said after how long unused they may go. */
export const FOREIGN_KEYS: readonly Rule[] = retiringRules({
  name: 'unmanaged-key',
  what: 'a key that is not ours, and that may be retired,',
  role: 'foreign',
  applies: ({ healthy, policy }) => healthy && policy.retireForeignKeysAfter !== undefined,
  inactiveLeaves: false,
  retirement: retirementOfForeign,
  meaningOfReactivation: 'count its time without use from now on: a person has activated it',
  // First the new start, then the old records go: a run that is interrupted between them looks again.
  onReactivated: (situation, { id }) => recorded(situation, 'reactivated', id) === undefined || recorded(situation, 'reactivated', id)! < recorded(situation, 'deactivated', id)!
    ? { action: { kind: 'record', records: [{ kind: 'reactivated', of: id }] }, reason: `key ${id} was activated by a person` }
    : { action: { kind: 'forget', records: [{ kind: 'deactivating', of: id }, { kind: 'deactivated', of: id }] }, reason: `key ${id} was activated by a person` },
});

function retirementOfForeign(situation: Situation, { id, createdAt }: Key): Retirement | undefined {
  const { now, policy } = situation;
  const from = Math.max(createdAt, recorded(situation, 'reactivated', id) ?? createdAt) + policy.retireForeignKeysAfter!;
  return now < from ? undefined : { from, unusedSince: now - policy.retireForeignKeysAfter!, rest: policy.recovery };
}
