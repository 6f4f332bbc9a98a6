import { settingsOf } from '../../src/handler/configuration';
import { createHandler, DEADLINE_MS, Invocation, STOPPED_MS, Platform } from '../../src/handler/handler';
import { EffectResult, Effect, Routine } from '../../src/handler/life-cycle/effects';
import { reconcile } from '../../src/handler/life-cycle/reconcile';
import { Outcome } from '../../src/handler/life-cycle/task';

jest.mock('../../src/handler/life-cycle/reconcile');

const NOW = Date.parse('2026-11-24T12:00:00Z');
const LEFT = 240_000;
const StackId = 'arn:aws:cloudformation:eu-west-1:111122223333:stack/App/51af3dc0-da77-11e4-872e-1234567db123';
const SECRET = 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:Mail-AbCdEf';

const settings = settingsOf({
  USER_ARN: 'arn:aws:iam::111122223333:user/mail',
  SECRET_ARN: SECRET,
  OWNER: `${StackId}/Key`,
  METRIC_KEY: 'App/Key',
  POLICY: JSON.stringify({ overlap: 14, recoveryWindow: 7, maxAge: 90 }),
});

const CREATE = {
  RequestType: 'Create',
  RequestId: '5478a8b0-0d9d-4a3c-9a3b-0a5a4d7c6a3f',
  ResponseURL:
    'https://cloudformation-custom-resource-response-euwest1.s3.eu-west-1.amazonaws.com/result?X-Amz-Signature=hidden',
  StackId,
  LogicalResourceId: 'Key',
  ResourceProperties: { UserName: 'mail' },
};
const SCHEDULED_RUN = { source: 'aws.events', 'detail-type': 'Scheduled Event' };
const STEP = { Step: 'createSecret', SecretId: SECRET, ClientRequestToken: 'token' };

const DONE: Outcome = { outcome: 'done', rule: 'finish-create', message: 'all is well' };
const FAILED: Outcome = {
  outcome: 'failed',
  rule: 'fail-no-free-access-key',
  message: 'the user has no free access key',
};

const invocation: Invocation = { awsRequestId: 'request', getRemainingTimeInMillis: () => LEFT };
const cancelTimer = jest.fn();
const platform = {
  perform: jest.fn<Promise<EffectResult>, Parameters<Platform['perform']>>(),
  put: jest.fn<Promise<string | undefined>, [url: string, body: string]>(),
  sleep: jest.fn<Promise<void>, Parameters<Platform['sleep']>>(),
  write: jest.fn<void, [line: string]>(),
  after: jest.fn<() => void, Parameters<Platform['after']>>(),
  clock: () => NOW,
  random: () => 0.5,
  newRunId: () => 'run',
};
const handler = createHandler(settings, platform);

const runs = jest.mocked(reconcile);

beforeEach(() => {
  jest.resetAllMocks();
  platform.put.mockResolvedValue(undefined);
  platform.after.mockReturnValue(cancelTimer);
});

/** The run asks for these calls, then ends so. */
function theRun(outcome: Outcome, ...calls: Effect[]): void {
  runs.mockImplementation(function* (): Routine<Outcome> {
    for (const call of calls) {
      yield call;
    }
    return outcome;
  });
}

function results() {
  return platform.put.mock.calls.map(([, body]) => JSON.parse(body));
}

function lines() {
  return platform.write.mock.calls.map(([line]) => JSON.parse(line));
}

describe('an event', () => {
  test.each([
    [CREATE, { kind: 'create', token: CREATE.RequestId }],
    [
      { ...CREATE, RequestType: 'Delete', PhysicalResourceId: 'Key/mail/Mail-AbCdEf' },
      { kind: 'delete', created: true, retain: false },
    ],
    [STEP, { kind: 'createSecret', token: 'token' }],
    [SCHEDULED_RUN, { kind: 'scheduledRun' }],
    [{ revoke: 'AKIAIOSFODNN7EXAMPLE' }, { kind: 'revoke', keyId: 'AKIAIOSFODNN7EXAMPLE' }],
  ])("is one run with its own id, which ends before the function's time: %#", async (event, task) => {
    theRun(DONE);

    await handler(event, invocation);

    expect(runs.mock.calls).toEqual([
      [{ id: 'run', startedAt: NOW, deadline: NOW + LEFT - DEADLINE_MS, task }, settings],
    ]);
  });

  test.each([undefined, null, 'AKIAIOSFODNN7EXAMPLE', 1, [], {}])('that is %p is refused', async (event) => {
    await expect(handler(event, invocation)).rejects.toThrow('unknown event');
    expect(runs).not.toHaveBeenCalled();
  });
});

/** Events as their services document them: none of them is for this function. */
const OF_OTHERS: Array<[string, object]> = [
  ['SNS', { Records: [{ EventSource: 'aws:sns', Sns: { Message: JSON.stringify(CREATE) } }] }],
  ['SQS', { Records: [{ eventSource: 'aws:sqs', body: JSON.stringify(STEP) }] }],
  ['S3', { Records: [{ eventSource: 'aws:s3', s3: { object: { key: 'key' } } }] }],
  ['API Gateway', { httpMethod: 'POST', requestContext: { stage: 'prod' }, body: '{"revoke":"AKIAIOSFODNN7EXAMPLE"}' }],
  ['a function URL', { version: '2.0', rawPath: '/', body: '{"revoke":"AKIAIOSFODNN7EXAMPLE"}' }],
  [
    'EventBridge for another event',
    { source: 'aws.secretsmanager', 'detail-type': 'Secret Label Updated', detail: CREATE },
  ],
  ['EventBridge for a call', { source: 'aws.events', 'detail-type': 'AWS API Call via CloudTrail', detail: {} }],
  ['EventBridge from an app', { source: 'app', 'detail-type': 'Scheduled Event', detail: {} }],
  ['EventBridge Scheduler with an input of its own', { input: 'rotate' }],
  ['another tool that deploys', { tf: { action: 'create', prev_input: null } }],
  ['an adapter that imitates CloudFormation', { Action: 'Create', ResourceProperties: { UserName: 'mail' } }],
];

describe('an event of another service or tool', () => {
  test.each(OF_OTHERS)(
    'is refused at once with the list of supported events, and is not quoted: %s',
    async (_, event) => {
      const refused = handler(JSON.parse(JSON.stringify(event)), invocation);

      await expect(refused).rejects.toThrow(/^unknown event; it must be a CloudFormation request, .* of an operator$/);
      expect(runs).not.toHaveBeenCalled();
      expect(platform.perform).not.toHaveBeenCalled();
      expect(platform.put).not.toHaveBeenCalled();
      expect(platform.write).not.toHaveBeenCalled();
    },
  );

  test('is not taken for one of an operator if it imitates CloudFormation', async () => {
    const event = { ...CREATE, ResponseURL: 'https://example.com/hidden', revoke: 'AKIAIOSFODNN7EXAMPLE' };

    await expect(handler(event, invocation)).rejects.toThrow('not a valid CloudFormation custom resource request');
    expect(runs).not.toHaveBeenCalled();
  });
});

describe('a run', () => {
  test('calls AWS, waits, and logs its decisions', async () => {
    // GIVEN
    theRun(
      DONE,
      { name: 'getUser', request: {} },
      { name: 'sleep', request: { ms: 5 } },
      { name: 'report', request: { level: 'INFO', message: 'why' } },
      { name: 'publishMetrics', request: { RotationFailures: 1 } },
    );

    // WHEN
    await handler(SCHEDULED_RUN, invocation);

    // THEN
    expect(platform.perform).toHaveBeenCalledWith({ name: 'getUser', request: {} }, expect.any(AbortSignal));
    expect(platform.sleep).toHaveBeenCalledWith(5, expect.any(AbortSignal));
    expect(lines()).toEqual([
      {
        timestamp: '2026-11-24T12:00:00.000Z',
        level: 'INFO',
        message: 'why',
        userName: 'mail',
        secretId: SECRET,
        requestId: 'request',
        runId: 'run',
      },
      expect.objectContaining({ Key: 'App/Key', RotationFailures: 1 }),
    ]);
  });

  test.each([STEP, SCHEDULED_RUN, { revoke: 'AKIAIOSFODNN7EXAMPLE' }])(
    'fails the invocation if it fails, so that Lambda counts it: %#',
    async (event) => {
      theRun(FAILED);

      await expect(handler(event, invocation)).rejects.toThrow(new Error('the user has no free access key'));
    },
  );

  test('sends nothing to CloudFormation for another event', async () => {
    theRun(DONE);

    await handler(STEP, invocation);

    expect(platform.put).not.toHaveBeenCalled();
  });

  test('cancels its timer once it has ended, however it ends', async () => {
    theRun(DONE);
    await handler(SCHEDULED_RUN, invocation);
    expect(cancelTimer).toHaveBeenCalledTimes(1);

    theRun(FAILED);
    await expect(handler(SCHEDULED_RUN, invocation)).rejects.toThrow();
    expect(cancelTimer).toHaveBeenCalledTimes(2);
  });
});

describe('CloudFormation', () => {
  test.each([
    [DONE, 'SUCCESS', 'Key/mail/Mail-AbCdEf'],
    [FAILED, 'FAILED', 'not-created'],
  ])('gets one response, and no error: $outcome', async (outcome, Status, PhysicalResourceId) => {
    theRun(outcome);

    await handler(CREATE, invocation);

    expect(platform.put.mock.calls[0][0]).toBe(CREATE.ResponseURL);
    expect(results()).toEqual([expect.objectContaining({ Status, PhysicalResourceId, Reason: outcome.message })]);
  });

  test('gets a response for a user that was changed, without a call', async () => {
    await handler({ ...CREATE, RequestType: 'Update', PhysicalResourceId: 'Key/newsletter/Mail-AbCdEf' }, invocation);

    expect(runs).not.toHaveBeenCalled();
    expect(results()).toEqual([
      expect.objectContaining({
        Status: 'FAILED',
        PhysicalResourceId: 'Key/newsletter/Mail-AbCdEf',
        Reason: expect.stringContaining('Add a second construct for the other user'),
      }),
    ]);
    expect(lines()).toEqual([
      expect.objectContaining({ level: 'ERROR', message: expect.stringContaining('the user cannot be changed') }),
    ]);
  });

  test('gets a response for a defect of the function', async () => {
    runs.mockImplementation(() => {
      throw new TypeError('a defect');
    });

    await handler(CREATE, invocation);

    expect(results()).toEqual([expect.objectContaining({ Status: 'FAILED', Reason: 'a defect' })]);
    expect(lines()).toEqual([
      expect.objectContaining({
        level: 'ERROR',
        message: 'a defect',
        rule: 'request-failed',
        requestId: 'request',
        runId: 'run',
      }),
    ]);
  });

  test.each([
    ['another stack', { StackId: `${StackId}0` }],
    ['another URL', { ResponseURL: 'https://example.com/hidden' }],
    ['another type', { RequestType: 'Replace' }],
    ['no id', { RequestId: undefined }],
  ])('gets no run and no response for %s', async (_, changes) => {
    await expect(handler({ ...CREATE, ...changes }, invocation)).rejects.toThrow('no response was sent');

    expect(runs).not.toHaveBeenCalled();
    expect(platform.put).not.toHaveBeenCalled();
    expect(platform.write).not.toHaveBeenCalled();
  });

  test('fails the invocation if it accepts no response, so that Lambda counts it', async () => {
    // GIVEN
    theRun(DONE);
    platform.put.mockResolvedValue('status 503');
    const times = [LEFT, 7_000, 6_000];

    // WHEN
    const handled = handler(CREATE, { awsRequestId: 'request', getRemainingTimeInMillis: () => times.shift()! });

    // THEN
    await expect(handled).rejects.toThrow('CloudFormation did not accept the response');
    expect(platform.sleep.mock.calls).toEqual([[500]]);
    expect(lines()).toEqual([
      expect.objectContaining({
        level: 'WARN',
        message: 'CloudFormation did not accept the response: status 503',
        requestId: 'request',
        runId: 'run',
      }),
      expect.objectContaining({ level: 'WARN' }),
      expect.objectContaining({
        level: 'ERROR',
        message: expect.stringContaining('waits until the timeout of its resource'),
        runId: 'run',
      }),
    ]);
  });
});

describe("at the end of the function's time", () => {
  const STOPPED = `The run for user mail and secret ${SECRET} was stopped before the timeout of the Lambda function. `;

  beforeEach(() => {
    theRun(DONE, { name: 'createAccessKey', request: {} }, { name: 'describeSecret', request: {} });
    platform.perform.mockImplementation(async () => new Promise(() => undefined));
    platform.after.mockImplementation((_, signal) => {
      process.nextTick(signal);
      return cancelTimer;
    });
  });

  test('CloudFormation still gets a response', async () => {
    await handler(CREATE, invocation);

    expect(platform.after).toHaveBeenCalledWith(LEFT - STOPPED_MS, expect.any(Function));
    expect(STOPPED_MS).toBeLessThan(DEADLINE_MS);
    expect(results()).toEqual([
      expect.objectContaining({
        Status: 'FAILED',
        PhysicalResourceId: 'not-created',
        Reason: `${STOPPED}Remove the cause, and deploy the stack again.`,
      }),
    ]);
  });

  test('a step fails', async () => {
    await expect(handler(STEP, invocation)).rejects.toThrow(
      `${STOPPED}Secrets Manager repeats the step. If it fails again, `,
    );
  });

  test('nothing of the run continues in the next invocation', async () => {
    // GIVEN
    let answerLate!: (result: EffectResult) => void;
    platform.perform.mockReturnValueOnce(
      new Promise((resolve) => {
        answerLate = resolve;
      }),
    );
    await expect(handler(STEP, invocation)).rejects.toThrow(STOPPED);

    // WHEN
    answerLate({ now: NOW, value: { id: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'secret' } });
    theRun(DONE);
    await handler(SCHEDULED_RUN, invocation);

    // THEN
    expect(platform.perform).toHaveBeenCalledTimes(1);
    expect(platform.perform.mock.calls[0][1].aborted).toBe(true);
  });
});
