import { revokeTask } from './revoke';
import { rotationStepTask } from './rotation-step';
import { scheduledRunTask } from './scheduled-run';
import { Task } from '../life-cycle/task';

/** What an event that is not CloudFormation's asks for. The event itself is never part of an error. */
export function taskOf(event: object, secretId: string): Task {
  const task = rotationStepTask(event, secretId) ?? scheduledRunTask(event) ?? revokeTask(event, secretId);
  if (task === undefined) {
    throw new Error(
      'unknown event; it must be a CloudFormation request, a rotation step of Secrets Manager, a scheduled ' +
        'event of EventBridge,' +
        ' or {"revoke": "<access key ID>"} of an operator',
    );
  }
  return task;
}
