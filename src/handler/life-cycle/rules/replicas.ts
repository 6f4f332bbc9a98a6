import { KeyState } from '../key-state';

/** What Secrets Manager says of the replicas that it could not update, and what to do. */
export function describeFailedReplicas({ failedReplicas, secretId }: KeyState): string {
  const failures = failedReplicas.map(({ region, message = 'Secrets Manager gives no reason' }) => `${region}: ${message}`);
  return `the secret ${secretId} cannot be replicated to ${failures.join('; ')}. Correct the replica region or its encryption key, and deploy the stack again`;
}
