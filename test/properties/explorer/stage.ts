import { Progress } from './progress';
import { Time } from '../../../src/handler/life-cycle/effects';
import { Configuration, Run, Task } from '../../../src/handler/life-cycle/task';
import { brokenBy, Context, Ending, RunFacts, Step, Witness, witnessing } from '../invariants';
import { advance, answer, AwsCall, Disturbance, isAwsCall, perform, PERSON, PersonStep, stepFailed, stepSucceeded, World } from '../world';

/** A run that is not over. */
export interface Player {
  readonly run: Run;
  readonly progress: Progress;
  /** Whether nothing befell it and nobody else changed anything since it began. Known of scheduled runs alone, because nobody asks of others. */
  readonly alone: boolean;
  /** Whether Secrets Manager does not listen to how it ends: its event was delivered twice. */
  readonly echo: boolean;
}

/** The world with all that goes on in it. Never changed: each happening makes a new one. */
export interface Stage {
  readonly world: World;
  readonly players: readonly Player[];
  readonly witness: Witness;
  /** How runs of CloudFormation ended. */
  readonly endings: Readonly<Record<string, Ending['outcome']>>;
}

/** What can happen next. */
export type Happening =
  | { readonly kind: 'starts'; readonly run: Run; readonly echo?: boolean }
  /** A run makes its next call. `takes` is how long it waits for the answer. */
  | { readonly kind: 'calls'; readonly run: string; readonly disturbance?: Disturbance; readonly takes?: Time }
  /** The sleep of a run is over, and the clock moves on to that moment. */
  | { readonly kind: 'wakes'; readonly run: string }
  /** A run is stopped before its next call. */
  | { readonly kind: 'stops'; readonly run: string }
  | { readonly kind: 'person'; readonly step: PersonStep }
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
  const { world, players } = stage;
  switch (happening.kind) {
    case 'starts': {
      const player: Player = { run: happening.run, progress: machinery.begin(happening.run), alone: true, echo: happening.echo ?? false };
      const step = { before: world, after: world, by: player.run.id, run: factsOf(player), starts: true, said: player.progress.said };
      return going({ ...stage, players: [...players, player] }, player, step);
    }
    case 'calls':
      return calls(machinery, stage, playerOf(stage, happening.run), happening);
    case 'wakes': {
      const player = playerOf(stage, happening.run);
      const later = advance(world, Math.max(0, player.progress.wakesAt - world.now));
      return answered(machinery, stage, player, later, { now: later.now }, undefined, undefined);
    }
    case 'stops': {
      const player = playerOf(stage, happening.run);
      const step: Step = { before: world, after: world, by: player.run.id, run: factsOf(player), ended: { outcome: 'stopped', message: '' } };
      return over(stage, player, step);
    }
    case 'person': {
      const after = perform(world, happening.step);
      return { stage: disturbing({ ...stage, world: after }, world, undefined), step: { before: world, after, by: PERSON, person: happening.step } };
    }
    case 'time': {
      const after = advance(world, happening.ms);
      return { stage: { ...stage, world: after }, step: { before: world, after, by: 'time' } };
    }
  }
}

function calls(machinery: Machinery, stage: Stage, player: Player, { disturbance, takes = 0 }: Extract<Happening, { kind: 'calls' }>) {
  const { world } = stage;
  const call = player.progress.call as AwsCall;
  const result = answer(world, call, player.run.id, disturbance);
  const after = takes > 0 ? advance(result.world, takes) : result.world;
  return answered(machinery, stage, player, after, { ...result.answer, now: after.now }, call, disturbance);
}

function answered(
  { isRemembered }: Machinery, stage: Stage, player: Player, after: World, given: { now: Time; value?: unknown; failure?: never } | ReturnType<typeof answer>['answer'],
  call: AwsCall | undefined, disturbance: Disturbance | undefined,
): { stage: Stage; step: Step } {
  const progress = isRemembered ? player.progress.after(given) : player.progress.afterAlone(given);
  const alone = player.alone && (disturbance === undefined || player.run.task.kind !== 'scheduledRun');
  const next: Player = { ...player, progress, alone };
  const changed = { ...stage, world: after, players: stage.players.map((other) => other === player ? next : other) };
  const step = { before: stage.world, after, by: player.run.id, run: factsOf({ ...player, alone }), call, answer: given, said: progress.said };
  return going(disturbing(changed, stage.world, next), next, step);
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

/** Takes a run off the stage, and tells who has asked for it. */
function over(stage: Stage, { run, echo }: Player, step: Step): { stage: Stage; step: Step } {
  const players = stage.players.filter((player) => player.run !== run);
  const { outcome } = step.ended!;
  const world = isStep(run.task) && !echo ? told(stage.world, run.task, outcome === 'done') : stage.world;
  const isCloudFormations = ['create', 'delete'].includes(run.task.kind);
  return { stage: { ...stage, world, players, endings: isCloudFormations ? { ...stage.endings, [run.id]: outcome } : stage.endings }, step };
}

export function isStep(task: Task): task is Extract<Task, { kind: 'createSecret' | 'setSecret' | 'testSecret' | 'finishSecret' }> {
  return ['createSecret', 'setSecret', 'testSecret', 'finishSecret'].includes(task.kind);
}

/** Secrets Manager hears of the step that it waits for, and of no other. */
function told(world: World, { kind, token }: Extract<Task, { token: string }>, isDone: boolean): World {
  const awaited = world.rotations.some((rotation) => rotation.token === token && rotation.step === kind);
  return awaited ? (isDone ? stepSucceeded : stepFailed)(world, token) : world;
}

/** Scheduled runs learn that they are not alone. */
function disturbing(stage: Stage, before: World, by: Player | undefined): Stage {
  const { world, players } = stage;
  const isUnchanged = world.iam.keys === before.iam.keys && world.secret === before.secret;
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
