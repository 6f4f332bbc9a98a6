import * as fc from 'fast-check';
import { Setting } from './settings';
import { Line, summaryOf } from './summary';
import { Time } from '../../../src/handler/life-cycle/effects';
import { Run, Task } from '../../../src/handler/life-cycle/task';
import {
  Transition,
  isAwake,
  Machinery,
  ActiveRun,
  activeRunOf,
  ExplorerState,
  take,
} from '../explorer/explorer-state';
import { Progress } from '../explorer/progress';
import { configurationOf } from '../explorer/scenario';
import { isKnown } from '../explorer/scenarios';
import { SequentialRuns, beginning, Broken, goOnInPeace, RUN_LASTS_AT_MOST, runId } from '../explorer/sequential-runs';
import {
  available,
  AwsCall,
  configureRotation,
  currentKey,
  disturbances,
  dueRotations,
  KeyFacts,
  newSimulatedAws,
  OperatorStep,
  rotateSecret,
  SimulatedAws,
} from '../simulated-aws';

const DAY: Time = 24 * 60 * 60 * 1000;

/** AWS's SDKs give up on a call after some seconds. No run comes later than this to a call that it could make. */
const LATENESS: Time = 30_000;

const CALL_TAKES: Time = 70;

/** operators seldom do what ends everything. */
const RARE: readonly OperatorStep['does'][] = [
  'deletes the user',
  'creates the user again',
  'schedules the deletion of the secret',
  'deletes the secret for good',
  'puts a value',
];

type Delivery = Extract<Task, { token: string }>;
type OperatorTransition = Extract<Transition, { kind: 'operator' }>;

/** One history: a state that commands change, all of it judged by the invariants. What is wrong is thrown. */
export class History {
  private readonly lines: Line[] = [];
  private readonly machinery: Machinery;
  private readonly deliveries: Delivery[] = [];
  private state: ExplorerState;
  private names = 0;
  private hasCreated: boolean;

  public constructor(private readonly setting: Setting) {
    const aws = newSimulatedAws(setting.options);
    const configuration = configurationOf(setting, aws);
    this.machinery = { configuration, begin: (run) => Progress.of(run, configuration), isRemembered: false };
    this.state = beginning(aws);
    this.hasCreated = setting.isDeployed;
    if (setting.isDeployed) {
      this.inSequence((sequence) => {
        if (sequence.run({ kind: 'create', token: runId('first') }) !== 'done') {
          throw new Broken('Create makes no key, though nothing is in the way');
        }
        sequence.configure();
      });
    }
  }

  /** Whether a run is under way. */
  public get isBusy(): boolean {
    return this.state.activeRuns.length > 0;
  }

  /** Whether a Create was done. Only then is there a schedule, and an id that Delete gets. */
  public get isCreated(): boolean {
    return this.hasCreated;
  }

  /** CloudFormation sends no Create while another event of the same resource is under way. */
  public get isCreatable(): boolean {
    return this.state.activeRuns.every(({ run: { task } }) => task.kind !== 'delete');
  }

  /** All keys that there ever were. */
  public get keys(): readonly KeyFacts[] {
    return this.aws.keyHistory.keys;
  }

  /** The steps that Secrets Manager asks for, and no run performs yet. */
  public get due(): readonly Delivery[] {
    const isUnderWay = (token: string) =>
      this.state.activeRuns.some(({ run: { task }, echo }) => !echo && 'token' in task && task.token === token);
    return dueRotations(this.aws)
      .filter(({ token }) => !isUnderWay(token))
      .map(({ step, token }) => ({ kind: step, token }));
  }

  /** What may be delivered a second time, however late: after other steps, or other rotations. */
  public get delivered(): readonly Delivery[] {
    return this.deliveries;
  }

  /** All that operators can do. */
  public get steps(): readonly OperatorTransition[] {
    return available(this.aws)
      .filter((step) => isKnown(step, this.aws))
      .map((step) => ({ kind: 'operator', step }));
  }

  public get usualSteps(): readonly OperatorTransition[] {
    return this.steps.filter(({ step }) => !RARE.includes(step.does));
  }

  public get uses(): readonly OperatorTransition[] {
    return this.steps.filter(({ step }) => step.does === 'uses a key');
  }

  public get stops(): readonly Transition[] {
    return this.state.activeRuns.map(({ run }) => ({ kind: 'stops', run: run.id }));
  }

  /** The next call of each run, with each that can befall it. */
  public get disturbedCalls(): readonly Transition[] {
    return this.state.activeRuns.filter(isAwake).flatMap(({ run, progress }) =>
      disturbances(this.aws, progress.call as AwsCall).map((disturbance): Transition => ({
        kind: 'calls',
        run: run.id,
        disturbance,
        takes: CALL_TAKES,
      })),
    );
  }

  public take(transition: Transition): void {
    const before = this.state;
    const { state, step, broken } = take(this.machinery, before, transition);
    this.lines.push({ before, transition, step });
    this.state = state;
    this.hasCreated ||= step.run?.task.kind === 'create' && step.ended?.outcome === 'done';
    if (broken !== undefined) {
      throw new Broken(broken);
    }
  }

  public start(task: Task, echo = false): void {
    const { now } = this.aws;
    this.take({
      kind: 'starts',
      run: { id: this.token(task.kind), startedAt: now, deadline: now + RUN_LASTS_AT_MOST, task },
      echo,
    });
  }

  /** One request at a time, whose event may be delivered twice. */
  public create(): void {
    const underWay = this.state.activeRuns.map(({ run: { task } }) => task).find(({ kind }) => kind === 'create');
    this.start(underWay ?? { kind: 'create', token: this.token('create') });
  }

  public delete(): void {
    this.start({ kind: 'delete', created: this.isCreated, retain: this.setting.retain });
  }

  /** Secrets Manager begins a rotation. */
  public rotate(): void {
    const token = this.token('scheduled');
    const aws = this.aws.secret.rotates ? this.aws : configureRotation(this.aws, this.token('schedule'));
    this.state = { ...this.state, aws: rotateSecret(aws, { token }).aws };
  }

  public deliver(delivery: Delivery): void {
    this.deliveries.push(delivery);
    this.start(delivery);
  }

  /** Each turn, the runs that are under way wait for the scheduler, which lets one of them go on. */
  public async goOn(turns: number, scheduler: fc.Scheduler): Promise<void> {
    const waiting = new Map<Run, Promise<Run>>();
    for (let turn = 0; turn < turns && this.isBusy; turn++) {
      punctual(this.state.activeRuns)
        .map(({ run }) => run)
        .filter((run) => !waiting.has(run))
        .forEach((run) =>
          waiting.set(
            run,
            scheduler.schedule(Promise.resolve(), run.id).then(() => run),
          ),
        );
      await scheduler.waitNext(1);
      const next = await Promise.race(waiting.values());
      waiting.delete(next);
      this.turn(activeRunOf(this.state, next.id));
    }
  }

  /** All runs come to their ends, in the order of time. */
  public settle(): void {
    while (this.isBusy) {
      this.turn(first(this.state.activeRuns));
    }
  }

  public pass(ms: Time): void {
    this.settle();
    this.take({ kind: 'time', ms });
  }

  /** Days with their scheduled runs, in which a client uses a key or not. */
  public live(days: number, used: 'no' | 'current' | 'old'): void {
    this.settle();
    this.inSequence((sequence) => {
      for (const end = sequence.aws.now + days * DAY; sequence.aws.now < end;) {
        const [oldest] = sequence.aws.iam.keys;
        const key = used === 'current' ? currentKey(sequence.aws.secret) : oldest?.id;
        if (used !== 'no' && key !== undefined && isKnown({ does: 'uses a key', keyId: key }, sequence.aws)) {
          sequence.use(key);
        }
        sequence.scheduledRuns(DAY / 4);
      }
    });
  }

  /** Faults have stopped, and at last the stack goes. */
  public end(): void {
    this.settle();
    const { isLong, retain } = this.setting;
    this.inSequence((sequence) => {
      goOnInPeace(sequence, isLong);
      const { existence, tags } = sequence.aws.secret;
      const isOurs =
        existence === 'present' &&
        sequence.aws.iam.userId !== undefined &&
        tags.some(([key]) => key === 'cdk-iam-access-key:owner');
      if (sequence.delete(this.isCreated, retain) === 'done' && isOurs) {
        sequence.expectNothingLeft(retain);
      }
    });
  }

  public toString(): string {
    return summaryOf(this.lines);
  }

  private get aws(): SimulatedAws {
    return this.state.aws;
  }

  private inSequence(work: (sequence: SequentialRuns) => void): void {
    const sequence = new SequentialRuns(
      this.state,
      this.machinery.configuration,
      `peace-${++this.names}`,
      (before, transition, step) => this.lines.push({ before, transition, step }),
    );
    try {
      work(sequence);
    } finally {
      this.state = sequence.state;
    }
  }

  private token(name: string): string {
    return runId(`${name}-${++this.names}`);
  }

  /** A run makes its next call, or wakes. */
  private turn(activeRun: ActiveRun): void {
    const { run } = activeRun;
    this.take(isAwake(activeRun) ? { kind: 'calls', run: run.id, takes: CALL_TAKES } : { kind: 'wakes', run: run.id });
  }
}

/** The run whose turn it is by the clock. */
function first(activeRuns: readonly ActiveRun[]): ActiveRun {
  return activeRuns.reduce((one, other) => (other.progress.wakesAt < one.progress.wakesAt ? other : one));
}

/**
 * The runs that can go on without another one having to wait for longer than it can. One that can stays so, because no
 * run goes back in time.
 */
function punctual(activeRuns: readonly ActiveRun[]): readonly ActiveRun[] {
  const latest = first(activeRuns).progress.wakesAt + LATENESS;
  return activeRuns.filter(({ progress }) => progress.wakesAt <= latest);
}
