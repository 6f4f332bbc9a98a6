/**
 * One subject that the benchmark looks at, in a file of its own in `measurements/`.
 *
 * To add one, write the file and name it in the list of `run.ts`: the reports need no change, as they know findings
 * only.
 */
export interface Measurement {
  readonly title: string;
  run(bench: Bench): Finding | Promise<Finding>;
}

/** What the runner gives to a measurement. */
export interface Bench {
  /** Fewer repetitions: for a look, not for a verdict. */
  readonly quick: boolean;
  progress(line: string): void;
}

/** What a measurement found: enough for every report. */
export interface Finding {
  /** How it was measured, a sentence an entry, so that a reader can doubt it. */
  readonly method: readonly string[];
  readonly tables: readonly Table[];
  readonly targets: readonly Target[];
  /** The raw numbers, for `results.json`. */
  readonly data: unknown;
}

export interface Table {
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** A promise about a number: it is met where the number is at most the limit. */
export interface Target {
  readonly name: string;
  readonly limit: number;
  readonly measured: Estimate;
  /** Writes the number with its unit. */
  readonly format: (value: number) => string;
}

/** A number, and how far chance may have moved it: the same value three times where nothing is left to chance. */
export interface Estimate {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}
