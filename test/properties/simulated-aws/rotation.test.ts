import {
  advance,
  cancelRotation,
  configureRotation,
  CURRENT,
  dueRotations,
  newSimulatedAws,
  PENDING,
  perform,
  PREVIOUS,
  stepFailed,
  stepSucceeded,
  versionOf,
  SimulatedAws,
  SimulatedAwsOptions,
} from '.';
import { after, resultOf, token, withCurrentKey, withStoredKey } from './single-calls';

const MINUTE = 60_000;

/** A current key, and a configured rotation whose test has passed. */
function rotatingWorld(options: Partial<SimulatedAwsOptions> = {}): SimulatedAws {
  const configured = configureRotation(withCurrentKey(newSimulatedAws(options)), token(0));
  return stepSucceeded(configured, token(0));
}

function rotate(aws: SimulatedAws, n: number): SimulatedAws {
  return after(aws, 'rotateSecret', { token: token(n) });
}

function labels(aws: SimulatedAws, n: number): readonly string[] | undefined {
  return versionOf(aws.secret, token(n))?.labels;
}

/** What the rotation function does in all its steps. */
function doAllSteps(aws: SimulatedAws, n: number): SimulatedAws {
  const stored = withStoredKey(stepDone(aws, 'createSecret'), n, PENDING);
  const tested = stepDone(stepDone(stepSucceeded(stored, token(n)), 'setSecret', n), 'testSecret', n);
  return stepSucceeded(
    after(tested, 'updateSecretVersionStage', { label: CURRENT, from: token(1), to: token(n) }),
    token(n),
  );
}

function stepDone(aws: SimulatedAws, step: string, n?: number): SimulatedAws {
  expect(dueRotations(aws)).toEqual([expect.objectContaining({ step })]);
  return n === undefined ? aws : stepSucceeded(aws, token(n));
}

test(
  'the schedule of a new secret tests the function alone, on a pending version without a value that is ' +
    'removed afterwards',
  () => {
    // GIVEN
    const aws = configureRotation(withCurrentKey(newSimulatedAws()), token(0));
    expect(dueRotations(aws)).toEqual([
      { token: token(0), step: 'testSecret', failures: 0, notBefore: aws.now, testOnly: true },
    ]);
    expect(labels(aws, 0)).toEqual([PENDING]);

    for (const done of [stepSucceeded(aws, token(0)), stepFailed(aws, token(0))]) {
      // THEN
      expect(dueRotations(done)).toEqual([]);
      expect(labels(done, 0)).toBeUndefined();
      expect(labels(done, 1)).toEqual([CURRENT, expect.stringMatching(/^key\./)]);
    }
  },
);

test('a rotation runs four steps with one token, and then the pending label leaves', () => {
  // WHEN
  const aws = doAllSteps(rotate(rotatingWorld(), 2), 2);

  // THEN
  expect(labels(aws, 1)).toEqual([PREVIOUS, 'key.AKIASIMULATEDKEYAAAA']);
  expect(labels(aws, 2)).toEqual([CURRENT, 'key.AKIASIMULATEDKEYAAAB']);
  expect(aws.rotations).toEqual([]);
});

test('the pending label may stay on the current version, and is then not in the way', () => {
  // WHEN
  const aws = doAllSteps(rotate(rotatingWorld({ pendingLabel: 'stays' }), 2), 2);

  // THEN
  expect(labels(aws, 2)).toContain(PENDING);
  expect(labels(rotate(aws, 3), 2)).not.toContain(PENDING);
  expect(labels(rotate(aws, 3), 3)).toEqual([PENDING]);
});

test('the pending label may leave with the promotion', () => {
  // GIVEN
  const aws = withStoredKey(rotate(rotatingWorld({ pendingLabel: 'leaves with promotion' }), 2), 2, PENDING);

  // WHEN
  const promoted = after(aws, 'updateSecretVersionStage', { label: CURRENT, from: token(1), to: token(2) });

  // THEN
  expect(labels(promoted, 2)).not.toContain(PENDING);
});

test('the whole rotation is tried again after a failed step, later and later, and then given up with its label', () => {
  // GIVEN
  const aws = rotate(rotatingWorld({ retryDelays: [5 * MINUTE, 60 * MINUTE] }), 2);
  const inTest = stepSucceeded(stepSucceeded(aws, token(2)), token(2));

  // WHEN
  const failed = stepFailed(inTest, token(2));

  // THEN
  expect(dueRotations(failed)).toEqual([]);
  expect(dueRotations(advance(failed, 5 * MINUTE))).toEqual([
    expect.objectContaining({ step: 'createSecret', failures: 1 }),
  ]);

  // WHEN
  const failedAgain = stepFailed(advance(failed, 5 * MINUTE), token(2));
  const givenUp = stepFailed(advance(failedAgain, 60 * MINUTE), token(2));

  // THEN
  expect(failedAgain.rotations[0].notBefore).toBe(failedAgain.now + 60 * MINUTE);
  expect(givenUp.rotations).toEqual([]);
  expect(labels(givenUp, 2)).toEqual([PENDING]);
});

test('a failed step may be the only one that is tried again', () => {
  // GIVEN
  const aws = stepSucceeded(rotate(rotatingWorld({ retried: 'step' }), 2), token(2));

  // THEN
  expect(stepFailed(aws, token(2)).rotations).toEqual([expect.objectContaining({ step: 'setSecret' })]);
});

test('the token of a rotation that was given up resumes it, and another is refused', () => {
  // GIVEN
  const aws = stepFailed(rotate(rotatingWorld({ retryDelays: [] }), 2), token(2));

  // THEN
  expect(resultOf(aws, 'rotateSecret', { token: token(3) }).failure?.code).toBe('InvalidRequestException');
  expect(dueRotations(rotate(aws, 2))).toEqual([
    expect.objectContaining({ token: token(2), step: 'createSecret', failures: 0 }),
  ]);
});

test('a token that is being rotated is not rotated twice', () => {
  const aws = stepSucceeded(rotate(rotatingWorld(), 2), token(2));

  expect(rotate(aws, 2)).toEqual(aws);
});

test('a pending label that was removed comes back with a retry only if that option is set', () => {
  const removedBeforeRetry = (retryPutsPendingBack: boolean) => {
    const aws = rotate(rotatingWorld({ retryPutsPendingBack }), 2);
    return stepFailed(after(aws, 'updateSecretVersionStage', { label: PENDING, from: token(2) }), token(2));
  };

  expect(labels(removedBeforeRetry(false), 2)).toBeUndefined();
  expect(labels(removedBeforeRetry(true), 2)).toEqual([PENDING]);
});

test('a rotation whose label was removed continues beside the next one only if that option is set', () => {
  const tokensAfterSecond = (supersededRotationsGoOn: boolean) => {
    const aws = rotate(rotatingWorld({ supersededRotationsGoOn }), 2);
    return rotate(after(aws, 'updateSecretVersionStage', { label: PENDING, from: token(2) }), 3).rotations.map(
      (rotation) => rotation.token,
    );
  };

  expect(tokensAfterSecond(false)).toEqual([token(3)]);
  expect(tokensAfterSecond(true)).toEqual([token(2), token(3)]);
});

test('a simulated AWS may leave the pending version to createSecret', () => {
  const aws = rotate(rotatingWorld({ rotationMakesPendingVersion: false }), 2);

  expect(labels(aws, 2)).toBeUndefined();
  expect(dueRotations(aws)).toEqual([expect.objectContaining({ token: token(2), step: 'createSecret' })]);
});

test('no step runs for a secret that is scheduled for deletion, nor after the schedule is removed', () => {
  const aws = rotate(rotatingWorld(), 2);

  expect(dueRotations(perform(aws, { does: 'schedules the deletion of the secret' }))).toEqual([]);
  expect(cancelRotation(aws).rotations).toEqual([]);
  expect(resultOf(cancelRotation(aws), 'rotateSecret', { token: token(2) }).failure?.code).toBe(
    'InvalidRequestException',
  );
});

test('the end of a step that is not asked for changes nothing', () => {
  const aws = rotatingWorld();

  expect(stepSucceeded(aws, token(9))).toBe(aws);
  expect(stepFailed(aws, token(9))).toBe(aws);
});
