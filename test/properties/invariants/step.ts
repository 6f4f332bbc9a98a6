import { EffectResult, Time } from '../../../src/handler/life-cycle/effects';
import { Policy } from '../../../src/handler/life-cycle/policy';
import { Outcome, Task } from '../../../src/handler/life-cycle/task';
import { Actor, AwsCall, OperatorStep, SimulatedAws } from '../simulated-aws';

/** What an observer knows of a run: what it was asked, and what it has seen so far. */
export interface RunFacts {
  readonly id: string;
  readonly task: Task;
  readonly startedAt: Time;
  /** When it last got a list of keys. */
  readonly listedAt?: Time;
  /** When it last got the labels, and which version was current then. */
  readonly described?: { readonly at: Time; readonly current?: string };
  /** Whether nothing befell the run and no other actor changed anything since it began. */
  readonly alone: boolean;
}

/** How a run ended: by itself, by an error of the function, or because it was stopped. */
export type Ending = Outcome | { readonly outcome: 'threw' | 'stopped'; readonly message: string };

/** One step of a history, as an observer sees it who sees everything. */
export interface Step {
  readonly before: SimulatedAws;
  readonly after: SimulatedAws;
  readonly by: Actor;
  /** The run that acts; unset if an operator does, or time. */
  readonly run?: RunFacts;
  /** Whether the run begins with this step. */
  readonly starts?: boolean;
  readonly call?: AwsCall;
  readonly result?: EffectResult;
  readonly operator?: OperatorStep;
  /** Whether the run ends with this step, and how. */
  readonly ended?: Ending;
  /** All that the run said in this step. */
  readonly said?: readonly string[];
}

export interface Context {
  readonly policy: Policy;
}
