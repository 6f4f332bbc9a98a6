import {
  CloudFormationEvent,
  cloudFormationTask,
  isCloudFormationEvent,
  physicalIdAfter,
  assertExpectedSender,
  Served,
} from '../../../src/handler/events/cloudformation';

const StackId = 'arn:aws:cloudformation:eu-west-1:111122223333:stack/App/51af3dc0-da77-11e4-872e-1234567db123';
const SERVED: Served = {
  resource: `${StackId}/Key`,
  user: { name: 'mail' },
  secretId: 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:team/Mail-AbCdEf',
};

const CREATE: CloudFormationEvent = {
  RequestType: 'Create',
  RequestId: '5478a8b0-0d9d-4a3c-9a3b-0a5a4d7c6a3f',
  ResponseURL:
    'https://cloudformation-custom-resource-response-euwest1.s3.eu-west-1.amazonaws.com/result?X-Amz-Signature=hidden',
  StackId,
  LogicalResourceId: 'Key',
  ResourceProperties: {},
};
const UPDATE: CloudFormationEvent = {
  ...CREATE,
  RequestType: 'Update',
  PhysicalResourceId: 'Key/mail/team/Mail-AbCdEf',
};
const DELETE: CloudFormationEvent = { ...UPDATE, RequestType: 'Delete' };

/** While CloudFormation updates to another user or secret, the function is set to it already. */
const OTHER_USER: Served = { ...SERVED, user: { name: 'newsletter' } };
const OTHER_SECRET: Served = {
  ...SERVED,
  secretId: 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:Other-AbCdEf',
};

describe('an event', () => {
  test.each([
    [CREATE, true],
    [{ RequestType: 'Create' }, false],
    [{ ResponseURL: 'https://example.com' }, false],
    [{}, false],
  ])('is one of CloudFormation by its type and its URL: %#', (event, expected) => {
    expect(isCloudFormationEvent(event)).toBe(expected);
  });
});

describe('the function', () => {
  test.each([CREATE, UPDATE, DELETE])('serves $RequestType of its own resource', (event) => {
    expect(() => assertExpectedSender(event, SERVED)).not.toThrow();
  });

  test.each([
    ['another stack', { StackId: `${StackId}0` }],
    ['another resource of the stack', { LogicalResourceId: 'Other' }],
  ])('does not serve %s', (_, changes) => {
    expect(() => assertExpectedSender({ ...CREATE, ...changes }, SERVED)).toThrow(
      `the request is for another resource, and no response was sent: this function serves ${StackId}/Key only`,
    );
  });

  test.each([
    ['another type', { RequestType: 'Replace' }],
    ['a type in lower case', { RequestType: 'create' }],
    ['several types', { RequestType: ['Create'] }],
    ['another URL', { ResponseURL: 'https://example.com/hidden' }],
    ['a URL of another bucket', { ResponseURL: 'https://hidden.s3.eu-west-1.amazonaws.com/?X-Amz-Signature=1' }],
    ['an empty URL', { ResponseURL: '' }],
    ['no URL', { ResponseURL: undefined }],
    ['no id', { RequestId: undefined }],
    ['an empty id', { RequestId: '' }],
    ['an id that Secrets Manager would refuse', { RequestId: 'hidden' }],
    ['a physical id that is no string', { PhysicalResourceId: { hidden: true } }],
  ])('does not serve a request with %s, and quotes nothing of it', (_, changes) => {
    expect(() => assertExpectedSender({ ...CREATE, ...changes } as CloudFormationEvent, SERVED)).toThrow(
      /^not a valid CloudFormation custom resource request; no response was sent. Only CloudFormation can deploy this construct$/,
    );
  });

  test.each(['StackId', 'LogicalResourceId'])('does not serve a request without its %s', (field) => {
    expect(() => assertExpectedSender({ ...CREATE, [field]: undefined }, SERVED)).toThrow(
      'the request is for another resource, and no response was sent',
    );
  });

  test('serves CloudFormation at the endpoint of all calls to AWS', () => {
    const event = { ...CREATE, ResponseURL: 'http://127.0.0.1:4566/result' };

    expect(() => assertExpectedSender(event, { ...SERVED, endpoint: 'http://127.0.0.1:4566' })).not.toThrow();
  });
});

describe('the task', () => {
  test('of Create is the first key, once per request', () => {
    expect(cloudFormationTask(CREATE, SERVED)).toEqual({ kind: 'create', token: CREATE.RequestId });
  });

  test('of Update creates no key', () => {
    expect(cloudFormationTask(UPDATE, SERVED)).toEqual({ kind: 'update' });
  });

  test.each([
    [undefined, false],
    [{}, false],
    [{ RetainKey: 'false' }, false],
    [{ RetainKey: 'true' }, true],
  ])('of Delete with the properties %p retains the key: %p', (ResourceProperties, retain) => {
    expect(cloudFormationTask({ ...DELETE, ResourceProperties }, SERVED)).toEqual({
      kind: 'delete',
      created: true,
      retain,
    });
  });

  test.each(['not-created', 'App-Key-1A2B3C4D', undefined])(
    'of Delete of %p follows a Create that did not succeed',
    (PhysicalResourceId) => {
      expect(cloudFormationTask({ ...DELETE, PhysicalResourceId }, SERVED)).toMatchObject({
        kind: 'delete',
        created: false,
      });
    },
  );
});

describe.each([
  [
    'user',
    OTHER_USER,
    'the user cannot be changed from mail to newsletter, because clients would lose the key of the former user ' +
      'at once' +
      '. Add a second construct for the other user, move the clients to its secret, then remove the first',
  ],
  [
    'secret',
    OTHER_SECRET,
    `the secret cannot be changed from team/Mail-AbCdEf to ${OTHER_SECRET.secretId}, because clients would ` +
      'lose the key that they read at once' +
      '. Add a second construct with another user, move the clients to its secret, then remove the first',
  ],
])('another %s', (_, changed, remedy) => {
  test('is refused at Update', () => {
    expect(() => cloudFormationTask(UPDATE, changed)).toThrow(new Error(remedy));
  });

  test('is accepted once CloudFormation has rolled the function back, so that the Update back succeeds', () => {
    expect(
      cloudFormationTask({ ...UPDATE, PhysicalResourceId: physicalIdAfter(UPDATE, changed, false) }, SERVED),
    ).toEqual({ kind: 'update' });
  });

  test('is not deleted in place of the former one when a half changed stack is deleted', () => {
    expect(() => cloudFormationTask(DELETE, changed)).toThrow(new Error(remedy));
  });
});

describe('a request that is replayed with another user', () => {
  const ResourceProperties = { UserName: 'newsletter' };

  test.each([UPDATE, DELETE])('is refused at $RequestType', (event) => {
    const replayed = { ...event, ResourceProperties, PhysicalResourceId: 'Key/newsletter/team/Mail-AbCdEf' };

    expect(() => cloudFormationTask(replayed as CloudFormationEvent, SERVED)).toThrow(
      'the user cannot be changed from newsletter to mail',
    );
  });

  test('creates a first key for the own user alone, which no property changes', () => {
    const replayed = { ...CREATE, ResourceProperties };

    expect(cloudFormationTask(replayed as CloudFormationEvent, SERVED)).toEqual({
      kind: 'create',
      token: CREATE.RequestId,
    });
  });
});

test('an Update of what was never created is refused', () => {
  expect(() => cloudFormationTask({ ...UPDATE, PhysicalResourceId: undefined }, SERVED)).toThrow(
    'the user cannot be changed to mail, because',
  );
});

describe('the physical id', () => {
  test('names the resource, its user and its secret, never the key', () => {
    expect(physicalIdAfter(CREATE, SERVED, true)).toBe('Key/mail/team/Mail-AbCdEf');
  });

  test('of a failed Create is another, so that its Delete is known for what it is', () => {
    const PhysicalResourceId = physicalIdAfter(CREATE, SERVED, false);

    expect(PhysicalResourceId).toBe('not-created');
    expect(cloudFormationTask({ ...DELETE, PhysicalResourceId }, SERVED)).toMatchObject({ created: false });
  });

  test.each([UPDATE, DELETE])('stays the same after $RequestType, however it ends', (event) => {
    const { PhysicalResourceId: id } = event;

    expect([true, false].map((succeeded) => physicalIdAfter(event, OTHER_USER, succeeded))).toEqual([id, id]);
  });
});
