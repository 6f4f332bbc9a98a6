import { Counterexample } from './counterexample';
import { Transition, Machinery, ExplorerState, take } from './explorer-state';
import { Identities } from './identity';
import { Bounds, isOver, Move, moves, Node } from './moves';
import { Runs } from './progress';
import { configurationOf, Scenario } from './scenario';
import { SequentialRuns, beginning, Broken, runId } from './sequential-runs';
import { newSimulatedAws, rotateSecret } from '../simulated-aws';

/** What an exploration came to. */
export interface Report {
  readonly scenario: string;
  readonly bounds: Bounds;
  /** Whether everything within the bounds was seen. */
  readonly complete: boolean;
  readonly states: number;
  readonly transitions: number;
  /** States in which all runs were over, each of which was followed until nothing may be left. */
  readonly ends: number;
  /** Keys of operators that were taken for a run's: the documented residual case. */
  readonly residual: number;
  readonly seconds: number;
  /** Each with the shortest history that leads to it. */
  readonly violations: readonly Violation[];
}

export interface Violation {
  readonly what: string;
  readonly history: string;
}

/** How far the search has come. */
export type Progressing = (states: number, waiting: number, ends: number) => void;

/** How a state was reached. */
interface Way {
  readonly from?: Way;
  readonly transition?: Transition;
}

interface Reached {
  readonly node: Node;
  readonly way: Way;
}

/**
 * Everything that can happen in a scenario within its bounds: every interleaving of its runs, with the given number of
 * faults and steps of operators at every moment.
 *
 * Breadth first, so that the history of a violation is as short as it can be; and each state once, however it was
 * reached.
 */
export function explore(scenario: Scenario, bounds: Bounds, progressing?: Progressing, mostViolations = 1): Report {
  return new Exploration(scenario, bounds, mostViolations).run(progressing);
}

class Exploration {
  private readonly first: ExplorerState;
  private readonly machinery: Machinery;
  private readonly identities = new Identities();
  private readonly known = new Set<string>();
  private readonly followed = new Set<string>();
  private readonly violations = new Map<string, Violation>();
  private readonly startedAt = Date.now();
  private transitions = 0;
  private ends = 0;
  private residual = 0;
  private queue: Reached[] = [];

  public constructor(
    private readonly scenario: Scenario,
    private readonly bounds: Bounds,
    private readonly mostViolations: number,
  ) {
    const aws = newSimulatedAws(scenario.options);
    const configuration = configurationOf(scenario, aws);
    const runs = new Runs(configuration);
    this.machinery = { configuration, begin: (run) => runs.begin(run), isRemembered: true };
    const sequence = new SequentialRuns(beginning(aws), configuration, 'before');
    scenario.prepare(sequence);
    const prepared = { ...sequence.state, endings: {} };
    this.first = scenario.rotates
      ? { ...prepared, aws: rotateSecret(prepared.aws, { token: runId('scheduled') }).aws }
      : prepared;
  }

  public run(progressing?: Progressing): Report {
    const { faults, operatorSteps, states = Infinity, switches = 0 } = this.bounds;
    const starts = this.scenario.starts.map(() => true);
    this.reach(
      { state: this.first, starts, faults, operatorSteps, echoes: this.scenario.echoes ? 1 : 0, switches },
      {},
    );
    while (this.queue.length > 0 && this.violations.size < this.mostViolations && this.known.size < states) {
      // One breadth after the other.
      const breadth = this.queue;
      this.queue = [];
      for (
        let at = 0;
        at < breadth.length && this.violations.size < this.mostViolations && this.known.size < states;
        at++
      ) {
        this.goOn(breadth[at]);
        delete breadth[at];
      }
      progressing?.(this.known.size, this.queue.length, this.ends);
    }
    const complete = this.queue.length === 0 && this.violations.size < this.mostViolations && this.known.size < states;
    return {
      scenario: this.scenario.name,
      bounds: this.bounds,
      complete,
      states: this.known.size,
      transitions: this.transitions,
      ends: this.ends,
      residual: this.residual,
      seconds: Math.round((Date.now() - this.startedAt) / 100) / 10,
      violations: [...this.violations.values()],
    };
  }

  private reach(node: Node, way: Way): void {
    const { state, starts, faults, operatorSteps, echoes, switches, last } = node;
    // Who moved last matters only while that run could go on.
    const interruptible = state.activeRuns.some(({ run }) => run.id === last) ? last : undefined;
    const identity =
      `${this.identities.of(state)} ${starts.map(Number)} ${faults} ${operatorSteps} ${echoes} ` +
      `${switches} ${interruptible}`;
    if (!this.known.has(identity)) {
      this.known.add(identity);
      this.queue.push({ node, way });
    }
  }

  private goOn({ node, way }: Reached): void {
    if (isOver(node)) {
      this.follow(node.state, way);
      return;
    }
    for (const { transition, left } of moves(this.scenario, this.bounds, node)) {
      this.move(node, { transition, left }, way);
    }
  }

  private move(node: Node, { transition, left }: Move, way: Way): void {
    const { state, broken } = take(this.machinery, node.state, transition);
    this.transitions++;
    const further: Way = { from: way, transition };
    if (broken !== undefined) {
      this.violated(broken, further);
    } else {
      this.reach({ ...left, state }, further);
    }
  }

  /** An end, and what comes after it. Budgets that are left make no difference there. */
  private follow(state: ExplorerState, way: Way): void {
    const identity = this.identities.of(state);
    if (this.followed.has(identity)) {
      return;
    }
    this.followed.add(identity);
    this.ends++;
    this.residual += state.trace.residual.length;
    try {
      this.scenario.afterwards(new SequentialRuns(state, this.machinery.configuration, 'after'), state.endings);
    } catch (error) {
      this.violated(whatIsBroken(error), way, true);
    }
  }

  private violated(what: string, way: Way, isAfterwards = false): void {
    const kind = what.replace(/\d{4}-\d\d-\d\dT[\d:.]*Z/g, '');
    if (!this.violations.has(kind)) {
      this.violations.set(kind, { what, history: this.describe(way, isAfterwards) });
    }
  }

  private describe(way: Way, isAfterwards: boolean): string {
    const transitions: Transition[] = [];
    for (let step: Way | undefined = way; step?.transition !== undefined; step = step.from) {
      transitions.push(step.transition);
    }
    const counterexample = new Counterexample();
    const end = transitions.reverse().reduce((state, transition) => {
      const taken = take(this.machinery, state, transition);
      counterexample.add(state, transition, taken.step);
      return taken.state;
    }, this.first);
    if (isAfterwards) {
      counterexample.note(end.aws.now, 'from here on nothing is disturbed');
      describePeace(this.scenario, end, this.machinery, counterexample);
    }
    return counterexample.toString();
  }
}

function describePeace(
  scenario: Scenario,
  end: ExplorerState,
  { configuration }: Machinery,
  counterexample: Counterexample,
): void {
  try {
    scenario.afterwards(
      new SequentialRuns(end, configuration, 'after', (state, transition, step) => {
        if (
          transition.kind !== 'wakes' &&
          (step.call === undefined ||
            step.before.secret !== step.after.secret ||
            step.before.iam.keys !== step.after.iam.keys ||
            step.ended)
        ) {
          counterexample.add(state, transition, step);
        }
      }),
      end.endings,
    );
  } catch (error) {
    whatIsBroken(error);
  }
}

function whatIsBroken(error: unknown): string {
  if (error instanceof Broken) {
    return error.message;
  }
  throw error;
}
