import { Key, lastUseOf, KeyState } from '../key-state';
import { retirementRules } from './retirement';
import { onKeys, Rule, RuleResult } from './rule';

/**
 * Keys that an interrupted run created and did not store. If such a key is used, an operator created it at that moment.
 */
export const ORPHANS: readonly Rule[] = [
  {
    name: 'disown-used-orphaned-key',
    when: 'a key that was classified as orphaned has been used',
    then: 'remove the intent: another principal created the key',
    evaluate: onKeys(
      (state, key) => (typeof lastUseOf(state, key.id) === 'number' ? disown(state, key, 'it is used') : undefined),
      'orphan',
    ),
  },
  ...retirementRules({
    name: 'orphaned-key',
    what: 'an orphan',
    role: 'orphan',
    applies: () => true,
    retiresInactive: true,
    keepsUsed: true,
    retirement: ({ policy: { timing } }, { createdAt }) => ({
      from: createdAt + timing.orphanRest,
      unusedSince: -Infinity,
      rest: timing.orphanRest,
    }),
    meaningOfReactivation: 'remove the intent: another principal created the key',
    onReactivated: (state, key) => disown(state, key, 'an operator activated it'),
  }),
];

function disown({ orphanIntents }: KeyState, { id }: Key, why: string): RuleResult {
  return {
    action: {
      kind: 'forget',
      records: [
        { kind: 'deactivating', of: id },
        { kind: 'deactivated', of: id },
      ],
      intents: [orphanIntents[id].run],
    },
    reason: `Treating access key ${id} as unmanaged instead of orphaned, because ${why}.`,
  };
}
