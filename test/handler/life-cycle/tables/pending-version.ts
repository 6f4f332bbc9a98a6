import { CURRENT, PENDING } from '../../../../src/handler/life-cycle/labels';
import { Task } from '../../../../src/handler/life-cycle/task';
import { DONE, Row } from '../decision-row';
import {
  intentOf,
  currentKey,
  CURRENT_KEY,
  emptyPendingVersion,
  HOUR,
  MINUTE,
  PENDING_KEY,
  pendingKey,
  pendingSeen,
  recorded,
  RUN_AFTER,
  seen,
  storedKey,
  TOKEN,
  unreadable,
  versionOf,
} from '../snapshot-builder';

/**
 * A pending version that can never become the current one. `otherwise` is the rule that decides where nothing is to do.
 */
export function deadPendingVersionRows(task: Task, otherwise: string): Row[] {
  const known = [currentKey(), pendingSeen(versionOf(PENDING_KEY))];
  const unlabel = { kind: 'unlabel', version: versionOf(PENDING_KEY), label: PENDING } as const;
  return [
    {
      state: 'the pending label stays on the version that has become the current one',
      given: seen(task, storedKey(CURRENT_KEY, [CURRENT, PENDING])),
      rule: 'remove-outdated-pending-label',
      action: { kind: 'unlabel', version: versionOf(CURRENT_KEY), label: PENDING },
    },
    {
      state: 'the pending label stays on the version that was the current one until an operator moved that label',
      given: seen(
        task,
        currentKey(),
        storedKey(PENDING_KEY, ['AWSPREVIOUS', PENDING]),
        recorded('replaced', PENDING_KEY),
      ),
      rule: 'remove-outdated-pending-label',
      action: unlabel,
    },
    {
      state: 'the pending key was deleted half an hour ago',
      given: seen(task, ...known, pendingKey({ unlisted: true }), recorded('absent', PENDING_KEY, 30 * MINUTE)),
      rule: 'remove-pending-label-of-deleted-key',
      action: unlabel,
      before: otherwise,
    },
    {
      state: 'the pending key is inactive',
      given: seen(task, ...known, pendingKey({ inactive: true })),
      rule: 'remove-pending-label-of-inactive-key',
      action: unlabel,
    },
    ...(
      [
        ['the pending key', [...known, pendingKey({ after: versionOf(CURRENT_KEY), age: HOUR })]],
        [
          'a key that is not pending any more',
          [currentKey(), storedKey(PENDING_KEY, [], { after: versionOf(CURRENT_KEY), age: HOUR })],
        ],
      ] as const
    ).map(([which, facts]): Row => ({
      state: `only the run that created ${which} an hour ago could see it accepted, and has not marked it`,
      given: seen(task, unreadable(), ...facts),
      rule: 'tag-untested-key-abandoned',
      action: { kind: 'record', records: [{ kind: 'abandoned', of: PENDING_KEY }] },
      reason:
        `Abandoning the pending key ${PENDING_KEY}, because the run that created it ended before AWS ` +
        'accepted it. It is never promoted, and scheduled runs delete it.',
      before: otherwise,
    })),
    {
      state: 'the pending key was seen accepted by the only run that could, and waits',
      given: seen(
        task,
        ...known,
        unreadable(),
        pendingKey({ after: versionOf(CURRENT_KEY), age: HOUR, accepted: true }),
      ),
      rule: otherwise,
      action: DONE,
    },
    {
      state: 'the pending key was created after the current one, and is not promoted yet',
      given: seen(task, ...known, pendingKey({ after: versionOf(CURRENT_KEY) })),
      rule: otherwise,
      action: DONE,
    },
    {
      state: 'no label shows what was current when the pending key was created',
      given: seen(task, ...known, pendingKey()),
      rule: otherwise,
      action: DONE,
    },
    {
      state: 'another version was current when the pending key was created',
      given: seen(task, ...known, pendingKey({ after: 'another-version' })),
      rule: 'tag-outdated-key-abandoned',
      action: { kind: 'record', records: [{ kind: 'abandoned', of: PENDING_KEY }] },
    },
    {
      state: 'no version is current any more',
      given: seen(task, pendingSeen(versionOf(PENDING_KEY)), pendingKey({ after: 'another-version' })),
      rule: 'tag-outdated-key-abandoned',
      action: { kind: 'record', records: [{ kind: 'abandoned', of: PENDING_KEY }] },
    },
    {
      state: 'another version was current when the pending key was created, which is recorded',
      given: seen(task, ...known, pendingKey({ after: 'another-version' }), recorded('abandoned', PENDING_KEY)),
      rule: 'remove-pending-label-of-abandoned-key',
      action: unlabel,
      reason: `Removing the label AWSPENDING, because its access key ${PENDING_KEY} was abandoned.`,
    },
  ];
}

const waiting = storedKey(PENDING_KEY, [], { after: versionOf(CURRENT_KEY) });

/** A key that has lost its pending label before it could become the current one. */
export const UNNOTICED_KEY_ROWS: readonly Row[] = [
  {
    state: 'a key that was created to replace the current one is not pending',
    given: seen({ kind: 'scheduledRun' }, currentKey(), waiting),
    rule: 'restore-lost-pending-label',
    action: { kind: 'label', version: versionOf(PENDING_KEY), label: PENDING },
    reason:
      `Setting the label AWSPENDING again, because the rotation to access key ${PENDING_KEY} has not ` + 'finished.',
  },
  {
    state: 'a key that was created to replace the current one is not pending, and another run is creating a key',
    given: seen({ kind: 'scheduledRun' }, currentKey(), waiting, intentOf(RUN_AFTER, 0)),
    rule: 'finish-nothing-to-do',
    action: DONE,
  },
  {
    state: 'a key that was created to replace the current one is not pending, and another version is',
    given: seen({ kind: 'scheduledRun' }, currentKey(), waiting, emptyPendingVersion(), pendingSeen(TOKEN)),
    rule: 'finish-nothing-to-do',
    action: DONE,
  },
];
