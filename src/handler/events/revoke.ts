import { ACCESS_KEY_ID } from '../access-key-id';
import { Task } from '../life-cycle/task';

/** What an operator invokes the function with: `{"revoke": "<access key id>"}`. */
export interface RevokeEvent {
  readonly revoke: unknown;
}

/**
 * `undefined`: not such an event. A secret access key that was given by mistake does not fit, and so is never logged.
 */
export function revokeTask({ revoke }: Partial<RevokeEvent>, secretId: string): Task | undefined {
  if (revoke === undefined) {
    return undefined;
  }
  if (typeof revoke !== 'string' || !ACCESS_KEY_ID.test(revoke)) {
    throw new Error(
      'revoke is not an access key ID, and nothing is changed; the event must be {"revoke": "<access key ID>"}.' +
        ` "aws secretsmanager list-secret-version-ids --secret-id ${secretId}" shows the keys: each has the ` +
        'label key.<access key ID>.' +
        ' Never pass a secret access key',
    );
  }
  return { kind: 'revoke', keyId: revoke };
}
