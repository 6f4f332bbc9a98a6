import { estimate, ratio } from './report/format';
import { Contest } from './sides';
import { estimateMedian } from './statistics';

/** The heads of the columns that say how each of ours compares. */
export function comparedHeads<T extends { readonly name: string }>({ ours }: Contest<T>): string[] {
  return ours.map(({ name }) => `${name}, times this (95 % interval)`);
}

/** The cells of one row below them. `samplesOf` gives the samples of a side, one for each round. */
export function comparedCells<T>({ ours }: Contest<T>, one: T, samplesOf: (side: T) => readonly number[]): string[] {
  return ours.map((our) =>
    our === one ? '' : estimate(estimateMedian(ratios(samplesOf(our), samplesOf(one))), ratio),
  );
}

/** The ratios of neighbouring samples. */
export function ratios(over: readonly number[], under: readonly number[]): number[] {
  return over.map((value, index) => value / under[index]);
}
