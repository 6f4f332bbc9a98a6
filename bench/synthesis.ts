import { sampleInChild } from './child';
import { Bench } from './measurement';
import { count, milliseconds } from './report/format';
import { Round, spreadEvenly } from './schedule';
import { Side } from './sides';

/** The processor time of both phases is a check on the clock: other work on the machine disturbs it less. */
export const PHASES = ['construct', 'synth', 'both', 'processor'] as const;

export type Phase = (typeof PHASES)[number];

export interface Sample extends Record<Phase, number> {
  /** A digest of all templates. */
  readonly templates: string;
  /** All templates' resources. */
  readonly resources: number;
  /** The size of all templates as files. */
  readonly templateBytes: number;
}

/** An app that has nothing but keys, each with a user of its own. */
export interface App {
  readonly keys: number;
  readonly keysPerStack: number;
  /** What the stacks are meant for, if it is known. */
  readonly env?: { readonly account: string; readonly region: string };
}

/** Constructs and synthesizes the app in a fresh process. */
export function synthesize(side: Side, app: App): Sample {
  return sampleInChild<Sample>('synthesize.cjs', [JSON.stringify({ side, app })]);
}

/** How often apps of one size are sampled. */
export interface Size {
  readonly keys: number;
  readonly full: number;
  readonly quick: number;
}

/** The rounds of each size, by the number of keys. */
export type Rounds<N extends string> = ReadonlyMap<number, readonly Round<N, Sample>[]>;

/** Samples every size as often as it says, with the sizes spread over the whole run. */
export function sampleSizes<N extends string>(
  { quick, progress }: Bench,
  sizes: readonly Size[],
  sampleOneRound: (turn: number, keys: number) => Round<N, Sample>,
): Rounds<N> {
  const rounds = new Map<number, Round<N, Sample>[]>(sizes.map(({ keys }) => [keys, []]));
  for (const { keys, repetitions } of spreadEvenly(sizes.map((size) => jobOf(size, quick)))) {
    const taken = rounds.get(keys)!;
    const round = sampleOneRound(taken.length, keys);
    taken.push(round);
    progress(`  ${count(keys)} keys, ${taken.length} of ${repetitions}: ${timesOf(round)}`);
  }
  return rounds;
}

function jobOf({ keys, ...times }: Size, quick: boolean) {
  const repetitions = times[quick ? 'quick' : 'full'];
  return { subject: { keys, repetitions }, repetitions };
}

function timesOf(round: Round<string, Sample>): string {
  return Object.entries(round)
    .map(([name, { both }]) => `${name} ${milliseconds(both)}`)
    .join(', ');
}
