import { LONGEST_CALL_MS } from './aws/sdk-account';
import { respondToCloudFormation, CloudFormationResult, RESPONSE_MS, ResponseSender } from './cloudformation-response';
import { Settings } from './configuration';
import {
  CloudFormationEvent,
  cloudFormationTask,
  isCloudFormationEvent,
  assertExpectedSender,
} from './events/cloudformation';
import { taskOf } from './events/task';
import { runEffects, EffectHandlers } from './interpreter';
import { Report } from './life-cycle/effects';
import { nextSteps } from './life-cycle/next-steps';
import { reconcile } from './life-cycle/reconcile';
import { RevokeResponse } from './life-cycle/revoke-response';
import { Outcome, Task } from './life-cycle/task';
import { logLine } from './reports/log';
import { metricLine } from './reports/metrics';

function stopped(task: Task, { user, secretId }: Settings): Error {
  return new Error(
    `The run for user ${user.name} and secret ${secretId} was stopped before the timeout of the Lambda function. ` +
      nextSteps(task),
  );
}

/** The part of Lambda's context that is read. */
export interface Invocation {
  readonly awsRequestId: string;
  getRemainingTimeInMillis(): number;
}

/** All that the handler needs of its environment: AWS, a clock, timers, and places to write to. */
export interface Platform extends Pick<EffectHandlers, 'perform' | 'clock'>, Pick<ResponseSender, 'put' | 'random'> {
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
  write(line: string): void;
  newRunId(): string;
  /** Calls `signal` after this time. Returns a function that cancels it. */
  after(ms: number, signal: () => void): () => void;
}

const MARGIN_MS = 1_000;

/**
 * A run that has not ended so long before the invocation does is stopped, while there is still time to send the
 * response.
 */
export const STOPPED_MS = RESPONSE_MS + MARGIN_MS;

/** The run's own deadline is so long before, even if the last call that it begins takes its longest time. */
export const DEADLINE_MS = STOPPED_MS + LONGEST_CALL_MS + MARGIN_MS;

export type Handler = (event: unknown, invocation: Invocation) => Promise<RevokeResponse | undefined>;

/**
 * Each event is one run. A failed one throws, so that Secrets Manager tries the step again and Lambda counts an error;
 * CloudFormation gets a response instead.
 */
export function createHandler(settings: Settings, platform: Platform): Handler {
  return async (given, invocation) => {
    const event = Object(given);
    if (isCloudFormationEvent(event)) {
      assertExpectedSender(event, settings);
      const runId = platform.newRunId();
      await respondToCloudFormation(event, settings, await resultOf(event, invocation, runId), {
        put: platform.put,
        sleep: platform.sleep,
        random: platform.random,
        timeLeft: () => invocation.getRemainingTimeInMillis(),
        report: (line) => report(line, invocation, runId),
      });
      return undefined;
    }
    const { outcome, message, response } = await run(taskOf(event, settings.secretId), invocation, platform.newRunId());
    if (outcome === 'failed') {
      throw new Error(message);
    }
    return response;
  };

  /** Never throws: CloudFormation gets a response in every case. */
  async function resultOf(
    event: CloudFormationEvent,
    invocation: Invocation,
    runId: string,
  ): Promise<CloudFormationResult> {
    try {
      const { outcome, message } = await run(cloudFormationTask(event, settings), invocation, runId);
      return { succeeded: outcome === 'done', reason: message };
    } catch (error) {
      const { message } = error as Error;
      report({ level: 'ERROR', message, rule: 'request-failed' }, invocation, runId);
      return { succeeded: false, reason: message };
    }
  }

  async function run(task: Task, invocation: Invocation, id: string): Promise<Outcome> {
    const startedAt = platform.clock();
    const left = invocation.getRemainingTimeInMillis();
    const abortion = new AbortController();
    const cancelTimer = platform.after(left - STOPPED_MS, () => abortion.abort(stopped(task, settings)));
    try {
      return await runEffects(
        reconcile({ id, startedAt, deadline: startedAt + left - DEADLINE_MS, task }, settings),
        {
          perform: platform.perform,
          clock: platform.clock,
          sleep: platform.sleep,
          report: (line) => report(line, invocation, id),
          publishMetrics: (metrics) => platform.write(metricLine(metrics, settings.metricKey, platform.clock())),
        },
        abortion.signal,
      );
    } finally {
      cancelTimer();
    }
  }

  function report(line: Report, { awsRequestId }: Invocation, runId: string): void {
    const { user, secretId } = settings;
    const context = { requestId: awsRequestId, runId, userName: user.name, secretId };
    platform.write(logLine(line, context, platform.clock()));
  }
}
