import { CloudFormationEvent, physicalIdAfter, Served } from './events/cloudformation';

export interface CloudFormationResult {
  readonly succeeded: boolean;
  /** For people. It must hold no secret. */
  readonly reason: string;
}

/** What sends the answer. */
export interface Sending {
  /** Whether the answer was taken. */
  put(url: string, body: string): Promise<boolean>;
  sleep(ms: number): Promise<void>;
}

/** The whole answer may have 4,096 bytes. */
const LONGEST_REASON_BYTES = 1_000;

/** Before each attempt. */
const PAUSES_MS = [0, 500, 1_000];
const LONGEST_PUT_MS = 2_500;

/** The time that an answer may need. */
export const LONGEST_ANSWER_MS = PAUSES_MS.reduce((sum, pause) => sum + pause + LONGEST_PUT_MS, 0);

/**
 * Tells CloudFormation how a request ended. There is no `Data`: what CloudFormation is told, it shows.
 *
 * A lost answer leaves the stack waiting until the time-out of its resource, so the answer is sent again until it is taken. Sent twice, it counts once.
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/crpg-ref-responses.html
 */
export async function answerCloudFormation(
  event: CloudFormationEvent, served: Served, result: CloudFormationResult, { put, sleep }: Sending,
): Promise<void> {
  const body = JSON.stringify({
    Status: result.succeeded ? 'SUCCESS' : 'FAILED',
    Reason: short(result.reason),
    PhysicalResourceId: physicalIdAfter(event, served, result.succeeded),
    StackId: event.StackId,
    RequestId: event.RequestId,
    LogicalResourceId: event.LogicalResourceId,
  });
  for (const pause of PAUSES_MS) {
    await sleep(pause);
    if (await put(event.ResponseURL, body)) {
      return;
    }
  }
  // Neither the URL, which is signed, nor the answer is part of the error.
  throw new Error('CloudFormation did not take the answer, and waits until the time-out of its resource');
}

function short(reason: string): string {
  return Buffer.from(reason).subarray(0, LONGEST_REASON_BYTES).toString();
}

/**
 * One attempt. The content type must be empty, as the URL is signed so; `fetch` itself adds the length, which S3 requires.
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cfn-lambda-function-code-cfnresponsemodule.html
 */
export async function putOnce(url: string, body: string): Promise<boolean> {
  try {
    return (await fetch(url, { method: 'PUT', body, headers: { 'content-type': '' }, redirect: 'error', signal: AbortSignal.timeout(LONGEST_PUT_MS) })).ok;
  } catch {
    return false;
  }
}
