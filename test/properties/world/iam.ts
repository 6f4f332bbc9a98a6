import { keyId, secretAccessKey } from './marker';
import { refused, Result, succeeded } from './result';
import type { World } from './world';
import { Effects, ListedKey, NewKey, Time } from '../../../src/handler/life-cycle/effects';

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
const KEYS_PER_USER = 2;

export interface Key extends ListedKey, NewKey {
  /** `createdAt` is told in whole seconds; this is the moment itself. */
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
export function listAccessKeys(world: World): Result<readonly ListedKey[]> {
  return world.iam.userId === undefined ? noSuchUser(world) : succeeded(world, world.iam.keys.map(listed));
}

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateAccessKey.html */
export function createAccessKey(world: World): Result<NewKey> {
  const { userId: owner, keys, keysMade } = world.iam;
  if (owner === undefined) {
    return noSuchUser(world);
  }
  if (keys.length >= KEYS_PER_USER) {
    return quotaExceeded(world);
  }
  const key: Key = {
    id: keyId(keysMade),
    secretAccessKey: secretAccessKey(keysMade),
    active: true,
    createdAt: wholeSeconds(world.now),
    madeAt: world.now,
    usedAt: undefined,
    hiddenUses: [],
  };
  const after = changed(world, { keys: [...keys, key], keysMade: keysMade + 1 });
  return succeeded(after, { id: key.id, secretAccessKey: key.secretAccessKey });
}

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_UpdateAccessKey.html */
export function updateAccessKey(world: World, { keyId: id, active }: Effects['updateAccessKey']['request']): Result<void> {
  return withKey(world, id, (key) => succeeded(
    key.active === active ? world : changed(world, { keys: world.iam.keys.map((other) => other === key ? { ...key, active } : other) })));
}

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteAccessKey.html */
export function deleteAccessKey(world: World, { keyId: id }: Effects['deleteAccessKey']['request']): Result<void> {
  return withKey(world, id, (key) => succeeded(changed(world, { keys: world.iam.keys.filter((other) => other !== key) })));
}

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetAccessKeyLastUsed.html: "This field is null" for a key that was not used. */
export function getAccessKeyLastUsed(world: World, { keyId: id }: Effects['getAccessKeyLastUsed']['request']): Result<Time | undefined> {
  return withKey(world, id, (key) => succeeded(world, key.usedAt));
}

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetUser.html */
export function getUser(world: World): Result<string> {
  return world.iam.userId === undefined ? noSuchUser(world) : succeeded(world, world.iam.userId);
}

/** Deletes the user with its keys, as the console does. */
export function deleteUser(world: World): World {
  return changed(world, { userId: undefined, keys: [] });
}

/** The same name, another user: its unique id is new. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-unique-ids */
export function makeUserAgain(world: World): World {
  const usersMade = world.iam.usersMade + 1;
  return changed(world, { userId: userId(usersMade), usersMade });
}

/** Records that a request was signed with a key. */
export function used(world: World, id: string): World {
  const keys = world.iam.keys.map((key) => key.id === id ? { ...key, hiddenUses: [...key.hiddenUses, world.now] } : key);
  return { ...world, iam: withVisibleUses({ ...world.iam, keys }, world.now - world.options.lastUsedLags) };
}

/** Forgets the views that no part of IAM has any more. */
export function withoutOldViews(iam: Iam, horizon: Time): Iam {
  return iam.past.length > 0 && iam.past[0].until < horizon ? { ...iam, past: iam.past.filter(({ until }) => until >= horizon) } : iam;
}

/** Shows the uses that lie so far back. */
export function withVisibleUses(iam: Iam, horizon: Time): Iam {
  return iam.keys.some((key) => key.hiddenUses[0] <= horizon) ? { ...iam, keys: iam.keys.map((key) => showingUses(key, horizon)) } : iam;
}

export function noSuchUser(world: World): Result<never> {
  return refused(world, 'NoSuchEntityException', `The user with name ${world.options.user.name} cannot be found.`);
}

export function noSuchKey(world: World, id: string): Result<never> {
  return refused(world, 'NoSuchEntityException', `The Access Key with id ${id} cannot be found.`);
}

export function quotaExceeded(world: World): Result<never> {
  return refused(world, 'LimitExceededException', `Cannot exceed quota for AccessKeysPerUser: ${KEYS_PER_USER}`);
}

export function isFull({ keys }: { readonly keys: readonly unknown[] }): boolean {
  return keys.length >= KEYS_PER_USER;
}

function withKey<T>(world: World, id: string, found: (key: Key) => Result<T>): Result<T> {
  const key = world.iam.keys.find((other) => other.id === id);
  return key === undefined ? noSuchKey(world, id) : found(key);
}

/** The world after a change, which some parts of IAM may not see yet. */
function changed(world: World, change: Partial<Iam>): World {
  const { iam, now, options } = world;
  const past = options.staleness > 0 ? [...iam.past, viewOf(iam, now)] : iam.past;
  return { ...world, iam: { ...iam, ...change, past } };
}

function viewOf(iam: Iam, until: Time): View {
  return { userId: iam.userId, keys: iam.keys.map(listed), until };
}

function listed({ id, active, createdAt }: Key): ListedKey {
  return { id, active, createdAt };
}

function showingUses(key: Key, horizon: Time): Key {
  const visible = key.hiddenUses.filter((use) => use <= horizon);
  return visible.length === 0 ? key : { ...key, usedAt: wholeSeconds(visible[visible.length - 1]), hiddenUses: key.hiddenUses.slice(visible.length) };
}

function userId(n: number): string {
  return `AIDASIMULATEDUSER${String.fromCharCode(64 + n).repeat(4)}`;
}

function wholeSeconds(time: Time): Time {
  return Math.floor(time / 1000) * 1000;
}
