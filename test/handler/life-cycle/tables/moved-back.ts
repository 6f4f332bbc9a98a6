import { Action } from '../../../../src/handler/life-cycle/decision';
import { PREVIOUS } from '../../../../src/handler/life-cycle/labels';
import { Task } from '../../../../src/handler/life-cycle/task';
import { Row } from '../decision-row';
import {
  currentKey,
  CURRENT_KEY,
  DAY,
  Fact,
  KeyOptions,
  MINUTE,
  REPLACED_KEY,
  recorded,
  seen,
  storedKey,
  versionOf,
} from '../snapshot-builder';

/** The current key was revoked and is inactive. */
const REVOKED: readonly Fact[] = [
  currentKey({ inactive: true, after: versionOf(REPLACED_KEY) }),
  recorded('revoked', CURRENT_KEY),
];

const MOVE_BACK: Action = { kind: 'moveBack', version: versionOf(REPLACED_KEY), from: versionOf(CURRENT_KEY) };

/** The key that was current before. */
function keyBefore(options: KeyOptions = {}): Fact {
  return storedKey(REPLACED_KEY, [PREVIOUS], options);
}

/**
 * Whether AWSCURRENT moves back to the key that a revoked one has replaced, for each task that may do it. `rule`
 * decides if it does not.
 */
export function labelMovedBackRows(task: Task, rule: string, action: Action, ...others: Fact[]): Row[] {
  const stays = (state: string, ...facts: Fact[]): Row => ({
    state: `AWSCURRENT stays with the revoked key: ${state}`,
    given: seen(task, ...REVOKED, ...facts, ...others),
    rule,
    action,
  });
  return [
    {
      state: 'the current key was revoked just after it had replaced another one',
      given: seen(task, ...REVOKED, keyBefore(), ...others),
      rule: 'move-current-label-back',
      action: MOVE_BACK,
      reason:
        `Moving AWSCURRENT back to access key ${REPLACED_KEY}, because access key ${CURRENT_KEY} is ` +
        'revoked. Clients read that key until a new one is created.',
    },
    {
      state:
        'the current key was revoked, and the one that it had replaced is at the end of its overlap, but for ' +
        'two minutes and a millisecond',
      given: seen(
        task,
        ...REVOKED,
        keyBefore(),
        recorded('replaced', REPLACED_KEY, 14 * DAY - 2 * MINUTE - 1),
        ...others,
      ),
      rule: 'move-current-label-back',
      action: MOVE_BACK,
    },
    stays(
      'the one that it had replaced is at the end of its overlap',
      keyBefore(),
      recorded('replaced', REPLACED_KEY, 14 * DAY - 2 * MINUTE),
    ),
    stays(
      'the one that it had replaced is to be deactivated',
      keyBefore(),
      recorded('replaced', REPLACED_KEY, DAY),
      recorded('deactivating', REPLACED_KEY),
    ),
    stays(
      'the one that it had replaced is inactive',
      keyBefore({ inactive: true }),
      recorded('replaced', REPLACED_KEY, DAY),
      recorded('deactivated', REPLACED_KEY, DAY),
    ),
    stays(
      'the one that it had replaced was revoked, too',
      keyBefore({ inactive: true }),
      recorded('replaced', REPLACED_KEY, DAY),
      recorded('revoked', REPLACED_KEY),
    ),
    stays('an older key was current before', storedKey(REPLACED_KEY, [], {}), recorded('replaced', REPLACED_KEY, DAY)),
  ];
}
