import { beforeAllWithFreshAws } from './fresh-aws';
import { onDay as onDayOf } from '../conformance/support/options';
import { refusal } from '../conformance/support/refusal';
import { RotatingKey } from '../conformance/support/rotating-key';
import { until } from '../conformance/support/until';
import { identity, newKey, newUser } from '../conformance/support/users';
import { EmbeddedAws } from '../embedded-aws';

const REFUSED = 'InvalidClientTokenId';

let aws: EmbeddedAws;

beforeAllWithFreshAws((fresh) => {
  aws = fresh;
});

/** Has the account's clock say that so many days have passed since the start. */
const onDay = (day: number) => onDayOf(aws, day);

/** What a rotation on demand fails with, once Secrets Manager has given up. */
async function failedRotation(key: RotatingKey): Promise<string> {
  const before = aws.log().length;
  await key.rotate();
  const log = await until(
    'the last attempt',
    async () => aws.log().slice(before),
    (text) => /step createSecret .* attempt 3: .*/.test(text),
  );
  return /step createSecret .* attempt 3: (.*)/.exec(log)![1];
}

/** What the next scheduled runs do with the label that a failed rotation leaves. */
async function clearPendingLabel(key: RotatingKey, day: number): Promise<void> {
  expect(await key.labels()).toContain('AWSPENDING');
  expect(await refusal(key.rotate())).toBe('InvalidRequestException');
  await onDay(day);
  await key.tick();
  await onDay(day + 0.25);
  await key.tick();
  expect(await key.labels()).not.toContain('AWSPENDING');
}

test('a second rotation inside the overlap fails with the date until which it runs, and harms no key', async () => {
  // GIVEN
  await onDay(0);
  const key = await RotatingKey.deploy(aws);
  const first = await key.current();
  await key.rotate();
  const second = await key.next(first);
  await key.tick();

  // WHEN
  const message = await failedRotation(key);

  // THEN
  const inTwoWeeks = new Date(Date.now() + 14 * 24 * 3600 * 1000).toISOString().slice(0, 10);
  expect(message).toContain(`${first.accessKeyId} was replaced. It stays active until ${inTwoWeeks}`);
  expect(message).toContain(`${second.accessKeyId} is the current key`);
  await clearPendingLabel(key, 1);
  expect(await key.keys()).toEqual([
    [first.accessKeyId, 'Active'],
    [second.accessKeyId, 'Active'],
  ]);
  expect(await key.current()).toEqual(second);
  expect(await identity(aws, first)).toContain(key.user);
  expect(await identity(aws, second)).toContain(key.user);

  // WHEN the overlap is over, and the first key inactive
  await onDay(22);
  await key.tick();
  await key.rotate();
  const third = await key.next(second);

  // THEN the first key has made room at once
  expect(await key.keys()).toEqual([
    [second.accessKeyId, 'Active'],
    [third.accessKeyId, 'Active'],
  ]);
  await key.delete();
});

test('an unmanaged key blocks a rotation with a clear error, and the current key keeps working', async () => {
  // GIVEN
  await onDay(0);
  const key = await RotatingKey.deploy(aws);
  const current = await key.current();
  const unmanaged = await newKey(aws, key.user);

  // WHEN
  const message = await failedRotation(key);

  // THEN
  expect(message).toContain(
    `Access key ${unmanaged.accessKeyId} is unmanaged. It was never used. ` +
      'If no client uses this key, delete the key, or set retireUnmanagedKeysAfter.',
  );
  await clearPendingLabel(key, 1);

  // WHEN it is overdue, a scheduled run does not request a rotation that would fail
  await onDay(62);
  expect(await key.tick()).toBe('');
  expect(await key.labels()).not.toContain('AWSPENDING');
  expect(aws.log()).toContain('"rule":"report-rotation-blocked"');
  expect(aws.log()).toContain('"BlockedByUnmanagedKey":1');

  // THEN no key was touched, and both work
  expect((await key.keys()).sort()).toEqual(
    [
      [current.accessKeyId, 'Active'],
      [unmanaged.accessKeyId, 'Active'],
    ].sort(),
  );
  expect(await identity(aws, current)).toContain(key.user);
  expect(await identity(aws, unmanaged)).toContain(key.user);
});

test('a deployment for a user that has a key fails, names the key and its last use, and is rolled back', async () => {
  // GIVEN
  await onDay(0);
  const adopted = await newUser(aws);
  const unmanaged = await newKey(aws, adopted);
  await identity(aws, unmanaged);
  const key = new RotatingKey(aws);

  // WHEN
  expect(await key.create({ adopted })).toBe('ROLLBACK_COMPLETE');

  // THEN
  const today = new Date().toISOString().slice(0, 10);
  expect(await key.events()).toContain(
    `Access key ${unmanaged.accessKeyId} is unmanaged. It was last used on ${today}`,
  );
  expect(await key.keys()).toEqual([[unmanaged.accessKeyId, 'Active']]);
  expect(await refusal(key.current())).toBe('ResourceNotFoundException');
  expect(await identity(aws, unmanaged)).toContain(`user/${adopted}`);
});

test(
  'a deployment with retireUnmanagedKeysAfter succeeds for a user that has a key, which is retired once it ' +
    'has been unused for so long',
  async () => {
    // GIVEN a user whose key is in use
    await onDay(0);
    const adopted = await newUser(aws);
    const unmanaged = await newKey(aws, adopted);
    const key = await RotatingKey.deploy(aws, { adopted, retireUnmanagedKeysAfterDays: 30 });
    const current = await key.current();
    await onDay(20);
    expect(await identity(aws, unmanaged)).toContain(adopted);

    // WHEN it was used within the thirty days
    await onDay(31);
    await key.tick();

    // THEN it stays
    expect((await key.keys()).sort()).toEqual(
      [
        [unmanaged.accessKeyId, 'Active'],
        [current.accessKeyId, 'Active'],
      ].sort(),
    );

    // WHEN it was not
    await onDay(51);
    await key.tick();
    expect(await identity(aws, unmanaged)).toBe(REFUSED);
    await onDay(59);
    await key.tick();

    // THEN it is gone, and the user has a free access key
    expect(await key.keys()).toEqual([[current.accessKeyId, 'Active']]);
    await onDay(61.1);
    await key.tick();
    const next = await key.next(current);
    expect(await identity(aws, current)).toContain(adopted);
    expect(await identity(aws, next)).toContain(adopted);
  },
);
