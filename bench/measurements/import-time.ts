import { sampleInChild } from '../child';
import { Finding, Measurement } from '../measurement';
import { estimate, milliseconds, ratio } from '../report/format';
import { Pair, sampleRound } from '../schedule';
import { OURS, UPSTREAM } from '../sides';
import { estimateMedian, median } from '../statistics';

/** What is loaded first on both sides, and last on ours alone. */
interface Reading {
  readonly name: string;
  readonly first: readonly string[];
  readonly last: string;
}

const ONLY_REQUIRED: Reading = {
  name: 'required only',
  first: ['aws-cdk-lib', UPSTREAM.module],
  last: OURS.module,
};

const CLASS_READ: Reading = {
  name: 'class read',
  first: ['aws-cdk-lib', `${UPSTREAM.module}#AccessKey`],
  last: `${OURS.module}#AccessKey`,
};

/** How much longer a program starts up because it requires this package on top of aws-cdk-lib. */
export const importTime: Measurement = {
  title: 'Import time',
  run(bench): Finding {
    const readings = [ONLY_REQUIRED, CLASS_READ];
    const pairs = new Map<Reading, Pair<number>[]>(readings.map((reading) => [reading, []]));
    const repetitions = bench.quick ? 10 : 60;
    for (let turn = 0; turn < repetitions; turn++) {
      for (const reading of readings) {
        pairs.get(reading)!.push(sample(turn, reading));
      }
      if ((turn + 1) % 10 === 0) {
        bench.progress(`  ${turn + 1} of ${repetitions} pairs`);
      }
    }
    return {
      method: [
        `Each sample is a fresh process that requires \`aws-cdk-lib\` and \`${UPSTREAM.module}\`; with this ` +
          `package, also \`${OURS.module}\`.`,
        `The median of ${repetitions} pairs, in alternating order. The difference is the median of the ` +
          'differences of the pairs.',
        'aws-cdk-lib loads a class when its name is first read. "Required only" is the cost for a program that ' +
          'creates no key. ' +
          '"Class read" reads `aws_iam.AccessKey` on both sides, and then the class of this package: the cost ' +
          'for a program that creates a key.',
        'The limit is compared with both, because loading later lowers only the first.',
      ],
      tables: [
        {
          head: ['Import', 'aws-cdk-lib alone', 'With this package', 'Difference (95 % interval)', 'Ratio'],
          rows: readings.map((reading) => row(reading, pairs.get(reading)!)),
        },
      ],
      targets: readings.map((reading) => ({
        name: `Import, ${reading.name}, over ${UPSTREAM.module}`,
        limit: 5,
        measured: estimateMedian(differences(pairs.get(reading)!)),
        format: milliseconds,
      })),
      data: Object.fromEntries(
        readings.map((reading) => [
          reading.name,
          {
            alone: pairs.get(reading)!.map(({ reference }) => reference),
            withOurs: pairs.get(reading)!.map(({ ours }) => ours),
          },
        ]),
      ),
    };
  },
};

function sample(turn: number, { first, last }: Reading): Pair<number> {
  return sampleRound(turn, {
    ours: () => sampleInChild<number>('import.cjs', [...first, last]),
    reference: () => sampleInChild<number>('import.cjs', first),
  });
}

function differences(pairs: readonly Pair<number>[]): number[] {
  return pairs.map(({ ours, reference }) => ours - reference);
}

function row({ name }: Reading, pairs: readonly Pair<number>[]): string[] {
  return [
    name,
    milliseconds(median(pairs.map(({ reference }) => reference))),
    milliseconds(median(pairs.map(({ ours }) => ours))),
    estimate(estimateMedian(differences(pairs)), milliseconds),
    ratio(median(pairs.map(({ ours, reference }) => ours / reference))),
  ];
}
