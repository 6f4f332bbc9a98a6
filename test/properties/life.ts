import { configurationOf } from './explorer/scenario';
import {
  advance,
  available,
  configureRotation,
  cancelRotation,
  currentKey,
  describeStep,
  Driven,
  Driving,
  dueRotations,
  perform,
  OperatorStep,
  rotateSecret,
  runSequentially,
  stepFailed,
  stepSucceeded,
  SimulatedAws,
} from './simulated-aws';
import { Time } from '../../src/handler/life-cycle/effects';
import { Policy, TIMING } from '../../src/handler/life-cycle/policy';
import { reconcile } from '../../src/handler/life-cycle/reconcile';
import { Configuration, Outcome, Run, Task } from '../../src/handler/life-cycle/task';

export const MINUTE: Time = 60_000;
export const HOUR: Time = 60 * MINUTE;
export const DAY: Time = 24 * HOUR;

const SCHEDULE_INTERVAL = 6 * HOUR;
const RUN_LASTS_AT_MOST = 5 * MINUTE;
const CALL_TAKES = 100;

export const POLICY: Policy = {
  rotateAfter: 60 * DAY,
  overlap: 14 * DAY,
  recoveryWindow: 7 * DAY,
  maxAge: 90 * DAY,
  timing: TIMING,
};

/**
 * One key from its Create to its Delete: what CloudFormation, Secrets Manager and the schedule ask of the function,
 * one after another.
 */
export class Life {
  /** All that the function has said, each as one string. */
  public readonly said: string[] = [];
  /** What happened, for operators. */
  public readonly history: string[] = [];
  private runs = 0;
  private tokens = 0;
  private lastScheduledRun: Time;

  public constructor(
    public aws: SimulatedAws,
    private readonly policy: Policy = POLICY,
    private readonly driving: Partial<Driving> = {},
    private readonly runLastsAtMost: Time = RUN_LASTS_AT_MOST,
  ) {
    this.lastScheduledRun = aws.now;
  }

  public get now(): Time {
    return this.aws.now;
  }

  /** The key that clients read. */
  public get current(): string | undefined {
    return currentKey(this.aws.secret);
  }

  /** CloudFormation creates the custom resource, and then the schedule. */
  public create(): Outcome | undefined {
    const { value } = this.run({ kind: 'create', token: this.token('create') });
    if (value?.outcome === 'done') {
      this.aws = configureRotation(this.aws, this.token('schedule'));
      this.performSteps();
    }
    return value;
  }

  /** CloudFormation removes the schedule, and then the custom resource. */
  public delete(retain = false): Outcome | undefined {
    this.aws = cancelRotation(this.aws);
    return this.run({ kind: 'delete', created: true, retain }).value;
  }

  public scheduledRun(): Outcome | undefined {
    this.lastScheduledRun = this.now;
    const { value } = this.run({ kind: 'scheduledRun' });
    this.performSteps();
    return value;
  }

  public revoke(keyId: string): Outcome | undefined {
    const { value } = this.run({ kind: 'revoke', keyId });
    this.performSteps();
    return value;
  }

  /** Secrets Manager's own schedule is due. */
  public rotate(): void {
    const { aws, failure } = rotateSecret(this.aws, { token: this.token('rotation') });
    this.note(`Secrets Manager rotates${failure ? `: ${failure.message}` : ''}`);
    this.aws = aws;
    this.performSteps();
  }

  public operatorDoes(step: OperatorStep): void {
    this.note(describeStep(step));
    this.aws = perform(this.aws, step);
  }

  /** Lets time pass in which nothing happens. */
  public pass(ms: Time): void {
    this.aws = advance(this.aws, ms);
  }

  /** Lets days pass, with their scheduled runs and retries. `each` acts and looks after each of them. */
  public days(days: number, each: () => void = () => undefined): void {
    const end = this.now + days * DAY;
    while (this.now < end) {
      this.aws = advance(
        this.aws,
        Math.min(Math.max(this.lastScheduledRun + SCHEDULE_INTERVAL - this.now, 1), end - this.now),
      );
      this.performSteps();
      if (this.now >= this.lastScheduledRun + SCHEDULE_INTERVAL) {
        this.scheduledRun();
      }
      each();
    }
  }

  public use(keyId: string | undefined): void {
    const step = available(this.aws).find((possible) => possible.does === 'uses a key' && possible.keyId === keyId);
    if (step === undefined) {
      throw new Error(`a client is refused: ${keyId} does not work\n${this.history.join('\n')}`);
    }
    this.aws = perform(this.aws, step);
  }

  public run(task: Task, driving: Partial<Driving> = {}): Driven<Outcome> {
    const run: Run = {
      id: this.token(`run-${++this.runs}`),
      startedAt: this.now,
      deadline: this.now + this.runLastsAtMost,
      task,
    };
    const driven = runSequentially(this.aws, reconcile(run, this.configuration), {
      by: run.id,
      callTakes: CALL_TAKES,
      observer: {
        report: (report) => this.hear(report),
        publishMetrics: (metrics) => this.hear(metrics),
      },
      ...this.driving,
      ...driving,
    });
    this.aws = driven.aws;
    this.hear(driven.value ?? driven.error ?? 'crashed');
    this.note(`${task.kind} ${driven.ended}: ${driven.value?.rule ?? String(driven.error)}`);
    return driven;
  }

  /** What Secrets Manager asks now, one step after another. */
  private performSteps(): void {
    for (let [due] = dueRotations(this.aws); due !== undefined; [due] = dueRotations(this.aws)) {
      const { value } = this.run({ kind: due.step, token: due.token });
      this.aws = (value?.outcome === 'done' ? stepSucceeded : stepFailed)(this.aws, due.token);
    }
  }

  private get configuration(): Configuration {
    return configurationOf({ policy: this.policy }, this.aws);
  }

  private token(kind: string): string {
    return `${kind}-${++this.tokens}-`.padEnd(36, '0');
  }

  private hear(what: unknown): void {
    this.said.push(what instanceof Error ? `${what.name}: ${what.message}` : JSON.stringify(what));
  }

  private note(what: string): void {
    this.history.push(`${new Date(this.now).toISOString()} ${what}`);
  }
}
