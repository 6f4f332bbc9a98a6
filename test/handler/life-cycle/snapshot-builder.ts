import { ListedKey, Replica, Time } from '../../../src/handler/life-cycle/effects';
import {
  acceptedLabel,
  afterLabel,
  CURRENT,
  keyLabel,
  PENDING,
  replacedLabel,
} from '../../../src/handler/life-cycle/labels';
import { Policy, TIMING } from '../../../src/handler/life-cycle/policy';
import {
  CLOSED_KEY,
  intentTag,
  KeyRecordKind,
  LabelRecordKind,
  OWNER_KEY,
  RecordKind,
  Tags,
  isoTime,
  TimeRecord,
  timeTag,
} from '../../../src/handler/life-cycle/records';
import { LastUse, RunMemory, NOTHING_DONE_YET, Snapshot } from '../../../src/handler/life-cycle/snapshot';
import { Task } from '../../../src/handler/life-cycle/task';

/** Builds snapshots from facts in words. Every time is an age, seen from `NOW`. */
export type Fact = (snapshot: Snapshot) => Snapshot;

export const SECOND: Time = 1_000;
export const MINUTE: Time = 60 * SECOND;
export const HOUR: Time = 60 * MINUTE;
export const DAY: Time = 24 * HOUR;

export const NOW: Time = Date.UTC(2025, 5, 15, 12);

export const POLICY: Policy = {
  rotateAfter: 60 * DAY,
  overlap: 14 * DAY,
  recoveryWindow: 7 * DAY,
  maxAge: 90 * DAY,
  timing: TIMING,
};

/** The keys of the tables, by what they are. `OTHER_KEY` has no label: it is unmanaged, an orphan or in flight. */
export const CURRENT_KEY = 'AKIACURRENT';
export const PENDING_KEY = 'AKIAPENDING';
export const REPLACED_KEY = 'AKIAREPLACED';
export const OTHER_KEY = 'AKIAOTHER';

/** The run that looks, and two that come before and after it by their names. */
export const RUN = 'run-m';
export const RUN_BEFORE = 'run-a';
export const RUN_AFTER = 'run-z';

/** The version that the run's task fills in. */
export const TOKEN = 'version-of-this-task';

export const SELF = 'stack/key';
export const SECRET = 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:Mail-AbCdEf';

/** What a run sees that was asked for `task`, in a secret of its own. */
export function seen(task: Task, ...facts: Fact[]): Snapshot {
  const nothing: Snapshot = {
    run: { id: RUN, startedAt: NOW, deadline: NOW + 5 * MINUTE, task },
    memory: NOTHING_DONE_YET,
    owner: SELF,
    userName: 'mail',
    secretId: SECRET,
    readable: true,
    keys: [],
    secret: { versions: {}, tags: { [OWNER_KEY]: SELF }, replicas: [] },
  };
  return facts.reduce((snapshot, fact) => fact(snapshot), nothing);
}

export function ago(age: Time): Time {
  return NOW - age;
}

/** The version that holds a key, unless another is named. */
export function versionOf(keyId: string): string {
  return `version-of-${keyId}`;
}

export interface KeyOptions {
  readonly age?: Time;
  readonly inactive?: boolean;
  /** IAM does not list it. */
  readonly unlisted?: boolean;
}

export interface StoredKeyOptions extends KeyOptions {
  /** The run that made the key has seen it accepted. */
  readonly accepted?: boolean;
  readonly version?: string;
  /** The version that was current when the key's version was made. */
  readonly after?: string;
}

export function currentKey(options: StoredKeyOptions = {}): Fact {
  return storedKey(CURRENT_KEY, [CURRENT], options);
}

export function pendingKey(options: StoredKeyOptions = {}): Fact {
  return storedKey(PENDING_KEY, [PENDING], options);
}

export function replacedKey(options: StoredKeyOptions = {}): Fact {
  return storedKey(REPLACED_KEY, [], options);
}

export function storedKey(
  keyId: string,
  labels: readonly string[],
  { version, after, accepted, ...options }: StoredKeyOptions = {},
): Fact {
  return together(
    options.unlisted ? (snapshot) => snapshot : listedKey(keyId, options),
    versionWith(
      version ?? versionOf(keyId),
      ...labels,
      keyLabel(keyId),
      ...(after === undefined ? [] : [afterLabel(after, keyId)]),
      ...(accepted ? [acceptedLabel(keyId)] : []),
    ),
  );
}

/** A key that no version is labelled with. */
export function otherKey(options: KeyOptions = {}): Fact {
  return listedKey(OTHER_KEY, options);
}

export function listedKey(id: string, { age = DAY, inactive = false }: KeyOptions = {}): Fact {
  const key: ListedKey = { id, active: !inactive, createdAt: ago(age) };
  return (snapshot) => ({ ...snapshot, keys: [...snapshot.keys!, key] });
}

export function versionWith(version: string, ...labels: readonly string[]): Fact {
  return (snapshot) => ({
    ...snapshot,
    secret: { ...snapshot.secret!, versions: { ...snapshot.secret!.versions, [version]: labels } },
  });
}

export function emptyPendingVersion(version: string = TOKEN): Fact {
  return versionWith(version, PENDING);
}

export function valueByHand(): Fact {
  return versionWith('version-by-hand', CURRENT);
}

/** A record about a key: a tag, or a staging label of the key's version, which must be there already. */
export function recorded(kind: KeyRecordKind | LabelRecordKind, keyId: string, age: Time = 0): Fact {
  return kind === 'replaced' ? labelledReplaced(keyId, age) : tagged(timeTag({ kind, of: keyId }, ago(age)));
}

function labelledReplaced(keyId: string, age: Time): Fact {
  return (snapshot) => {
    const [version, labels] = Object.entries(snapshot.secret!.versions).find(([, all]) =>
      all.includes(keyLabel(keyId)),
    )!;
    return versionWith(version, ...labels, replacedLabel(ago(age), keyId))(snapshot);
  };
}

/** A record as it is read from its tag. */
export function outdated(kind: RecordKind, of: string, age: Time = 0): TimeRecord {
  const record: TimeRecord & { readonly at: Time } = { kind, of, at: ago(age) };
  return record;
}

export function pendingSeen(version: string, age: Time = 0): Fact {
  return tagged(timeTag({ kind: 'pending', of: version }, ago(age)));
}

/** Another run, or this one, has stored an intent. */
export function intentOf(run: string, age: Time, ...baseline: string[]): Fact {
  return tagged(intentTag({ run, token: `token-of-${run}`, start: ago(age), baseline }));
}

export function ownedBy(owner: string): Fact {
  return tagged({ [OWNER_KEY]: owner });
}

export function closed(age: Time = 0): Fact {
  return tagged({ [CLOSED_KEY]: isoTime(ago(age)) });
}

export function tagged(tags: Tags): Fact {
  return (snapshot) => ({ ...snapshot, secret: { ...snapshot.secret!, tags: { ...snapshot.secret!.tags, ...tags } } });
}

export function unclaimed(): Fact {
  return (snapshot) => {
    const { [OWNER_KEY]: _, ...tags } = snapshot.secret!.tags;
    return { ...snapshot, secret: { ...snapshot.secret!, tags } };
  };
}

export function withoutUser(): Fact {
  return (snapshot) => ({ ...snapshot, keys: undefined });
}

export function withoutSecret(): Fact {
  return (snapshot) => ({ ...snapshot, secret: undefined });
}

export function waitingForDeletion(): Fact {
  return (snapshot) => ({ ...snapshot, secret: { ...snapshot.secret!, deletionDate: ago(-30 * DAY) } });
}

export function replicaBehind(): Fact {
  return replicatedTo({ region: 'eu-central-1', status: 'InProgress' });
}

/** The run began some time ago. */
export function startedAgo(age: Time): Fact {
  return (snapshot) => ({ ...snapshot, run: { ...snapshot.run, startedAt: ago(age) } });
}

export function replicatedTo(...replicas: Replica[]): Fact {
  return (snapshot) => ({ ...snapshot, secret: { ...snapshot.secret!, replicas } });
}

/** Values do not hold the secret access key, so that only the run that made a key can test it. */
export function unreadable(): Fact {
  return (snapshot) => ({ ...snapshot, readable: false });
}

/** This run has asked when a key was last used. */
export function lastUsed(keyId: string, use: LastUse): Fact {
  return (snapshot) => remembered({ lastUse: { ...snapshot.memory.lastUse, [keyId]: use } })(snapshot);
}

/** What this run has done already. */
export function remembered(memory: Partial<RunMemory>): Fact {
  return (snapshot) => ({ ...snapshot, memory: { ...snapshot.memory, ...memory } });
}

function together(...facts: Fact[]): Fact {
  return (snapshot) => facts.reduce((sum, fact) => fact(sum), snapshot);
}
