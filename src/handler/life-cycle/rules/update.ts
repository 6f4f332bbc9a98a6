import { DEAD_PENDING_VERSION, unlabelPending } from './pending-version';
import { done, Rule } from './rule';

/**
 * CloudFormation's Update: the next rotation must be able to start. A new policy applies from the next scheduled run
 * on, and creates no key.
 */
export const UPDATE: readonly Rule[] = [
  ...DEAD_PENDING_VERSION,
  {
    name: 'remove-pending-label-of-empty-version-at-update',
    when: 'a pending version has no key, and no run is creating one',
    then: 'remove the pending label',
    evaluate: (state) =>
      state.pending && state.pending.keyId === undefined && state.liveIntents.length === 0
        ? unlabelPending(state, `version ${state.pending.id} has no access key`)
        : undefined,
  },
  {
    name: 'finish-update',
    when: 'otherwise',
    then: 'done',
    evaluate: () =>
      done('No pending version blocks the next rotation. The new settings apply from the next scheduled run on.'),
  },
];
