import { createServer, IncomingMessage, Server } from 'node:http';
import { AddressInfo } from 'node:net';
import { respondToCloudFormation, putResponse } from '../../src/handler/cloudformation-response';
import { CloudFormationEvent } from '../../src/handler/events/cloudformation';
import { STOPPED_MS } from '../../src/handler/handler';
import { Report } from '../../src/handler/life-cycle/effects';

const EVENT: CloudFormationEvent = {
  RequestType: 'Create',
  RequestId: '5478a8b0-0d9d-4a3c-9a3b-0a5a4d7c6a3f',
  ResponseURL:
    'https://cloudformation-custom-resource-response-euwest1.s3.eu-west-1.amazonaws.com/result?X-Amz-Signature=hidden',
  StackId: 'arn:aws:cloudformation:eu-west-1:111122223333:stack/App/51af3dc0-da77-11e4-872e-1234567db123',
  LogicalResourceId: 'Key',
};
const SERVED = {
  resource: `${EVENT.StackId}/Key`,
  user: { name: 'mail' },
  secretId: 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:Mail-AbCdEf',
};

const LOST =
  'CloudFormation did not accept the response before the timeout of the Lambda function, and waits until the ' +
  'timeout of its resource' +
  ` ${EVENT.LogicalResourceId} in stack ${EVENT.StackId}. Then deploy the stack again, and allow the function ` +
  'to reach Amazon S3 if it cannot';
const PUT_TAKES_MS = 100;

let now: number;
let timeLeftAtFirst: number;
let jitter: number;

/** Time passes by sleeps and by attempts. */
const sender = {
  put: jest.fn<Promise<string | undefined>, [url: string, body: string]>(),
  sleep: jest.fn(async (ms: number) => {
    now += ms;
  }),
  random: () => jitter,
  timeLeft: () => timeLeftAtFirst - now,
  report: jest.fn<void, [Report]>(),
};

beforeEach(() => {
  now = 0;
  timeLeftAtFirst = 240_000;
  jitter = 0.5;
  jest.clearAllMocks();
  takenFrom(0);
});

/** S3 responds so until a moment, and then accepts the response. */
function takenFrom(end: number, refusal = 'status 503') {
  sender.put.mockImplementation(async () => {
    now += PUT_TAKES_MS;
    return now < end ? refusal : undefined;
  });
}

function answering(result = { succeeded: true, reason: 'why' }) {
  return respondToCloudFormation(EVENT, SERVED, result, sender);
}

function sentBody() {
  return JSON.parse(sender.put.mock.calls[0][1]);
}

describe('the response', () => {
  test.each([
    [true, 'SUCCESS', 'Key/mail/Mail-AbCdEf'],
    [false, 'FAILED', 'not-created'],
  ])('says how the request ended, and nothing more: %p', async (succeeded, Status, id) => {
    await answering({ succeeded, reason: 'why' });

    expect(sender.put.mock.calls).toEqual([[EVENT.ResponseURL, expect.any(String)]]);
    expect(sentBody()).toEqual({
      Status,
      Reason: 'why',
      PhysicalResourceId: id,
      StackId: EVENT.StackId,
      RequestId: EVENT.RequestId,
      LogicalResourceId: 'Key',
      Data: { SecretArn: SERVED.secretId },
    });
    expect(sender.report).not.toHaveBeenCalled();
  });

  test('is not longer than CloudFormation accepts, however long the reason', async () => {
    await answering({ succeeded: false, reason: '€"'.repeat(5_000) });

    expect(Buffer.byteLength(sender.put.mock.calls[0][1])).toBeLessThan(4_096);
    expect(sentBody().Reason).toMatch(/^(€")+€?\ufffd?$/);
  });

  test.each([
    ['with the shortest pauses', 0],
    ['with pauses of half their length', 0.5],
    ['with the longest pauses', 1 - Number.EPSILON],
  ])('outlives ten seconds of 503 in the time that a run leaves, %s', async (_, random) => {
    // GIVEN
    jitter = random;
    timeLeftAtFirst = STOPPED_MS;
    takenFrom(10_000);

    // WHEN
    await answering();

    // THEN
    expect(now).toBeGreaterThanOrEqual(10_000);
    expect(now).toBeLessThan(STOPPED_MS);
    expect(new Set(sender.put.mock.calls.map(([url, sent]) => url + sent)).size).toBe(1);
  });

  test('is sent again with back-off and full jitter', async () => {
    // GIVEN
    const randoms = [0.5, 1, 0.25, 0, 1, 0.9];
    const random = () => randoms.shift()!;
    takenFrom(10_000 + 9_000 + 1_000);

    // WHEN
    await respondToCloudFormation(EVENT, SERVED, { succeeded: true, reason: 'why' }, { ...sender, random });

    // THEN
    expect(sender.sleep.mock.calls).toEqual([[500], [2_000], [1_000], [0], [10_000], [9_000]]);
  });

  test.each([30_000, 120_000, 230_000])(
    'outlives an outage of %p ms where the function has that time',
    async (outage) => {
      takenFrom(outage);

      await answering();

      expect(sender.put.mock.results).not.toHaveLength(0);
      expect(now).toBeGreaterThanOrEqual(outage);
      expect(now).toBeLessThan(240_000);
    },
  );

  test("is sent until the function's last moment if it is never accepted, and is an error then", async () => {
    takenFrom(Infinity);

    await expect(answering()).rejects.toThrow(new Error(LOST));
    expect(now).toBeGreaterThan(240_000 - 7_000);
    expect(now).toBeLessThan(240_000 - 5_000);
  });

  test('is tried once, even if no time is left', async () => {
    timeLeftAtFirst = 0;
    takenFrom(Infinity);

    await expect(answering()).rejects.toThrow(LOST);
    expect(sender.put).toHaveBeenCalledTimes(1);
    expect(sender.sleep).not.toHaveBeenCalled();
  });

  test('writes a warning for each attempt that fails, and an error at the end', async () => {
    timeLeftAtFirst = 9_000;
    takenFrom(Infinity, 'ECONNRESET');

    await expect(answering()).rejects.toThrow(LOST);

    const attempts = sender.put.mock.calls.length;
    expect(attempts).toBeGreaterThan(2);
    expect(sender.report.mock.calls.map(([line]) => line)).toEqual([
      ...Array(attempts).fill({ level: 'WARN', message: 'CloudFormation did not accept the response: ECONNRESET' }),
      { level: 'ERROR', message: LOST },
    ]);
  });

  test('is in no log line and no error, and neither is its signed URL', async () => {
    timeLeftAtFirst = 9_000;
    takenFrom(Infinity);

    const error = await answering({ succeeded: true, reason: 'the-reason' }).catch((thrown) => thrown);

    const output = `${JSON.stringify(sender.report.mock.calls)} ${error.stack}`;
    expect(output).toContain('status 503');
    expect(output).not.toMatch(/hidden|s3\.eu-west-1|the-reason/);
  });
});

describe('the request that carries the response', () => {
  let server: Server;
  let url: string;
  let received: { request: IncomingMessage; body: string };
  let respond: { status: number; headers?: Record<string, string> };

  beforeAll(async () => {
    server = createServer((request, response) => {
      let body = '';
      request.on('data', (data) => {
        body += data;
      });
      request.on('end', () => {
        received = { request, body };
        if (respond.status === 0) {
          response.destroy();
          return;
        }
        response.writeHead(respond.status, respond.headers).end();
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/result?X-Amz-Signature=hidden`;
  });

  afterAll(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });

  test('is a PUT with a length and an empty content type, for which the URL is signed', async () => {
    respond = { status: 200 };

    expect(await putResponse(url, '{"Reason":"€"}')).toBeUndefined();
    expect(received.body).toBe('{"Reason":"€"}');
    expect(received.request).toMatchObject({ method: 'PUT', url: '/result?X-Amz-Signature=hidden' });
    expect(received.request.headers).toMatchObject({ 'content-type': '', 'content-length': '16' });
  });

  test.each([
    [{ status: 403 }, 'status 403'],
    [{ status: 503 }, 'status 503'],
    [{ status: 307, headers: { location: '/elsewhere' } }, 'status 307'],
  ])('is not taken with %p, which the failure names: %s', async (response, failure) => {
    respond = response;

    expect(await putResponse(url, '{}')).toBe(failure);
    expect(received.request.url).toBe('/result?X-Amz-Signature=hidden');
  });

  test('is not taken if the connection ends, which the failure names by its code', async () => {
    respond = { status: 0 };

    expect(await putResponse(url, '{}')).toBe('UND_ERR_SOCKET');
  });

  test('is not taken if no status comes in five seconds', async () => {
    // GIVEN
    const timeout = jest
      .spyOn(AbortSignal, 'timeout')
      .mockReturnValue(AbortSignal.abort(new DOMException('time is up', 'TimeoutError')));

    // WHEN
    const failure = await putResponse(url, '{}');

    // THEN
    expect(failure).toBe('TimeoutError');
    expect(timeout).toHaveBeenCalledWith(5_000);
    timeout.mockRestore();
  });

  test('is not taken where no host is, and the failure does not show where', async () => {
    expect(await putResponse('http://127.0.0.1:2/hidden', '{}')).toBe('ECONNREFUSED');
  });
});
