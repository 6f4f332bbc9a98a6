import { moved, removed } from './labels';
import { refused, Result, succeeded } from './result';
import { CURRENT, holder, PENDING, Secret, versionOf, withVersion } from './secret';
import { tidied, whilePresent } from './secrets-manager';
import type { World } from './world';
import { Effects, Time } from '../../../src/handler/life-cycle/effects';

const STEPS = ['createSecret', 'setSecret', 'testSecret', 'finishSecret'] as const;

export type Step = typeof STEPS[number];

/** The next call of the rotation function that Secrets Manager is going to make for a token. */
export interface Rotation {
  readonly token: string;
  readonly step: Step;
  /** How often a step has failed. */
  readonly failures: number;
  readonly notBefore: Time;
  /** Whether only `testSecret` runs, as for `RotateImmediately: false`. */
  readonly testOnly: boolean;
}

/**
 * A call of RotateSecret, or the day of a scheduled rotation.
 *
 * "If the AWSPENDING staging label is present but not attached to the same version as AWSCURRENT, then any later invocation of RotateSecret
 * assumes that a previous rotation request is still in progress and returns an error." The same token resumes.
 *
 * https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_RotateSecret.html
 */
export function rotateSecret(world: World, { token }: Effects['rotateSecret']['request']): Result<void> {
  return whilePresent(world, () => {
    if (!world.secret.rotates) {
      return refused(world, 'InvalidRequestException', 'You must provide a Lambda function ARN to enable rotation.');
    }
    const pending = holder(world.secret, PENDING);
    return pending === undefined || pending.id === token || pending.labels.includes(CURRENT)
      ? succeeded(started(world, token, false))
      : refused(world, 'InvalidRequestException', "A previous rotation isn't complete. That rotation will be reattempted.");
  });
}

/**
 * CloudFormation sets the schedule, without an immediate rotation: "This test creates an AWSPENDING version of the secret and then removes it."
 */
export function configureRotation(world: World, token: string): World {
  return started({ ...world, secret: { ...world.secret, rotates: true } }, token, true);
}

/** CloudFormation removes the schedule. What was under way is forgotten, with its labels left as they are. */
export function cancelRotation(world: World): World {
  return { ...world, rotations: [], secret: { ...world.secret, rotates: false } };
}

/** The calls of the rotation function that Secrets Manager may make now. A test is free to make them twice, late, or in another order. */
export function dueRotations({ now, rotations, secret }: World): readonly Rotation[] {
  return secret.existence === 'present' ? rotations.filter(({ notBefore }) => notBefore <= now) : [];
}

/** The step of a token has ended well. */
export function stepSucceeded(world: World, token: string): World {
  return withRotation(world, token, (rotation) => {
    const next = STEPS[STEPS.indexOf(rotation.step) + 1];
    return rotation.testOnly || next === undefined ? ended(world, rotation) : replaced(world, { ...rotation, step: next, notBefore: world.now });
  });
}

/** The step of a token has failed: it is tried again, or given up with all labels left as they are. */
export function stepFailed(world: World, token: string): World {
  const { retried, retryDelays, retryPutsPendingBack } = world.options;
  return withRotation(world, token, (rotation) => {
    const delay = retryDelays[rotation.failures];
    if (rotation.testOnly || delay === undefined) {
      return rotation.testOnly ? ended(world, rotation) : without(world, token);
    }
    const retry = replaced(world, {
      ...rotation,
      step: retried === 'rotation' ? STEPS[0] : rotation.step,
      failures: rotation.failures + 1,
      notBefore: world.now + delay,
    });
    return retryPutsPendingBack && holder(world.secret, PENDING) === undefined ? { ...retry, secret: withPending(world, token) } : retry;
  });
}

function started(world: World, token: string, testOnly: boolean): World {
  const secret = world.options.rotationMakesPendingVersion && versionOf(world.secret, token) === undefined
    ? withPending(world, token)
    : world.secret;
  return world.rotations.some((rotation) => rotation.token === token) ? { ...world, secret } : {
    ...world,
    secret,
    rotations: [
      ...world.options.supersededRotationsGoOn ? world.rotations : [],
      { token, step: testOnly ? 'testSecret' : STEPS[0], failures: 0, notBefore: world.now, testOnly },
    ],
  };
}

/** The label sits on a version without a value until createSecret fills it in. */
function withPending(world: World, token: string): Secret {
  const existing = versionOf(world.secret, token) ?? { id: token, value: undefined, createdAt: world.now, labels: [] };
  return tidied(world, moved(withVersion(world.secret, existing), PENDING, token));
}

function ended(world: World, { token, testOnly }: Rotation): World {
  const labels = versionOf(world.secret, token)?.labels ?? [];
  const leaves = labels.includes(PENDING) && (testOnly || labels.includes(CURRENT) && world.options.pendingLabel === 'leaves after rotation');
  const after = without(world, token);
  return leaves ? { ...after, secret: tidied(after, removed(after.secret, PENDING)) } : after;
}

function withRotation(world: World, token: string, found: (rotation: Rotation) => World): World {
  const rotation = world.rotations.find((other) => other.token === token);
  return rotation === undefined ? world : found(rotation);
}

function replaced(world: World, rotation: Rotation): World {
  return { ...world, rotations: world.rotations.map((other) => other.token === rotation.token ? rotation : other) };
}

function without(world: World, token: string): World {
  return { ...world, rotations: world.rotations.filter((other) => other.token !== token) };
}
