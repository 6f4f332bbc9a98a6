import { taskOf } from '../../../src/handler/events/task';

const SECRET = 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:Mail-AbCdEf';
const STEP = { Step: 'createSecret', SecretId: SECRET, ClientRequestToken: '5478a8b0-0d9d-4a3c-9a3b-0a5a4d7c6a3f' };

describe('a step of Secrets Manager', () => {
  test.each(['createSecret', 'setSecret', 'testSecret', 'finishSecret'])('%s is a task with its token', (Step) => {
    expect(taskOf({ ...STEP, Step }, SECRET)).toEqual({ kind: Step, token: STEP.ClientRequestToken });
  });

  test('is refused for another secret, which is not quoted', () => {
    expect(() => taskOf({ ...STEP, SecretId: 'other' }, SECRET)).toThrow(
      new Error(
        `the step is for another secret: this function rotates ${SECRET} only. Give the other secret a ` +
          'rotation function of its own',
      ),
    );
  });
});

test('a scheduled event is a scheduled run', () => {
  expect(taskOf({ version: '0', source: 'aws.events', 'detail-type': 'Scheduled Event', detail: {} }, SECRET)).toEqual({
    kind: 'scheduledRun',
  });
});

describe('an operator', () => {
  test('revokes a key by its id', () => {
    expect(taskOf({ revoke: 'AKIAIOSFODNN7EXAMPLE' }, SECRET)).toEqual({
      kind: 'revoke',
      keyId: 'AKIAIOSFODNN7EXAMPLE',
    });
  });

  test.each(['', 'AKIA', 'wJalrXUtnFEMIK7MDENGbPxRfiCYEXAMPLEKEYab', '*', 1, null, {}, ['AKIAIOSFODNN7EXAMPLE']])(
    'cannot revoke %p, which is not quoted: it may be the secret',
    (revoke) => {
      expect(() => taskOf({ revoke }, SECRET)).toThrow(
        new Error(
          'revoke is not an access key ID, and nothing is changed; the event must be {"revoke": "<access key ID>"}.' +
            ` "aws secretsmanager list-secret-version-ids --secret-id ${SECRET}" shows the keys: each has the ` +
            'label key.<access key ID>.' +
            ' Never pass a secret access key',
        ),
      );
    },
  );
});

test.each([
  {},
  { ...STEP, Step: 'otherStep' },
  { ...STEP, ClientRequestToken: '' },
  { source: 'aws.events', 'detail-type': 'Other Event' },
  { source: 'mine', 'detail-type': 'Scheduled Event' },
  { RequestType: 'Create' },
])('any other event is refused with the list of supported events: %#', (event) => {
  expect(() => taskOf(event, SECRET)).toThrow(
    new Error(
      'unknown event; it must be a CloudFormation request, a rotation step of Secrets Manager, a scheduled ' +
        'event of EventBridge,' +
        ' or {"revoke": "<access key ID>"} of an operator',
    ),
  );
});
