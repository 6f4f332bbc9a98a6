import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { inRepository } from './repository';
import { Terminal } from '../consumers/terminal';

/** What this package is measured against beside upstream: not a dependency of the project, as nothing else needs it. */
export const PEPPERIZE = { name: '@pepperize/cdk-ses-smtp-credentials', version: '0.3.692' } as const;

/** Git and npm ignore it. Node's lookup leads from here to the repository's own aws-cdk-lib. */
const FOLDER = '.bench-peers';

/** What a peer's package holds, from the repository's root. */
export function inPeer(name: string, ...path: string[]): string {
  return join(FOLDER, 'node_modules', name, ...path);
}

/** Installs the peer from npm, where this version of it is missing. */
export async function installPeer(
  { name, version }: typeof PEPPERIZE,
  progress: (line: string) => void,
): Promise<void> {
  if (installedVersion(name) !== version) {
    progress(`  ${name} ${version} from npm`);
    mkdirSync(inRepository(FOLDER), { recursive: true });
    const terminal = new Terminal(inRepository(FOLDER), {}, () => undefined);
    // With its peer dependencies it would get an aws-cdk-lib of its own, and two versions of that would be compared.
    await terminal.run(
      'npm',
      'install',
      '--prefix',
      '.',
      '--legacy-peer-deps',
      '--ignore-scripts',
      '--no-audit',
      '--no-fund',
      `${name}@${version}`,
    );
  }
  requireSharedCdk(name);
}

function installedVersion(name: string): string | undefined {
  const description = inRepository(inPeer(name, 'package.json'));
  return existsSync(description) ? JSON.parse(readFileSync(description, 'utf8')).version : undefined;
}

function requireSharedCdk(name: string): void {
  for (const module_ of ['aws-cdk-lib', 'constructs']) {
    const [theirs, ours] = [inPeer(name, 'package.json'), 'package.json'].map((from) =>
      createRequire(inRepository(from)).resolve(module_),
    );
    if (theirs !== ours) {
      throw new Error(
        `${name} finds ${module_} in ${theirs}, expected ${ours}, so that all sides use the same` +
          `; remove ${FOLDER}/ and run the benchmark again`,
      );
    }
  }
}
