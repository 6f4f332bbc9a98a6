import { IAMClient } from '@aws-sdk/client-iam';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { STSClient } from '@aws-sdk/client-sts';
import { mockClient } from 'aws-sdk-client-mock';

/** Every client of these services. A command that a test has not announced, with exactly its input, is refused. */
export const mocks = {
  iam: mockClient(IAMClient),
  secrets: mockClient(SecretsManagerClient),
  sts: mockClient(STSClient),
};

export function refuseWhatIsNotExpected(): void {
  for (const mock of Object.values(mocks)) {
    mock.reset();
    mock.onAnyCommand().rejects(new Error('the test did not expect this command'));
  }
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
