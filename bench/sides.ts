import { inPeer, PEPPERIZE } from './peers';

/** One of the things compared: a class that makes a key for a user, by `new X(scope, id, { user })`. */
export interface Side {
  readonly name: string;
  /** As the repository's root would require it. */
  readonly module: string;
  /** The name that the module exports the class by. */
  readonly construct: string;
  /** Whether a Secret with the key is made beside it, as the class makes none. */
  readonly secretBeside?: boolean;
}

/** What is compared with what. Each of ours is compared with all others. */
export interface Contest<T> {
  readonly ours: readonly T[];
  readonly peers: readonly T[];
}

/** The compiled package by its path, as it ships: never `src`, which would measure the transpiler too. */
export const OURS: Side = { name: 'cdk-iam-access-key', module: './lib/index.js', construct: 'AccessKey' };

export const UPSTREAM: Side = { name: 'aws_iam', module: 'aws-cdk-lib/aws-iam', construct: 'AccessKey' };

/** What makes a key and keeps it in a secret. A further construct is a further line. */
export const KEYS_IN_SECRETS: Contest<Side> = {
  ours: [
    { name: 'RotatingAccessKey', module: OURS.module, construct: 'RotatingAccessKey' },
    { name: 'SesSmtpCredentials', module: OURS.module, construct: 'SesSmtpCredentials' },
  ],
  peers: [
    {
      name: 'aws_iam.AccessKey and Secret',
      module: UPSTREAM.module,
      construct: UPSTREAM.construct,
      secretBeside: true,
    },
    { name: '@pepperize SesSmtpCredentials', module: `./${inPeer(PEPPERIZE.name)}`, construct: 'SesSmtpCredentials' },
  ],
};

/**
 * A stack holds 500 resources, and so 35 keys of ours with some room. All sides have as many, or numbers of stacks
 * would be compared.
 */
export const KEYS_PER_STACK = 35;

/** What the stacks are meant for. Without a region, @pepperize adds a warning to each key. */
export const ENVIRONMENT_OF_STACKS = { account: '111122223333', region: 'eu-central-1' };
