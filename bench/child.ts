import { execFileSync } from 'node:child_process';
import { inRepository } from './repository';

/**
 * Takes one sample in a fresh process, so that every sample starts with cold module caches and a cold compiler.
 *
 * The children are plain JavaScript, as the loader of tsx would be part of every `require`. They get hardly any environment:
 * a CDK_DEBUG or CDK_CONTEXT_JSON of the caller would change what is measured.
 */
export function sampleInChild<T>(child: string, ...args: string[]): T {
  const output = execFileSync(process.execPath, [inRepository('bench', 'children', child), ...args], {
    cwd: inRepository(),
    env: { PATH: process.env.PATH },
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  return JSON.parse(output);
}
