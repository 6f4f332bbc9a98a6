import { Alone, beginning, Broken, runId } from './alone';
import { Identities } from './identity';
import { Bounds, isOver, Move, moves, Node } from './moves';
import { Runs } from './progress';
import { configurationOf, Scenario } from './scenario';
import { Sentences } from './sentences';
import { Happening, Machinery, Stage, take } from './stage';
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
  readonly happening?: Happening;
}

interface Reached {
  readonly node: Node;
  readonly way: Way;
}

/**
 * Everything that can happen in a scenario within its bounds: every interleaving of its runs, with the given number of faults and steps of operators at every moment.
 *
 * Breadth first, so that the history of a violation is as short as it can be; and each state once, however it was reached.
 */
export function explore(scenario: Scenario, bounds: Bounds, progressing?: Progressing, mostViolations = 1): Report {
  return new Exploration(scenario, bounds, mostViolations).run(progressing);
}

class Exploration {
  private readonly first: Stage;
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

  public constructor(private readonly scenario: Scenario, private readonly bounds: Bounds, private readonly mostViolations: number) {
    const aws = newSimulatedAws(scenario.options);
    const configuration = configurationOf(scenario, aws);
    const runs = new Runs(configuration);
    this.machinery = { configuration, begin: (run) => runs.begin(run), isRemembered: true };
    const alone = new Alone(beginning(aws), configuration, 'before');
    scenario.prepare(alone);
    const prepared = { ...alone.stage, endings: {} };
    this.first = scenario.rotates ? { ...prepared, aws: rotateSecret(prepared.aws, { token: runId('scheduled') }).aws } : prepared;
  }

  public run(progressing?: Progressing): Report {
    const { faults, operatorSteps, states = Infinity, switches = 0 } = this.bounds;
    const starts = this.scenario.starts.map(() => true);
    this.reach({ stage: this.first, starts, faults, operatorSteps, echoes: this.scenario.echoes ? 1 : 0, switches }, {});
    while (this.queue.length > 0 && this.violations.size < this.mostViolations && this.known.size < states) {
      // One breadth after the other.
      const breadth = this.queue;
      this.queue = [];
      for (let at = 0; at < breadth.length && this.violations.size < this.mostViolations && this.known.size < states; at++) {
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
    const { stage, starts, faults, operatorSteps, echoes, switches, last } = node;
    // Who moved last matters only while that run could go on.
    const interruptible = stage.players.some(({ run }) => run.id === last) ? last : undefined;
    const identity = `${this.identities.of(stage)} ${starts.map(Number)} ${faults} ${operatorSteps} ${echoes} ${switches} ${interruptible}`;
    if (!this.known.has(identity)) {
      this.known.add(identity);
      this.queue.push({ node, way });
    }
  }

  private goOn({ node, way }: Reached): void {
    if (isOver(node)) {
      this.follow(node.stage, way);
      return;
    }
    for (const { happening, left } of moves(this.scenario, this.bounds, node)) {
      this.move(node, { happening, left }, way);
    }
  }

  private move(node: Node, { happening, left }: Move, way: Way): void {
    const { stage, broken } = take(this.machinery, node.stage, happening);
    this.transitions++;
    const further: Way = { from: way, happening };
    if (broken !== undefined) {
      this.violated(broken, further);
    } else {
      this.reach({ ...left, stage }, further);
    }
  }

  /** An end, and what comes after it. Budgets that are left make no difference there. */
  private follow(stage: Stage, way: Way): void {
    const identity = this.identities.of(stage);
    if (this.followed.has(identity)) {
      return;
    }
    this.followed.add(identity);
    this.ends++;
    this.residual += stage.witness.residual.length;
    try {
      this.scenario.afterwards(new Alone(stage, this.machinery.configuration, 'after'), stage.endings);
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
    const happenings: Happening[] = [];
    for (let step: Way | undefined = way; step?.happening !== undefined; step = step.from) {
      happenings.push(step.happening);
    }
    const sentences = new Sentences();
    const end = happenings.reverse().reduce((stage, happening) => {
      const taken = take(this.machinery, stage, happening);
      sentences.add(stage, happening, taken.step);
      return taken.stage;
    }, this.first);
    if (isAfterwards) {
      sentences.note(end.aws.now, 'from here on nothing is disturbed');
      describePeace(this.scenario, end, this.machinery, sentences);
    }
    return sentences.toString();
  }
}

function describePeace(scenario: Scenario, end: Stage, { configuration }: Machinery, sentences: Sentences): void {
  try {
    scenario.afterwards(new Alone(end, configuration, 'after', (stage, happening, step) => {
      if (happening.kind !== 'wakes' && (step.call === undefined || step.before.secret !== step.after.secret || step.before.iam.keys !== step.after.iam.keys || step.ended)) {
        sentences.add(stage, happening, step);
      }
    }), end.endings);
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
