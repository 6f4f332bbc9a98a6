import { performAction } from './actions';
import { removeIntent } from './create-key';
import { decide } from './decide';
import { Decision, levelOf } from './decision';
import { CallFailed, Metrics, Routine } from './effects';
import { KeyState, classify } from './key-state';
import { metricsOf } from './metrics';
import { nextSteps } from './next-steps';
import { callOnce } from './retry';
import { revokeResponse } from './revoke-response';
import { afterWait } from './rules/rule';
import { RunContext } from './run-context';
import { Snapshot } from './snapshot';
import { takeSnapshot } from './take-snapshot';
import { Configuration, Outcome, Run } from './task';
import { WrongKey } from './test-key';

/** More steps than any run needs. A run whose actions have no effect must end. */
const MAX_STEPS = 60;

/** The reconcile loop: takes a snapshot, decides, performs the action, and repeats until nothing remains to do. */
export function* reconcile(run: Run, configuration: Configuration): Routine<Outcome> {
  const context = new RunContext(run, configuration);
  const outcome = yield* ending(context, loop(context));
  yield* tidyUp(context);
  return outcome;
}

function* loop(context: RunContext): Routine<Outcome> {
  let step = yield* takeStep(context);
  for (let steps = 1; !endsTheRun(step.decision) && steps < MAX_STEPS; steps++) {
    step = yield* takeStep(context);
  }
  return yield* conclude(context, endsTheRun(step.decision) ? step : yield* giveUp(context, step));
}

function* giveUp(context: RunContext, { snapshot, decision }: Step): Routine<Step> {
  const failure = failed(context, decision, 'stopped, because its steps had no effect');
  yield* logDecision(context, failure);
  return { snapshot, decision: failure };
}

interface Step {
  readonly snapshot: Snapshot;
  readonly decision: Decision;
}

function* takeStep(context: RunContext): Routine<Step> {
  const snapshot = yield* takeSnapshot(context);
  const decision = timely(context, decide(snapshot, context.configuration.policy, context.now));
  yield* logDecision(context, decision);
  yield* performAction(context, decision.action, snapshot);
  return { snapshot, decision };
}

function endsTheRun({ endsRun, action: { kind } }: Decision): boolean {
  return endsRun === true || kind === 'done' || kind === 'fail';
}

function* conclude(context: RunContext, { snapshot, decision }: Step): Routine<Outcome> {
  yield* publishMetrics(context, currentMetrics(context, snapshot, decision));
  const { rule, action, reason: message } = decision;
  return action.kind === 'fail'
    ? { outcome: 'failed', rule, message }
    : { outcome: 'done', rule, message, ...responseTo(context, snapshot, message) };
}

function responseTo(context: RunContext, snapshot: Snapshot, message: string): Pick<Outcome, 'response'> {
  const { task } = context.run;
  return task.kind === 'revoke' ? { response: revokeResponse(stateOf(context, snapshot), task.keyId, message) } : {};
}

/** Once the time is up, a run that waits fails with what it has waited for, and what follows. */
function timely(context: RunContext, decision: Decision): Decision {
  const isLate = context.now + context.configuration.policy.timing.pause >= context.run.deadline;
  return decision.action.kind === 'wait' && isLate ? failed(context, decision, 'reached its time limit') : decision;
}

function failed(context: RunContext, decision: Decision, why: string): Decision {
  const {
    run: { task },
    configuration: { user, secretId },
  } = context;
  return {
    ...decision,
    action: { kind: 'fail' },
    reason:
      `The run for user ${user.name} and secret ${secretId} ${why}. ` +
      `${afterWait(decision.reason)} ${nextSteps(task)}`,
  };
}

function currentMetrics(context: RunContext, snapshot: Snapshot, decision: Decision): Metrics {
  return metricsOf(stateOf(context, snapshot), decision);
}

function stateOf(context: RunContext, snapshot: Snapshot): KeyState {
  return classify({ ...snapshot, memory: context.memory }, context.configuration.policy, context.now);
}

/** A call that failed for good ends the run, and the message names it. Defects of the function are not hidden. */
function* ending<T>(context: RunContext, work: Routine<T>): Routine<T | Outcome> {
  try {
    return yield* work;
  } catch (error) {
    if (!(error instanceof CallFailed || error instanceof WrongKey)) {
      throw error;
    }
    const {
      run: { task },
      configuration: { user, secretId },
    } = context;
    const message = `${error.message} The run was for user ${user.name} and secret ${secretId}. ${nextSteps(task)}`;
    const outcome = { outcome: 'failed', rule: 'call-failed', message } as const;
    yield* callOnce(context, 'report', { level: 'ERROR', task: task.kind, rule: outcome.rule, message });
    yield* publishMetrics(context, { RotationFailures: 1 });
    return outcome;
  }
}

/** An intent that is not removed here is removed by a scheduled run. The outcome of the run does not change. */
function* tidyUp(context: RunContext): Routine<void> {
  try {
    yield* removeIntent(context);
  } catch (error) {
    if (!(error instanceof CallFailed)) {
      throw error;
    }
    yield* callOnce(context, 'report', {
      level: 'WARN',
      task: context.run.task.kind,
      rule: 'call-failed',
      message: `${error.message} A scheduled run removes the creation intent.`,
    });
  }
}

function* logDecision(context: RunContext, decision: Decision): Routine<void> {
  const { rule, action, reason } = decision;
  yield* callOnce(context, 'report', {
    level: levelOf(decision),
    task: context.run.task.kind,
    rule,
    action: action.kind,
    message: reason,
    ...('keyId' in action ? { accessKeyId: action.keyId } : {}),
  });
}

function* publishMetrics(context: RunContext, metrics: Metrics): Routine<void> {
  if (Object.keys(metrics).length > 0) {
    yield* callOnce(context, 'publishMetrics', metrics);
  }
}
