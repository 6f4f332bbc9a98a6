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
      Array.from({ length: repetitions }, (_, index) => ({ subject, position: (index + 0.5) / repetitions })))
    .sort((a, b) => a.position - b.position)
    .map(({ subject }) => subject);
}

/** A pair of samples that were taken one straight after the other, so that their ratio is free of slow drift. */
export interface Pair<S> {
  readonly ours: S;
  readonly reference: S;
}

/** Takes both samples, the other one first every second time: whoever is second finds warmer caches. */
export function samplePair<S>(turn: number, takeOurs: () => S, takeReference: () => S): Pair<S> {
  if (turn % 2 === 0) {
    const ours = takeOurs();
    return { ours, reference: takeReference() };
  }
  const reference = takeReference();
  return { ours: takeOurs(), reference };
}
