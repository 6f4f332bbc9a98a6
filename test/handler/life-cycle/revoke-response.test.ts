import {
  ago,
  currentKey,
  CURRENT_KEY,
  DAY,
  Fact,
  HOUR,
  PENDING_KEY,
  NOW,
  REPLACED_KEY,
  otherKey,
  POLICY,
  recorded,
  replacedKey,
  SECRET,
  seen,
  storedKey,
  versionOf,
} from './snapshot-builder';
import { classify } from '../../../src/handler/life-cycle/key-state';
import { CURRENT, PREVIOUS } from '../../../src/handler/life-cycle/labels';
import { isoTime } from '../../../src/handler/life-cycle/records';
import { revokeResponse } from '../../../src/handler/life-cycle/revoke-response';

function responseOf(keyId: string, ...facts: Fact[]) {
  return revokeResponse(classify(seen({ kind: 'revoke', keyId }, ...facts), POLICY, NOW), keyId, 'why');
}

const REST = { userName: 'mail', secretArn: SECRET, message: 'why' };

test('a revoked current key has no substitute yet, and a replacement follows', () => {
  expect(responseOf(CURRENT_KEY, currentKey({ inactive: true }), recorded('revoked', CURRENT_KEY))).toEqual({
    ...REST,
    revokedAccessKeyId: CURRENT_KEY,
    replacementFollows: true,
    replacedAccessKeys: [],
  });
});

test('a revoked replaced key leaves the current key, and nothing follows', () => {
  expect(
    responseOf(
      REPLACED_KEY,
      currentKey(),
      replacedKey({ inactive: true }),
      recorded('revoked', REPLACED_KEY),
      otherKey(),
    ),
  ).toEqual({
    ...REST,
    revokedAccessKeyId: REPLACED_KEY,
    currentAccessKeyId: CURRENT_KEY,
    replacementFollows: false,
    replacedAccessKeys: [],
  });
});

test('a replaced key in its overlap is named with the end of the overlap', () => {
  expect(responseOf(PENDING_KEY, currentKey(), replacedKey(), recorded('replaced', REPLACED_KEY, DAY))).toMatchObject({
    currentAccessKeyId: CURRENT_KEY,
    replacedAccessKeys: [{ accessKeyId: REPLACED_KEY, activeUntil: isoTime(ago(DAY) + POLICY.overlap) }],
  });
});

test('a replaced key whose overlap has no recorded beginning is active for a whole overlap', () => {
  expect(responseOf(PENDING_KEY, currentKey(), replacedKey())).toMatchObject({
    replacedAccessKeys: [{ accessKeyId: REPLACED_KEY, activeUntil: isoTime(NOW + POLICY.overlap) }],
  });
});

test('after AWSCURRENT has moved back, clients read the replaced key until the replacement is created', () => {
  const facts = [
    storedKey(REPLACED_KEY, [CURRENT], {}),
    storedKey(CURRENT_KEY, [PREVIOUS], { after: versionOf(REPLACED_KEY), inactive: true }),
    recorded('revoked', CURRENT_KEY),
    recorded('replaced', CURRENT_KEY, HOUR),
    recorded('deactivated', CURRENT_KEY, HOUR),
  ];

  expect(responseOf(CURRENT_KEY, ...facts)).toMatchObject({
    revokedAccessKeyId: CURRENT_KEY,
    currentAccessKeyId: REPLACED_KEY,
    replacementFollows: true,
  });
});
