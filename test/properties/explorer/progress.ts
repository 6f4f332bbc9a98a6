import { EffectResult, Effect, Routine, Time } from '../../../src/handler/life-cycle/effects';
import { reconcile } from '../../../src/handler/life-cycle/reconcile';
import { Configuration, Outcome, Run } from '../../../src/handler/life-cycle/task';
import { AwsCall, CURRENT, isAwsCall } from '../simulated-aws';

/** A call that a run waits with: one to AWS, or that time passes. */
export type Waiting = AwsCall | Extract<Effect, { name: 'sleep' }>;

/** The results that a run got so far, as far as observers care. */
export interface Sight {
  readonly listedAt?: Time;
  readonly described?: { readonly at: Time; readonly current?: string };
}

type Ended = { readonly outcome: Outcome } | { readonly threw: string };

let numbers = 0;

/**
 * How far a run has come: all the results that it got, and what it does next.
 *
 * A generator cannot be copied, so that a run that may go on in two ways is run again from its beginning for the
 * second. Each distinct row of results is run once and kept,
 * and the generator goes along with the first way, so that most steps cost one step of one generator.
 */
export class Progress {
  public static of(run: Run, configuration: Configuration): Progress {
    const begin = () => reconcile(run, configuration);
    const generator = begin();
    const { next, said } = goOn(generator, undefined, run.startedAt);
    return new Progress(begin, undefined, generator, run.startedAt, next, said, {});
  }

  /** Distinguishes runs by their results; equal for equal runs with equal results. */
  public readonly number = numbers++;
  private readonly followers = new Map<string, Progress>();

  private constructor(
    private readonly begin: () => Routine<Outcome>,
    private readonly origin: { readonly from: Progress; readonly result: EffectResult } | undefined,
    private generator: Routine<Outcome> | undefined,
    /** The time of the last result. */
    public readonly now: Time,
    /** What the run does next, or how it ended. */
    public readonly next: Waiting | Ended,
    /** What it has said since the last result. */
    public readonly said: readonly string[],
    public readonly sight: Sight,
  ) {}

  public get call(): Waiting | undefined {
    return 'name' in this.next ? this.next : undefined;
  }

  public get ended(): Ended | undefined {
    return 'name' in this.next ? undefined : this.next;
  }

  /** When it makes its next call. */
  public get wakesAt(): Time {
    return this.call?.name === 'sleep' ? this.now + this.call.request.ms : this.now;
  }

  /** The run after a result. */
  public after(result: EffectResult): Progress {
    const text = `${result.now} ${JSON.stringify(result.value)} ${JSON.stringify(result.failure)}`;
    const known = this.followers.get(text);
    if (known) {
      return known;
    }
    const follower = this.afterAlone(result);
    this.followers.set(text, follower);
    return follower;
  }

  /** The same for a run that goes only one way, which is not kept. */
  public afterAlone(result: EffectResult): Progress {
    const generator = this.generator ?? this.again();
    this.generator = undefined;
    const { next, said } = goOn(generator, result, result.now);
    return new Progress(
      this.begin,
      { from: this, result },
      'name' in next ? generator : undefined,
      result.now,
      next,
      said,
      seen(this.sight, this.call, result),
    );
  }

  /** A generator that has come as far as this. */
  private again(): Routine<Outcome> {
    const results: EffectResult[] = [];
    for (let origin = this.origin; origin !== undefined; origin = origin.from.origin) {
      results.push(origin.result);
    }
    const generator = this.begin();
    goOn(generator, undefined, 0);
    results.reverse().forEach((result) => goOn(generator, result, result.now));
    return generator;
  }
}

/** To the next call that depends on the simulated AWS. Lines of the log and metrics are none. */
function goOn(
  generator: Routine<Outcome>,
  given: EffectResult | undefined,
  now: Time,
): { next: Waiting | Ended; said: readonly string[] } {
  const said: string[] = [];
  try {
    for (let result = generator.next(given as EffectResult); ; result = generator.next({ now })) {
      if (result.done) {
        return { next: { outcome: result.value }, said };
      }
      if (result.value.name === 'sleep' || isAwsCall(result.value)) {
        return { next: result.value, said };
      }
      said.push(JSON.stringify(result.value.request));
    }
  } catch (error) {
    return { next: { threw: String((error as Error)?.stack ?? error) }, said };
  }
}

function seen(sight: Sight, call: Waiting | undefined, { now, value, failure }: EffectResult): Sight {
  if (failure !== undefined) {
    return sight;
  }
  switch (call?.name) {
    case 'listAccessKeys':
      return { ...sight, listedAt: now };
    case 'describeSecret': {
      const { versions } = value as { versions: Record<string, readonly string[]> };
      return {
        ...sight,
        described: { at: now, current: Object.keys(versions).find((id) => versions[id].includes(CURRENT)) },
      };
    }
    default:
      return sight;
  }
}

/** The beginnings of all runs of one exploration, each run once. */
export class Runs {
  private readonly known = new Map<string, Progress>();

  public constructor(private readonly configuration: Configuration) {}

  public begin(run: Run): Progress {
    const text = JSON.stringify(run);
    const progress = this.known.get(text) ?? Progress.of(run, this.configuration);
    this.known.set(text, progress);
    return progress;
  }
}
