/** Something to be sampled a number of times. */
export interface Job<T> {
  readonly subject: T;
  readonly repetitions: number;
}

/**
 * Spreads the repetitions of every job evenly over the run, so that a slow minute of the machine hits all of them alike
 * and not one job alone.
 */
export function spreadEvenly<T>(jobs: readonly Job<T>[]): T[] {
  return jobs
    .flatMap(({ subject, repetitions }) =>
      Array.from({ length: repetitions }, (_, index) => ({ subject, position: (index + 0.5) / repetitions })),
    )
    .sort((a, b) => a.position - b.position)
    .map(({ subject }) => subject);
}

/** A sample of each side, taken one straight after the other, so that their ratios are free of slow drift. */
export type Round<N extends string, S> = Readonly<Record<N, S>>;

export type Pair<S> = Round<'ours' | 'reference', S>;

/** Takes a sample of each side, with another one first in each turn: whoever is later finds warmer caches. */
export function sampleRound<N extends string, S>(turn: number, takes: Readonly<Record<N, () => S>>): Round<N, S> {
  const names = Object.keys(takes) as N[];
  const first = turn % names.length;
  const inTurn = [...names.slice(first), ...names.slice(0, first)];
  return Object.fromEntries(inTurn.map((name) => [name, takes[name]()])) as Record<N, S>;
}
