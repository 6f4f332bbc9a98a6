import { ratios } from '../comparison';
import { Estimate, Finding, Measurement, Table, Target } from '../measurement';
import { count, estimate, milliseconds, ratio } from '../report/format';
import { Pair, sampleRound } from '../schedule';
import { OURS, Side, UPSTREAM } from '../sides';
import { estimateMedian, median, slope } from '../statistics';
import { Phase, PHASES, Rounds, Sample, sampleSizes, Size, synthesize } from '../synthesis';

const KEYS_PER_STACK = 100;

/** How often each size is sampled: oftenest where a limit is tight, seldom where a sample takes long. */
const SIZES: readonly Size[] = [
  { keys: 1, full: 15, quick: 3 },
  { keys: 100, full: 20, quick: 3 },
  { keys: 1_000, full: 44, quick: 5 },
  { keys: 5_000, full: 12, quick: 2 },
];

const COMPARED_SIZE = 1_000;
const LARGEST_SIZE = 5_000;

type PairsBySize = Rounds<keyof Pair<Sample>>;

/** How long an app of many keys takes to construct and to synthesize, and how that grows. */
export const synthesisTime: Measurement = {
  title: 'Construct and synth time',
  run(bench): Finding {
    const pairs = sampleSizes(bench, SIZES, (turn, keys) => {
      const pair = sampleRound(turn, { ours: () => sample(OURS, keys), reference: () => sample(UPSTREAM, keys) });
      refuseOtherTemplates(keys, pair);
      return pair;
    });
    return {
      method: METHOD,
      tables: [timeTable(pairs), growthTable(pairs)],
      targets: targets(pairs),
      data: [...pairs].map(([keys, taken]) => ({
        keys,
        ...Object.fromEntries(
          PHASES.map((phase) => [
            phase,
            {
              ours: taken.map(({ ours }) => ours[phase]),
              upstream: taken.map(({ reference }) => reference[phase]),
            },
          ]),
        ),
      })),
    };
  },
};

const METHOD = [
  `Each key has a user of its own, ${KEYS_PER_STACK} keys to a stack. There are no Secrets: they take the same ` +
    'time on both sides and would hide a difference.',
  'Each sample is a fresh process, with the classes loaded before the clock starts. This package is the ' +
    'compiled `lib/`.',
  'The sides take turns, in alternating order, and the sizes are spread over the whole run. ' +
    'A ratio is the median of the ratios of neighbouring samples, and below 1 if this package is faster. The ' +
    'interval is the 95 % confidence interval of that median.',
  'The target is compared with the clock ("both"). "Processor" is the processor time of both phases, the ' +
    'threads of the garbage collector ' +
    'included: it checks the clock, because other work on the machine disturbs it less.',
  'Both sides must have rendered the same templates, or the run fails.',
  `The limit of growth is compared with the slope from ${count(COMPARED_SIZE)} to ${count(LARGEST_SIZE)} keys: ` +
    'start-up costs do not grow. They flatten the small end, and make the least squares look better than the growth. ' +
    'A slope below 1 means that start-up and the warming compiler still count at that size.',
];

function sample(side: Side, keys: number): Sample {
  return synthesize(side, { keys, keysPerStack: KEYS_PER_STACK });
}

/** Times of different results cannot be compared. */
function refuseOtherTemplates(keys: number, { ours, reference }: Pair<Sample>): void {
  if (ours.templates !== reference.templates) {
    throw new Error(
      `the templates of ${keys} keys differ between ${OURS.name} and ${UPSTREAM.name}, expected the same; ` +
        'their times cannot be compared',
    );
  }
}

function targets(pairs: PairsBySize): Target[] {
  return [
    {
      name: `Construct plus synth of ${count(COMPARED_SIZE)} keys, times aws_iam`,
      limit: 1.05,
      measured: estimateMedian(ratiosOf(pairs.get(COMPARED_SIZE)!, 'both')),
      format: ratio,
    },
    {
      name: 'Growth exponent of construct plus synth',
      limit: 1.1,
      measured: growthAtTheLargeEnd(pairs, 'ours'),
      format: ratio,
    },
  ];
}

function timeTable(pairs: PairsBySize): Table {
  return {
    head: ['Keys', 'Phase', 'This package', 'aws_iam', 'Ratio (95 % interval)', 'Pairs'],
    rows: [...pairs].flatMap(([keys, taken]) =>
      PHASES.map((phase) => [
        count(keys),
        phase,
        milliseconds(median(taken.map(({ ours }) => ours[phase]))),
        milliseconds(median(taken.map(({ reference }) => reference[phase]))),
        estimate(estimateMedian(ratiosOf(taken, phase)), ratio),
        String(taken.length),
      ]),
    ),
  };
}

function growthTable(pairs: PairsBySize): Table {
  const sides = [
    { name: 'this package', key: 'ours' },
    { name: 'aws_iam', key: 'reference' },
  ] as const;
  return {
    head: [
      'Growth',
      `Exponent, ${count(COMPARED_SIZE)} to ${count(LARGEST_SIZE)}`,
      `Exponent, least squares over 100 to ${count(LARGEST_SIZE)}`,
      `Each further key, ${count(COMPARED_SIZE)} to ${count(LARGEST_SIZE)}`,
    ],
    rows: sides.map(({ name, key }) => [
      name,
      estimate(growthAtTheLargeEnd(pairs, key), ratio),
      ratio(
        slope(
          mediansOverKeys(pairs, key)
            .filter(([keys]) => keys >= 100)
            .map(([x, y]) => [Math.log(x), Math.log(y)]),
        ),
      ),
      milliseconds(timeOfAFurtherKey(pairs, key)),
    ]),
  };
}

/** The two sizes are sampled apart, so the interval takes the worst of both: it is wider than 95 %. */
function growthAtTheLargeEnd(pairs: PairsBySize, side: keyof Pair<Sample>): Estimate {
  const [from, to] = [COMPARED_SIZE, LARGEST_SIZE].map((keys) =>
    estimateMedian(pairs.get(keys)!.map((pair) => pair[side].both)),
  );
  const exponent = (small: number, large: number) => Math.log(large / small) / Math.log(LARGEST_SIZE / COMPARED_SIZE);
  return {
    value: exponent(from.value, to.value),
    low: exponent(from.high, to.low),
    high: exponent(from.low, to.high),
  };
}

/** Free of start-up costs, which dilute the ratio of whole times. */
function timeOfAFurtherKey(pairs: PairsBySize, side: keyof Pair<Sample>): number {
  return slope(mediansOverKeys(pairs, side).filter(([keys]) => keys >= COMPARED_SIZE));
}

function mediansOverKeys(pairs: PairsBySize, side: keyof Pair<Sample>): [keys: number, milliseconds: number][] {
  return [...pairs].map(([keys, taken]) => [keys, median(taken.map((pair) => pair[side].both))]);
}

function ratiosOf(pairs: readonly Pair<Sample>[], phase: Phase): number[] {
  return ratios(
    pairs.map(({ ours }) => ours[phase]),
    pairs.map(({ reference }) => reference[phase]),
  );
}
