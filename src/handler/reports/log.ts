import { Report, Time } from '../life-cycle/effects';

/** What each line says beside its report. */
export interface LogContext {
  readonly requestId: string;
  readonly runId: string;
  /** The user and the secret of the function; absent if its configuration cannot be read. */
  readonly userName?: string;
  readonly secretId?: string;
}

/**
 * One line of JSON for one report. Lambda's own level and time, so that its log level applies to it.
 *
 * Nothing is redacted here: a list of secrets to search for would be one more place that holds them. No report has a
 * field for one, failures show AWS's message only where it
 * cannot quote one, and the tests search all that is written for the secrets that they plant.
 * @see https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs-logformat.html
 */
export function logLine(report: Report, { requestId, runId, userName, secretId }: LogContext, now: Time): string {
  const { level, message, task, rule, action, accessKeyId } = report;
  return JSON.stringify({
    timestamp: new Date(now).toISOString(),
    level,
    message,
    task,
    rule,
    action,
    accessKeyId,
    userName,
    secretId,
    requestId,
    runId,
  });
}
