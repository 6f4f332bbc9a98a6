import { Transition, isAwake, Machinery, activeRunOf, ExplorerState, take } from './explorer-state';
import { Progress } from './progress';
import { Time } from '../../../src/handler/life-cycle/effects';
import { Configuration, Run, Task } from '../../../src/handler/life-cycle/task';
import {
  A_MONTH,
  leftOver,
  NOTHING_REMAINS,
  NOTHING_PAST_ITS_DATE,
  NOTHING_SEEN,
  ROTATION_HAPPENS,
  Step,
  TWO_DAYS,
} from '../invariants';
import {
  cancelRotation,
  configureRotation,
  dueRotations,
  perform,
  OperatorStep,
  rotateSecret,
  SimulatedAws,
} from '../simulated-aws';

const MINUTE: Time = 60_000;
const HOUR: Time = 60 * MINUTE;

/** A run must have ended after this time. */
export const RUN_LASTS_AT_MOST: Time = 5 * MINUTE;
const SCHEDULE_INTERVAL: Time = 6 * HOUR;

export type Heard = (before: ExplorerState, transition: Transition, step: Step) => void;

/** Something is wrong, where a history goes on without disturbances. */
export class Broken extends Error {}

/**
 * Runs one after another, with no other run in between and without disturbances: how a history is prepared, and how it
 * ends once faults stop.
 *
 * It is judged at each step like everything else; what is wrong is thrown.
 */
export class SequentialRuns {
  private runs = 0;
  private readonly machinery: Machinery;

  public constructor(
    public state: ExplorerState,
    public readonly configuration: Configuration,
    private readonly name: string,
    private readonly heard?: Heard,
  ) {
    this.machinery = { configuration, begin: (run) => Progress.of(run, configuration), isRemembered: false };
  }

  public get aws(): SimulatedAws {
    return this.state.aws;
  }

  /** One run from its beginning to its end. */
  public run(task: Task): string {
    const { now } = this.aws;
    const id = runId(`${this.name}-${++this.runs}`);
    const run: Run = { id, startedAt: now, deadline: now + RUN_LASTS_AT_MOST, task };
    let outcome = 'stopped';
    for (let transition: Transition = { kind: 'starts', run }; ;) {
      outcome = this.take(transition)?.outcome ?? outcome;
      const activeRun = activeRunOf(this.state, id);
      if (activeRun === undefined) {
        return outcome;
      }
      transition = { kind: isAwake(activeRun) ? 'calls' : 'wakes', run: id };
    }
  }

  public time(ms: Time): void {
    this.take({ kind: 'time', ms });
  }

  /** CloudFormation sets the schedule. */
  public configure(): void {
    this.state = { ...this.state, aws: configureRotation(this.aws, runId(`${this.name}-schedule`)) };
    this.deliver();
  }

  /** What Secrets Manager asks for now. */
  public deliver(): void {
    for (let [due] = dueRotations(this.aws); due !== undefined; [due] = dueRotations(this.aws)) {
      this.run({ kind: due.step, token: due.token });
    }
  }

  public scheduledRun(): void {
    this.run({ kind: 'scheduledRun' });
    this.deliver();
  }

  /** Scheduled runs, every six hours, and what Secrets Manager tries again between them. */
  public scheduledRuns(lasting: Time): void {
    for (const end = this.aws.now + lasting; this.aws.now < end;) {
      this.scheduledRun();
      for (const next = this.aws.now + SCHEDULE_INTERVAL; this.aws.now < next;) {
        const { now, rotations } = this.aws;
        this.time(Math.min(...rotations.map(({ notBefore }) => notBefore).filter((time) => time > now), next) - now);
        this.deliver();
      }
    }
  }

  /** Secrets Manager's schedule has come due, or an operator rotates by hand. */
  public rotate(token: string): void {
    this.beginRotation(token);
    this.deliver();
  }

  /** The same, but no step is asked for yet. */
  public beginRotation(token: string): void {
    this.state = { ...this.state, aws: rotateSecret(this.aws, { token }).aws };
  }

  public operatorDoes(step: OperatorStep): void {
    this.take({ kind: 'operator', step });
  }

  /** After Delete and all other runs. */
  public expectNothingLeft(retain: boolean): void {
    const broken = leftOver(this.aws, retain, this.state.trace);
    if (broken !== undefined) {
      throw new Broken(broken);
    }
  }

  /** CloudFormation removes the schedule, and then the key. */
  public delete(created: boolean, retain = false): string {
    this.state = { ...this.state, aws: cancelRotation(this.aws) };
    return this.run({ kind: 'delete', created, retain });
  }

  /** A client signs with a key, if it knows it and the key works. */
  public use(keyId: string): void {
    if (perform(this.aws, { does: 'uses a key', keyId }) !== this.aws) {
      this.take({ kind: 'operator', step: { does: 'uses a key', keyId } });
    }
  }

  private take(transition: Transition) {
    const { state, step, broken } = take(this.machinery, this.state, transition);
    this.heard?.(this.state, transition, step);
    this.state = state;
    if (broken !== undefined) {
      throw new Broken(broken);
    }
    return step.ended;
  }
}

/** Scheduled runs until nothing of a disturbance may be left, and then until no key may be past its dates. */
export function goOnInPeace(sequence: SequentialRuns, isLong: boolean): void {
  const quietSince = sequence.aws.now;
  const expect = (invariant: typeof NOTHING_REMAINS) => {
    const broken = invariant.brokenAt(
      { aws: sequence.aws, trace: sequence.state.trace, quietSince },
      sequence.configuration,
    );
    if (broken !== undefined) {
      throw new Broken(`${broken} ("${invariant.name}")`);
    }
  };
  sequence.scheduledRuns(TWO_DAYS);
  expect(NOTHING_REMAINS);
  expect(ROTATION_HAPPENS);
  if (isLong) {
    sequence.scheduledRuns(A_MONTH - TWO_DAYS);
    [NOTHING_REMAINS, ROTATION_HAPPENS, NOTHING_PAST_ITS_DATE].forEach(expect);
  }
}

export function beginning(aws: SimulatedAws): ExplorerState {
  return { aws, activeRuns: [], trace: NOTHING_SEEN, endings: {} };
}

/** Secrets Manager wants tokens of 32 to 64 letters, digits and hyphens. */
export function runId(name: string): string {
  return `${name}-`.padEnd(36, '0');
}
