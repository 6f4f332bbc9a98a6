import { IAMClient } from '@aws-sdk/client-iam';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { STSClient } from '@aws-sdk/client-sts';
import { mockClient } from 'aws-sdk-client-mock';

/** Every client of these services. A command that a test does not expect, with exactly its input, is refused. */
export const mocks = {
  iam: mockClient(IAMClient),
  secrets: mockClient(SecretsManagerClient),
  sts: mockClient(STSClient),
};

export function refuseWhatIsNotExpected(): void {
  Object.values(mocks).forEach((mock) => mock.reset());
  everyCommandFailsWith(new Error('the test did not expect this command'));
}

export function everyCommandFailsWith(error: Error): void {
  mocks.iam.onAnyCommand().rejects(error);
  mocks.secrets.onAnyCommand().rejects(error);
  mocks.sts.onAnyCommand().rejects(error);
}

/** Exactly this input and nothing else. */
export const EXACTLY = true;

/** All commands in the order in which they were sent to one service. */
export function sent(service: keyof typeof mocks): string[] {
  return mocks[service].calls().map(({ args: [command] }) => command.constructor.name);
}

/** An error as the SDK throws it. */
export function sdkError(name: string, httpStatusCode: number, message: string): Error {
  return Object.assign(new Error(message), { name, $metadata: { httpStatusCode, requestId: 'aws-request' } });
}
