import { comparedCells, comparedHeads } from '../comparison';
import { Finding, Measurement, Table } from '../measurement';
import { count, milliseconds } from '../report/format';
import { sampleRound } from '../schedule';
import { ENVIRONMENT_OF_STACKS, KEYS_IN_SECRETS, KEYS_PER_STACK } from '../sides';
import { median } from '../statistics';
import { Phase, PHASES, Rounds, sampleSizes, Size, synthesize } from '../synthesis';

const SIDES = Object.values(KEYS_IN_SECRETS).flat();

/** A thousand keys take long on every side. */
const SIZES: readonly Size[] = [
  { keys: 1, full: 15, quick: 3 },
  { keys: 35, full: 15, quick: 2 },
  { keys: 1_000, full: 10, quick: 1 },
];

const METHOD = [
  `Each key has a user of its own, ${KEYS_PER_STACK} keys to a stack on every side: a stack holds 500 resources.`,
  'Account and region of the stacks are known. Without them @pepperize would add a warning to each key.',
  '`aws_iam.AccessKey` has a `Secret` beside it. The others have a secret and functions of their own. ' +
    'They do not do the same: this package rotates the key, and @pepperize creates it once, with a policy for ' +
    'sending mail.',
  'Each sample is a fresh process. The modules and the measured class are loaded before the clock starts. ' +
    'Modules of aws-cdk-lib that the class loads at its first use count, and count most with a single key.',
  "The hashing and copying of the functions' code counts once for each app, however many keys it has. " +
    'No side bundles at synthesis.',
  'The sides take turns, with another one first in each round, and the sizes are spread over the whole run. ' +
    "A ratio is the median of the ratios of a round's samples, and below 1 if this package is faster. " +
    'The interval is the 95 % confidence interval of that median.',
];

/** How long an app takes to construct and to synthesize whose keys live in secrets. */
export const secretSynthesisTime: Measurement = {
  title: 'Construct and synth time with a secret',
  run(bench): Finding {
    const rounds = sampleSizes(bench, SIZES, (turn, keys) =>
      sampleRound(
        turn,
        Object.fromEntries(
          SIDES.map((side) => [
            side.name,
            () => synthesize(side, { keys, keysPerStack: KEYS_PER_STACK, env: ENVIRONMENT_OF_STACKS }),
          ]),
        ),
      ),
    );
    return {
      method: METHOD,
      tables: [timeTable(rounds)],
      targets: [],
      data: SIZES.map(({ keys }) => ({
        keys,
        ...Object.fromEntries(
          PHASES.map((phase) => [
            phase,
            Object.fromEntries(SIDES.map(({ name }) => [name, times(rounds, keys, name, phase)])),
          ]),
        ),
      })),
    };
  },
};

function timeTable(rounds: Rounds<string>): Table {
  return {
    head: ['Keys', 'Construct', 'Construct plus synth', 'Processor time', ...comparedHeads(KEYS_IN_SECRETS), 'Rounds'],
    rows: SIZES.flatMap(({ keys }) =>
      SIDES.map((side) => [
        count(keys),
        side.name,
        milliseconds(median(times(rounds, keys, side.name, 'both'))),
        milliseconds(median(times(rounds, keys, side.name, 'processor'))),
        ...comparedCells(KEYS_IN_SECRETS, side, ({ name }) => times(rounds, keys, name, 'both')),
        String(rounds.get(keys)!.length),
      ]),
    ),
  };
}

function times(rounds: Rounds<string>, keys: number, name: string, phase: Phase): number[] {
  return rounds.get(keys)!.map((round) => round[name][phase]);
}
