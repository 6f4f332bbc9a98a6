import { Progress } from './progress';
import { Time } from '../../../src/handler/life-cycle/effects';
import { Configuration, Run, Task } from '../../../src/handler/life-cycle/task';
import { brokenBy, Context, Ending, RunFacts, Step, Witness, witnessing } from '../invariants';
import { advance, performCall, AwsCall, Disturbance, isAwsCall, perform, OPERATOR, OperatorStep, stepFailed, stepSucceeded, SimulatedAws } from '../simulated-aws';

/** A run that is not over. */
export interface Player {
  readonly run: Run;
  readonly progress: Progress;
  /** Whether nothing befell it and no other actor changed anything since it began. Known of scheduled runs alone, because no invariant needs others. */
  readonly alone: boolean;
  /** Whether Secrets Manager does not listen to how it ends: its event was delivered twice. */
  readonly echo: boolean;
}

/** The simulated AWS with all that goes on in it. Never changed: each happening makes a new one. */
export interface Stage {
  readonly aws: SimulatedAws;
  readonly players: readonly Player[];
  readonly witness: Witness;
  /** How runs of CloudFormation ended. */
  readonly endings: Readonly<Record<string, Ending['outcome']>>;
}

/** What can happen next. */
export type Happening =
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
  readonly stage: Stage;
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

/** The stage after a happening, judged by all invariants. */
export function take(machinery: Machinery, stage: Stage, happening: Happening): Taken {
  const { stage: after, step } = happen(machinery, stage, happening);
  const context: Context = machinery.configuration;
  const broken = brokenBy(step, stage.witness, context);
  return { stage: { ...after, witness: witnessing(stage.witness, step, context) }, step, broken };
}

function happen(machinery: Machinery, stage: Stage, happening: Happening): { stage: Stage; step: Step } {
  const { aws, players } = stage;
  switch (happening.kind) {
    case 'starts': {
      const player: Player = { run: happening.run, progress: machinery.begin(happening.run), alone: true, echo: happening.echo ?? false };
      const step = { before: aws, after: aws, by: player.run.id, run: factsOf(player), starts: true, said: player.progress.said };
      return going({ ...stage, players: [...players, player] }, player, step);
    }
    case 'calls':
      return calls(machinery, stage, playerOf(stage, happening.run), happening);
    case 'wakes': {
      const player = playerOf(stage, happening.run);
      const later = advance(aws, Math.max(0, player.progress.wakesAt - aws.now));
      return resumed(machinery, stage, player, later, { now: later.now }, undefined, undefined);
    }
    case 'stops': {
      const player = playerOf(stage, happening.run);
      const step: Step = { before: aws, after: aws, by: player.run.id, run: factsOf(player), ended: { outcome: 'stopped', message: '' } };
      return over(stage, player, step);
    }
    case 'operator': {
      const after = perform(aws, happening.step);
      return { stage: disturbing({ ...stage, aws: after }, aws, undefined), step: { before: aws, after, by: OPERATOR, operator: happening.step } };
    }
    case 'time': {
      const after = advance(aws, happening.ms);
      return { stage: { ...stage, aws: after }, step: { before: aws, after, by: 'time' } };
    }
  }
}

function calls(machinery: Machinery, stage: Stage, player: Player, { disturbance, takes = 0 }: Extract<Happening, { kind: 'calls' }>) {
  const { aws } = stage;
  const call = player.progress.call as AwsCall;
  const result = performCall(aws, call, player.run.id, disturbance);
  const after = takes > 0 ? advance(result.aws, takes) : result.aws;
  return resumed(machinery, stage, player, after, { ...result.result, now: after.now }, call, disturbance);
}

function resumed(
  { isRemembered }: Machinery, stage: Stage, player: Player, after: SimulatedAws, given: { now: Time; value?: unknown; failure?: never } | ReturnType<typeof performCall>['result'],
  call: AwsCall | undefined, disturbance: Disturbance | undefined,
): { stage: Stage; step: Step } {
  const progress = isRemembered ? player.progress.after(given) : player.progress.afterAlone(given);
  const alone = player.alone && (disturbance === undefined || player.run.task.kind !== 'scheduledRun');
  const next: Player = { ...player, progress, alone };
  const changed = { ...stage, aws: after, players: stage.players.map((other) => other === player ? next : other) };
  const step = { before: stage.aws, after, by: player.run.id, run: factsOf({ ...player, alone }), call, result: given, said: progress.said };
  return going(disturbing(changed, stage.aws, next), next, step);
}

/** Goes on with a run, or ends it. */
function going(stage: Stage, player: Player, step: Step): { stage: Stage; step: Step } {
  const { ended } = player.progress;
  if (ended === undefined) {
    return { stage, step };
  }
  const ending: Ending = 'threw' in ended ? { outcome: 'threw', message: ended.threw } : ended.outcome;
  return over(stage, player, { ...step, run: factsOf(player), ended: ending });
}

/** Takes a run off the stage, and reports its end to its caller. */
function over(stage: Stage, { run, echo }: Player, step: Step): { stage: Stage; step: Step } {
  const players = stage.players.filter((player) => player.run !== run);
  const { outcome } = step.ended!;
  const aws = isStep(run.task) && !echo ? reported(stage.aws, run.task, outcome === 'done') : stage.aws;
  const isCloudFormations = ['create', 'delete'].includes(run.task.kind);
  return { stage: { ...stage, aws, players, endings: isCloudFormations ? { ...stage.endings, [run.id]: outcome } : stage.endings }, step };
}

export function isStep(task: Task): task is Extract<Task, { kind: 'createSecret' | 'setSecret' | 'testSecret' | 'finishSecret' }> {
  return ['createSecret', 'setSecret', 'testSecret', 'finishSecret'].includes(task.kind);
}

/** Secrets Manager hears of the step that it waits for, and of no other. */
function reported(aws: SimulatedAws, { kind, token }: Extract<Task, { token: string }>, isDone: boolean): SimulatedAws {
  const awaited = aws.rotations.some((rotation) => rotation.token === token && rotation.step === kind);
  return awaited ? (isDone ? stepSucceeded : stepFailed)(aws, token) : aws;
}

/** Scheduled runs learn that they are not alone. */
function disturbing(stage: Stage, before: SimulatedAws, by: Player | undefined): Stage {
  const { aws, players } = stage;
  const isUnchanged = aws.iam.keys === before.iam.keys && aws.secret === before.secret;
  const isAlone = (player: Player) => player === by || player.run.task.kind !== 'scheduledRun' || !player.alone;
  return isUnchanged || players.every(isAlone)
    ? stage
    : { ...stage, players: players.map((player) => isAlone(player) ? player : { ...player, alone: false }) };
}

export function playerOf({ players }: Stage, id: string): Player {
  return players.find(({ run }) => run.id === id)!;
}

function factsOf({ run: { id, task, startedAt }, progress: { sight }, alone }: Player): RunFacts {
  return { id, task, startedAt, ...sight, alone };
}

/** A run that makes a call to AWS next, and does not sleep. */
export function isAwake({ progress: { call } }: Player): boolean {
  return call !== undefined && isAwsCall(call);
}
