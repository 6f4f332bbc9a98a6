/**
 * The effects of the life cycle, and their results.
 *
 * The life cycle itself is a generator: it yields one effect at a time and is resumed with its result. So the same code
 * runs against AWS (one SDK call each, `interpreter.ts`) and against a simulated AWS, which can stop it, or continue
 * another run first, between any two effects.
 */

/** Times are milliseconds since 1970, durations milliseconds. */
export type Time = number;

/** A key as `iam:ListAccessKeys` returns it. */
export interface ListedKey {
  readonly id: string;
  readonly active: boolean;
  readonly createdAt: Time;
}

/** The result of `secretsmanager:DescribeSecret`. */
export interface DescribedSecret {
  /** The staging labels of each version that has any. */
  readonly versions: Readonly<Record<string, readonly string[]>>;
  readonly tags: Readonly<Record<string, string>>;
  /**
   * When Secrets Manager will delete the secret. Until then it can be restored, and nothing can be read from it or
   * written to it.
   */
  readonly deletionDate?: Time;
  /** The regions that the secret is replicated to. */
  readonly replicas: readonly Replica[];
}

/** https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_ReplicationStatusType.html */
export interface Replica {
  readonly region: string;
  readonly status: 'InSync' | 'InProgress' | 'Failed';
  /** Why the replication failed, in AWS's words. */
  readonly message?: string;
}

export interface NewKey {
  readonly id: string;
  readonly secretAccessKey: string;
}

export interface CallerIdentity {
  readonly account: string;
  readonly arn: string;
  readonly userId: string;
}

/**
 * Each effect with its request and its result. The user and the secret are the function's own and no part of a request.
 */
export interface Effects {
  listAccessKeys: { request: {}; result: readonly ListedKey[] };
  createAccessKey: { request: {}; result: NewKey };
  updateAccessKey: { request: { readonly keyId: string; readonly active: boolean }; result: void };
  deleteAccessKey: { request: { readonly keyId: string }; result: void };
  /** The result is `undefined` for a key that was never used. */
  getAccessKeyLastUsed: { request: { readonly keyId: string }; result: Time | undefined };
  /** The result is the user's unique id. */
  getUser: { request: {}; result: string };
  describeSecret: { request: {}; result: DescribedSecret };
  /** Finds a version only under a label that it carries. */
  getSecretValue: {
    request: { readonly version: string; readonly label: string };
    result: { readonly value: string; readonly createdAt: Time };
  };
  /** The result is the labels that the version now has. */
  putSecretValue: {
    request: { readonly token: string; readonly value: string; readonly labels: readonly string[] };
    result: readonly string[];
  };
  updateSecretVersionStage: {
    request: { readonly label: string; readonly from?: string; readonly to?: string };
    result: void;
  };
  tagResource: { request: { readonly tags: Readonly<Record<string, string>> }; result: void };
  untagResource: { request: { readonly keys: readonly string[] }; result: void };
  rotateSecret: { request: { readonly token: string }; result: void };
  /** Signed with the key that is named. */
  getCallerIdentity: { request: { readonly keyId: string; readonly secretAccessKey: string }; result: CallerIdentity };
  /** Not a call to AWS: waits. */
  sleep: { request: { readonly ms: number }; result: void };
  /** Not a call to AWS: writes a line that operators read. It must hold no secret. */
  report: { request: Report; result: void };
  /** Not a call to AWS: publishes metrics. */
  publishMetrics: { request: Metrics; result: void };
}

/** The metrics, each published only when it has a value. */
export interface Metrics {
  /** The age of the current key in days. */
  readonly KeyAge?: number;
  /** 1 for each run that failed, and for each scheduled run that found a problem that requires an operator. */
  readonly RotationFailures?: number;
  /** 1 for each scheduled run that left a replaced key active because it is still used. */
  readonly ReplacedKeyInUse?: number;
  /** 1 for each run that could not create a key because an unmanaged key is in the way. */
  readonly BlockedByUnmanagedKey?: number;
}

/** A line of the log. */
export interface Report {
  readonly level: 'INFO' | 'WARN' | 'ERROR';
  readonly message: string;
  /** The rule that decided, by its name in `docs/rules.md`. */
  readonly rule?: string;
  readonly action?: string;
  readonly accessKeyId?: string;
  readonly task?: string;
}

export type EffectName = keyof Effects;

/** One effect, as the generator yields it. */
export type Effect = {
  readonly [N in EffectName]: { readonly name: N; readonly request: Effects[N]['request'] };
}[EffectName];

/** Why an effect has no value. */
export interface Failure {
  /** The error's name, as AWS documents it. */
  readonly code: string;
  readonly message: string;
  /** Whether it is certain that the call changed nothing. A time-out, a reset connection or a 5xx leaves that open. */
  readonly effect: 'none' | 'unknown';
  /** Whether the same call may succeed a little later: throttling, or a role whose policy still spreads. */
  readonly retryable: boolean;
}

/** What the generator is resumed with. */
export interface EffectResult {
  /** The time of the result. */
  readonly now: Time;
  readonly value?: unknown;
  readonly failure?: Failure;
}

/** Code that yields effects and returns a `T`. */
export type Routine<T> = Generator<Effect, T, EffectResult>;

/** A failed call, inside the life cycle. */
export class CallFailed extends Error {
  public constructor(
    public readonly call: EffectName,
    public readonly failure: Failure,
  ) {
    super(`The call ${call} failed with ${failure.code}: ${failure.message.replace(/\.$/, '')}.`);
    this.name = failure.code;
  }
}
