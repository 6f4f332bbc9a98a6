import { isPrevious } from '../labels';
import { has, labelled, Situation, Version } from '../situation';
import { keyOf } from './next-key';
import { endOfOverlap } from './replaced-keys';
import { Rule } from './rule';

type KeyVersion = Version & { readonly keyId: string };

/** Clients that read the secret go on while the next key is created, which takes minutes. */
export const LABEL_MOVED_BACK: Rule = {
  name: 'move-current-label-back',
  when: 'the current key was revoked and is inactive, and the key that it replaced is active and within its overlap',
  then: 'move AWSCURRENT back to that key until the next one is created',
  judge: (situation) => {
    const { current, currentKey, records: { closed } } = situation;
    const isRevoked = current?.keyId !== undefined && !currentKey?.active && has(situation, 'revoked', current.keyId);
    const before = closed === undefined && isRevoked ? keyBefore(situation) : undefined;
    return before && {
      action: { kind: 'moveBack', version: before.id, from: current!.id },
      reason: `key ${current!.keyId} was revoked, and key ${before.keyId}, which it had replaced, is still active`,
    };
  },
};

/** The version that was current before, if its key stays active for long enough: AWSCURRENT may be moved back to it. */
export function keyBefore(situation: Situation): KeyVersion | undefined {
  return labelled(situation).find((version) => isPrevious(version.labels) && staysActive(situation, version));
}

/** Whether no other run is about to deactivate the key. One that looked before AWSCURRENT moves acts within the time that a key may take to be made. */
function staysActive(situation: Situation, version: KeyVersion): boolean {
  const { now, policy: { overlap, timing } } = situation;
  const key = keyOf(situation, version);
  const isLeaving = (['revoked', 'deactivating', 'deactivated', 'abandoned'] as const).some((kind) => has(situation, kind, version.keyId));
  return key !== undefined && key.active && !isLeaving && now < (endOfOverlap(situation, key) ?? now + overlap) - timing.longestMint;
}

/** Whether another key must follow a revoked one: it is the current key, or AWSCURRENT was moved back from it. */
export function needsSuccessor(situation: Situation, keyId: string): boolean {
  return [situation.current?.keyId, revokedSuccessor(situation)?.keyId].includes(keyId);
}

/** The revoked key that followed the current one, since AWSCURRENT was moved back from it: another key must follow. */
export function revokedSuccessor(situation: Situation): KeyVersion | undefined {
  return labelled(situation).find(({ keyId, after, labels }) => after === situation.current?.id && isPrevious(labels) && has(situation, 'revoked', keyId));
}
