import { CREATE_ROWS } from './create';
import { DELETE_ROWS } from './delete';
import { REVOKE_ROWS } from './revoke';
import { CREATE_SECRET_ROWS, FINISH_SECRET_ROWS, SET_SECRET_ROWS, TEST_SECRET_ROWS } from './rotation-steps';
import { SCHEDULED_RUN_ROWS } from './scheduled-run';
import { UPDATE_ROWS } from './update';
import { Task } from '../../../../src/handler/life-cycle/task';
import { Row } from '../decision-row';

/** The decision table of each task. */
export const TABLES: Record<Task['kind'], readonly Row[]> = {
  create: CREATE_ROWS,
  update: UPDATE_ROWS,
  delete: DELETE_ROWS,
  createSecret: CREATE_SECRET_ROWS,
  setSecret: SET_SECRET_ROWS,
  testSecret: TEST_SECRET_ROWS,
  finishSecret: FINISH_SECRET_ROWS,
  scheduledRun: SCHEDULED_RUN_ROWS,
  revoke: REVOKE_ROWS,
};
