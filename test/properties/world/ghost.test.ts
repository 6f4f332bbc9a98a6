import { advance, CURRENT, currentKey, factsOf, newWorld, PENDING, perform, PERSON } from '.';
import { after, token, withCurrentKey, withStoredKey } from './asking';

const FIRST = 'AKIASIMULATEDKEYAAAA';
const SECOND = 'AKIASIMULATEDKEYAAAB';

test('it is known who made a key, and when it was stored and became current', () => {
  // WHEN
  const world = perform(withCurrentKey(newWorld()), { does: 'makes a key' });

  // THEN
  expect(factsOf(world, FIRST)).toMatchObject({ madeBy: 'run 1', madeAt: world.now, storedAt: world.now, currentSince: world.now });
  expect(factsOf(world, SECOND)).toMatchObject({ madeBy: PERSON, storedAt: undefined, currentSince: undefined });
  expect(currentKey(world.secret)).toBe(FIRST);
});

test('it is known when a key was replaced first and last, and by whom', () => {
  // GIVEN
  const world = advance(withStoredKey(withCurrentKey(newWorld()), 2, PENDING), 1000);

  // WHEN
  const replaced = after(world, 'updateSecretVersionStage', { label: CURRENT, from: token(1), to: token(2) });
  const back = perform(advance(replaced, 1000), { does: 'makes a version current', version: token(1) });
  const again = perform(advance(back, 1000), { does: 'makes a version current', version: token(2) });

  // THEN
  expect(factsOf(replaced, FIRST)).toMatchObject({ currentSince: undefined, firstReplacedAt: world.now, replacedAt: world.now, replacedBy: 'run 1' });
  expect(factsOf(back, FIRST)).toMatchObject({ currentSince: back.now, firstReplacedAt: world.now, replacedBy: 'run 1' });
  expect(factsOf(again, FIRST)).toMatchObject({ currentSince: undefined, firstReplacedAt: world.now, replacedAt: again.now, replacedBy: PERSON });
});

test('it is known who changed a status last, and who deleted a key', () => {
  // GIVEN
  const world = withCurrentKey(newWorld());

  // WHEN
  const inactive = perform(world, { does: 'deactivates a key', keyId: FIRST });
  const active = after(inactive, 'updateAccessKey', { keyId: FIRST, active: true });
  const deleted = perform(active, { does: 'deletes the user' });

  // THEN
  expect(factsOf(world, FIRST)).toMatchObject({ active: true, statusBy: undefined });
  expect(factsOf(inactive, FIRST)).toMatchObject({ active: false, statusBy: PERSON, statusAt: world.now });
  expect(factsOf(active, FIRST)).toMatchObject({ active: true, statusBy: 'run 1' });
  expect(factsOf(deleted, FIRST)).toMatchObject({ active: false, deletedBy: PERSON, deletedAt: world.now });
});

test('a use by a person is told from the test of the function', () => {
  // GIVEN
  const world = advance(withCurrentKey(newWorld()), 20_000);
  const { id: keyId, secretAccessKey } = world.iam.keys[0];

  // THEN
  expect(factsOf(after(world, 'getCallerIdentity', { keyId, secretAccessKey }), FIRST)?.usedAt).toBeUndefined();
  expect(factsOf(perform(world, { does: 'uses a key', keyId }), FIRST)?.usedAt).toBe(world.now);
});
