import { PENDING } from '../../../../src/handler/life-cycle/labels';
import { Task } from '../../../../src/handler/life-cycle/task';
import { intentOf, currentKey, emptyPendingVersion, MINUTE, pendingKey, RUN_AFTER, seen } from '../snapshot-builder';
import { deadPendingVersionRows } from './pending-version';
import { prerequisiteRows } from './prerequisites';
import { DONE, Row } from '../decision-row';

const UPDATE: Task = { kind: 'update' };

export const UPDATE_ROWS: readonly Row[] = [
  ...prerequisiteRows(UPDATE),
  ...deadPendingVersionRows(UPDATE, 'finish-update'),
  {
    state: 'a pending version is empty',
    given: seen(UPDATE, currentKey(), emptyPendingVersion('empty')),
    rule: 'remove-pending-label-of-empty-version-at-update',
    action: { kind: 'unlabel', version: 'empty', label: PENDING },
  },
  {
    state: 'a pending version is empty, and the run that would have filled it in can create no key any more',
    given: seen(UPDATE, currentKey(), emptyPendingVersion('empty'), intentOf(RUN_AFTER, 2 * MINUTE)),
    rule: 'remove-pending-label-of-empty-version-at-update',
    action: { kind: 'unlabel', version: 'empty', label: PENDING },
    before: 'finish-update',
  },
  {
    state: 'a rotation is under way',
    given: seen(UPDATE, currentKey(), pendingKey()),
    rule: 'finish-update',
    action: DONE,
  },
];
