import { statSync } from 'node:fs';
import { FUNCTIONS } from '../functions';
import { Finding, Measurement } from '../measurement';
import { kilobytes } from '../report/format';
import { inRepository } from '../repository';
import { exactly } from '../statistics';

/** How much code Lambda fetches before the first run. */
export const functionSize: Measurement = {
  title: 'Function bundle size',
  run(): Finding {
    const sizes = Object.values(FUNCTIONS)
      .flat()
      .map(({ name, bundle }) => ({ name, bytes: statSync(inRepository(bundle)).size }));
    return {
      method: [
        'The JavaScript file that Lambda runs, unzipped. `aws_iam.AccessKey` has no function.',
        "@pepperize has two further functions that are not counted: the CDK's provider framework, and one that " +
          'sets the retention of logs.',
        'A kB is 1,000 bytes.',
      ],
      tables: [{ head: ['Function', 'Size'], rows: sizes.map(({ name, bytes }) => [name, kilobytes(bytes)]) }],
      targets: FUNCTIONS.ours.map(({ name }) => ({
        name: `Function bundle of ${name}`,
        limit: 650_000,
        measured: exactly(sizes.find((size) => size.name === name)!.bytes),
        format: kilobytes,
      })),
      data: sizes,
    };
  },
};
