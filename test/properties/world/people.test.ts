import { advance, available, describeStep, keyId, newWorld, PENDING, perform, World } from '.';
import { after, token, withCurrentKey, withStoredKey } from './asking';

const FIRST = keyId(0);

function sentences(world: World): string[] {
  return available(world).map(describeStep);
}

test('what a person can do to a new user and an empty secret', () => {
  expect(sentences(newWorld())).toEqual([
    'a person deletes the user',
    'a person makes a key',
    'a person puts a value',
    'a person lets a replica fall behind',
    'a person lets a replica fail',
    'a person schedules the deletion of the secret',
  ]);
});

test('what a person can do in the middle of a rotation', () => {
  const world = advance(withStoredKey(withCurrentKey(newWorld()), 2, PENDING), 20_000);

  expect(sentences(after(world, 'tagResource', { tags: { one: '1' } }))).toEqual([
    'a person deletes the user',
    `a person uses a key: ${FIRST}`,
    `a person deactivates a key: ${FIRST}`,
    `a person deletes a key: ${FIRST}`,
    `a person uses a key: ${keyId(1)}`,
    `a person deactivates a key: ${keyId(1)}`,
    `a person deletes a key: ${keyId(1)}`,
    `a person makes a version current: ${token(2)}`,
    'a person puts a value',
    'a person removes a tag: one',
    'a person lets a replica fall behind',
    'a person lets a replica fail',
    'a person schedules the deletion of the secret',
  ]);
});

test('nobody knows the secret of a key that a run has made and not stored', () => {
  const world = advance(after(newWorld(), 'createAccessKey', {}), 20_000);

  expect(sentences(world)).not.toContain(`a person uses a key: ${FIRST}`);
  expect(sentences(world)).not.toContain(`a person puts a value: ${FIRST}`);
});

test('a person uses their own key, and puts it into the secret', () => {
  const world = advance(perform(newWorld(), { does: 'makes a key' }), 20_000);
  expect(sentences(world)).toEqual(expect.arrayContaining([`a person uses a key: ${FIRST}`, `a person puts a value: ${FIRST}`]));

  const put = perform(world, { does: 'puts a value', keyId: FIRST });
  expect(put.secret.versions).toEqual([expect.objectContaining({ labels: ['AWSCURRENT'], value: expect.stringContaining(FIRST) })]);
  expect(sentences(put)).not.toContain(`a person puts a value: ${FIRST}`);
});

test('a new, an inactive and a deleted key are not used', () => {
  const world = perform(newWorld(), { does: 'makes a key' });
  const use = { does: 'uses a key', keyId: FIRST } as const;
  const known = advance(world, 20_000);

  expect(perform(world, use)).toBe(world);
  expect(perform(known, use)).not.toBe(known);
  for (const does of ['deactivates a key', 'deletes a key'] as const) {
    const off = perform(known, { does, keyId: FIRST });
    expect(perform(off, use)).toBe(off);
  }
});

test('a secret that waits for its deletion is restored, or deleted for good', () => {
  const scheduled = perform(withCurrentKey(newWorld()), { does: 'schedules the deletion of the secret' });
  expect(sentences(scheduled)).toEqual(expect.arrayContaining(['a person restores the secret', 'a person deletes the secret for good']));
  expect(sentences(scheduled)).not.toContain('a person puts a value');

  const gone = perform(scheduled, { does: 'deletes the secret for good' });
  expect(gone.secret).toMatchObject({ existence: 'absent', versions: [], tags: [] });
  expect(perform(scheduled, { does: 'restores the secret' }).secret.existence).toBe('present');
});
