import { Command } from './command';
import { Setting } from './setting';
import { Time } from '../../../src/handler/life-cycle/calls';
import { Outcome, Task } from '../../../src/handler/life-cycle/task';
import { Alone, beginning, Broken, goOnInPeace, RUN_LASTS_AT_MOST, runId } from '../explorer/alone';
import { Progress } from '../explorer/progress';
import { configurationOf } from '../explorer/scenario';
import { isKnown } from '../explorer/scenarios';
import { Sentences } from '../explorer/sentences';
import { Happening, isAwake, Machinery, Player, Stage, take } from '../explorer/stage';
import { Step } from '../invariants';
import { available, AwsCall, configureRotation, currentKey, disturbances, dueRotations, newWorld, PersonStep, rotateSecret, World } from '../world';

const DAY: Time = 24 * 60 * 60 * 1000;

/** AWS's SDKs give up on a call after some seconds. No run comes later than this to a call that it could make. */
const LATENESS: Time = 30_000;

const CALL_TAKES: Time = 70;

/** People seldom do what ends everything. */
const RARE: readonly PersonStep['does'][] = [
  'deletes the user', 'makes the user again', 'schedules the deletion of the secret', 'deletes the secret for good', 'puts a value',
];

/** How runs end that had nothing to do. */
const IDLE: readonly string[] = [
  'nothing-to-do', 'nothing-to-set', 'test', 'current-key-not-listed', 'current-key-is-inactive', 'rotation-blocked', 'no-key-of-ours', 'closed-at-tick',
];

interface Line {
  readonly before: Stage;
  readonly happening: Happening;
  readonly step: Step;
}

/** One history: a stage on which commands happen, all of it judged by the invariants. What is wrong is thrown. */
export class History {
  private readonly lines: Line[] = [];
  private readonly machinery: Machinery;
  private stage: Stage;
  private names = 0;
  private delivered: Extract<Task, { token: string }>[] = [];

  public constructor(private readonly setting: Setting) {
    const world = newWorld(setting.options);
    const configuration = configurationOf(setting, world);
    this.machinery = { configuration, begin: (run) => Progress.of(run, configuration), isRemembered: false };
    this.stage = beginning(world);
    if (setting.isDeployed) {
      this.alone((alone) => {
        if (alone.run({ kind: 'create', token: runId('first') }) !== 'done') {
          throw new Broken('Create makes no key, though nothing is in the way');
        }
        alone.configure();
      });
    }
  }

  public do(command: Command): void {
    switch (command.does) {
      case 'tick':
      case 'update':
        return this.start({ kind: command.does });
      case 'create':
        return this.isCreatable() ? this.create() : undefined;
      case 'delete':
        return this.start({ kind: 'delete', created: this.isCreated(), retain: this.setting.retain });
      case 'rotate':
        return this.rotate();
      case 'deliver':
        return this.deliver(command.choice);
      case 'deliverAgain':
        return this.deliverAgain(command.choice);
      case 'revoke':
        return this.pick(this.world.ghost.keys, command.choice, ({ id }) => this.start({ kind: 'revoke', keyId: id }));
      case 'person':
        return this.person(command.choice);
      case 'use':
        return this.pick(this.steps().filter(({ does }) => does === 'uses a key'), command.choice, (step) => this.take({ kind: 'person', step }));
      case 'stop':
        return this.pick(this.stage.players, command.choice, ({ run }) => this.take({ kind: 'stops', run: run.id }));
      case 'disturb':
        return this.disturb(command.choice, command.which);
      case 'goOn':
        return command.choices.forEach((choice) => this.pick(this.stage.players, choice, (player) => this.goOn(player)));
      case 'settle':
        return this.settle();
      case 'pass':
        this.settle();
        return this.take({ kind: 'time', ms: command.ms });
      case 'live':
        return this.live(command.days, command.consumer);
    }
  }

  /** Faults have stopped, and at last the stack goes. */
  public end(): void {
    this.settle();
    const { isLong, retain } = this.setting;
    this.alone((alone) => {
      goOnInPeace(alone, isLong);
      const { existence, tags } = alone.world.secret;
      const isOurs = existence === 'present' && alone.world.iam.userId !== undefined && tags.some(([key]) => key === 'cdk-iam-access-key:owner');
      if (alone.delete(this.isCreated(), retain) === 'done' && isOurs) {
        alone.expectNothingLeft(retain);
      }
    });
  }

  /** The history for people. What changed nothing and could not: reads that went well, and runs in which nothing was to do, is left out. */
  public toString(): string {
    const sentences = new Sentences();
    const telling = this.lines.filter(isTelling);
    const isBusy = ({ step: { call, ended } }: Line) => call !== undefined && (ended === undefined || !IDLE.includes((ended as Outcome).rule));
    const busy = new Set(telling.filter(isBusy).map(({ step }) => step.run?.id));
    telling.filter(({ step: { run } }) => run === undefined || busy.has(run.id))
      .forEach(({ before, happening, step }) => sentences.add(before, happening, step));
    return sentences.toString();
  }

  private get world(): World {
    return this.stage.world;
  }

  private take(happening: Happening): void {
    const before = this.stage;
    const { stage, step, broken } = take(this.machinery, before, happening);
    this.lines.push({ before, happening, step });
    this.stage = stage;
    if (broken !== undefined) {
      throw new Broken(broken);
    }
  }

  private alone(work: (alone: Alone) => void): void {
    const alone = new Alone(this.stage, this.machinery.configuration, `peace-${++this.names}`, (before, happening, step) => this.lines.push({ before, happening, step }));
    try {
      work(alone);
    } finally {
      this.stage = alone.stage;
    }
  }

  private start(task: Task, echo = false): void {
    const { now } = this.world;
    this.take({ kind: 'starts', run: { id: this.token(task.kind), startedAt: now, deadline: now + RUN_LASTS_AT_MOST, task }, echo });
  }

  private token(name: string): string {
    return runId(`${name}-${++this.names}`);
  }

  /** One request at a time, whose event may be delivered twice. */
  private create(): void {
    const underWay = this.stage.players.map(({ run: { task } }) => task).find(({ kind }) => kind === 'create');
    this.start(underWay ?? { kind: 'create', token: this.token('create') });
  }

  /** CloudFormation sends no Create while another event of the same resource is under way. */
  private isCreatable(): boolean {
    return this.stage.players.every(({ run: { task } }) => task.kind !== 'delete');
  }

  private isCreated(): boolean {
    return Object.values(this.stage.endings).includes('done') || this.setting.isDeployed;
  }

  /** Before Create, there is no schedule. */
  private rotate(): void {
    if (!this.isCreated()) {
      return;
    }
    const token = this.token('scheduled');
    const world = this.world.secret.rotates ? this.world : configureRotation(this.world, this.token('schedule'));
    this.stage = { ...this.stage, world: rotateSecret(world, { token }).world };
  }

  private deliver(choice: number): void {
    const isUnderWay = (token: string) => this.stage.players.some(({ run: { task }, echo }) => !echo && 'token' in task && task.token === token);
    this.pick(dueRotations(this.world).filter(({ token }) => !isUnderWay(token)), choice, ({ step, token }) => {
      this.delivered = [...this.delivered, { kind: step, token }];
      this.start({ kind: step, token });
    });
  }

  /** A second time, however late: after other steps, or other rotations. */
  private deliverAgain(choice: number): void {
    this.pick(this.delivered, choice, (task) => this.start(task, true));
  }

  private steps(): PersonStep[] {
    return available(this.world).filter((step) => isKnown(step, this.world));
  }

  private person(choice: number): void {
    this.pick(this.steps().filter(({ does }) => choice % 7 === 0 || !RARE.includes(does)), choice, (step) => this.take({ kind: 'person', step }));
  }

  private disturb(choice: number, which: number): void {
    this.pick(this.stage.players.filter(isAwake), choice, ({ run, progress }) => {
      this.pick(disturbances(this.world, progress.call as AwsCall), which, (disturbance) => this.take({ kind: 'calls', run: run.id, disturbance, takes: CALL_TAKES }));
    });
  }

  /** A run makes its next call or wakes, unless another would have to wait for longer than it can. Then that one goes first. */
  private goOn(player: Player): void {
    const { players } = this.stage;
    const first = players.reduce((one, other) => other.progress.wakesAt < one.progress.wakesAt ? other : one);
    const next = player.progress.wakesAt <= first.progress.wakesAt + LATENESS ? player : first;
    this.take(isAwake(next) ? { kind: 'calls', run: next.run.id, takes: CALL_TAKES } : { kind: 'wakes', run: next.run.id });
  }

  private settle(): void {
    while (this.stage.players.length > 0) {
      const { players } = this.stage;
      this.goOn(players.reduce((one, other) => other.progress.wakesAt < one.progress.wakesAt ? other : one));
    }
  }

  private live(days: number, consumer: 'none' | 'current' | 'old'): void {
    this.settle();
    this.alone((alone) => {
      for (const end = alone.world.now + days * DAY; alone.world.now < end;) {
        const [oldest] = alone.world.iam.keys;
        const used = consumer === 'current' ? currentKey(alone.world.secret) : oldest?.id;
        if (consumer !== 'none' && used !== undefined && isKnown({ does: 'uses a key', keyId: used }, alone.world)) {
          alone.use(used);
        }
        alone.ticks(DAY / 4);
      }
    });
  }

  private pick<T>(all: readonly T[], choice: number, work: (one: T) => void): void {
    if (all.length > 0) {
      work(all[choice % all.length]);
    }
  }
}

function isTelling({ happening, step: { call, before, after, ended, starts } }: Line): boolean {
  const hasChanged = before.secret !== after.secret || before.iam.keys !== after.iam.keys;
  return happening.kind === 'person' || happening.kind === 'stops' || starts === true || ended !== undefined
    || (happening.kind === 'calls' && call !== undefined && (hasChanged || happening.disturbance !== undefined));
}
