/**
 * Bundles the Lambda function with its SDK into `assets/handler/`: the same bytes wherever it is built, since their
 * hash is part of every template.
 */
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build, Metafile } from 'esbuild';

const REPOSITORY = join(__dirname, '..');
export const ASSET = join(REPOSITORY, 'assets', 'handler');

/** What the function runs on. */
const TARGET = 'node24';

export async function bundleHandler(repository: string, asset: string): Promise<void> {
  const {
    metafile,
    outputFiles: [bundle],
  } = await build({
    absWorkingDir: repository,
    entryPoints: [join('src', 'handler', 'index.ts')],
    outfile: 'index.js',
    write: false,
    metafile: true,
    bundle: true,
    platform: 'node',
    target: TARGET,
    format: 'cjs',
    minify: true,
    // Packages publish an ES module as well, of which only what is used is bundled.
    mainFields: ['module', 'main'],
    // A comment that says that it must be kept is kept.
    legalComments: 'eof',
    // The options of tsc do not change the bytes.
    tsconfigRaw: {},
    logLevel: 'warning',
  });
  const licences = licencesOf(packagesOf(metafile), repository);
  rmSync(asset, { recursive: true, force: true });
  mkdirSync(asset, { recursive: true });
  writeFileSync(join(asset, 'index.js'), bundle.contents);
  writeFileSync(join(asset, 'LICENSES'), licences);
}

/** The packages of which something is in the bundle. */
function packagesOf({ outputs }: Metafile): string[] {
  const files = Object.values(outputs).flatMap(({ inputs }) =>
    Object.entries(inputs).filter(([, { bytesInOutput }]) => bytesInOutput > 0),
  );
  const names = files.flatMap(([file]) => /.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(file)?.[1] ?? []);
  return [...new Set(names)].sort();
}

/**
 * What goes with a copy of the packages: the licence, and who holds the copyright.
 *
 * Today all of them are AWS's, under Apache 2.0, without a NOTICE file. Another licence must be reviewed.
 * @see https://www.apache.org/licenses/LICENSE-2.0#redistribution
 */
export function licencesOf(packages: string[], repository: string): string {
  const lines = packages.map((name) => {
    const folder = join(repository, 'node_modules', name);
    const { license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
    if (license !== 'Apache-2.0' || existsSync(join(folder, 'NOTICE'))) {
      throw new Error(
        `${name} has the licence ${license} or a NOTICE file, expected Apache-2.0 and none` +
          ': write down in scripts/handler-bundle.ts what has to go with it',
      );
    }
    return `${name} ${copyright(join(folder, 'LICENSE'))}`.trim();
  });
  return [
    'index.js contains parts of these packages, under the licence below:',
    '',
    ...lines,
    '',
    readFileSync(join(repository, 'LICENSE'), 'utf8'),
  ].join('\n');
}

/** Not every package has a file of its own for the licence that it names. */
function copyright(licence: string): string {
  return existsSync(licence) ? (/^ *(Copyright \d.*)$/m.exec(readFileSync(licence, 'utf8'))?.[1] ?? '') : '';
}

if (require.main === module) {
  bundleHandler(REPOSITORY, ASSET).catch((error: Error) => {
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 1;
  });
}
