import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { Finding, Measurement } from '../measurement';
import { count, kilobytes } from '../report/format';
import { inRepository, lastChange } from '../repository';
import { exactly } from '../statistics';

const BUILT = 'dist/js';

/** How much a user downloads and unpacks. */
export const packageSize: Measurement = {
  title: 'Package size',
  run(): Finding {
    const built = currentTarball();
    const packed = describePack(built);
    const origin = built
      ? 'the tarball in `dist/js`, as built for release'
      : '`npm pack --dry-run`, as `dist/js` holds no tarball as new as `lib/`';
    return {
      method: [`Read by npm from ${origin}.`, 'A kB is 1,000 bytes.'],
      tables: [
        {
          head: ['Tarball', 'Unpacked', 'Files'],
          rows: [[kilobytes(packed.size), kilobytes(packed.unpackedSize), count(packed.entryCount)]],
        },
      ],
      targets: [{ name: 'Tarball', limit: 300_000, measured: exactly(packed.size), format: kilobytes }],
      data: { builtForRelease: built !== undefined, ...packed },
    };
  },
};

interface Pack {
  readonly size: number;
  readonly unpackedSize: number;
  readonly entryCount: number;
}

/**
 * npm describes a directory and a tarball alike, so that both sizes come from one tool. Nothing is fetched or written.
 */
function describePack(tarball: string | undefined): Pack {
  const output = execFileSync(
    'npm',
    ['pack', '--dry-run', '--json', '--ignore-scripts', ...(tarball ? [tarball] : [])],
    {
      cwd: inRepository(),
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    },
  );
  const [{ size, unpackedSize, entryCount }]: Pack[] = JSON.parse(output);
  return { size, unpackedSize, entryCount };
}

/** The tarball of this build, if there is one: an older one would be the size of other code. */
function currentTarball(): string | undefined {
  if (!existsSync(inRepository(BUILT))) {
    return undefined;
  }
  const builtAt = (path: string) => statSync(inRepository(path)).mtimeMs;
  return readdirSync(inRepository(BUILT))
    .filter((file) => file.endsWith('.tgz'))
    .map((file) => `./${BUILT}/${file}`)
    .filter((path) => builtAt(path) >= lastChange('lib'))
    .sort((a, b) => builtAt(b) - builtAt(a))
    .at(0);
}
