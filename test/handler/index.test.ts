/** The function as Lambda loads it, with everything that is real but AWS. */
import {
  CreateAccessKeyCommand,
  DeleteAccessKeyCommand,
  GetUserCommand,
  ListAccessKeysCommand,
} from '@aws-sdk/client-iam';
import {
  DescribeSecretCommand,
  GetSecretValueCommand,
  PutSecretValueCommand,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateSecretVersionStageCommand,
} from '@aws-sdk/client-secrets-manager';
import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { EXACTLY, mocks, refuseWhatIsNotExpected, sdkError, sent } from './aws/strict-mock';
import type { Handler } from '../../src/handler/handler';

const NOW = Date.parse('2026-11-24T12:00:00Z');
const MARKER = 'MarkerOfASecretAccessKey0123456789+/MARK';
const KEY_ID = 'AKIAIOSFODNN7EXAMPLE';
const UserName = 'mail';
const Arn = 'arn:aws:iam::111122223333:user/mail';
const SecretId = 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:Mail-AbCdEf';
const StackId = 'arn:aws:cloudformation:eu-west-1:111122223333:stack/App/51af3dc0-da77-11e4-872e-1234567db123';

const CREATE = {
  RequestType: 'Create',
  RequestId: '5478a8b0-0d9d-4a3c-9a3b-0a5a4d7c6a3f',
  ResponseURL:
    'https://cloudformation-custom-resource-response-euwest1.s3.eu-west-1.amazonaws.com/result?X-Amz-Signature=hidden',
  StackId,
  LogicalResourceId: 'Key',
  ResourceProperties: { UserName },
};
const INVOCATION = { awsRequestId: 'request', getRemainingTimeInMillis: () => 240_000 };

const realEnvironment = process.env;
const realFetch = globalThis.fetch;
const fetched = jest.fn<Promise<{ ok: boolean; status?: number }>, [url: string, options: { body: string }]>();

let handler: Handler;
let written: string[];

beforeAll(() => {
  process.env = {
    AWS_REGION: 'eu-west-1',
    USER_ARN: Arn,
    SECRET_ARN: SecretId,
    OWNER: `${StackId}/Key`,
    METRIC_KEY: 'App/Key',
    POLICY: JSON.stringify({
      overlap: 14,
      recoveryWindow: 7,
      maxAge: 90,
      timing: { keySpreads: 0, pause: 0, acceptedInARow: 1, catchingUp: 0 },
    }),
  };
  jest.spyOn(Date, 'now').mockReturnValue(NOW);
  // The function reads its environment when it is loaded.
  ({ handler } = jest.requireActual('../../src/handler'));
});

beforeEach(() => {
  refuseWhatIsNotExpected();
  written = [];
  jest.spyOn(process.stdout, 'write').mockImplementation((text) => {
    written.push(String(text));
    return true;
  });
  fetched.mockResolvedValue({ ok: true });
  globalThis.fetch = fetched as unknown as typeof fetch;
});

afterEach(() => {
  jest.restoreAllMocks();
  jest.spyOn(Date, 'now').mockReturnValue(NOW);
  globalThis.fetch = realFetch;
});

afterAll(() => {
  process.env = realEnvironment;
  jest.restoreAllMocks();
});

/** An empty secret, and a user without keys. What is not faked here is refused. */
function anEmptyAccount() {
  const versions: Record<string, { labels: string[]; value: string }> = {};
  const tags: Record<string, string> = {};
  const keys: string[] = [];
  mocks.iam
    .on(GetUserCommand, { UserName }, EXACTLY)
    .resolves({ User: { UserId: 'AIDA', UserName, Arn, Path: '/', CreateDate: undefined } })
    .on(ListAccessKeysCommand, { UserName }, EXACTLY)
    .callsFake(() => ({
      AccessKeyMetadata: keys.map((AccessKeyId) => ({ AccessKeyId, Status: 'Active', CreateDate: new Date(NOW) })),
    }))
    .on(CreateAccessKeyCommand, { UserName }, EXACTLY)
    .callsFake(() => {
      keys.push(KEY_ID);
      return { AccessKey: { UserName, AccessKeyId: KEY_ID, SecretAccessKey: MARKER, Status: 'Active' } };
    })
    .on(DeleteAccessKeyCommand, { UserName, AccessKeyId: KEY_ID }, EXACTLY)
    .callsFake(() => {
      keys.pop();
      return {};
    });
  mocks.secrets
    .on(DescribeSecretCommand, { SecretId }, EXACTLY)
    .callsFake(() => ({
      VersionIdsToStages: Object.fromEntries(Object.entries(versions).map(([id, { labels }]) => [id, [...labels]])),
      Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })),
    }))
    .on(TagResourceCommand)
    .callsFake(({ Tags }) => {
      Object.assign(tags, ...Tags.map(({ Key, Value }: { Key: string; Value: string }) => ({ [Key]: Value })));
      return {};
    })
    .on(UntagResourceCommand)
    .callsFake(({ TagKeys }) => {
      TagKeys.forEach((key: string) => delete tags[key]);
      return {};
    })
    .on(PutSecretValueCommand)
    .callsFake(({ ClientRequestToken, SecretString, VersionStages }) => {
      versions[ClientRequestToken] = { labels: VersionStages, value: SecretString };
      return { VersionStages };
    })
    .on(UpdateSecretVersionStageCommand)
    .callsFake(({ VersionStage, MoveToVersionId }) => {
      Object.values(versions).forEach((version) => {
        version.labels = version.labels.filter((label) => label !== VersionStage);
      });
      versions[MoveToVersionId]?.labels.push(VersionStage);
      return {};
    })
    .on(GetSecretValueCommand)
    .callsFake(({ VersionId }) => ({ SecretString: versions[VersionId].value, CreatedDate: new Date(NOW) }));
  mocks.sts.on(GetCallerIdentityCommand, {}, EXACTLY).resolves({ Account: '111122223333', Arn, UserId: 'AIDA' });
  return { versions, tags, keys };
}

function performCall() {
  expect(fetched).toHaveBeenCalledTimes(1);
  const [url, { body }] = fetched.mock.calls[0];
  expect(url).toBe(CREATE.ResponseURL);
  return JSON.parse(body);
}

/**
 * All output of the function: its log and metrics, its responses to CloudFormation, and the names and tags that it
 * wrote.
 */
function expectNoSecretTold({ tags }: { tags: object }): void {
  for (const output of [written.join(''), JSON.stringify(fetched.mock.calls), JSON.stringify(tags)]) {
    expect(output).not.toContain(MARKER);
    expect(output).not.toContain(MARKER.slice(0, 20));
  }
}

test('Create creates, tests and promotes a key, and its secret access key is in no output', async () => {
  // GIVEN
  const account = anEmptyAccount();

  // WHEN
  await handler(CREATE, INVOCATION);

  // THEN
  expect(performCall()).toMatchObject({ Status: 'SUCCESS', PhysicalResourceId: 'Key/mail/Mail-AbCdEf' });
  expect(account.keys).toEqual([KEY_ID]);
  expect(JSON.parse(account.versions[CREATE.RequestId].value)).toEqual({
    userName: 'mail',
    accessKeyId: KEY_ID,
    secretAccessKey: MARKER,
  });
  expect(account.versions[CREATE.RequestId].labels).toEqual(expect.arrayContaining(['AWSCURRENT', `key.${KEY_ID}`]));
  expect(account.tags).toEqual({ 'cdk-iam-access-key:owner': `${StackId}/Key/mail` });
  expectNoSecretTold(account);
});

test('Create succeeds although CloudFormation accepts no response at first', async () => {
  // GIVEN
  anEmptyAccount();
  jest.spyOn(Math, 'random').mockReturnValue(0);
  fetched.mockResolvedValueOnce({ ok: false, status: 503 }).mockResolvedValue({ ok: true });

  // WHEN
  await handler(CREATE, INVOCATION);

  // THEN
  expect(fetched.mock.calls.map(([, { body }]) => JSON.parse(body))).toEqual(
    Array(2).fill(expect.objectContaining({ Status: 'SUCCESS' })),
  );
  expect(written.map((line) => JSON.parse(line))).toContainEqual(
    expect.objectContaining({ level: 'WARN', message: 'CloudFormation did not accept the response: status 503' }),
  );
});

test('each line is a JSON object, for the log or for metrics', async () => {
  anEmptyAccount();

  await handler(CREATE, INVOCATION);
  await expect(handler({ revoke: 'AKIAOFNOBODYATALL000' }, INVOCATION)).rejects.toThrow('is not a key of secret');

  const lines = written.map((text) => JSON.parse(text));
  expect(written.every((text) => /^\{.*\}\n$/.test(text))).toBe(true);
  expect(lines.filter((line) => '_aws' in line)).toEqual([
    expect.objectContaining({ Key: 'App/Key', RotationFailures: 1 }),
  ]);
  expect(
    lines
      .filter((line) => 'rule' in line)
      .every(({ requestId, runId }) => requestId === 'request' && /^[0-9a-f-]{36}$/.test(runId)),
  ).toBe(true);
});

test('a key that cannot be stored is deleted, and an error that quotes its secret access key is not logged', async () => {
  // GIVEN
  const account = anEmptyAccount();
  mocks.secrets.on(PutSecretValueCommand).callsFake(({ SecretString }) => {
    throw sdkError(
      'ValidationException',
      400,
      `Value '${SecretString}' at 'secretString' failed to satisfy constraint`,
    );
  });

  // WHEN
  await handler(CREATE, INVOCATION);

  // THEN
  expect(performCall()).toMatchObject({
    Status: 'FAILED',
    PhysicalResourceId: 'not-created',
    Reason: expect.stringContaining('The call putSecretValue failed with ValidationException'),
  });
  expect(sent('iam').filter((command) => /Create|Delete/.test(command))).toEqual([
    'CreateAccessKeyCommand',
    'DeleteAccessKeyCommand',
  ]);
  expect(account.keys).toEqual([]);
  expectNoSecretTold(account);
});

test('a scheduled run that fails is an error of the function', async () => {
  mocks.iam
    .on(ListAccessKeysCommand, { UserName }, EXACTLY)
    .rejects(sdkError('NoSuchEntityException', 404, 'The user with name mail cannot be found.'));
  mocks.secrets.on(DescribeSecretCommand, { SecretId }, EXACTLY).resolves({});

  await expect(handler({ source: 'aws.events', 'detail-type': 'Scheduled Event' }, INVOCATION)).rejects.toThrow(
    'The IAM user mail does not exist, so no access key can be rotated.',
  );
});

test('the life cycle waits, and a throttled call is repeated', async () => {
  // GIVEN
  anEmptyAccount();
  mocks.sts
    .on(GetCallerIdentityCommand)
    .rejectsOnce(sdkError('InvalidClientTokenId', 403, 'The security token included in the request is invalid.'))
    .resolves({ Account: '111122223333', Arn, UserId: 'AIDA' });

  // WHEN
  await handler(CREATE, INVOCATION);

  // THEN
  expect(sent('sts')).toHaveLength(2);
  expect(performCall()).toMatchObject({ Status: 'SUCCESS' });
});

describe('a function whose environment is wrong', () => {
  const WRONG =
    'environment variable USER_ARN: got "arn:aws:iam::111122223333:user/", expected the ARN of an IAM user; ' +
    'deploy the stack again';
  const misconfigured = (...invoked: Parameters<Handler>) =>
    loadedWith({ USER_ARN: 'arn:aws:iam::111122223333:user/' })(...invoked);

  /** The function as Lambda loads it with another environment. */
  function loadedWith(changes: NodeJS.ProcessEnv): Handler {
    const { env } = process;
    let loaded: Handler;
    process.env = { ...env, ...changes };
    jest.isolateModules(() => {
      ({ handler: loaded } = jest.requireActual('../../src/handler'));
    });
    process.env = env;
    return loaded!;
  }

  test.each(['Create', 'Update', 'Delete'])(
    'sends its error to CloudFormation at a %s, and makes no call',
    async (RequestType) => {
      // WHEN
      await misconfigured(
        { ...CREATE, RequestType, ...(RequestType === 'Create' ? {} : { PhysicalResourceId: 'Key/mail/Mail-AbCdEf' }) },
        INVOCATION,
      );

      // THEN
      expect(performCall()).toMatchObject({ Status: 'FAILED', Reason: WRONG });
      expect(written.map((line) => JSON.parse(line))).toEqual([
        expect.objectContaining({ level: 'ERROR', message: WRONG }),
      ]);
      expect(sent('iam')).toEqual([]);
    },
  );

  test('lets the Delete after a failed Create succeed, so that the rollback ends', async () => {
    // WHEN
    await misconfigured({ ...CREATE, RequestType: 'Delete', PhysicalResourceId: 'not-created' }, INVOCATION);

    // THEN
    expect(performCall()).toMatchObject({ Status: 'SUCCESS', PhysicalResourceId: 'not-created' });
  });

  test('sends the response again until CloudFormation accepts it', async () => {
    // GIVEN
    jest.spyOn(Math, 'random').mockReturnValue(0);
    fetched.mockResolvedValueOnce({ ok: false, status: 503 }).mockResolvedValue({ ok: true });

    // WHEN
    await misconfigured(CREATE, INVOCATION);

    // THEN
    expect(fetched).toHaveBeenCalledTimes(2);
  });

  test('sends no response for a request of another resource', async () => {
    await expect(misconfigured({ ...CREATE, LogicalResourceId: 'Other' }, INVOCATION)).rejects.toThrow(
      'the request is for another resource',
    );
    expect(fetched).not.toHaveBeenCalled();
  });

  test('sends no response if it does not know its own resource', async () => {
    await expect(loadedWith({ OWNER: undefined })(CREATE, INVOCATION)).rejects.toThrow(
      'the request is for another resource',
    );
    expect(fetched).not.toHaveBeenCalled();
  });

  test('fails every other event with its error', async () => {
    await expect(misconfigured({ source: 'aws.events', 'detail-type': 'Scheduled Event' }, INVOCATION)).rejects.toThrow(
      WRONG,
    );
  });
});
