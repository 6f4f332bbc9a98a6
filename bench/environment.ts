import { readFileSync } from 'node:fs';
import { arch, availableParallelism, platform } from 'node:os';
import { PEPPERIZE } from './peers';
import { inRepository } from './repository';

/** What the numbers depend on and a reader must know, and nothing that names the machine. */
export interface Environment {
  readonly date: string;
  readonly node: string;
  readonly awsCdkLib: string;
  /** The peer, with its version. */
  readonly peer: string;
  readonly cores: number;
  readonly platform: string;
}

export function describeEnvironment(): Environment {
  return {
    date: new Date().toISOString().slice(0, 10),
    node: process.versions.node,
    awsCdkLib: JSON.parse(readFileSync(inRepository('node_modules', 'aws-cdk-lib', 'package.json'), 'utf8')).version,
    peer: `${PEPPERIZE.name} ${PEPPERIZE.version}`,
    cores: availableParallelism(),
    platform: `${platform()} ${arch()}`,
  };
}
