import { Task } from '../life-cycle/task';

/** What an operator invokes the function with: `{"revoke": "<access key id>"}`. */
export interface RevokeEvent {
  readonly revoke: unknown;
}

/**
 * Ids are upper case. A secret access key that was given by mistake does not fit, and so is never logged.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-unique-ids
 */
const ACCESS_KEY_ID = /^[A-Z0-9]{16,128}$/;

/** `undefined`: not such an event. */
export function revokeTask({ revoke }: Partial<RevokeEvent>): Task | undefined {
  if (revoke === undefined) {
    return undefined;
  }
  if (typeof revoke !== 'string' || !ACCESS_KEY_ID.test(revoke)) {
    throw new Error('revoke is not an access key id, expected {"revoke": "AKIA..."}: name the key by its id, never by its secret');
  }
  return { kind: 'revoke', keyId: revoke };
}
