import {
  CreateAccessKeyCommand,
  DeleteAccessKeyCommand,
  GetAccessKeyLastUsedCommand,
  GetUserCommand,
  ListAccessKeysCommand,
  UpdateAccessKeyCommand,
} from '@aws-sdk/client-iam';
import {
  DescribeSecretCommand,
  GetSecretValueCommand,
  PutSecretValueCommand,
  RotateSecretCommand,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateSecretVersionStageCommand,
} from '@aws-sdk/client-secrets-manager';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { everyCommandFailsWith, EXACTLY, mocks, refuseWhatIsNotExpected, sdkError } from './strict-mock';
import { AwsCall, SdkAccount } from '../../../src/handler/aws/sdk-account';

const UserName = 'mail';
const SecretId = 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:Mail-AbCdEf';
const NOW = Date.parse('2026-11-24T12:00:00Z');
const KEY_ID = 'AKIAIOSFODNN7EXAMPLE';
const MARKER = 'MarkerOfASecret0123456789';

const account = new SdkAccount({
  userName: UserName,
  secretId: SecretId,
  client: { region: 'eu-west-1' },
  clock: () => NOW,
});

beforeEach(refuseWhatIsNotExpected);

afterEach(() => {
  jest.restoreAllMocks();
  jest.useRealTimers();
});

describe('a result of AWS', () => {
  test('lists the keys of the user, with their status and age', async () => {
    // GIVEN
    const CreateDate = new Date('2026-11-01T00:00:00Z');
    mocks.iam.on(ListAccessKeysCommand, { UserName }, EXACTLY).resolves({
      AccessKeyMetadata: [
        { AccessKeyId: KEY_ID, Status: 'Active', CreateDate },
        { AccessKeyId: 'AKIAI44QH8DHBEXAMPLE', Status: 'Inactive', CreateDate },
      ],
      IsTruncated: false,
    });

    // WHEN
    const result = await account.perform({ name: 'listAccessKeys', request: {} });

    // THEN
    expect(result).toEqual({
      now: NOW,
      value: [
        { id: KEY_ID, active: true, createdAt: CreateDate.getTime() },
        { id: 'AKIAI44QH8DHBEXAMPLE', active: false, createdAt: CreateDate.getTime() },
      ],
    });
  });

  test('has no keys if AWS leaves out the list', async () => {
    mocks.iam.on(ListAccessKeysCommand, { UserName }, EXACTLY).resolves({});

    expect(await account.perform({ name: 'listAccessKeys', request: {} })).toEqual({ now: NOW, value: [] });
  });

  test('has a new key with its secret access key', async () => {
    mocks.iam.on(CreateAccessKeyCommand, { UserName }, EXACTLY).resolves({
      AccessKey: { UserName, AccessKeyId: KEY_ID, SecretAccessKey: MARKER, Status: 'Active' },
    });

    expect(await account.perform({ name: 'createAccessKey', request: {} })).toEqual({
      now: NOW,
      value: { id: KEY_ID, secretAccessKey: MARKER },
    });
  });

  test.each([
    [true, 'Active'],
    [false, 'Inactive'],
  ] as const)('is empty after a status has changed: active is %p', async (active, Status) => {
    mocks.iam.on(UpdateAccessKeyCommand, { UserName, AccessKeyId: KEY_ID, Status }, EXACTLY).resolves({});

    expect(await account.perform({ name: 'updateAccessKey', request: { keyId: KEY_ID, active } })).toEqual({
      now: NOW,
    });
  });

  test('is empty after a key was deleted', async () => {
    mocks.iam.on(DeleteAccessKeyCommand, { UserName, AccessKeyId: KEY_ID }, EXACTLY).resolves({});

    expect(await account.perform({ name: 'deleteAccessKey', request: { keyId: KEY_ID } })).toEqual({ now: NOW });
  });

  test('has the time when a key was last used', async () => {
    const LastUsedDate = new Date('2026-11-20T00:00:00Z');
    mocks.iam.on(GetAccessKeyLastUsedCommand, { AccessKeyId: KEY_ID }, EXACTLY).resolves({
      UserName,
      AccessKeyLastUsed: { LastUsedDate, ServiceName: 's3', Region: 'eu-west-1' },
    });

    expect(await account.perform({ name: 'getAccessKeyLastUsed', request: { keyId: KEY_ID } })).toEqual({
      now: NOW,
      value: LastUsedDate.getTime(),
    });
  });

  test.each([{ UserName }, { UserName, AccessKeyLastUsed: { ServiceName: 'N/A', Region: 'N/A' } }] as const)(
    'has no time for a key that was never used',
    async (output) => {
      mocks.iam.on(GetAccessKeyLastUsedCommand, { AccessKeyId: KEY_ID }, EXACTLY).resolves(output as {});

      expect(await account.perform({ name: 'getAccessKeyLastUsed', request: { keyId: KEY_ID } })).toEqual({
        now: NOW,
        value: undefined,
      });
    },
  );

  test('has the unique id of the user', async () => {
    mocks.iam.on(GetUserCommand, { UserName }, EXACTLY).resolves({
      User: { UserId: 'AIDACKCEVSQ6C2EXAMPLE', UserName, Path: '/', Arn: undefined, CreateDate: undefined },
    });

    expect(await account.perform({ name: 'getUser', request: {} })).toEqual({
      now: NOW,
      value: 'AIDACKCEVSQ6C2EXAMPLE',
    });
  });

  test('has labels, tags and replicas of the secret', async () => {
    mocks.secrets.on(DescribeSecretCommand, { SecretId }, EXACTLY).resolves({
      VersionIdsToStages: { one: ['AWSCURRENT', `key.${KEY_ID}`] },
      Tags: [{ Key: 'cdk-iam-access-key:owner', Value: 'another-stack' }],
      ReplicationStatus: [{ Region: 'eu-central-1', Status: 'InSync' }],
    });

    expect(await account.perform({ name: 'describeSecret', request: {} })).toEqual({
      now: NOW,
      value: {
        versions: { one: ['AWSCURRENT', `key.${KEY_ID}`] },
        tags: { 'cdk-iam-access-key:owner': 'another-stack' },
        deletionDate: undefined,
        replicas: [{ region: 'eu-central-1', status: 'InSync', message: undefined }],
      },
    });
  });

  test('describes an empty secret of which AWS returns nothing', async () => {
    mocks.secrets.on(DescribeSecretCommand, { SecretId }, EXACTLY).resolves({});

    expect(await account.perform({ name: 'describeSecret', request: {} })).toEqual({
      now: NOW,
      value: { versions: {}, tags: {}, deletionDate: undefined, replicas: [] },
    });
  });

  test('has the status of a replica and the reason of its failure, shortened to the length of a log message', async () => {
    mocks.secrets.on(DescribeSecretCommand, { SecretId }, EXACTLY).resolves({
      ReplicationStatus: [
        { Region: 'eu-west-1', Status: 'InProgress' },
        { Region: 'us-east-1', Status: 'Failed', StatusMessage: 'x'.repeat(4096) },
      ],
    });

    expect((await account.perform({ name: 'describeSecret', request: {} })).value).toMatchObject({
      replicas: [
        { region: 'eu-west-1', status: 'InProgress' },
        { region: 'us-east-1', status: 'Failed', message: 'x'.repeat(300) },
      ],
    });
  });

  test('has the date of deletion of a secret that is being deleted', async () => {
    mocks.secrets.on(DescribeSecretCommand, { SecretId }, EXACTLY).resolves({ DeletedDate: new Date(NOW) });

    expect((await account.perform({ name: 'describeSecret', request: {} })).value).toMatchObject({ deletionDate: NOW });
  });

  test('has a value under its label, with its time', async () => {
    const CreatedDate = new Date('2026-11-24T11:00:00Z');
    mocks.secrets
      .on(GetSecretValueCommand, { SecretId, VersionId: 'one', VersionStage: 'AWSPENDING' }, EXACTLY)
      .resolves({ SecretString: MARKER, CreatedDate });

    expect(await account.perform({ name: 'getSecretValue', request: { version: 'one', label: 'AWSPENDING' } })).toEqual(
      {
        now: NOW,
        value: { value: MARKER, createdAt: CreatedDate.getTime() },
      },
    );
  });

  test('is an empty string for a binary value', async () => {
    mocks.secrets
      .on(GetSecretValueCommand, { SecretId, VersionId: 'one', VersionStage: 'AWSPENDING' }, EXACTLY)
      .resolves({ SecretBinary: new Uint8Array([1]), CreatedDate: new Date(NOW) });

    expect(
      (await account.perform({ name: 'getSecretValue', request: { version: 'one', label: 'AWSPENDING' } })).value,
    ).toEqual({ value: '', createdAt: NOW });
  });

  test('has the labels with which a value was stored', async () => {
    mocks.secrets
      .on(
        PutSecretValueCommand,
        { SecretId, ClientRequestToken: 'token', SecretString: MARKER, VersionStages: ['AWSPENDING', 'mine'] },
        EXACTLY,
      )
      .resolves({ VersionId: 'token', VersionStages: ['AWSPENDING'] });

    expect(
      await account.perform({
        name: 'putSecretValue',
        request: { token: 'token', value: MARKER, labels: ['AWSPENDING', 'mine'] },
      }),
    ).toEqual({ now: NOW, value: ['AWSPENDING'] });
  });

  test('has no labels if AWS leaves them out', async () => {
    mocks.secrets
      .on(
        PutSecretValueCommand,
        { SecretId, ClientRequestToken: 'token', SecretString: MARKER, VersionStages: [] },
        EXACTLY,
      )
      .resolves({});

    expect(
      await account.perform({ name: 'putSecretValue', request: { token: 'token', value: MARKER, labels: [] } }),
    ).toEqual({ now: NOW, value: [] });
  });

  test('is empty after a label was moved', async () => {
    mocks.secrets
      .on(
        UpdateSecretVersionStageCommand,
        { SecretId, VersionStage: 'AWSCURRENT', RemoveFromVersionId: 'one', MoveToVersionId: 'two' },
        EXACTLY,
      )
      .resolves({});

    expect(
      await account.perform({
        name: 'updateSecretVersionStage',
        request: { label: 'AWSCURRENT', from: 'one', to: 'two' },
      }),
    ).toEqual({ now: NOW });
  });

  test('is empty after tags were set', async () => {
    mocks.secrets
      .on(
        TagResourceCommand,
        {
          SecretId,
          Tags: [
            { Key: 'a', Value: '1' },
            { Key: 'b', Value: '2' },
          ],
        },
        EXACTLY,
      )
      .resolves({});

    expect(await account.perform({ name: 'tagResource', request: { tags: { a: '1', b: '2' } } })).toEqual({ now: NOW });
  });

  test('is empty after tags were removed', async () => {
    mocks.secrets.on(UntagResourceCommand, { SecretId, TagKeys: ['a', 'b'] }, EXACTLY).resolves({});

    expect(await account.perform({ name: 'untagResource', request: { keys: ['a', 'b'] } })).toEqual({ now: NOW });
  });

  test('is empty after a rotation was started', async () => {
    mocks.secrets.on(RotateSecretCommand, { SecretId, ClientRequestToken: 'token' }, EXACTLY).resolves({});

    expect(await account.perform({ name: 'rotateSecret', request: { token: 'token' } })).toEqual({ now: NOW });
  });
});

describe('the identity of a key', () => {
  const call: AwsCall = { name: 'getCallerIdentity', request: { keyId: KEY_ID, secretAccessKey: MARKER } };

  function client(): STSClient {
    return mocks.sts.calls()[0].thisValue as STSClient;
  }

  test('is read with that key at the regional endpoint, and the SDK client is destroyed', async () => {
    // GIVEN
    const identity = {
      Account: '111122223333',
      Arn: 'arn:aws:iam::111122223333:user/mail',
      UserId: 'AIDACKCEVSQ6C2EXAMPLE',
    };
    mocks.sts.on(GetCallerIdentityCommand, {}, EXACTLY).resolves(identity);
    const destroyed = jest.spyOn(STSClient.prototype, 'destroy');

    // WHEN
    const result = await account.perform(call);

    // THEN
    expect(result).toEqual({
      now: NOW,
      value: { account: identity.Account, arn: identity.Arn, userId: identity.UserId },
    });
    expect(await client().config.credentials()).toMatchObject({ accessKeyId: KEY_ID, secretAccessKey: MARKER });
    expect(await client().config.useGlobalEndpoint).toBe(false);
    expect(destroyed).toHaveBeenCalledTimes(1);
  });

  test('is read by an SDK client that is destroyed after a failure, too', async () => {
    mocks.sts
      .on(GetCallerIdentityCommand)
      .rejects(sdkError('InvalidClientTokenId', 403, 'The security token included in the request is invalid.'));
    const destroyed = jest.spyOn(STSClient.prototype, 'destroy');

    expect(await account.perform(call)).toMatchObject({
      failure: { code: 'InvalidClientTokenId', effect: 'none', retryable: true },
    });
    expect(destroyed).toHaveBeenCalledTimes(1);
  });
});

describe('a call that fails', () => {
  test('is uncertain if the response lacks a required field', async () => {
    mocks.iam.on(CreateAccessKeyCommand, { UserName }, EXACTLY).resolves({});

    expect(await account.perform({ name: 'createAccessKey', request: {} })).toMatchObject({
      now: NOW,
      failure: { code: 'TypeError', effect: 'unknown' },
    });
  });

  test("has the machine's time by default", async () => {
    jest.useFakeTimers({ now: NOW + 1 });
    mocks.secrets.on(RotateSecretCommand).resolves({});

    expect(
      await new SdkAccount({ userName: UserName, secretId: SecretId }).perform({
        name: 'rotateSecret',
        request: { token: 'token' },
      }),
    ).toEqual({ now: NOW + 1 });
  });

  const CALLS: AwsCall[] = [
    { name: 'updateAccessKey', request: { keyId: MARKER, active: true } },
    { name: 'deleteAccessKey', request: { keyId: MARKER } },
    { name: 'getAccessKeyLastUsed', request: { keyId: MARKER } },
    { name: 'getSecretValue', request: { version: MARKER, label: MARKER } },
    {
      name: 'putSecretValue',
      request: { token: MARKER, value: JSON.stringify({ secretAccessKey: MARKER }), labels: [`key.${MARKER}`] },
    },
    { name: 'updateSecretVersionStage', request: { label: MARKER, from: MARKER, to: MARKER } },
    { name: 'tagResource', request: { tags: { [MARKER]: MARKER } } },
    { name: 'untagResource', request: { keys: [MARKER] } },
    { name: 'rotateSecret', request: { token: MARKER } },
    { name: 'getCallerIdentity', request: { keyId: MARKER, secretAccessKey: MARKER } },
  ];

  test.each(CALLS)('repeats nothing of its request: $name', async (call) => {
    for (const name of [
      'ValidationException',
      'AccessDeniedException',
      'ResourceNotFoundException',
      'SignatureDoesNotMatch',
      'TimeoutError',
    ]) {
      // GIVEN
      const quoting = sdkError(
        name,
        400,
        `1 validation error detected: Value ${JSON.stringify(call.request)} failed to satisfy constraint`,
      );
      everyCommandFailsWith(quoting);

      // WHEN
      const { failure } = await account.perform(call);

      // THEN
      expect(failure).toMatchObject({ code: name, effect: 'none' });
      expect(JSON.stringify(failure)).not.toContain(MARKER);
    }
  });
});
