import { respondToCloudFormation } from './cloudformation-response';
import { hasCreatedNothing, isCloudFormationEvent, assertExpectedSender, Served } from './events/cloudformation';
import { Handler, Platform } from './handler';
import { Report } from './life-cycle/effects';
import { logLine } from './reports/log';
import { Environment } from './variables';

/**
 * Serves a function whose environment is not what the construct sets, as after a deployment with a wrong parameter.
 *
 * CloudFormation gets the error in a response, instead of waiting until the time-out of its resource. Every other event
 * throws. A Delete after a Create that failed so succeeds, since no key was created: the rollback ends.
 */
export function createMisconfiguredHandler(
  error: Error,
  environment: Environment,
  platform: Pick<Platform, 'put' | 'sleep' | 'random' | 'write' | 'clock' | 'newRunId'>,
): Handler {
  const served: Served = {
    resource: environment.OWNER ?? '',
    endpoint: environment.AWS_ENDPOINT_URL,
    user: { name: '' },
    secretId: '',
  };
  return async (given, invocation) => {
    const event = Object(given);
    if (!isCloudFormationEvent(event)) {
      throw error;
    }
    assertExpectedSender(event, served);
    const runId = platform.newRunId();
    const report = (line: Report) =>
      platform.write(logLine(line, { requestId: invocation.awsRequestId, runId }, platform.clock()));
    report({ level: 'ERROR', message: error.message, rule: 'request-failed' });
    await respondToCloudFormation(
      event,
      served,
      { succeeded: hasCreatedNothing(event), reason: error.message },
      {
        ...platform,
        report,
        timeLeft: () => invocation.getRemainingTimeInMillis(),
      },
    );
  };
}
