import { createServer, IncomingMessage, Server } from 'node:http';
import { AddressInfo } from 'node:net';
import { answerCloudFormation, LONGEST_ANSWER_MS, putOnce } from '../../src/handler/cloudformation-answer';
import { CloudFormationEvent } from '../../src/handler/events/cloudformation';

const EVENT: CloudFormationEvent = {
  RequestType: 'Create',
  RequestId: '5478a8b0-0d9d-4a3c-9a3b-0a5a4d7c6a3f',
  ResponseURL: 'https://cloudformation-custom-resource-response-euwest1.s3.eu-west-1.amazonaws.com/answer?X-Amz-Signature=hidden',
  StackId: 'arn:aws:cloudformation:eu-west-1:111122223333:stack/App/51af3dc0-da77-11e4-872e-1234567db123',
  LogicalResourceId: 'Key',
};
const SERVED = {
  resource: `${EVENT.StackId}/Key`, user: { name: 'mail' }, secretId: 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:Mail-AbCdEf',
};

describe('the answer', () => {
  const sending = { put: jest.fn<Promise<boolean>, [url: string, body: string]>(), sleep: jest.fn(async () => undefined) };

  beforeEach(() => sending.put.mockReset());

  function body() {
    return JSON.parse(sending.put.mock.calls[0][1]);
  }

  test.each([[true, 'SUCCESS', 'Key/mail/Mail-AbCdEf'], [false, 'FAILED', 'not-created']])('says how the request ended, and nothing more: %p', async (succeeded, Status, id) => {
    // GIVEN
    sending.put.mockResolvedValue(true);

    // WHEN
    await answerCloudFormation(EVENT, SERVED, { succeeded, reason: 'why' }, sending);

    // THEN
    expect(sending.put.mock.calls).toEqual([[EVENT.ResponseURL, expect.any(String)]]);
    expect(body()).toEqual({
      Status, Reason: 'why', PhysicalResourceId: id, StackId: EVENT.StackId, RequestId: EVENT.RequestId, LogicalResourceId: 'Key',
    });
  });

  test('keeps below what CloudFormation takes, however long the reason', async () => {
    sending.put.mockResolvedValue(true);

    await answerCloudFormation(EVENT, SERVED, { succeeded: false, reason: '€"'.repeat(5_000) }, sending);

    expect(Buffer.byteLength(sending.put.mock.calls[0][1])).toBeLessThan(4_096);
    expect(body().Reason).toMatch(/^(€")+€?\ufffd?$/);
  });

  test('is sent again until it is taken', async () => {
    sending.put.mockResolvedValueOnce(false).mockResolvedValueOnce(false).mockResolvedValueOnce(true);

    await answerCloudFormation(EVENT, SERVED, { succeeded: true, reason: 'why' }, sending);

    expect(new Set(sending.put.mock.calls.map(([url, sent]) => url + sent)).size).toBe(1);
    expect(sending.sleep.mock.calls).toEqual([[0], [500], [1_000]]);
  });

  test('that is never taken is an error, which does not tell the signed URL', async () => {
    sending.put.mockResolvedValue(false);

    await expect(answerCloudFormation(EVENT, SERVED, { succeeded: true, reason: 'why' }, sending)).rejects.toThrow(
      new Error('CloudFormation did not take the answer, and waits until the time-out of its resource'));
    expect(sending.put).toHaveBeenCalledTimes(3);
  });

  test('needs some seconds at most', () => {
    expect(LONGEST_ANSWER_MS).toBe(9_000);
  });
});

describe('what is sent', () => {
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
        response.writeHead(respond.status, respond.headers).end();
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/answer?X-Amz-Signature=hidden`;
  });

  afterAll(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });

  test('is what the URL is signed for: a PUT with a length and an empty content type', async () => {
    respond = { status: 200 };

    expect(await putOnce(url, '{"Reason":"€"}')).toBe(true);
    expect(received.body).toBe('{"Reason":"€"}');
    expect(received.request).toMatchObject({ method: 'PUT', url: '/answer?X-Amz-Signature=hidden' });
    expect(received.request.headers).toMatchObject({ 'content-type': '', 'content-length': '16' });
  });

  test.each([{ status: 403 }, { status: 500 }, { status: 307, headers: { location: '/elsewhere' } }])('is not taken with the status $status', async (response) => {
    respond = response;

    expect(await putOnce(url, '{}')).toBe(false);
    expect(received.request.url).toBe('/answer?X-Amz-Signature=hidden');
  });

  test('is not taken where nobody listens', async () => {
    expect(await putOnce('http://127.0.0.1:1/', '{}')).toBe(false);
  });
});
