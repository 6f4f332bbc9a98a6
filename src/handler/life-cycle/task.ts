import { Time } from './effects';
import { Policy } from './policy';
import type { RevokeResponse } from './revoke-response';

/** What a run is asked to do. */
export type Task =
  /**
   * CloudFormation's Create: create the first key, so that a deployed stack has one that works. `token` is the
   * request's id.
   */
  | { readonly kind: 'create'; readonly token: string }
  /** CloudFormation's Update: clear what would keep the rotation's new schedule from being set. Creates no key. */
  | { readonly kind: 'update' }
  /**
   * CloudFormation's Delete. `created` is whether Create had succeeded; `retain` is whether the current key is
   * retained.
   */
  | { readonly kind: 'delete'; readonly created: boolean; readonly retain: boolean }
  /** A step of Secrets Manager's rotation. */
  | { readonly kind: 'createSecret' | 'setSecret' | 'testSecret' | 'finishSecret'; readonly token: string }
  /** The schedule, several times a day. */
  | { readonly kind: 'scheduledRun' }
  /** An operator, because the key leaked. */
  | { readonly kind: 'revoke'; readonly keyId: string };

/** What is true for all runs of one function. */
export interface Configuration {
  /** Whose secret it is: the construct's custom resource, as it is named on the secret. */
  readonly owner: string;
  readonly user: { readonly name: string; readonly arn: string; readonly account: string };
  /** The secret, as its calls name it. */
  readonly secretId: string;
  readonly policy: Policy;
  readonly secretFormat: SecretFormat;
}

/** What is stored in the secret for a key. */
export interface SecretFormat {
  /**
   * The key that a value holds; `undefined` if it holds none.
   *
   * Not there: values hold what was derived from a secret access key, not the key itself. Then the run that created it
   * is the only one that can test it.
   */
  readonly parse?: (value: string) => { readonly id: string; readonly secretAccessKey: string } | undefined;
  serialize(key: { readonly id: string; readonly secretAccessKey: string }): string;
}

/** One invocation of the function. */
export interface Run {
  /** Names the run on the secret; unique. */
  readonly id: string;
  readonly startedAt: Time;
  /** When the run must have ended. */
  readonly deadline: Time;
  readonly task: Task;
}

/** How a run ended. */
export interface Outcome {
  readonly outcome: 'done' | 'failed';
  /** The rule that ended it. */
  readonly rule: string;
  readonly message: string;
  /** The response to an operator who has revoked a key. */
  readonly response?: RevokeResponse;
}
