import { Progress } from './progress';
import { Time } from '../../../src/handler/life-cycle/effects';
import { Configuration, Run, Task } from '../../../src/handler/life-cycle/task';
import { brokenBy, Context, Ending, RunFacts, Step, Trace, tracedAfter } from '../invariants';
import {
  advance,
  performCall,
  AwsCall,
  Disturbance,
  isAwsCall,
  perform,
  OPERATOR,
  OperatorStep,
  stepFailed,
  stepSucceeded,
  SimulatedAws,
} from '../simulated-aws';

/** A run that is not over. */
export interface ActiveRun {
  readonly run: Run;
  readonly progress: Progress;
  /**
   * Whether nothing befell it and no other actor changed anything since it began. Known of scheduled runs alone,
   * because no invariant needs others.
   */
  readonly alone: boolean;
  /** Whether Secrets Manager does not listen to how it ends: its event was delivered twice. */
  readonly echo: boolean;
}

/** The simulated AWS with all that goes on in it. Never changed: each transition makes a new one. */
export interface ExplorerState {
  readonly aws: SimulatedAws;
  readonly activeRuns: readonly ActiveRun[];
  readonly trace: Trace;
  /** How runs of CloudFormation ended. */
  readonly endings: Readonly<Record<string, Ending['outcome']>>;
}

/** What can happen next. */
export type Transition =
  | { readonly kind: 'starts'; readonly run: Run; readonly echo?: boolean }
  /** A run makes its next call. `takes` is how long it waits for the result. */
  | { readonly kind: 'calls'; readonly run: string; readonly disturbance?: Disturbance; readonly takes?: Time }
  /** The sleep of a run is over, and the clock moves on to that moment. */
  | { readonly kind: 'wakes'; readonly run: string }
  /** A run is stopped before its next call. */
  | { readonly kind: 'stops'; readonly run: string }
  | { readonly kind: 'operator'; readonly step: OperatorStep }
  | { readonly kind: 'time'; readonly ms: Time };

export interface Taken {
  readonly state: ExplorerState;
  readonly step: Step;
  /** What is wrong with it. */
  readonly broken?: string;
}

/** How to run runs: kept for others that go the same way (`remembered`), or not. */
export interface Machinery {
  readonly configuration: Configuration;
  readonly begin: (run: Run) => Progress;
  readonly isRemembered: boolean;
}

/** The state after a transition, judged by all invariants. */
export function take(machinery: Machinery, state: ExplorerState, transition: Transition): Taken {
  const { state: after, step } = happen(machinery, state, transition);
  const context: Context = machinery.configuration;
  const broken = brokenBy(step, state.trace, context);
  return { state: { ...after, trace: tracedAfter(state.trace, step, context) }, step, broken };
}

function happen(
  machinery: Machinery,
  state: ExplorerState,
  transition: Transition,
): { state: ExplorerState; step: Step } {
  const { aws, activeRuns } = state;
  switch (transition.kind) {
    case 'starts': {
      const activeRun: ActiveRun = {
        run: transition.run,
        progress: machinery.begin(transition.run),
        alone: true,
        echo: transition.echo ?? false,
      };
      const step = {
        before: aws,
        after: aws,
        by: activeRun.run.id,
        run: factsOf(activeRun),
        starts: true,
        said: activeRun.progress.said,
      };
      return going({ ...state, activeRuns: [...activeRuns, activeRun] }, activeRun, step);
    }
    case 'calls':
      return calls(machinery, state, activeRunOf(state, transition.run), transition);
    case 'wakes': {
      const activeRun = activeRunOf(state, transition.run);
      const later = advance(aws, Math.max(0, activeRun.progress.wakesAt - aws.now));
      return resumed(machinery, state, activeRun, later, { now: later.now }, undefined, undefined);
    }
    case 'stops': {
      const activeRun = activeRunOf(state, transition.run);
      const step: Step = {
        before: aws,
        after: aws,
        by: activeRun.run.id,
        run: factsOf(activeRun),
        ended: { outcome: 'stopped', message: '' },
      };
      return over(state, activeRun, step);
    }
    case 'operator': {
      const after = perform(aws, transition.step);
      return {
        state: disturbing({ ...state, aws: after }, aws, undefined),
        step: { before: aws, after, by: OPERATOR, operator: transition.step },
      };
    }
    case 'time': {
      const after = advance(aws, transition.ms);
      return { state: { ...state, aws: after }, step: { before: aws, after, by: 'time' } };
    }
  }
}

function calls(
  machinery: Machinery,
  state: ExplorerState,
  activeRun: ActiveRun,
  { disturbance, takes = 0 }: Extract<Transition, { kind: 'calls' }>,
) {
  const { aws } = state;
  const call = activeRun.progress.call as AwsCall;
  const result = performCall(aws, call, activeRun.run.id, disturbance);
  const after = takes > 0 ? advance(result.aws, takes) : result.aws;
  return resumed(machinery, state, activeRun, after, { ...result.result, now: after.now }, call, disturbance);
}

function resumed(
  { isRemembered }: Machinery,
  state: ExplorerState,
  activeRun: ActiveRun,
  after: SimulatedAws,
  given: { now: Time; value?: unknown; failure?: never } | ReturnType<typeof performCall>['result'],
  call: AwsCall | undefined,
  disturbance: Disturbance | undefined,
): { state: ExplorerState; step: Step } {
  const progress = isRemembered ? activeRun.progress.after(given) : activeRun.progress.afterAlone(given);
  const alone = activeRun.alone && (disturbance === undefined || activeRun.run.task.kind !== 'scheduledRun');
  const next: ActiveRun = { ...activeRun, progress, alone };
  const changed = {
    ...state,
    aws: after,
    activeRuns: state.activeRuns.map((other) => (other === activeRun ? next : other)),
  };
  const step = {
    before: state.aws,
    after,
    by: activeRun.run.id,
    run: factsOf({ ...activeRun, alone }),
    call,
    result: given,
    said: progress.said,
  };
  return going(disturbing(changed, state.aws, next), next, step);
}

/** Goes on with a run, or ends it. */
function going(state: ExplorerState, activeRun: ActiveRun, step: Step): { state: ExplorerState; step: Step } {
  const { ended } = activeRun.progress;
  if (ended === undefined) {
    return { state, step };
  }
  const ending: Ending = 'threw' in ended ? { outcome: 'threw', message: ended.threw } : ended.outcome;
  return over(state, activeRun, { ...step, run: factsOf(activeRun), ended: ending });
}

/** Removes a run from the state, and reports its end to its caller. */
function over(state: ExplorerState, { run, echo }: ActiveRun, step: Step): { state: ExplorerState; step: Step } {
  const activeRuns = state.activeRuns.filter((activeRun) => activeRun.run !== run);
  const { outcome } = step.ended!;
  const aws = isStep(run.task) && !echo ? reported(state.aws, run.task, outcome === 'done') : state.aws;
  const isCloudFormations = ['create', 'delete'].includes(run.task.kind);
  return {
    state: {
      ...state,
      aws,
      activeRuns,
      endings: isCloudFormations ? { ...state.endings, [run.id]: outcome } : state.endings,
    },
    step,
  };
}

export function isStep(
  task: Task,
): task is Extract<Task, { kind: 'createSecret' | 'setSecret' | 'testSecret' | 'finishSecret' }> {
  return ['createSecret', 'setSecret', 'testSecret', 'finishSecret'].includes(task.kind);
}

/** Secrets Manager learns of the step that it waits for, and of no other. */
function reported(aws: SimulatedAws, { kind, token }: Extract<Task, { token: string }>, isDone: boolean): SimulatedAws {
  const awaited = aws.rotations.some((rotation) => rotation.token === token && rotation.step === kind);
  return awaited ? (isDone ? stepSucceeded : stepFailed)(aws, token) : aws;
}

/** Scheduled runs learn that they are not alone. */
function disturbing(state: ExplorerState, before: SimulatedAws, by: ActiveRun | undefined): ExplorerState {
  const { aws, activeRuns } = state;
  const isUnchanged = aws.iam.keys === before.iam.keys && aws.secret === before.secret;
  const isAlone = (activeRun: ActiveRun) =>
    activeRun === by || activeRun.run.task.kind !== 'scheduledRun' || !activeRun.alone;
  return isUnchanged || activeRuns.every(isAlone)
    ? state
    : {
        ...state,
        activeRuns: activeRuns.map((activeRun) => (isAlone(activeRun) ? activeRun : { ...activeRun, alone: false })),
      };
}

export function activeRunOf({ activeRuns }: ExplorerState, id: string): ActiveRun {
  return activeRuns.find(({ run }) => run.id === id)!;
}

function factsOf({ run: { id, task, startedAt }, progress: { sight }, alone }: ActiveRun): RunFacts {
  return { id, task, startedAt, ...sight, alone };
}

/** A run that makes a call to AWS next, and does not sleep. */
export function isAwake({ progress: { call } }: ActiveRun): boolean {
  return call !== undefined && isAwsCall(call);
}
