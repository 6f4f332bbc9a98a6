import { undisturbed } from './aws-calls';
import { deleteUser, createUserAgain } from './iam';
import { factsOf, OPERATOR, remembering, rememberingUse } from './key-facts';
import { keyIdIn } from './planted-secrets';
import { CURRENT, holder, Secret } from './secret';
import { SimulatedAws } from './simulated-aws';
import { Effects, NewKey } from '../../../src/handler/life-cycle/effects';

/** https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_DeleteSecret.html */
const RECOVERY_WINDOW = 30 * 24 * 60 * 60 * 1000;

const REPLICA_REGION = 'eu-central-1';

/** What an operator, or something else that is not the function, does to the account. */
export type OperatorStep =
  | { readonly does: 'creates a key' }
  | { readonly does: 'uses a key' | 'deactivates a key' | 'activates a key' | 'deletes a key'; readonly keyId: string }
  | { readonly does: 'moves AWSCURRENT to a version'; readonly version: string }
  /** A string that holds no key, or the credentials of one. */
  | { readonly does: 'puts a value'; readonly keyId?: string }
  | { readonly does: 'removes a tag'; readonly tag: string }
  | { readonly does: 'deletes the user' | 'creates the user again' }
  | { readonly does: 'schedules the deletion of the secret' | 'restores the secret' | 'deletes the secret for good' }
  | { readonly does: 'lets a replica fall behind' | 'lets a replica fail' | 'lets the replicas catch up' };

/** What an operator could do now; each changes something that the function or an invariant can see. */
export function available(aws: SimulatedAws): readonly OperatorStep[] {
  const { iam, secret } = aws;
  const steps: OperatorStep[] = [
    ...(iam.userId === undefined
      ? [{ does: 'creates the user again' } as const]
      : [{ does: 'deletes the user' } as const]),
    ...(iam.userId !== undefined && iam.keys.length < 2 ? [{ does: 'creates a key' } as const] : []),
    ...iam.keys.flatMap(({ id, active }): OperatorStep[] => [
      ...(active && isKnown(aws, id) && perform(aws, { does: 'uses a key', keyId: id }) !== aws
        ? [{ does: 'uses a key', keyId: id } as const]
        : []),
      active ? { does: 'deactivates a key', keyId: id } : { does: 'activates a key', keyId: id },
      { does: 'deletes a key', keyId: id },
    ]),
  ];
  return [...steps, ...secretSteps(aws, secret)];
}

/** The simulated AWS after an operator's step. It is a pure function, so a history of steps can be run again. */
export function perform(aws: SimulatedAws, step: OperatorStep): SimulatedAws {
  return remembering(aws, stepOf(aws, step), OPERATOR);
}

/** Says a step in words. */
export function describeStep(step: OperatorStep): string {
  const of = 'keyId' in step ? step.keyId : 'version' in step ? step.version : 'tag' in step ? step.tag : undefined;
  return `an operator ${step.does}${of === undefined ? '' : `: ${of}`}`;
}

function stepOf(aws: SimulatedAws, step: OperatorStep): SimulatedAws {
  switch (step.does) {
    case 'creates a key':
      return undisturbed({ name: 'createAccessKey', request: {} }, aws).aws;
    case 'uses a key':
      return uses(aws, step.keyId);
    case 'deactivates a key':
    case 'activates a key':
      return undisturbed(
        { name: 'updateAccessKey', request: { keyId: step.keyId, active: step.does === 'activates a key' } },
        aws,
      ).aws;
    case 'deletes a key':
      return undisturbed({ name: 'deleteAccessKey', request: { keyId: step.keyId } }, aws).aws;
    case 'moves AWSCURRENT to a version':
      return undisturbed(
        {
          name: 'updateSecretVersionStage',
          request: { label: CURRENT, from: holder(aws.secret, CURRENT)?.id, to: step.version },
        },
        aws,
      ).aws;
    case 'puts a value':
      return undisturbed({ name: 'putSecretValue', request: valueByHand(aws, step.keyId) }, aws).aws;
    case 'removes a tag':
      return undisturbed({ name: 'untagResource', request: { keys: [step.tag] } }, aws).aws;
    case 'deletes the user':
      return deleteUser(aws);
    case 'creates the user again':
      return createUserAgain(aws);
    case 'schedules the deletion of the secret':
      return withSecret(aws, { existence: 'waits for its deletion', deletionDate: aws.now + RECOVERY_WINDOW });
    case 'restores the secret':
      return withSecret(aws, { existence: 'present', deletionDate: undefined });
    case 'deletes the secret for good':
      return { ...withSecret(aws, { existence: 'absent', versions: [], tags: [], rotates: false }), rotations: [] };
    case 'lets a replica fall behind':
      return withSecret(aws, { replicas: [{ region: REPLICA_REGION, status: 'InProgress' }] });
    case 'lets a replica fail':
      return withSecret(aws, {
        replicas: [{ region: REPLICA_REGION, status: 'Failed', message: 'The encryption key does not exist.' }],
      });
    case 'lets the replicas catch up':
      return withSecret(aws, { replicas: [] });
  }
}

function secretSteps(aws: SimulatedAws, secret: Secret): OperatorStep[] {
  if (secret.existence !== 'present') {
    return secret.existence === 'absent'
      ? []
      : [{ does: 'restores the secret' }, { does: 'deletes the secret for good' }];
  }
  const stored = secret.versions.map(({ value }) => keyIdIn(value ?? ''));
  return [
    ...secret.versions
      .filter(({ value, labels }) => value !== undefined && labels.length > 0 && !labels.includes(CURRENT))
      .map(({ id }) => ({ does: 'moves AWSCURRENT to a version', version: id }) as const),
    { does: 'puts a value' },
    ...aws.iam.keys
      .filter(({ id }) => !stored.includes(id) && isKnown(aws, id))
      .map(({ id }) => ({ does: 'puts a value', keyId: id }) as const),
    ...secret.tags.map(([tag]) => ({ does: 'removes a tag', tag }) as const),
    ...(secret.replicas.length === 0
      ? [{ does: 'lets a replica fall behind' } as const, { does: 'lets a replica fail' } as const]
      : [{ does: 'lets the replicas catch up' } as const]),
    { does: 'schedules the deletion of the secret' },
  ];
}

/**
 * Whether the secret access key is known: to an operator who created it, or a reader of the secret. That of an orphan
 * is lost.
 */
function isKnown(aws: SimulatedAws, id: string): boolean {
  const facts = factsOf(aws, id);
  return facts?.madeBy === OPERATOR || facts?.storedAt !== undefined;
}

/** A request is signed with the key, if AWS takes it. */
function uses(aws: SimulatedAws, id: string): SimulatedAws {
  const key = aws.iam.keys.find((other) => other.id === id);
  if (key === undefined) {
    return aws;
  }
  const { aws: after, failure } = undisturbed(
    { name: 'getCallerIdentity', request: { keyId: id, secretAccessKey: key.secretAccessKey } },
    aws,
  );
  return failure ? aws : rememberingUse(after, id);
}

/** What the console puts: a new version that is current at once. */
function valueByHand(aws: SimulatedAws, id: string | undefined): Effects['putSecretValue']['request'] {
  const key = aws.iam.keys.find((other) => other.id === id);
  const value = key === undefined ? 'by hand' : credentials(aws, key);
  return { token: tokenByHand(aws.secret), value, labels: [CURRENT] };
}

function credentials({ options: { user } }: SimulatedAws, { id, secretAccessKey }: NewKey): string {
  return JSON.stringify({ userName: user.name, accessKeyId: id, secretAccessKey });
}

/** The first token of a row that is free, so that equal histories have equal tokens. */
function tokenByHand({ versions }: Secret): string {
  const tokens = [...versions, undefined].map((_, index) => `by-hand-${index}`.padEnd(32, '0'));
  return tokens.find((token) => versions.every(({ id }) => id !== token))!;
}

function withSecret(aws: SimulatedAws, change: Partial<Secret>): SimulatedAws {
  return { ...aws, secret: { ...aws.secret, ...change } };
}
