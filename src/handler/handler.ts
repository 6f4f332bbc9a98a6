import { LONGEST_CALL_MS } from './aws/sdk-account';
import { answerCloudFormation, CloudFormationResult, RESPONSE_MS, Sending } from './cloudformation-answer';
import { Settings } from './configuration';
import { CloudFormationEvent, cloudFormationTask, isCloudFormationEvent, refuseStranger } from './events/cloudformation';
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
  return new Error('the run was stopped before the timeout of the Lambda function'
    + ` (user ${user.name}, secret ${secretId}). ${nextSteps(task)}`);
}

/** What Lambda tells of an invocation. */
export interface Invocation {
  readonly awsRequestId: string;
  getRemainingTimeInMillis(): number;
}

/** All that the handler needs of the world. */
export interface Surroundings extends Pick<EffectHandlers, 'perform' | 'clock'>, Pick<Sending, 'put' | 'random'> {
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
  write(line: string): void;
  newRunId(): string;
  /** After so long, the signal comes. Gives a function that takes it back. */
  after(ms: number, signal: () => void): () => void;
}

const MARGIN_MS = 1_000;

/** A run that has not ended so long before the invocation does is stopped, while there is still time to answer. */
export const STOPPED_MS = RESPONSE_MS + MARGIN_MS;

/** And it ends by itself so long before, even if the last call that it begins takes its time. */
export const DEADLINE_MS = STOPPED_MS + LONGEST_CALL_MS + MARGIN_MS;

export type Handler = (event: unknown, invocation: Invocation) => Promise<RevokeResponse | undefined>;

/**
 * Each event is one run. A failed one throws, so that Secrets Manager tries the step again and Lambda counts an error; CloudFormation gets its answer instead.
 */
export function createHandler(settings: Settings, surroundings: Surroundings): Handler {
  return async (given, invocation) => {
    const event = Object(given);
    if (isCloudFormationEvent(event)) {
      refuseStranger(event, settings);
      const runId = surroundings.newRunId();
      await answerCloudFormation(event, settings, await resultOf(event, invocation, runId), {
        put: surroundings.put,
        sleep: surroundings.sleep,
        random: surroundings.random,
        timeLeft: () => invocation.getRemainingTimeInMillis(),
        report: (line) => report(line, invocation, runId),
      });
      return undefined;
    }
    const { outcome, message, response } = await run(taskOf(event, settings.secretId), invocation, surroundings.newRunId());
    if (outcome === 'failed') {
      throw new Error(message);
    }
    return response;
  };

  /** Never throws: CloudFormation gets an answer whatever happens. */
  async function resultOf(event: CloudFormationEvent, invocation: Invocation, runId: string): Promise<CloudFormationResult> {
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
    const startedAt = surroundings.clock();
    const left = invocation.getRemainingTimeInMillis();
    const abortion = new AbortController();
    const takeBack = surroundings.after(left - STOPPED_MS, () => abortion.abort(stopped(task, settings)));
    try {
      return await runEffects(reconcile({ id, startedAt, deadline: startedAt + left - DEADLINE_MS, task }, settings), {
        perform: surroundings.perform,
        clock: surroundings.clock,
        sleep: surroundings.sleep,
        report: (line) => report(line, invocation, id),
        publishMetrics: (metrics) => surroundings.write(metricLine(metrics, settings.metricKey, surroundings.clock())),
      }, abortion.signal);
    } finally {
      takeBack();
    }
  }

  function report(line: Report, { awsRequestId }: Invocation, runId: string): void {
    surroundings.write(logLine(line, { requestId: awsRequestId, runId }, surroundings.clock()));
  }
}
