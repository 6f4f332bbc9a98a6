import { moved, removed } from './labels';
import { refused, Result, succeeded } from './result';
import { CURRENT, holder, PENDING, Secret, versionOf, withVersion } from './secret';
import { tidied, whilePresent } from './secrets-manager';
import type { SimulatedAws } from './simulated-aws';
import { Effects, Time } from '../../../src/handler/life-cycle/effects';

const STEPS = ['createSecret', 'setSecret', 'testSecret', 'finishSecret'] as const;

export type Step = (typeof STEPS)[number];

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
 * "If the AWSPENDING staging label is present but not attached to the same version as AWSCURRENT, then any later
 * invocation of RotateSecret
 * assumes that a previous rotation request is still in progress and returns an error." The same token resumes.
 *
 * https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_RotateSecret.html
 */
export function rotateSecret(aws: SimulatedAws, { token }: Effects['rotateSecret']['request']): Result<void> {
  return whilePresent(aws, () => {
    if (!aws.secret.rotates) {
      return refused(aws, 'InvalidRequestException', 'You must provide a Lambda function ARN to enable rotation.');
    }
    const pending = holder(aws.secret, PENDING);
    return pending === undefined || pending.id === token || pending.labels.includes(CURRENT)
      ? succeeded(started(aws, token, false))
      : refused(
          aws,
          'InvalidRequestException',
          "A previous rotation isn't complete. That rotation will be reattempted.",
        );
  });
}

/**
 * CloudFormation sets the schedule, without an immediate rotation: "This test creates an AWSPENDING version of the
 * secret and then removes it."
 */
export function configureRotation(aws: SimulatedAws, token: string): SimulatedAws {
  return started({ ...aws, secret: { ...aws.secret, rotates: true } }, token, true);
}

/** CloudFormation removes the schedule. What was under way is forgotten, with its labels left as they are. */
export function cancelRotation(aws: SimulatedAws): SimulatedAws {
  return { ...aws, rotations: [], secret: { ...aws.secret, rotates: false } };
}

/**
 * The calls of the rotation function that Secrets Manager may make now. A test is free to make them twice, late, or in
 * another order.
 */
export function dueRotations({ now, rotations, secret }: SimulatedAws): readonly Rotation[] {
  return secret.existence === 'present' ? rotations.filter(({ notBefore }) => notBefore <= now) : [];
}

/** The step of a token has ended well. */
export function stepSucceeded(aws: SimulatedAws, token: string): SimulatedAws {
  return withRotation(aws, token, (rotation) => {
    const next = STEPS[STEPS.indexOf(rotation.step) + 1];
    return rotation.testOnly || next === undefined
      ? ended(aws, rotation)
      : replaced(aws, { ...rotation, step: next, notBefore: aws.now });
  });
}

/** The step of a token has failed: it is tried again, or given up with all labels left as they are. */
export function stepFailed(aws: SimulatedAws, token: string): SimulatedAws {
  const { retried, retryDelays, retryPutsPendingBack } = aws.options;
  return withRotation(aws, token, (rotation) => {
    const delay = retryDelays[rotation.failures];
    if (rotation.testOnly || delay === undefined) {
      return rotation.testOnly ? ended(aws, rotation) : without(aws, token);
    }
    const retry = replaced(aws, {
      ...rotation,
      step: retried === 'rotation' ? STEPS[0] : rotation.step,
      failures: rotation.failures + 1,
      notBefore: aws.now + delay,
    });
    return retryPutsPendingBack && holder(aws.secret, PENDING) === undefined
      ? { ...retry, secret: withPending(aws, token) }
      : retry;
  });
}

function started(aws: SimulatedAws, token: string, testOnly: boolean): SimulatedAws {
  const secret =
    aws.options.rotationMakesPendingVersion && versionOf(aws.secret, token) === undefined
      ? withPending(aws, token)
      : aws.secret;
  return aws.rotations.some((rotation) => rotation.token === token)
    ? { ...aws, secret }
    : {
        ...aws,
        secret,
        rotations: [
          ...(aws.options.supersededRotationsGoOn ? aws.rotations : []),
          { token, step: testOnly ? 'testSecret' : STEPS[0], failures: 0, notBefore: aws.now, testOnly },
        ],
      };
}

/** The label sits on a version without a value until createSecret fills it in. */
function withPending(aws: SimulatedAws, token: string): Secret {
  const existing = versionOf(aws.secret, token) ?? { id: token, value: undefined, createdAt: aws.now, labels: [] };
  return tidied(aws, moved(withVersion(aws.secret, existing), PENDING, token));
}

function ended(aws: SimulatedAws, { token, testOnly }: Rotation): SimulatedAws {
  const labels = versionOf(aws.secret, token)?.labels ?? [];
  const leaves =
    labels.includes(PENDING) &&
    (testOnly || (labels.includes(CURRENT) && aws.options.pendingLabel === 'leaves after rotation'));
  const after = without(aws, token);
  return leaves ? { ...after, secret: tidied(after, removed(after.secret, PENDING)) } : after;
}

function withRotation(aws: SimulatedAws, token: string, found: (rotation: Rotation) => SimulatedAws): SimulatedAws {
  const rotation = aws.rotations.find((other) => other.token === token);
  return rotation === undefined ? aws : found(rotation);
}

function replaced(aws: SimulatedAws, rotation: Rotation): SimulatedAws {
  return { ...aws, rotations: aws.rotations.map((other) => (other.token === rotation.token ? rotation : other)) };
}

function without(aws: SimulatedAws, token: string): SimulatedAws {
  return { ...aws, rotations: aws.rotations.filter((other) => other.token !== token) };
}
