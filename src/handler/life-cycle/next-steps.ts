import { Task } from './task';

const DEPLOY_AGAIN = 'Remove the cause, and deploy the stack again.';
const STEP_IS_REPEATED =
  'Secrets Manager repeats the step. If it fails again, remove the cause, and rotate the secret again.';

const NEXT: Record<Task['kind'], string> = {
  create: DEPLOY_AGAIN,
  update: DEPLOY_AGAIN,
  delete: 'Remove the cause, and delete the stack again.',
  createSecret: STEP_IS_REPEATED,
  setSecret: STEP_IS_REPEATED,
  testSecret: STEP_IS_REPEATED,
  finishSecret: STEP_IS_REPEATED,
  scheduledRun: 'The next scheduled run tries again. If it fails too, remove the cause.',
  revoke: 'The key may still be active. Remove the cause, and revoke the key again.',
};

/** What follows a run that failed for another reason than a rule, and what an operator does. */
export function nextSteps({ kind }: Task): string {
  return NEXT[kind];
}
