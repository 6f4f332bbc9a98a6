import { KeyState } from '../key-state';

/** Secrets Manager's reasons for replicas that it could not update, and the remedy. */
export function describeFailedReplicas({ failedReplicas, secretId }: KeyState): string {
  const failures = failedReplicas.map(
    ({ region, message = 'AWS returned no reason' }) =>
      `Secrets Manager cannot replicate the secret ${secretId} to ${region}: ${message.replace(/\.$/, '')}.`,
  );
  return `${failures.join(' ')} Correct the replica region or its encryption key, and deploy the stack again.`;
}
