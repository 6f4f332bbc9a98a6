import { advance, available, describeStep, keyId, newSimulatedAws, PENDING, perform, SimulatedAws } from '.';
import { after, token, withCurrentKey, withStoredKey } from './single-calls';

const FIRST = keyId(0);

function sentences(aws: SimulatedAws): string[] {
  return available(aws).map(describeStep);
}

test('an operator has these actions for a new user and an empty secret', () => {
  expect(sentences(newSimulatedAws())).toEqual([
    'an operator deletes the user',
    'an operator creates a key',
    'an operator puts a value',
    'an operator lets a replica fall behind',
    'an operator lets a replica fail',
    'an operator schedules the deletion of the secret',
  ]);
});

test('an operator has these actions in the middle of a rotation', () => {
  const aws = advance(withStoredKey(withCurrentKey(newSimulatedAws()), 2, PENDING), 20_000);

  expect(sentences(after(aws, 'tagResource', { tags: { one: '1' } }))).toEqual([
    'an operator deletes the user',
    `an operator uses a key: ${FIRST}`,
    `an operator deactivates a key: ${FIRST}`,
    `an operator deletes a key: ${FIRST}`,
    `an operator uses a key: ${keyId(1)}`,
    `an operator deactivates a key: ${keyId(1)}`,
    `an operator deletes a key: ${keyId(1)}`,
    `an operator moves AWSCURRENT to a version: ${token(2)}`,
    'an operator puts a value',
    'an operator removes a tag: one',
    'an operator lets a replica fall behind',
    'an operator lets a replica fail',
    'an operator schedules the deletion of the secret',
  ]);
});

test('the secret access key of a key that a run has created and not stored is unknown', () => {
  const aws = advance(after(newSimulatedAws(), 'createAccessKey', {}), 20_000);

  expect(sentences(aws)).not.toContain(`an operator uses a key: ${FIRST}`);
  expect(sentences(aws)).not.toContain(`an operator puts a value: ${FIRST}`);
});

test('an operator uses their own key, and puts it into the secret', () => {
  const aws = advance(perform(newSimulatedAws(), { does: 'creates a key' }), 20_000);
  expect(sentences(aws)).toEqual(
    expect.arrayContaining([`an operator uses a key: ${FIRST}`, `an operator puts a value: ${FIRST}`]),
  );

  const put = perform(aws, { does: 'puts a value', keyId: FIRST });
  expect(put.secret.versions).toEqual([
    expect.objectContaining({ labels: ['AWSCURRENT'], value: expect.stringContaining(FIRST) }),
  ]);
  expect(sentences(put)).not.toContain(`an operator puts a value: ${FIRST}`);
});

test('a new, an inactive and a deleted key are not used', () => {
  const aws = perform(newSimulatedAws(), { does: 'creates a key' });
  const use = { does: 'uses a key', keyId: FIRST } as const;
  const known = advance(aws, 20_000);

  expect(perform(aws, use)).toBe(aws);
  expect(perform(known, use)).not.toBe(known);
  for (const does of ['deactivates a key', 'deletes a key'] as const) {
    const off = perform(known, { does, keyId: FIRST });
    expect(perform(off, use)).toBe(off);
  }
});

test('a secret that waits for its deletion is restored, or deleted for good', () => {
  const scheduled = perform(withCurrentKey(newSimulatedAws()), { does: 'schedules the deletion of the secret' });
  expect(sentences(scheduled)).toEqual(
    expect.arrayContaining(['an operator restores the secret', 'an operator deletes the secret for good']),
  );
  expect(sentences(scheduled)).not.toContain('an operator puts a value');

  const gone = perform(scheduled, { does: 'deletes the secret for good' });
  expect(gone.secret).toMatchObject({ existence: 'absent', versions: [], tags: [] });
  expect(perform(scheduled, { does: 'restores the secret' }).secret.existence).toBe('present');
});
