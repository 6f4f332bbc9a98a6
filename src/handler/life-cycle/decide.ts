import { Decision } from './decision';
import { Time } from './effects';
import { classify } from './key-state';
import { Policy } from './policy';
import { CREATE } from './rules/create';
import { DELETE } from './rules/delete';
import { PREREQUISITES, PREREQUISITES_OF_UPDATE } from './rules/prerequisites';
import { REVOKE } from './rules/revoke';
import { CREATE_SECRET, FINISH_SECRET, SET_SECRET, TEST_SECRET } from './rules/rotation-steps';
import { decideBy, Rule } from './rules/rule';
import { SCHEDULED_RUN } from './rules/scheduled-run';
import { UPDATE } from './rules/update';
import { Snapshot } from './snapshot';
import { Task } from './task';

/** The rules of each task, in their order. */
export const RULES: Record<Task['kind'], readonly Rule[]> = {
  create: [...PREREQUISITES, ...CREATE],
  update: [...PREREQUISITES_OF_UPDATE, ...UPDATE],
  delete: DELETE,
  createSecret: [...PREREQUISITES, ...CREATE_SECRET],
  setSecret: SET_SECRET,
  testSecret: TEST_SECRET,
  finishSecret: [...PREREQUISITES, ...FINISH_SECRET],
  scheduledRun: [...PREREQUISITES, ...SCHEDULED_RUN],
  revoke: [...PREREQUISITES, ...REVOKE],
};

/** The one next thing to do, and why. Total and pure: no clock, no call, no memory. */
export function decide(snapshot: Snapshot, policy: Policy, now: Time): Decision {
  return decideBy(RULES[snapshot.run.task.kind], classify(snapshot, policy, now));
}

/** Whether a task needs a snapshot of keys and secret before it decides. */
export function needsSnapshot({ kind }: Task): boolean {
  return kind !== 'setSecret' && kind !== 'testSecret';
}
