import { Key, lastUseOf, Situation } from '../situation';
import { retiringRules } from './retirement';
import { onKeys, Rule, Verdict } from './rule';

/** Keys that an interrupted run has left. Nobody can know their secret but a person who made one at that very moment: a use tells. */
export const ORPHANS: readonly Rule[] = [
  {
    name: 'disown-used-orphaned-key',
    when: 'what looked like an orphan has been used',
    then: 'forget the intent: the key is somebody else\'s',
    judge: onKeys((situation, key) => typeof lastUseOf(situation, key.id) === 'number'
      ? disown(situation, key, `key ${key.id} looked like an orphaned key, but it is used`) : undefined, 'orphan'),
  },
  ...retiringRules({
    name: 'orphaned-key',
    what: 'an orphan',
    role: 'orphan',
    applies: () => true,
    inactiveLeaves: true,
    usedStays: true,
    retirement: ({ policy: { timing } }, { createdAt }) => ({ from: createdAt + timing.orphanRest, unusedSince: -Infinity, rest: timing.orphanRest }),
    meaningOfReactivation: 'forget the intent: the key is somebody else\'s',
    onReactivated: (situation, key) => disown(situation, key, `key ${key.id} looked like an orphaned key, but an operator activated it`),
  }),
];

function disown({ orphanIntents }: Situation, { id }: Key, reason: string): Verdict {
  return {
    action: { kind: 'forget', records: [{ kind: 'deactivating', of: id }, { kind: 'deactivated', of: id }], intents: [orphanIntents[id].run] },
    reason,
  };
}
