import { befalling, deployed, rotating, run, tagsOf, token } from './run-harness';
import { Task } from '../../../src/handler/life-cycle/task';
import { DENIED, perform, SimulatedAws } from '../../properties/simulated-aws';

const CREATE_SECRET: Task = { kind: 'createSecret', token: token(2) };

test('IAM is read before the secret, so that a key is not seen without a label that it has', () => {
  expect(run(deployed(), { kind: 'scheduledRun' }).calls).toEqual(['listAccessKeys', 'describeSecret']);
});

test.each(['setSecret', 'testSecret'] as const)('%s needs no snapshot', (kind) => {
  const { aws } = run(rotating(), CREATE_SECRET);

  const { calls } = run(aws, { kind, token: token(2) });

  expect(calls.filter((name) => name === 'listAccessKeys' || name === 'describeSecret')).toEqual([]);
});

test('createSecret stores its intent before it reads the secret for the first time, with the keys that exist', () => {
  // WHEN
  const { history } = run(rotating(), CREATE_SECRET);

  // THEN
  const calls = history.map(({ call }) => call);
  expect(calls.slice(0, 3).map(({ name }) => name)).toEqual(['listAccessKeys', 'tagResource', 'describeSecret']);
  expect(JSON.stringify(calls[1].request)).toMatch(/intent:run-1":"token-2-\S+ \S+ AKIASIMULATEDKEYAAAA"/);
});

test.each<[string, (aws: SimulatedAws) => SimulatedAws]>([
  ['the user has no free access key', (aws) => perform(aws, { does: 'creates a key' })],
  ['the user does not exist', (aws) => perform(aws, { does: 'deletes the user' })],
])('createSecret stores no intent while %s', (_, change) => {
  // WHEN
  const { calls, value } = run(change(rotating()), CREATE_SECRET);

  // THEN
  expect(calls).not.toContain('tagResource');
  expect(value).toMatchObject({ outcome: 'failed' });
});

test('an intent that is not needed is removed', () => {
  // GIVEN
  const minted = run(rotating(), CREATE_SECRET).aws;
  const withSlot = perform(minted, { does: 'deletes a key', keyId: minted.iam.keys[0].id });

  // WHEN
  const { value, calls, aws } = run(withSlot, CREATE_SECRET);

  // THEN
  expect(value).toMatchObject({ outcome: 'done', rule: 'finish-already-created' });
  expect(calls).toEqual(['listAccessKeys', 'tagResource', 'describeSecret', 'untagResource']);
  expect(tagsOf(aws)).toEqual(['cdk-iam-access-key:owner']);
});

test('an intent whose outcome is unknown is removed', () => {
  // WHEN
  const { value, aws } = run(rotating(), CREATE_SECRET, {
    before: befalling({ call: 'tagResource', disturbance: DENIED }),
  });

  // THEN
  expect(value).toMatchObject({
    outcome: 'failed',
    message: expect.stringMatching(/^The call tagResource failed with AccessDenied/),
  });
  expect(tagsOf(aws)).toEqual(['cdk-iam-access-key:owner']);
});

test('a secret that was deleted before the intent is part of the snapshot, and not a failed call', () => {
  // WHEN
  const { value, metrics } = run(perform(rotating(), { does: 'deletes the secret for good' }), CREATE_SECRET);

  // THEN
  expect(value).toMatchObject({ outcome: 'failed', rule: 'fail-secret-missing' });
  expect(metrics).toEqual([{ RotationFailures: 1 }]);
});

test.each<[string, Parameters<typeof perform>[1]['does'], string]>([
  ['a user that does not exist', 'deletes the user', 'fail-user-missing'],
  ['a secret that does not exist', 'deletes the secret for good', 'fail-secret-missing'],
])('%s is part of the snapshot, and not a failed call', (_, does, rule) => {
  expect(
    run(perform(deployed(), { does } as Parameters<typeof perform>[1]), { kind: 'scheduledRun' }).value,
  ).toMatchObject({ outcome: 'failed', rule });
});
