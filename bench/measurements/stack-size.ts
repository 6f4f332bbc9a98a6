import { Finding, Measurement } from '../measurement';
import { count } from '../report/format';
import { ENVIRONMENT_OF_STACKS, KEYS_IN_SECRETS, KEYS_PER_STACK, Side } from '../sides';
import { slope } from '../statistics';
import { Sample, synthesize } from '../synthesis';

const SIDES = Object.values(KEYS_IN_SECRETS).flat();

/** Two sizes of one stack tell what each key adds from what all keys share. */
const SIZES = [1, KEYS_PER_STACK];

const QUANTITIES = ['resources', 'templateBytes'] as const;

type Quantity = (typeof QUANTITIES)[number];

/** How much of a stack a key takes. */
export const stackSize: Measurement = {
  title: 'Resources and template size with a secret',
  run({ progress }): Finding {
    const stacks = SIDES.map((side) => {
      progress(`  ${side.name}`);
      return { side, samples: SIZES.map((keys) => stackOf(side, keys)) };
    });
    return {
      method: [
        `From the synthesized templates of one stack with 1 and with ${KEYS_PER_STACK} keys. "A key" is the ` +
          'slope, with a user for each key. ' +
          '"Shared" is the rest: what is in a stack once, such as @pepperize\'s functions, and in the bytes ' +
          'the frame of every template.',
        'A stack holds 500 resources, and its template 1 MB. The bytes are those of the file that is uploaded.',
        'Account and region of the stack are known. There are no feature flags, and no alarms, grants or outputs.',
      ],
      tables: [
        {
          head: [
            'Construct',
            'Resources a key',
            'Shared resources',
            'Template bytes a key',
            'Shared bytes',
            `Resources of ${KEYS_PER_STACK} keys`,
            `Bytes of ${KEYS_PER_STACK} keys`,
          ],
          rows: stacks.map(({ side, samples }) => [
            side.name,
            ...QUANTITIES.flatMap((quantity) => [eachKey(samples, quantity), shared(samples, quantity)]).map(rounded),
            ...QUANTITIES.map((quantity) => count(samples[samples.length - 1][quantity])),
          ]),
        },
      ],
      targets: [],
      data: stacks.map(({ side, samples }) => ({
        construct: side.name,
        sizes: samples.map(({ resources, templateBytes }, index) => ({ keys: SIZES[index], resources, templateBytes })),
      })),
    };
  },
};

function stackOf(side: Side, keys: number): Sample {
  return synthesize(side, { keys, keysPerStack: keys, env: ENVIRONMENT_OF_STACKS });
}

function eachKey(samples: readonly Sample[], quantity: Quantity): number {
  return slope(samples.map((sample, index) => [SIZES[index], sample[quantity]]));
}

function shared(samples: readonly Sample[], quantity: Quantity): number {
  return samples[0][quantity] - SIZES[0] * eachKey(samples, quantity);
}

/** Names of two digits are longer, so that the bytes of a key are no whole number. */
function rounded(value: number): string {
  return count(Math.round(value));
}
