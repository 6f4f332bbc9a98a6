import { DescribedSecret, ListedKey, Replica, Time } from './effects';
import { afterOf, CURRENT, hasBeenCurrent, isMarkedAccepted, keyOf, PENDING, replacementsIn } from './labels';
import { Policy } from './policy';
import { Intent, readRecords, RecordKind, Records } from './records';
import { LastUse, RunMemory, Snapshot } from './snapshot';
import { Run, Task } from './task';

/**
 * What a listed key is to us.
 *
 * `current`, `pending` and `replaced` keys are ours: a version of the secret carries their label. `inFlight` keys may be what another run has just made.
 * `orphan` keys were left by an interrupted run. All others are `unmanaged`.
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
  /** The version that was the current one when this version was made. */
  readonly after?: string;
}

/** An snapshot, understood. */
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
  /** The version that is to be promoted. The label may also be left on one that is or was the current one: that waits for nothing. */
  readonly pending?: Version;
  /** The key of the current version, if IAM lists it. */
  readonly currentKey?: Key;
  /** Whether the current key is ours, listed and active: what consumers read works. */
  readonly healthy: boolean;
  readonly records: Records;
  /** Intents of other runs that may still make a key. */
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
  const versions = Object.entries(secret.versions).map(([id, labels]) => ({ id, labels, keyId: keyOf(labels), after: afterOf(labels) }));
  const current = versions.find(({ labels }) => labels.includes(CURRENT));
  const pending = versions.find(({ labels }) => labels.includes(PENDING) && !hasBeenCurrent(labels));
  const intents = records.intents.filter((intent) => intent.run !== run.id);
  const isLive = (intent: Intent) => now < intent.start + policy.timing.maxCreateTime;
  const unlabelled = listed.filter(({ id }) => versions.every(({ keyId }) => keyId !== id));
  const liveIntents = intents.filter(isLive);
  const inFlight = unlabelled.filter((key) => liveIntents.some((intent) => isCandidate(key, intent, policy))).map(({ id }) => id);
  const orphanIntents = explained(unlabelled.filter(({ id }) => !inFlight.includes(id)), intents.filter((intent) => !isLive(intent)), policy);

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

/** What is remembered in tags and in staging labels. */
function recordsOf({ tags, versions }: DescribedSecret): Records {
  const records = readRecords(tags);
  const replacements = Object.values(versions).flatMap(replacementsIn).map(({ keyId, at }) => ({ kind: 'replaced' as const, of: keyId, at }));
  return { ...records, times: [...records.times, ...replacements] };
}

/** A list may be behind what this run has done itself. */
function corrected(listed: readonly ListedKey[], { made, changed, deleted }: RunMemory): ListedKey[] {
  const withMade = made === undefined || listed.some(({ id }) => id === made.id) ? listed : [...listed, made];
  return withMade
    .filter(({ id }) => !deleted.includes(id))
    .map((key) => ({ ...key, active: changed[key.id] ?? key.active }));
}

/** Whether the key may be what the intent announced. */
function isCandidate(key: ListedKey, { start, baseline }: Intent, { timing }: Policy): boolean {
  return !baseline.includes(key.id) && key.createdAt >= start - timing.clockSkew && key.createdAt <= start + timing.maxCreateTime + timing.clockSkew;
}

/** An interrupted run has made one key at most. Keys count as orphans only if each of them can be explained by an intent of its own. */
function explained(keys: readonly ListedKey[], intents: readonly Intent[], policy: Policy): Record<string, Intent> {
  const candidates = keys.filter((key) => intents.some((intent) => isCandidate(key, intent, policy)));
  return matched(candidates, intents, policy) ?? {};
}

/** An intent for each key, none of them twice; `undefined` if there is no such match. */
function matched([key, ...rest]: readonly ListedKey[], intents: readonly Intent[], policy: Policy): Record<string, Intent> | undefined {
  if (key === undefined) {
    return {};
  }
  for (const intent of intents.filter((one) => isCandidate(key, one, policy))) {
    const others = matched(rest, intents.filter((other) => other !== intent), policy);
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

/** Whether we, and not a person, have deactivated the key: nobody else writes down beforehand that it will happen. */
export function deactivatedByFunction(state: KeyState, keyId: string): boolean {
  return has(state, 'deactivating', keyId);
}

/** IAM allows two keys a user, active or not. */
export const KEYS_PER_USER = 2;

export function hasFreeSlot({ keys }: KeyState): boolean {
  return keys.length < KEYS_PER_USER;
}
