import { Task } from '../life-cycle/task';

/** https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-run-lambda-schedule.html */
export interface ScheduledEvent {
  readonly source: string;
  readonly 'detail-type': string;
}

/** `undefined`: not such an event. */
export function scheduledRunTask(event: Partial<ScheduledEvent>): Task | undefined {
  return event.source === 'aws.events' && event['detail-type'] === 'Scheduled Event'
    ? { kind: 'scheduledRun' }
    : undefined;
}
