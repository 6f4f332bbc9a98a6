import { answerCloudFormation } from './cloudformation-answer';
import { hasCreatedNothing, isCloudFormationEvent, refuseStranger, Served } from './events/cloudformation';
import { Handler, Surroundings } from './handler';
import { Report } from './life-cycle/effects';
import { logLine } from './reports/log';
import { Environment } from './variables';

/**
 * Serves a function whose environment is not what the construct sets, as after a deployment with a wrong parameter.
 *
 * CloudFormation is told what is wrong, instead of waiting until the time-out of its resource. Every other event throws.
 * A Delete after a Create that failed so succeeds, since no key was created: the rollback ends.
 */
export function createMisconfiguredHandler(
  error: Error, environment: Environment, surroundings: Pick<Surroundings, 'put' | 'sleep' | 'random' | 'write' | 'clock' | 'newRunId'>,
): Handler {
  const served: Served = { resource: environment.OWNER ?? '', endpoint: environment.AWS_ENDPOINT_URL, user: { name: '' }, secretId: '' };
  return async (given, invocation) => {
    const event = Object(given);
    if (!isCloudFormationEvent(event)) {
      throw error;
    }
    refuseStranger(event, served);
    const runId = surroundings.newRunId();
    const report = (line: Report) =>
      surroundings.write(logLine(line, { requestId: invocation.awsRequestId, runId }, surroundings.clock()));
    report({ level: 'ERROR', message: error.message, rule: 'request-failed' });
    await answerCloudFormation(event, served, { succeeded: hasCreatedNothing(event), reason: error.message }, {
      ...surroundings, report, timeLeft: () => invocation.getRemainingTimeInMillis(),
    });
  };
}
