/** The SDK as it is, against a server that answers as AWS does. */
import dns from 'node:dns';
import { createServer, IncomingMessage, Server, ServerResponse } from 'node:http';
import { AddressInfo } from 'node:net';
import { types } from 'node:util';
import { AwsCall, LONGEST_CALL_MS, SdkAccount } from '../../../src/handler/aws/sdk-account';

const MARKER = 'MarkerOfASecret0123456789';

let server: Server;
let account: SdkAccount;
let bodies: string[];
let answer: (response: ServerResponse, body: string) => void;

beforeAll(async () => {
  server = createServer(serve);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  account = new SdkAccount({
    userName: 'mail',
    secretId: 'secret',
    client: {
      endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
      region: 'eu-west-1',
      credentials: { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: MARKER },
    },
  });
});

beforeEach(() => {
  bodies = [];
});

afterEach(() => jest.useRealTimers());

afterAll(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

function serve(request: IncomingMessage, response: ServerResponse): void {
  let body = '';
  request.on('data', (data) => {
    body += data;
  });
  request.on('end', () => {
    bodies.push(body);
    answer(response, body);
  });
}

function queryError(status: number, code: string, message: string): (response: ServerResponse) => void {
  return (response) =>
    response
      .writeHead(status, { 'content-type': 'text/xml' })
      .end(
        `<ErrorResponse><Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error>` +
          '<RequestId>aws-request</RequestId></ErrorResponse>',
      );
}

function jsonError(status: number, code: string, message: string): (response: ServerResponse) => void {
  return (response) =>
    response
      .writeHead(status, { 'content-type': 'application/x-amz-json-1.1', 'x-amzn-requestid': 'aws-request' })
      .end(JSON.stringify({ __type: code, message }));
}

test.each([
  ['NoSuchEntity', 'NoSuchEntityException', 404, false],
  ['LimitExceeded', 'LimitExceededException', 409, false],
  ['EntityTemporarilyUnmodifiable', 'EntityTemporarilyUnmodifiableException', 409, true],
  ['Throttling', 'Throttling', 400, true],
  ['AccessDenied', 'AccessDenied', 403, true],
])("IAM's %s is called %s", async (code, name, status, retryable) => {
  answer = queryError(status, code, 'why');

  expect((await account.perform({ name: 'createAccessKey', request: {} })).failure).toEqual({
    code: name,
    message: 'why',
    effect: 'none',
    retryable,
  });
});

test.each([
  ['ResourceNotFoundException', false],
  ['ResourceExistsException', false],
  ['InvalidRequestException', false],
  ['ThrottlingException', true],
  ['AccessDeniedException', true],
])("Secrets Manager's %s is called so", async (code, retryable) => {
  answer = jsonError(400, code, 'why');

  expect((await account.perform({ name: 'rotateSecret', request: { token: 'token' } })).failure).toEqual({
    code,
    message: 'why',
    effect: 'none',
    retryable,
  });
});

test.each([
  ['fails inside AWS', queryError(500, 'ServiceFailure', 'why')],
  ['is throttled', queryError(400, 'Throttling', 'Rate exceeded')],
  ['is cut off', (response: ServerResponse) => response.destroy()],
])('a call that %s is not made again', async (_, faulty) => {
  answer = faulty;

  expect((await account.perform({ name: 'createAccessKey', request: {} })).failure).toMatchObject({ retryable: true });
  expect(bodies).toHaveLength(1);
});

test('a call whose connection is reset is uncertain', async () => {
  answer = (response) => response.destroy();

  expect((await account.perform({ name: 'createAccessKey', request: {} })).failure).toMatchObject({
    effect: 'unknown',
  });
});

test('a host of which no address can be reached is named by the code of the failure, and its addresses are not shown', async () => {
  // GIVEN
  const lookup = jest.spyOn(dns, 'lookup').mockImplementation(((_: string, __: object, found: Function) => {
    found(null, [
      { address: '127.0.0.1', family: 4 },
      { address: '127.0.0.2', family: 4 },
    ]);
  }) as unknown as typeof dns.lookup);
  // Jest's Error is not that of Node.js. In the function they are the same, and the SDK passes such an error on as it
  // is.
  Object.defineProperty(Error, Symbol.hasInstance, { configurable: true, value: types.isNativeError });
  const unreachable = new SdkAccount({
    userName: 'mail',
    secretId: 'secret',
    client: {
      endpoint: 'http://iam.test:2',
      region: 'eu-west-1',
      credentials: { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: MARKER },
    },
  });

  // WHEN
  const { failure } = await unreachable.perform({ name: 'createAccessKey', request: {} });

  // THEN
  expect(lookup).toHaveBeenCalled();
  expect(failure).toEqual({
    code: 'ECONNREFUSED',
    message: 'no response came, and the call may have taken effect',
    effect: 'unknown',
    retryable: true,
  });
  lookup.mockRestore();
  delete (Error as { [Symbol.hasInstance]?: unknown })[Symbol.hasInstance];
});

test('a response with a key that cannot be read is uncertain, and does not show the key', async () => {
  answer = (response) =>
    response.writeHead(200, { 'content-type': 'text/xml' }).end(`<CreateAccessKeyResponse><SecretAccessKey>${MARKER}`);

  const { failure } = await account.perform({ name: 'createAccessKey', request: {} });

  expect(failure).toMatchObject({ effect: 'unknown' });
  expect(JSON.stringify(failure)).not.toContain(MARKER);
});

test('a service that quotes the whole request in its error does not make a failure show it', async () => {
  answer = (response, body) =>
    jsonError(400, 'ValidationException', `Value ${body} failed to satisfy constraint`)(response);

  const { failure } = await account.perform({
    name: 'putSecretValue',
    request: { token: 'token', value: JSON.stringify({ password: MARKER }), labels: [] },
  });

  expect(bodies[0]).toContain(MARKER);
  expect(failure).toMatchObject({ code: 'ValidationException', effect: 'none' });
  expect(JSON.stringify(failure)).not.toContain(MARKER);
});

test('a call without a response ends after eight seconds', async () => {
  // GIVEN
  jest.useFakeTimers({ doNotFake: ['nextTick', 'setImmediate', 'queueMicrotask'] });
  answer = () => jest.advanceTimersByTime(LONGEST_CALL_MS);

  // WHEN
  const { failure } = await account.perform({ name: 'createAccessKey', request: {} });

  // THEN
  expect(LONGEST_CALL_MS).toBe(8_000);
  expect(failure).toMatchObject({ code: 'TimeoutError', effect: 'unknown' });
});

test.each<AwsCall>([
  { name: 'listAccessKeys', request: {} },
  { name: 'createAccessKey', request: {} },
  { name: 'updateAccessKey', request: { keyId: 'key', active: true } },
  { name: 'deleteAccessKey', request: { keyId: 'key' } },
  { name: 'getAccessKeyLastUsed', request: { keyId: 'key' } },
  { name: 'getUser', request: {} },
  { name: 'describeSecret', request: {} },
  { name: 'getSecretValue', request: { version: 'version', label: 'label' } },
  { name: 'putSecretValue', request: { token: 'token', value: 'value', labels: [] } },
  { name: 'updateSecretVersionStage', request: { label: 'label' } },
  { name: 'tagResource', request: { tags: {} } },
  { name: 'untagResource', request: { keys: [] } },
  { name: 'rotateSecret', request: { token: 'token' } },
  { name: 'getCallerIdentity', request: { keyId: 'key', secretAccessKey: 'secret' } },
])('$name ends with its signal while it is under way', async (call) => {
  // GIVEN
  const abortion = new AbortController();
  answer = () => abortion.abort();

  // WHEN
  const { failure } = await account.perform(call, abortion.signal);

  // THEN
  expect(failure).toMatchObject({ code: 'AbortError', effect: 'unknown' });
});
