import { act } from './act';
import { Active } from './active-run';
import { callOnce } from './retry';
import { CallFailed, Metrics, Routine } from './effects';
import { decide } from './decide';
import { Decision, levelOf } from './decision';
import { metricsOf } from './metrics';
import { forgetIntent } from './mint';
import { Observation } from './observation';
import { observe } from './observe';
import { revokeResponse } from './revoke-response';
import { Situation, understand } from './situation';
import { Configuration, Outcome, Run } from './task';
import { WrongKey } from './test-key';
import { whatNext } from './what-next';

/** More looks than any run needs. A run for which nothing changes, whatever it does, must end. */
const MOST_LOOKS = 60;

/** Looks, decides one thing, does it, and looks again, until nothing is left to do. */
export function* reconcile(run: Run, configuration: Configuration): Routine<Outcome> {
  const active = new Active(run, configuration);
  const outcome = yield* ending(active, loop(active));
  yield* tidyUp(active);
  return outcome;
}

function* loop(active: Active): Routine<Outcome> {
  let step = yield* takeStep(active);
  for (let looks = 1; !isLast(step.decision) && looks < MOST_LOOKS; looks++) {
    step = yield* takeStep(active);
  }
  return yield* conclude(active, isLast(step.decision) ? step : yield* giveUp(active, step));
}

function* giveUp(active: Active, { observation, decision }: Step): Routine<Step> {
  const failure = failed(active, decision, 'Nothing that the run does has an effect');
  yield* tell(active, failure);
  return { observation, decision: failure };
}

interface Step {
  readonly observation: Observation;
  readonly decision: Decision;
}

function* takeStep(active: Active): Routine<Step> {
  const observation = yield* observe(active);
  const decision = timely(active, decide(observation, active.configuration.policy, active.now));
  yield* tell(active, decision);
  yield* act(active, decision.action, observation);
  return { observation, decision };
}

function isLast({ last, action: { kind } }: Decision): boolean {
  return last === true || kind === 'done' || kind === 'fail';
}

function* conclude(active: Active, { observation, decision }: Step): Routine<Outcome> {
  yield* publishMetrics(active, measuresOf(active, observation, decision));
  const { rule, action, reason: message } = decision;
  return action.kind === 'fail' ? { outcome: 'failed', rule, message } : { outcome: 'done', rule, message, ...responseTo(active, observation, message) };
}

function responseTo(active: Active, observation: Observation, message: string): Pick<Outcome, 'response'> {
  const { task } = active.run;
  return task.kind === 'revoke' ? { response: revokeResponse(situationOf(active, observation), task.keyId, message) } : {};
}

/** Once the time is up, a run that waits fails with what it has waited for, and what follows. */
function timely(active: Active, decision: Decision): Decision {
  const isLate = active.now + active.configuration.policy.timing.pause >= active.run.deadline;
  return decision.action.kind === 'wait' && isLate ? failed(active, decision, 'The time of the run is over') : decision;
}

function failed(active: Active, decision: Decision, why: string): Decision {
  return { ...decision, action: { kind: 'fail' }, reason: `${decision.reason}. ${why}. ${whatNext(active.run.task)}` };
}

function measuresOf(active: Active, observation: Observation, decision: Decision): Metrics {
  return metricsOf(situationOf(active, observation), decision);
}

function situationOf(active: Active, observation: Observation): Situation {
  return understand({ ...observation, memory: active.memory }, active.configuration.policy, active.now);
}

/** A call that failed for good ends the run, and says which one it was. Defects of our own are not hidden. */
function* ending<T>(active: Active, work: Routine<T>): Routine<T | Outcome> {
  try {
    return yield* work;
  } catch (error) {
    if (!(error instanceof CallFailed || error instanceof WrongKey)) {
      throw error;
    }
    const { run: { task }, configuration: { user, secretId } } = active;
    const message = `${error.message} (user ${user.name}, secret ${secretId}). ${whatNext(task)}`;
    const outcome = { outcome: 'failed', rule: 'call-failed', message } as const;
    yield* callOnce(active, 'report', { level: 'ERROR', task: task.kind, rule: outcome.rule, message });
    yield* publishMetrics(active, { RotationFailures: 1 });
    return outcome;
  }
}

/** What is not forgotten here, a scheduled run forgets. It changes nothing about how the run ended. */
function* tidyUp(active: Active): Routine<void> {
  try {
    yield* forgetIntent(active);
  } catch (error) {
    if (!(error instanceof CallFailed)) {
      throw error;
    }
    yield* callOnce(active, 'report', { level: 'WARN', task: active.run.task.kind, rule: 'call-failed', message: error.message });
  }
}

function* tell(active: Active, decision: Decision): Routine<void> {
  const { rule, action, reason } = decision;
  yield* callOnce(active, 'report', {
    level: levelOf(decision),
    task: active.run.task.kind,
    rule,
    action: action.kind,
    message: reason,
    ...'keyId' in action ? { accessKeyId: action.keyId } : {},
  });
}

function* publishMetrics(active: Active, metrics: Metrics): Routine<void> {
  if (Object.keys(metrics).length > 0) {
    yield* callOnce(active, 'publishMetrics', metrics);
  }
}
