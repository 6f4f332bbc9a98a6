import { has, labelled, KeyState, Version } from '../key-state';
import { isPrevious } from '../labels';
import { listedKey } from './promotable-versions';
import { endOfOverlap } from './replaced-keys';
import { Rule } from './rule';

type KeyVersion = Version & { readonly keyId: string };

/** Clients that read the secret keep a working key while its replacement is created, which takes minutes. */
export const LABEL_MOVED_BACK: Rule = {
  name: 'move-current-label-back',
  when: 'the current key was revoked and is inactive, and the key that it replaced is active and within its overlap',
  then: 'move AWSCURRENT back to that key until the replacement is created',
  evaluate: (state) => {
    const {
      current,
      currentKey,
      records: { closed },
    } = state;
    const isRevoked = current?.keyId !== undefined && !currentKey?.active && has(state, 'revoked', current.keyId);
    const before = closed === undefined && isRevoked ? keyBefore(state) : undefined;
    return (
      before && {
        action: { kind: 'moveBack', version: before.id, from: current!.id },
        reason:
          `Moving AWSCURRENT back to access key ${before.keyId}, because access key ${current!.keyId} is revoked. ` +
          'Clients read that key until a new one is created.',
      }
    );
  },
};

/** The version that was current before, if its key stays active for long enough: AWSCURRENT may be moved back to it. */
export function keyBefore(state: KeyState): KeyVersion | undefined {
  return labelled(state).find((version) => isPrevious(version.labels) && staysActive(state, version));
}

/** Whether no other run is about to deactivate the key. A run with an older snapshot acts within `maxCreateTime`. */
function staysActive(state: KeyState, version: KeyVersion): boolean {
  const {
    now,
    policy: { overlap, timing },
  } = state;
  const key = listedKey(state, version);
  const isLeaving = (['revoked', 'deactivating', 'deactivated', 'abandoned'] as const).some((kind) =>
    has(state, kind, version.keyId),
  );
  return (
    key !== undefined &&
    key.active &&
    !isLeaving &&
    now < (endOfOverlap(state, key) ?? now + overlap) - timing.maxCreateTime
  );
}

/** Whether another key must follow a revoked one: it is the current key, or AWSCURRENT was moved back from it. */
export function needsSuccessor(state: KeyState, keyId: string): boolean {
  return [state.current?.keyId, revokedSuccessor(state)?.keyId].includes(keyId);
}

/** The revoked key that followed the current one, since AWSCURRENT was moved back from it: another key must follow. */
export function revokedSuccessor(state: KeyState): KeyVersion | undefined {
  return labelled(state).find(
    ({ keyId, after, labels }) => after === state.current?.id && isPrevious(labels) && has(state, 'revoked', keyId),
  );
}
