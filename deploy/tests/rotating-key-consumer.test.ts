import { onDay } from '../conformance/support/options';
import { RotatingKey } from '../conformance/support/rotating-key';
import { identity, Key } from '../conformance/support/users';
import { Consumer, ConsumerLine } from '../consumer';
import { beforeAllWithFreshAws } from './fresh-aws';
import { EmbeddedAws } from '../embedded-aws';

const ROTATIONS = 10;

/** From one rotation to the next: a day later than due. */
const DAYS = 61.1;

let aws: EmbeddedAws;

beforeAllWithFreshAws((fresh) => {
  aws = fresh;
});

const failuresOf = (lines: ConsumerLine[]) => lines.filter(({ failure }) => failure !== undefined);

test(`a client that signs in all the time has no failed call in ${ROTATIONS} rotations`, async () => {
  // GIVEN
  await onDay(aws, 0);
  const key = await RotatingKey.deploy(aws);
  const keys: Key[] = [await key.current()];

  const lines = await Consumer.beside(aws, key.secret, keys[0], async (client) => {
    // WHEN
    for (let rotation = 1; rotation <= ROTATIONS; rotation++) {
      const before = keys.at(-1)!;
      const day = rotation * DAYS;
      await onDay(aws, day);
      expect(await key.tick()).toBe('');
      const current = await key.next(before);
      keys.push(current);

      // The overlap: the client reads the secret once.
      await onDay(aws, day + 0.1);
      await key.tick();
      await client.untilItUses(current.accessKeyId);

      // The replaced key is deactivated, and deleted.
      await onDay(aws, day + 22);
      await key.tick();
      expect(await key.keys()).toEqual([
        [before.accessKeyId, 'Inactive'],
        [current.accessKeyId, 'Active'],
      ]);
      await onDay(aws, day + 30);
      await key.tick();
      expect(await key.keys()).toEqual([[current.accessKeyId, 'Active']]);
    }
    return client.lines();
  });

  // THEN
  expect(failuresOf(lines)).toEqual([]);
  expect([...new Set(lines.map(({ accessKeyId }) => accessKeyId))]).toEqual(keys.map(({ accessKeyId }) => accessKeyId));
  expect(lines.filter(({ call }) => call === 'GetCallerIdentity').length).toBeGreaterThan(5 * ROTATIONS);
  const past = await Promise.all(keys.slice(0, -1).map((one) => identity(aws, one)));
  expect([...new Set(past)]).toEqual(['InvalidClientTokenId']);
});

test('the log shows that a client whose key is revoked fails', async () => {
  // GIVEN
  await onDay(aws, 0);
  const key = await RotatingKey.deploy(aws);
  const revoked = await key.current();

  const refused = await Consumer.beside(aws, key.secret, revoked, async (client) => {
    // WHEN
    await key.revoke(revoked.accessKeyId);
    await key.next(revoked);
    return client.untilRefused(revoked.accessKeyId);
  });

  // THEN
  expect(refused.failure).toBe('InvalidClientTokenId');
});
