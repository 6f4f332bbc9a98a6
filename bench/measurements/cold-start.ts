import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { FUNCTION_NODE_BIN } from '../../deploy/install-embedded-aws';
import { sampleInChild } from '../child';
import { comparedCells, comparedHeads } from '../comparison';
import { FUNCTIONS, LambdaFunction } from '../functions';
import { Bench, Finding, Measurement } from '../measurement';
import { estimate, milliseconds } from '../report/format';
import { Round, sampleRound } from '../schedule';
import { estimateMedian } from '../statistics';

/** What Lambda runs functions with. */
const NODE = join(FUNCTION_NODE_BIN, 'node');

const EMPTY = 'Nothing';
const BUNDLES = Object.values(FUNCTIONS).flat();

/** What Lambda sets, and loading must not depend on. The SDK of @pepperize warns of its age anywhere but there. */
const LAMBDA = { AWS_REGION: 'eu-central-1', AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x' };

/** How long a function's first run waits until its code is loaded. */
export const coldStart: Measurement = {
  title: 'Cold start of the function',
  run(bench): Finding {
    const rounds = sample(bench, bench.quick ? 5 : 40);
    return {
      method: [
        `Each sample is a fresh process of Node ${versionOf(NODE)} that requires the bundle with the ` +
          'environment that it needs: ' +
          'the milliseconds from the start of the process until the handler can be called. "Nothing" is a ' +
          'process that requires no bundle.',
        `The median of ${rounds.length} rounds, with another process first in each, and its 95 % confidence ` +
          'interval. ' +
          '"Over nothing" is the bundle\'s own part, from the two processes of a round.',
        "The files are in the machine's cache. On Lambda the download of the code comes on top, and a function " +
          'has a share of a processor.',
        '@pepperize declares `nodejs18.x`; here all run with the same Node.',
      ],
      tables: [
        {
          head: ['Loaded', 'Until it can be called (95 % interval)', ...comparedHeads(FUNCTIONS)],
          rows: [
            [EMPTY, time(wholeTimes(rounds, EMPTY)), ...FUNCTIONS.ours.map(() => '')],
            ...rows(rounds, wholeTimes),
          ],
        },
        {
          head: ['Loaded', 'Over nothing (95 % interval)', ...comparedHeads(FUNCTIONS)],
          rows: rows(rounds, timesOverNothing),
        },
      ],
      targets: [],
      data: Object.fromEntries(
        [EMPTY, ...BUNDLES.map(({ name }) => name)].map((name) => [name, wholeTimes(rounds, name)]),
      ),
    };
  },
};

type Rounds = readonly Round<string, number>[];

function sample({ progress }: Bench, repetitions: number): Rounds {
  return Array.from({ length: repetitions }, (_, turn) => {
    const round = sampleRound<string, number>(turn, {
      [EMPTY]: () => start(),
      ...Object.fromEntries(BUNDLES.map((one) => [one.name, () => start(one)])),
    });
    if ((turn + 1) % 10 === 0) {
      progress(`  ${turn + 1} of ${repetitions} rounds`);
    }
    return round;
  });
}

function rows(rounds: Rounds, times: (rounds: Rounds, name: string) => number[]): string[][] {
  return BUNDLES.map((one) => [
    one.name,
    time(times(rounds, one.name)),
    ...comparedCells(FUNCTIONS, one, ({ name }) => times(rounds, name)),
  ]);
}

function time(samples: readonly number[]): string {
  return estimate(estimateMedian(samples), milliseconds);
}

function start(loaded?: LambdaFunction): number {
  return sampleInChild<number>('cold-start.cjs', loaded ? [loaded.bundle] : [], {
    node: NODE,
    environment: { ...LAMBDA, ...loaded?.environment },
  });
}

function versionOf(node: string): string {
  return execFileSync(node, ['--version'], { encoding: 'utf8' }).trim().slice(1);
}

function wholeTimes(rounds: Rounds, name: string): number[] {
  return rounds.map((round) => round[name]);
}

function timesOverNothing(rounds: Rounds, name: string): number[] {
  return rounds.map((round) => round[name] - round[EMPTY]);
}
