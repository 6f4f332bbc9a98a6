import { CloudFormationEvent, physicalIdAfter, Served } from './events/cloudformation';
import { Report } from './life-cycle/effects';

export interface CloudFormationResult {
  readonly succeeded: boolean;
  /** For operators. It must hold no secret. */
  readonly reason: string;
}

/** What sends the response. */
export interface ResponseSender {
  /** Makes one attempt. Returns a status or the name of an error if the response was not accepted. */
  put(url: string, body: string): Promise<string | undefined>;
  sleep(ms: number): Promise<void>;
  /** A number from 0 to below 1. */
  random(): number;
  /** The time until Lambda ends the invocation, in milliseconds. */
  timeLeft(): number;
  report(line: Report): void;
}

/** The whole response may have 4,096 bytes. */
const LONGEST_REASON_BYTES = 1_000;

const LONGEST_PUT_MS = 5_000;
const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 10_000;

/** What comes after the last attempt, such as a line of the log, takes less. */
const MARGIN_MS = 1_000;

/** The time that a run leaves for the response: enough for an outage of ten seconds, with the longest pauses. */
export const RESPONSE_MS = 20_000;

/**
 * Sends the response to a CloudFormation request. CloudFormation shows `Data`, so it holds the ARN of the secret and no
 * more: an attribute for the resources that wait for the key.
 *
 * A lost response leaves the stack waiting until the time-out of its resource. So it is sent again until it is
 * accepted, for as long as the invocation lasts: with exponential back-off and full jitter, as the CDK's provider
 * framework does. Sent twice, it counts once.
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/crpg-ref-responses.html
 * @see https://github.com/aws/aws-cdk/pull/38428
 */
export async function respondToCloudFormation(
  event: CloudFormationEvent,
  served: Served,
  result: CloudFormationResult,
  sender: ResponseSender,
): Promise<void> {
  const body = JSON.stringify({
    Status: result.succeeded ? 'SUCCESS' : 'FAILED',
    Reason: short(result.reason),
    PhysicalResourceId: physicalIdAfter(event, served, result.succeeded),
    StackId: event.StackId,
    RequestId: event.RequestId,
    LogicalResourceId: event.LogicalResourceId,
    Data: { SecretArn: served.secretId },
  });
  await putUntilAccepted(event, body, sender);
}

/** Neither the URL, which is signed, nor the body is part of a log line or of the error. */
async function putUntilAccepted(
  { ResponseURL: url, LogicalResourceId, StackId }: CloudFormationEvent,
  body: string,
  sender: ResponseSender,
): Promise<void> {
  const { put, sleep, random, timeLeft, report } = sender;
  for (let longestPause = FIRST_PAUSE_MS; ; longestPause = Math.min(2 * longestPause, LONGEST_PAUSE_MS)) {
    const refusal = await put(url, body);
    if (refusal === undefined) {
      return;
    }
    report({ level: 'WARN', message: `CloudFormation did not accept the response: ${refusal}` });
    const rest = timeLeft() - LONGEST_PUT_MS - MARGIN_MS;
    if (rest <= 0) {
      break;
    }
    // The last attempt is made at the last moment.
    await sleep(Math.min(random() * longestPause, rest));
  }
  const message =
    'CloudFormation did not accept the response before the timeout of the Lambda function,' +
    ` and waits until the timeout of its resource ${LogicalResourceId} in stack ${StackId}.` +
    ' Then deploy the stack again, and allow the function to reach Amazon S3 if it cannot';
  report({ level: 'ERROR', message });
  throw new Error(message);
}

function short(reason: string): string {
  return Buffer.from(reason).subarray(0, LONGEST_REASON_BYTES).toString();
}

/**
 * One attempt. The content type must be empty, as the URL is signed so; `fetch` itself adds the length, which S3
 * requires.
 *
 * What `fetch` throws says why in its cause, by a code of Node.js. Messages may show the URL.
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cfn-lambda-function-code-cfnresponsemodule.html
 */
export async function putResponse(url: string, body: string): Promise<string | undefined> {
  try {
    const { ok, status } = await fetch(url, {
      method: 'PUT',
      body,
      headers: { 'content-type': '' },
      redirect: 'manual',
      signal: AbortSignal.timeout(LONGEST_PUT_MS),
    });
    return ok ? undefined : `status ${status}`;
  } catch (error) {
    const { name, cause } = error as Error;
    return Object(cause).code ?? name;
  }
}
