import { KeyState, withRole } from './key-state';
import { isoTime } from './records';
import { endOfOverlap } from './rules/replaced-keys';
import { needsSuccessor } from './rules/revoked-keys';

/** The response to an operator who has revoked a key. It holds no secret. Its names are an API (docs/operations.md). */
export interface RevokeResponse {
  readonly revokedAccessKeyId: string;
  readonly userName: string;
  readonly secretArn: string;
  /** What the run has done, and what follows. */
  readonly message: string;
  /**
   * The key that clients read now, if it works. A new one follows if it was the revoked key, or is only to bridge the
   * time until then.
   */
  readonly currentAccessKeyId?: string;
  readonly replacementFollows: boolean;
  /** Replaced keys that are still active, and until when at least. */
  readonly replacedAccessKeys: readonly { readonly accessKeyId: string; readonly activeUntil: string }[];
}

export function revokeResponse(state: KeyState, keyId: string, message: string): RevokeResponse {
  const { userName, secretId, current, currentKey, now, policy } = state;
  const works = current?.keyId !== keyId && currentKey?.active === true;
  return {
    revokedAccessKeyId: keyId,
    userName,
    secretArn: secretId,
    message,
    ...(works ? { currentAccessKeyId: currentKey.id } : {}),
    replacementFollows: needsSuccessor(state, keyId),
    replacedAccessKeys: withRole(state, 'replaced')
      .filter(({ id, active }) => active && id !== keyId)
      .map((key) => ({ accessKeyId: key.id, activeUntil: isoTime(endOfOverlap(state, key) ?? now + policy.overlap) })),
  };
}
