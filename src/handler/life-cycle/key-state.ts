import { DescribedSecret, ListedKey, Replica, Time } from './effects';
import { afterOf, CURRENT, hasBeenCurrent, isMarkedAccepted, keyIdIn, PENDING, replacementsIn } from './labels';
import { Policy } from './policy';
import { Intent, readRecords, RecordKind, Records } from './records';
import { LastUse, RunMemory, Snapshot } from './snapshot';
import { Run, Task } from './task';

/**
 * The role of a listed key.
 *
 * `current`, `pending` and `replaced` keys are managed: a version of the secret carries their label.
 * `inFlight` keys may be those that another run has just created.
 * `orphan` keys were created by an interrupted run and not stored. All others are `unmanaged`.
 */
export type Role = 'current' | 'pending' | 'replaced' | 'inFlight' | 'orphan' | 'unmanaged';

export interface Key extends ListedKey {
  readonly role: Role;
}

/** A version of the secret that has a label. */
export interface Version {
  readonly id: string;
  readonly labels: readonly string[];
  /** The key that it holds, by its label. */
  readonly keyId?: string;
  /** The version that was the current one when this version was created. */
  readonly after?: string;
}

/** A snapshot, classified. */
export interface KeyState {
  readonly now: Time;
  readonly policy: Policy;
  readonly run: Run;
  readonly task: Task;
  readonly memory: RunMemory;
  readonly owner: string;
  /** Whether a stored key can be read and tested by every run. */
  readonly readable: boolean;
  readonly userExists: boolean;
  readonly secretExists: boolean;
  readonly secretDeleting: boolean;
  /** When Secrets Manager will delete the secret. */
  readonly deletionDate?: Time;
  readonly userName: string;
  readonly secretId: string;
  /** Whether each replica of the secret has what the secret has. */
  readonly replicasInSync: boolean;
  /** Replicas to which the last change of the secret is still being copied. */
  readonly busyReplicas: readonly Replica[];
  /** Replicas to which Secrets Manager could not copy the secret. */
  readonly failedReplicas: readonly Replica[];
  readonly keys: readonly Key[];
  readonly versions: readonly Version[];
  readonly current?: Version;
  /**
   * The version that is to be promoted. The label may also remain on a version that is or was the current one: that is
   * not pending.
   */
  readonly pending?: Version;
  /** The key of the current version, if IAM lists it. */
  readonly currentKey?: Key;
  /** Whether the current key is managed, listed and active, so that clients read a key that works. */
  readonly healthy: boolean;
  readonly records: Records;
  /** Intents of other runs that may still create a key. */
  readonly liveIntents: readonly Intent[];
  /** The dead intent that explains an orphan, by the orphan's id. */
  readonly orphanIntents: Readonly<Record<string, Intent>>;
}

const NO_SECRET: DescribedSecret = { versions: {}, tags: {}, replicas: [] };

export function classify(snapshot: Snapshot, policy: Policy, now: Time): KeyState {
  const { run, memory } = snapshot;
  const secret = snapshot.secret ?? NO_SECRET;
  const listed = corrected(snapshot.keys ?? [], memory);
  const records = recordsOf(secret);
  const versions = Object.entries(secret.versions).map(([id, labels]) => ({
    id,
    labels,
    keyId: keyIdIn(labels),
    after: afterOf(labels),
  }));
  const current = versions.find(({ labels }) => labels.includes(CURRENT));
  const pending = versions.find(({ labels }) => labels.includes(PENDING) && !hasBeenCurrent(labels));
  const intents = records.intents.filter((intent) => intent.run !== run.id);
  const isLive = (intent: Intent) => now < intent.start + policy.timing.maxCreateTime;
  const unlabelled = listed.filter(({ id }) => versions.every(({ keyId }) => keyId !== id));
  const liveIntents = intents.filter(isLive);
  const inFlight = unlabelled
    .filter((key) => liveIntents.some((intent) => isCandidate(key, intent, policy)))
    .map(({ id }) => id);
  const orphanIntents = explained(
    unlabelled.filter(({ id }) => !inFlight.includes(id)),
    intents.filter((intent) => !isLive(intent)),
    policy,
  );

  const roleOf = ({ id }: ListedKey): Role => {
    if (id === current?.keyId) return 'current';
    if (id === pending?.keyId) return 'pending';
    if (!unlabelled.some((key) => key.id === id)) return 'replaced';
    if (inFlight.includes(id)) return 'inFlight';
    return id in orphanIntents ? 'orphan' : 'unmanaged';
  };
  const keys = listed.map((key) => ({ ...key, role: roleOf(key) }));
  const currentKey = keys.find(({ role }) => role === 'current');
  return {
    now,
    policy,
    run,
    memory,
    records,
    versions,
    current,
    pending,
    keys,
    currentKey,
    liveIntents,
    orphanIntents,
    task: run.task,
    owner: snapshot.owner,
    readable: snapshot.readable,
    userExists: snapshot.keys !== undefined,
    secretExists: snapshot.secret !== undefined,
    secretDeleting: secret.deletionDate !== undefined,
    deletionDate: secret.deletionDate,
    userName: snapshot.userName,
    secretId: snapshot.secretId,
    replicasInSync: secret.replicas.every(({ status }) => status === 'InSync'),
    busyReplicas: secret.replicas.filter(({ status }) => status === 'InProgress'),
    failedReplicas: secret.replicas.filter(({ status }) => status === 'Failed'),
    healthy: currentKey?.active ?? false,
  };
}

/** What is recorded in tags and in staging labels. */
function recordsOf({ tags, versions }: DescribedSecret): Records {
  const records = readRecords(tags);
  const replacements = Object.values(versions)
    .flatMap(replacementsIn)
    .map(({ keyId, at }) => ({ kind: 'replaced' as const, of: keyId, at }));
  return { ...records, times: [...records.times, ...replacements] };
}

/** A list may be behind the changes of this run itself. */
function corrected(listed: readonly ListedKey[], { created, changed, deleted }: RunMemory): ListedKey[] {
  const withCreated =
    created === undefined || listed.some(({ id }) => id === created.id) ? listed : [...listed, created];
  return withCreated
    .filter(({ id }) => !deleted.includes(id))
    .map((key) => ({ ...key, active: changed[key.id] ?? key.active }));
}

/** Whether the key may be the one that the run of the intent has created. */
function isCandidate(key: ListedKey, { start, baseline }: Intent, { timing }: Policy): boolean {
  return (
    !baseline.includes(key.id) &&
    key.createdAt >= start - timing.clockSkew &&
    key.createdAt <= start + timing.maxCreateTime + timing.clockSkew
  );
}

/**
 * An interrupted run has created one key at most. Keys count as orphans only if each of them matches an intent of its
 * own.
 */
function explained(keys: readonly ListedKey[], intents: readonly Intent[], policy: Policy): Record<string, Intent> {
  const candidates = keys.filter((key) => intents.some((intent) => isCandidate(key, intent, policy)));
  return matched(candidates, intents, policy) ?? {};
}

/** An intent for each key, none of them twice; `undefined` if there is no such match. */
function matched(
  [key, ...rest]: readonly ListedKey[],
  intents: readonly Intent[],
  policy: Policy,
): Record<string, Intent> | undefined {
  if (key === undefined) {
    return {};
  }
  for (const intent of intents.filter((one) => isCandidate(key, one, policy))) {
    const others = matched(
      rest,
      intents.filter((other) => other !== intent),
      policy,
    );
    if (others) {
      return { ...others, [key.id]: intent };
    }
  }
  return undefined;
}

/** When something was recorded of a key or version. */
export function recorded({ records }: KeyState, kind: RecordKind, of: string): Time | undefined {
  return records.times.find((record) => record.kind === kind && record.of === of)?.at;
}

export function has(state: KeyState, kind: RecordKind, of: string): boolean {
  return recorded(state, kind, of) !== undefined;
}

/** Whether AWS has accepted the key of a version, as far as this run can know. */
export function isAccepted({ memory }: KeyState, { id, labels }: Version): boolean {
  return memory.accepted === id || isMarkedAccepted(labels);
}

/** Whether something was recorded at least so long ago. */
export function hasSince(state: KeyState, kind: RecordKind, of: string, age: Time): boolean {
  const at = recorded(state, kind, of);
  return at !== undefined && state.now >= at + age;
}

export function withRole({ keys }: KeyState, ...roles: Role[]): readonly Key[] {
  return keys.filter(({ role }) => roles.includes(role));
}

export function isListed({ keys }: KeyState, keyId: string): boolean {
  return keys.some(({ id }) => id === keyId);
}

/** Whether IAM has not listed a key for so long that its lists cannot be behind. */
export function isGone(state: KeyState, keyId: string): boolean {
  return !isListed(state, keyId) && hasSince(state, 'absent', keyId, state.policy.timing.settling);
}

export function lastUseOf({ memory }: KeyState, keyId: string): LastUse | undefined {
  return memory.lastUse[keyId];
}

/** Versions that hold a key. */
export function labelled({ versions }: KeyState): ReadonlyArray<Version & { readonly keyId: string }> {
  return versions.filter((version): version is Version & { keyId: string } => version.keyId !== undefined);
}

/**
 * Whether the function, and not an operator, has deactivated the key: only the function records beforehand that it
 * will.
 */
export function deactivatedByFunction(state: KeyState, keyId: string): boolean {
  return has(state, 'deactivating', keyId);
}

/** IAM allows two keys a user, active or not. */
export const KEYS_PER_USER = 2;

export function hasFreeSlot({ keys }: KeyState): boolean {
  return keys.length < KEYS_PER_USER;
}
