import { advance, CURRENT, currentKey, factsOf, newSimulatedAws, PENDING, perform, OPERATOR } from '.';
import { after, token, withCurrentKey, withStoredKey } from './single-calls';

const FIRST = 'AKIASIMULATEDKEYAAAA';
const SECOND = 'AKIASIMULATEDKEYAAAB';

test('the history has the creator of a key, and the times of its storage and promotion', () => {
  // WHEN
  const aws = perform(withCurrentKey(newSimulatedAws()), { does: 'creates a key' });

  // THEN
  expect(factsOf(aws, FIRST)).toMatchObject({
    madeBy: 'run 1',
    madeAt: aws.now,
    storedAt: aws.now,
    currentSince: aws.now,
  });
  expect(factsOf(aws, SECOND)).toMatchObject({ madeBy: OPERATOR, storedAt: undefined, currentSince: undefined });
  expect(currentKey(aws.secret)).toBe(FIRST);
});

test('the history has the first and the last replacement of a key, and the actor', () => {
  // GIVEN
  const aws = advance(withStoredKey(withCurrentKey(newSimulatedAws()), 2, PENDING), 1000);

  // WHEN
  const replaced = after(aws, 'updateSecretVersionStage', { label: CURRENT, from: token(1), to: token(2) });
  const back = perform(advance(replaced, 1000), { does: 'moves AWSCURRENT to a version', version: token(1) });
  const again = perform(advance(back, 1000), { does: 'moves AWSCURRENT to a version', version: token(2) });

  // THEN
  expect(factsOf(replaced, FIRST)).toMatchObject({
    currentSince: undefined,
    firstReplacedAt: aws.now,
    replacedAt: aws.now,
    replacedBy: 'run 1',
  });
  expect(factsOf(back, FIRST)).toMatchObject({ currentSince: back.now, firstReplacedAt: aws.now, replacedBy: 'run 1' });
  expect(factsOf(again, FIRST)).toMatchObject({
    currentSince: undefined,
    firstReplacedAt: aws.now,
    replacedAt: again.now,
    replacedBy: OPERATOR,
  });
});

test('the history has the last actor that changed a status, and the one that deleted a key', () => {
  // GIVEN
  const aws = withCurrentKey(newSimulatedAws());

  // WHEN
  const inactive = perform(aws, { does: 'deactivates a key', keyId: FIRST });
  const active = after(inactive, 'updateAccessKey', { keyId: FIRST, active: true });
  const deleted = perform(active, { does: 'deletes the user' });

  // THEN
  expect(factsOf(aws, FIRST)).toMatchObject({ active: true, statusBy: undefined });
  expect(factsOf(inactive, FIRST)).toMatchObject({ active: false, statusBy: OPERATOR, statusAt: aws.now });
  expect(factsOf(active, FIRST)).toMatchObject({ active: true, statusBy: 'run 1' });
  expect(factsOf(deleted, FIRST)).toMatchObject({ active: false, deletedBy: OPERATOR, deletedAt: aws.now });
});

test('a use by an operator is distinguished from the test of the function', () => {
  // GIVEN
  const aws = advance(withCurrentKey(newSimulatedAws()), 20_000);
  const { id: keyId, secretAccessKey } = aws.iam.keys[0];

  // THEN
  expect(factsOf(after(aws, 'getCallerIdentity', { keyId, secretAccessKey }), FIRST)?.usedAt).toBeUndefined();
  expect(factsOf(perform(aws, { does: 'uses a key', keyId }), FIRST)?.usedAt).toBe(aws.now);
});
