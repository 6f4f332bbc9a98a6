import { DescribedSecret, ListedKey, Time } from './effects';
import { Run } from './task';

/** What a run sees before it decides. Plain data: the same snapshot at the same time gives the same decision. */
export interface Snapshot {
  readonly run: Run;
  readonly memory: RunMemory;
  /** Whose secret it should be. */
  readonly owner: string;
  /** The user and the secret, for messages. */
  readonly userName: string;
  readonly secretId: string;
  /** Whether a stored key can be read and tested by every run, and not only by the one that created it. */
  readonly readable: boolean;
  /** `undefined`: the user does not exist. */
  readonly keys: readonly ListedKey[] | undefined;
  /** `undefined`: the secret does not exist. */
  readonly secret: DescribedSecret | undefined;
}

/** What a run knows from its own calls. It corrects lists that are behind, and ends with the run. */
export interface RunMemory {
  /** Keys whose status this run has changed, with that status. */
  readonly changed: Readonly<Record<string, boolean>>;
  /** The key that this run has created. */
  readonly created?: ListedKey;
  readonly deleted: readonly string[];
  /** When keys were last used, as far as this run has asked. */
  readonly lastUse: Readonly<Record<string, LastUse>>;
  /** The version whose key was accepted by AWS in this run. */
  readonly accepted?: string;
  /** This run has asked Secrets Manager to rotate. */
  readonly rotated: boolean;
}

/** `unreadable` counts as used just now. */
export type LastUse = Time | 'never' | 'unreadable';

export const NOTHING_DONE_YET: RunMemory = { changed: {}, deleted: [], lastUse: {}, rotated: false };
