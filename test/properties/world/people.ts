import { undisturbed } from './aws-calls';
import { factsOf, PERSON, remembering, rememberingUse } from './ghost';
import { deleteUser, makeUserAgain } from './iam';
import { keyIdIn } from './marker';
import { CURRENT, holder, Secret } from './secret';
import { World } from './world';
import { Effects, NewKey } from '../../../src/handler/life-cycle/effects';

/** https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_DeleteSecret.html */
const RECOVERY_WINDOW = 30 * 24 * 60 * 60 * 1000;

const REPLICA_REGION = 'eu-central-1';

/** What a person, or something else that is not the function, does to the account. */
export type PersonStep =
  | { readonly does: 'makes a key' }
  | { readonly does: 'uses a key' | 'deactivates a key' | 'activates a key' | 'deletes a key'; readonly keyId: string }
  | { readonly does: 'makes a version current'; readonly version: string }
  /** Some text that holds no key, or the credentials of one. */
  | { readonly does: 'puts a value'; readonly keyId?: string }
  | { readonly does: 'removes a tag'; readonly tag: string }
  | { readonly does: 'deletes the user' | 'makes the user again' }
  | { readonly does: 'schedules the deletion of the secret' | 'restores the secret' | 'deletes the secret for good' }
  | { readonly does: 'lets a replica fall behind' | 'lets a replica fail' | 'lets the replicas catch up' };

/** What a person could do now; each changes something that the function or an invariant can see. */
export function available(world: World): readonly PersonStep[] {
  const { iam, secret } = world;
  const steps: PersonStep[] = [
    ...iam.userId === undefined ? [{ does: 'makes the user again' } as const] : [{ does: 'deletes the user' } as const],
    ...iam.userId !== undefined && iam.keys.length < 2 ? [{ does: 'makes a key' } as const] : [],
    ...iam.keys.flatMap(({ id, active }): PersonStep[] => [
      ...active && isKnown(world, id) && perform(world, { does: 'uses a key', keyId: id }) !== world ? [{ does: 'uses a key', keyId: id } as const] : [],
      active ? { does: 'deactivates a key', keyId: id } : { does: 'activates a key', keyId: id },
      { does: 'deletes a key', keyId: id },
    ]),
  ];
  return [...steps, ...secretSteps(world, secret)];
}

/** The world after a person's step. It is a pure function, so a history of steps can be run again. */
export function perform(world: World, step: PersonStep): World {
  return remembering(world, stepOf(world, step), PERSON);
}

/** Says a step in words. */
export function describeStep(step: PersonStep): string {
  const of = 'keyId' in step ? step.keyId : 'version' in step ? step.version : 'tag' in step ? step.tag : undefined;
  return `a person ${step.does}${of === undefined ? '' : `: ${of}`}`;
}

function stepOf(world: World, step: PersonStep): World {
  switch (step.does) {
    case 'makes a key':
      return undisturbed({ name: 'createAccessKey', request: {} }, world).world;
    case 'uses a key':
      return uses(world, step.keyId);
    case 'deactivates a key':
    case 'activates a key':
      return undisturbed({ name: 'updateAccessKey', request: { keyId: step.keyId, active: step.does === 'activates a key' } }, world).world;
    case 'deletes a key':
      return undisturbed({ name: 'deleteAccessKey', request: { keyId: step.keyId } }, world).world;
    case 'makes a version current':
      return undisturbed({
        name: 'updateSecretVersionStage', request: { label: CURRENT, from: holder(world.secret, CURRENT)?.id, to: step.version },
      }, world).world;
    case 'puts a value':
      return undisturbed({ name: 'putSecretValue', request: valueByHand(world, step.keyId) }, world).world;
    case 'removes a tag':
      return undisturbed({ name: 'untagResource', request: { keys: [step.tag] } }, world).world;
    case 'deletes the user':
      return deleteUser(world);
    case 'makes the user again':
      return makeUserAgain(world);
    case 'schedules the deletion of the secret':
      return withSecret(world, { existence: 'waits for its deletion', deletionDate: world.now + RECOVERY_WINDOW });
    case 'restores the secret':
      return withSecret(world, { existence: 'present', deletionDate: undefined });
    case 'deletes the secret for good':
      return { ...withSecret(world, { existence: 'absent', versions: [], tags: [], rotates: false }), rotations: [] };
    case 'lets a replica fall behind':
      return withSecret(world, { replicas: [{ region: REPLICA_REGION, status: 'InProgress' }] });
    case 'lets a replica fail':
      return withSecret(world, { replicas: [{ region: REPLICA_REGION, status: 'Failed', message: 'The encryption key does not exist.' }] });
    case 'lets the replicas catch up':
      return withSecret(world, { replicas: [] });
  }
}

function secretSteps(world: World, secret: Secret): PersonStep[] {
  if (secret.existence !== 'present') {
    return secret.existence === 'absent' ? [] : [{ does: 'restores the secret' }, { does: 'deletes the secret for good' }];
  }
  const stored = secret.versions.map(({ value }) => keyIdIn(value ?? ''));
  return [
    ...secret.versions.filter(({ value, labels }) => value !== undefined && labels.length > 0 && !labels.includes(CURRENT))
      .map(({ id }) => ({ does: 'makes a version current', version: id } as const)),
    { does: 'puts a value' },
    ...world.iam.keys.filter(({ id }) => !stored.includes(id) && isKnown(world, id)).map(({ id }) => ({ does: 'puts a value', keyId: id } as const)),
    ...secret.tags.map(([tag]) => ({ does: 'removes a tag', tag } as const)),
    ...secret.replicas.length === 0 ? [{ does: 'lets a replica fall behind' } as const, { does: 'lets a replica fail' } as const] : [{ does: 'lets the replicas catch up' } as const],
    { does: 'schedules the deletion of the secret' },
  ];
}

/** Whether anybody can know the key's secret: whoever made it by hand, or read the secret. An orphan's is lost. */
function isKnown(world: World, id: string): boolean {
  const facts = factsOf(world, id);
  return facts?.madeBy === PERSON || facts?.storedAt !== undefined;
}

/** A request is signed with the key, if AWS takes it. */
function uses(world: World, id: string): World {
  const key = world.iam.keys.find((other) => other.id === id);
  if (key === undefined) {
    return world;
  }
  const { world: after, failure } = undisturbed({ name: 'getCallerIdentity', request: { keyId: id, secretAccessKey: key.secretAccessKey } }, world);
  return failure ? world : rememberingUse(after, id);
}

/** What the console puts: a new version that is current at once. */
function valueByHand(world: World, id: string | undefined): Effects['putSecretValue']['request'] {
  const key = world.iam.keys.find((other) => other.id === id);
  const value = key === undefined ? 'by hand' : credentials(world, key);
  return { token: tokenByHand(world.secret), value, labels: [CURRENT] };
}

function credentials({ options: { user } }: World, { id, secretAccessKey }: NewKey): string {
  return JSON.stringify({ userName: user.name, accessKeyId: id, secretAccessKey });
}

/** The first token of a row that is free, so that equal histories have equal tokens. */
function tokenByHand({ versions }: Secret): string {
  const tokens = [...versions, undefined].map((_, index) => `by-hand-${index}`.padEnd(32, '0'));
  return tokens.find((token) => versions.every(({ id }) => id !== token))!;
}

function withSecret(world: World, change: Partial<Secret>): World {
  return { ...world, secret: { ...world.secret, ...change } };
}
