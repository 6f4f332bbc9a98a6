import { KeyState } from '../key-state';

/** Secrets Manager's reasons for replicas that it could not update, and the remedy. */
export function describeFailedReplicas({ failedReplicas, secretId }: KeyState): string {
  const failures = failedReplicas.map(
    ({ region, message = 'Secrets Manager returns no reason' }) => `${region}: ${message}`,
  );
  return (
    `the secret ${secretId} cannot be replicated to ${failures.join('; ')}. Correct the replica region or ` +
    'its encryption key, and deploy the stack again'
  );
}
