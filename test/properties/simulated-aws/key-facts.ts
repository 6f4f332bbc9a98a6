import { keyIdIn } from './planted-secrets';
import { CURRENT, holder, Secret } from './secret';
import type { SimulatedAws } from './simulated-aws';
import { Time } from '../../../src/handler/life-cycle/effects';

/** Who does something: a run of the function by its id, or `OPERATOR`. */
export type Actor = string;

export const OPERATOR: Actor = 'an operator';

/** All that ever happened to a key. */
export interface KeyFacts {
  readonly id: string;
  readonly madeBy: Actor;
  readonly madeAt: Time;
  readonly active: boolean;
  /** Who changed its status last, and when; unset while it has the one that it was made with. */
  readonly statusBy?: Actor;
  readonly statusAt?: Time;
  readonly deletedBy?: Actor;
  readonly deletedAt?: Time;
  /** When it was first stored in the secret, by whomever. */
  readonly storedAt?: Time;
  /** Since when it has been in the current version without a break; unset while it is not. */
  readonly currentSince?: Time;
  /** When it left the current version for the first time, and the last time. */
  readonly firstReplacedAt?: Time;
  readonly replacedAt?: Time;
  /** Who moved the label away the last time. */
  readonly replacedBy?: Actor;
  /** When an operator, and not the function's own test, last signed with it. */
  readonly usedAt?: Time;
}

/**
 * What invariants are stated about and no call can see. It is passed from each state to the next, so no service has to
 * keep it.
 */
export interface KeyHistory {
  /** In the order of their making. */
  readonly keys: readonly KeyFacts[];
}

export const NO_KEY_HISTORY: KeyHistory = { keys: [] };

/** The simulated AWS after a step, with what this step adds to the history. */
export function remembering(before: SimulatedAws, after: SimulatedAws, by: Actor): SimulatedAws {
  if (before.iam.keys === after.iam.keys && before.secret.versions === after.secret.versions) {
    return after;
  }
  const keys = [...after.keyHistory.keys, ...newKeys(before, after, by)].map((facts) => updated(facts, after, by));
  return { ...after, keyHistory: { ...after.keyHistory, keys } };
}

export function rememberingUse(aws: SimulatedAws, id: string): SimulatedAws {
  const keys = aws.keyHistory.keys.map((facts) => (facts.id === id ? { ...facts, usedAt: aws.now } : facts));
  return { ...aws, keyHistory: { ...aws.keyHistory, keys } };
}

/** The key in the version that clients read. */
export function currentKey(secret: Secret): string | undefined {
  return keyIdIn(holder(secret, CURRENT)?.value ?? '');
}

export function factsOf(aws: SimulatedAws, id: string): KeyFacts | undefined {
  return aws.keyHistory.keys.find((facts) => facts.id === id);
}

function newKeys(before: SimulatedAws, after: SimulatedAws, by: Actor): KeyFacts[] {
  return after.iam.keys
    .filter(({ id }) => before.keyHistory.keys.every((facts) => facts.id !== id))
    .map(({ id, madeAt, active }) => ({
      id,
      madeBy: by,
      madeAt,
      active,
      statusBy: undefined,
      statusAt: undefined,
      deletedBy: undefined,
      deletedAt: undefined,
      storedAt: undefined,
      currentSince: undefined,
      firstReplacedAt: undefined,
      replacedAt: undefined,
      replacedBy: undefined,
      usedAt: undefined,
    }));
}

function updated(facts: KeyFacts, after: SimulatedAws, by: Actor): KeyFacts {
  return [withStatus, withDeletion, withStorage, withCurrent].reduce(
    (known, update) => update(known, after, by),
    facts,
  );
}

function withStatus(facts: KeyFacts, { iam, now }: SimulatedAws, by: Actor): KeyFacts {
  const key = iam.keys.find(({ id }) => id === facts.id);
  return key === undefined || key.active === facts.active
    ? facts
    : { ...facts, active: key.active, statusBy: by, statusAt: now };
}

function withDeletion(facts: KeyFacts, { iam, now }: SimulatedAws, by: Actor): KeyFacts {
  const deleted = facts.deletedAt === undefined && iam.keys.every(({ id }) => id !== facts.id);
  return deleted ? { ...facts, active: false, deletedBy: by, deletedAt: now } : facts;
}

function withStorage(facts: KeyFacts, { secret, now }: SimulatedAws): KeyFacts {
  const stored = facts.storedAt === undefined && secret.versions.some(({ value }) => value?.includes(facts.id));
  return stored ? { ...facts, storedAt: now } : facts;
}

function withCurrent(facts: KeyFacts, { secret, now }: SimulatedAws, by: Actor): KeyFacts {
  const isCurrent = currentKey(secret) === facts.id;
  if (isCurrent === (facts.currentSince !== undefined)) {
    return facts;
  }
  return isCurrent
    ? { ...facts, currentSince: now }
    : {
        ...facts,
        currentSince: undefined,
        firstReplacedAt: facts.firstReplacedAt ?? now,
        replacedAt: now,
        replacedBy: by,
      };
}
