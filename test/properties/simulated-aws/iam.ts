import { keyId, secretAccessKey } from './planted-secrets';
import { refused, Result, succeeded } from './result';
import type { SimulatedAws } from './simulated-aws';
import { Effects, ListedKey, NewKey, Time } from '../../../src/handler/life-cycle/effects';

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
const KEYS_PER_USER = 2;

export interface Key extends ListedKey, NewKey {
  /** `createdAt` has whole seconds; this is the moment itself. */
  readonly madeAt: Time;
  /** The last use that shows. */
  readonly usedAt?: Time;
  /** Later uses, which do not show yet. */
  readonly hiddenUses: readonly Time[];
}

/** What some part of IAM may still take for true. */
export interface View {
  readonly userId?: string;
  readonly keys: readonly ListedKey[];
  /** The last moment at which it was true. */
  readonly until: Time;
}

export interface Iam {
  /** The user's unique id; none if there is no such user. */
  readonly userId?: string;
  readonly keys: readonly Key[];
  /** What was true lately, the oldest first. */
  readonly past: readonly View[];
  readonly usersMade: number;
  readonly keysMade: number;
}

export const NEW_IAM: Iam = { userId: userId(1), keys: [], past: [], usersMade: 1, keysMade: 0 };

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListAccessKeys.html */
export function listAccessKeys(aws: SimulatedAws): Result<readonly ListedKey[]> {
  return aws.iam.userId === undefined ? noSuchUser(aws) : succeeded(aws, aws.iam.keys.map(listed));
}

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateAccessKey.html */
export function createAccessKey(aws: SimulatedAws): Result<NewKey> {
  const { userId: owner, keys, keysMade } = aws.iam;
  if (owner === undefined) {
    return noSuchUser(aws);
  }
  if (keys.length >= KEYS_PER_USER) {
    return quotaExceeded(aws);
  }
  const key: Key = {
    id: keyId(keysMade),
    secretAccessKey: secretAccessKey(keysMade),
    active: true,
    createdAt: wholeSeconds(aws.now),
    madeAt: aws.now,
    usedAt: undefined,
    hiddenUses: [],
  };
  const after = changed(aws, { keys: [...keys, key], keysMade: keysMade + 1 });
  return succeeded(after, { id: key.id, secretAccessKey: key.secretAccessKey });
}

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_UpdateAccessKey.html */
export function updateAccessKey(
  aws: SimulatedAws,
  { keyId: id, active }: Effects['updateAccessKey']['request'],
): Result<void> {
  return withKey(aws, id, (key) =>
    succeeded(
      key.active === active
        ? aws
        : changed(aws, { keys: aws.iam.keys.map((other) => (other === key ? { ...key, active } : other)) }),
    ),
  );
}

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteAccessKey.html */
export function deleteAccessKey(aws: SimulatedAws, { keyId: id }: Effects['deleteAccessKey']['request']): Result<void> {
  return withKey(aws, id, (key) => succeeded(changed(aws, { keys: aws.iam.keys.filter((other) => other !== key) })));
}

/**
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetAccessKeyLastUsed.html: "This field is null" for a key
 * that was not used.
 */
export function getAccessKeyLastUsed(
  aws: SimulatedAws,
  { keyId: id }: Effects['getAccessKeyLastUsed']['request'],
): Result<Time | undefined> {
  return withKey(aws, id, (key) => succeeded(aws, key.usedAt));
}

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetUser.html */
export function getUser(aws: SimulatedAws): Result<string> {
  return aws.iam.userId === undefined ? noSuchUser(aws) : succeeded(aws, aws.iam.userId);
}

/** Deletes the user with its keys, as the console does. */
export function deleteUser(aws: SimulatedAws): SimulatedAws {
  return changed(aws, { userId: undefined, keys: [] });
}

/**
 * The same name, another user: its unique id is new.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-unique-ids
 */
export function createUserAgain(aws: SimulatedAws): SimulatedAws {
  const usersMade = aws.iam.usersMade + 1;
  return changed(aws, { userId: userId(usersMade), usersMade });
}

/** Records that a request was signed with a key. */
export function used(aws: SimulatedAws, id: string): SimulatedAws {
  const keys = aws.iam.keys.map((key) => (key.id === id ? { ...key, hiddenUses: [...key.hiddenUses, aws.now] } : key));
  return { ...aws, iam: withVisibleUses({ ...aws.iam, keys }, aws.now - aws.options.lastUsedLags) };
}

/** Forgets the views that no part of IAM has any more. */
export function withoutOldViews(iam: Iam, horizon: Time): Iam {
  return iam.past.length > 0 && iam.past[0].until < horizon
    ? { ...iam, past: iam.past.filter(({ until }) => until >= horizon) }
    : iam;
}

/** Shows the uses that lie so far back. */
export function withVisibleUses(iam: Iam, horizon: Time): Iam {
  return iam.keys.some((key) => key.hiddenUses[0] <= horizon)
    ? { ...iam, keys: iam.keys.map((key) => showingUses(key, horizon)) }
    : iam;
}

export function noSuchUser(aws: SimulatedAws): Result<never> {
  return refused(aws, 'NoSuchEntityException', `The user with name ${aws.options.user.name} cannot be found.`);
}

export function noSuchKey(aws: SimulatedAws, id: string): Result<never> {
  return refused(aws, 'NoSuchEntityException', `The Access Key with id ${id} cannot be found.`);
}

export function quotaExceeded(aws: SimulatedAws): Result<never> {
  return refused(aws, 'LimitExceededException', `Cannot exceed quota for AccessKeysPerUser: ${KEYS_PER_USER}`);
}

export function isFull({ keys }: { readonly keys: readonly unknown[] }): boolean {
  return keys.length >= KEYS_PER_USER;
}

function withKey<T>(aws: SimulatedAws, id: string, found: (key: Key) => Result<T>): Result<T> {
  const key = aws.iam.keys.find((other) => other.id === id);
  return key === undefined ? noSuchKey(aws, id) : found(key);
}

/** The simulated AWS after a change, which some parts of IAM may not see yet. */
function changed(aws: SimulatedAws, change: Partial<Iam>): SimulatedAws {
  const { iam, now, options } = aws;
  const past = options.staleness > 0 ? [...iam.past, viewOf(iam, now)] : iam.past;
  return { ...aws, iam: { ...iam, ...change, past } };
}

function viewOf(iam: Iam, until: Time): View {
  return { userId: iam.userId, keys: iam.keys.map(listed), until };
}

function listed({ id, active, createdAt }: Key): ListedKey {
  return { id, active, createdAt };
}

function showingUses(key: Key, horizon: Time): Key {
  const visible = key.hiddenUses.filter((use) => use <= horizon);
  return visible.length === 0
    ? key
    : { ...key, usedAt: wholeSeconds(visible[visible.length - 1]), hiddenUses: key.hiddenUses.slice(visible.length) };
}

function userId(n: number): string {
  return `AIDASIMULATEDUSER${String.fromCharCode(64 + n).repeat(4)}`;
}

function wholeSeconds(time: Time): Time {
  return Math.floor(time / 1000) * 1000;
}
