/** One of the things compared: a module that exports an AccessKey, as the repository's root would require it. */
export interface Side {
  readonly name: string;
  readonly module: string;
}

/** The compiled package by its path, as it ships: never `src`, which would measure the transpiler too. */
export const OURS: Side = { name: 'cdk-iam-access-key', module: './lib/index.js' };

export const UPSTREAM: Side = { name: 'aws_iam', module: 'aws-cdk-lib/aws-iam' };
