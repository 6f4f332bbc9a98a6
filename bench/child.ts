import { execFileSync } from 'node:child_process';
import { inRepository } from './repository';

export interface ChildOptions {
  /**
   * The `node` that runs the child.
   *
   * @default - the one that runs the benchmark
   */
  readonly node?: string;

  /**
   * What the child needs to know by its environment.
   *
   * @default - nothing
   */
  readonly environment?: Readonly<Record<string, string>>;
}

/** A peer that uses what is deprecated would fill the terminal with it. */
const QUIET = { JSII_DEPRECATED: 'quiet' };

/**
 * Takes one sample in a fresh process, so that every sample starts with cold module caches and a cold compiler.
 *
 * The children are plain JavaScript, as the loader of tsx would be part of every `require`. They get hardly any
 * environment: a CDK_DEBUG or CDK_CONTEXT_JSON of the caller would change what is measured.
 */
export function sampleInChild<T>(
  child: string,
  args: readonly string[],
  { node = process.execPath, environment }: ChildOptions = {},
): T {
  const output = execFileSync(node, [inRepository('bench', 'children', child), ...args], {
    cwd: inRepository(),
    env: { PATH: process.env.PATH, ...QUIET, ...environment },
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  return JSON.parse(output);
}
