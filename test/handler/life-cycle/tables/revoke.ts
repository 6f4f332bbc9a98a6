import { PENDING } from '../../../../src/handler/life-cycle/labels';
import { Task } from '../../../../src/handler/life-cycle/task';
import {
  announced, currentKey, CURRENT_KEY, emptyPendingVersion, Fact, lastUsed, MINUTE, NEXT_KEY, OLD_KEY, otherKey, OTHER_KEY, pendingKey, recorded,
  remembered, replacedKey, RUN, RUN_AFTER, seen, versionOf,
} from '../observing';
import { prerequisiteRows } from './prerequisites';
import { DONE, FAIL, Row } from '../row';

const REVOKE: Task = { kind: 'revoke', keyId: CURRENT_KEY };
const DEACTIVATE = { kind: 'deactivate', keyId: CURRENT_KEY } as const;

/** The current key is written down as revoked, and off. */
const REVOKED: readonly Fact[] = [currentKey({ inactive: true }), recorded('revoked', CURRENT_KEY)];

function revokeOf(keyId: string): Task {
  return { kind: 'revoke', keyId };
}

export const REVOKE_ROWS: readonly Row[] = [
  ...prerequisiteRows(REVOKE),
  {
    state: 'the key is not ours',
    given: seen(revokeOf(OTHER_KEY), currentKey(), otherKey()),
    rule: 'revoke-of-other-key',
    action: FAIL,
    reason: `key ${OTHER_KEY} is not a key of this secret`,
  },
  {
    state: 'the key is the current one',
    given: seen(REVOKE, currentKey()),
    rule: 'revoke-recorded',
    action: { kind: 'record', records: [{ kind: 'revoked', of: CURRENT_KEY }] },
  },
  {
    state: 'the revoke is written down',
    given: seen(REVOKE, currentKey(), recorded('revoked', CURRENT_KEY)),
    rule: 'revoke-deactivates',
    action: DEACTIVATE,
  },
  {
    state: 'the revoke is written down, and a foreign key takes the other slot: the leaked key is switched off all the same',
    given: seen(REVOKE, currentKey(), otherKey(), recorded('revoked', CURRENT_KEY)),
    rule: 'revoke-deactivates',
    action: DEACTIVATE,
  },
  {
    state: 'the revoke is written down, and IAM does not list the key',
    given: seen(REVOKE, currentKey({ unlisted: true }), recorded('revoked', CURRENT_KEY)),
    rule: 'revoke-deactivates',
    action: DEACTIVATE,
  },
  {
    state: 'this run has deactivated a key that IAM does not list',
    given: seen(REVOKE, currentKey({ unlisted: true }), recorded('revoked', CURRENT_KEY), remembered({ changed: { [CURRENT_KEY]: false } })),
    rule: 'revoke-rotates',
    action: { kind: 'rotate', token: RUN },
  },
  {
    state: 'the key turned out to be gone when this run would have deactivated it',
    given: seen(REVOKE, currentKey(), recorded('revoked', CURRENT_KEY), remembered({ deleted: [CURRENT_KEY] })),
    rule: 'revoke-rotates',
    action: { kind: 'rotate', token: RUN },
  },
  {
    state: 'the key was to become the current one',
    given: seen(revokeOf(NEXT_KEY), currentKey(), pendingKey({ inactive: true }), recorded('revoked', NEXT_KEY)),
    rule: 'revoke-of-pending-key',
    action: { kind: 'unlabel', version: versionOf(NEXT_KEY), label: PENDING },
  },
  {
    state: 'the key was replaced',
    given: seen(revokeOf(OLD_KEY), currentKey(), replacedKey({ inactive: true }), recorded('revoked', OLD_KEY)),
    rule: 'revoke-of-key-not-current',
    action: DONE,
    reason: `key ${OLD_KEY} was revoked; consumers read another one`,
  },
  {
    state: 'a slot is free',
    given: seen(REVOKE, ...REVOKED),
    rule: 'revoke-rotates',
    action: { kind: 'rotate', token: RUN },
  },
  {
    state: 'this run has asked for another key',
    given: seen(REVOKE, ...REVOKED, remembered({ rotated: true })),
    rule: 'revoke-asked',
    action: DONE,
    reason: `key ${CURRENT_KEY} was revoked; the next one is on its way`,
  },
  {
    state: 'a rotation is under way',
    given: seen(REVOKE, ...REVOKED, pendingKey()),
    rule: 'revoke-goes-on-with-rotation',
    action: { kind: 'rotate', token: versionOf(NEXT_KEY) },
  },
  {
    state: 'a pending version is empty',
    given: seen(REVOKE, ...REVOKED, emptyPendingVersion('empty')),
    rule: 'revoke-clears-pending',
    action: { kind: 'unlabel', version: 'empty', label: PENDING },
  },
  {
    state: 'a pending version is empty, and the run that would have filled it in can make no key any more',
    given: seen(REVOKE, ...REVOKED, emptyPendingVersion('empty'), announced(RUN_AFTER, 2 * MINUTE)),
    rule: 'revoke-clears-pending',
    action: { kind: 'unlabel', version: 'empty', label: PENDING },
    before: 'revoke-waits-for-rotation',
  },
  {
    state: 'another run is making the next key',
    given: seen(REVOKE, ...REVOKED, announced(RUN_AFTER, MINUTE)),
    rule: 'revoke-waits-for-rotation',
    action: DONE,
  },
  {
    state: 'a replaced key takes the other slot',
    given: seen(REVOKE, ...REVOKED, replacedKey()),
    rule: 'revoke-makes-room',
    action: { kind: 'delete', keyId: OLD_KEY },
  },
  {
    state: 'a foreign key takes the other slot',
    given: seen(REVOKE, ...REVOKED, otherKey()),
    rule: 'revoke-last-use-of-key-in-the-way',
    action: { kind: 'askLastUse', keyId: OTHER_KEY },
  },
  {
    state: 'a foreign key takes the other slot, and its last use is known',
    given: seen(REVOKE, ...REVOKED, otherKey(), lastUsed(OTHER_KEY, 'never')),
    rule: 'revoke-blocked',
    action: FAIL,
    reason: `key ${CURRENT_KEY} is deactivated, but no new one can be made: the user has two keys already: ${CURRENT_KEY} is the current one, `
      + `${OTHER_KEY} is not managed here: delete it if nobody uses it, or set retireForeignKeysAfter, last used: never`,
  },
];
