import { beforeAllWithFreshAws } from './fresh-aws';
import { onDay as onDayOf } from '../conformance/support/options';
import { RotatingKey } from '../conformance/support/rotating-key';
import { until } from '../conformance/support/until';
import { identity } from '../conformance/support/users';
import { EmbeddedAws } from '../embedded-aws';

let aws: EmbeddedAws;

beforeAllWithFreshAws((fresh) => {
  aws = fresh;
});

/** Has the account's clock say that so many days have passed since the start, beside what else befalls the account. */
const onDay = (day: number, options?: object) => onDayOf(aws, day, options);

/** The next rotation, which a scheduled run requests. */
async function rotated(key: RotatingKey): Promise<void> {
  const before = await key.current();
  expect(await key.tick()).toBe('');
  await key.next(before);
}

test('the shipped function takes a key through its whole life', async () => {
  // GIVEN a stack that has just been deployed, in an account that throttles and whose new keys are not known at once
  await onDay(0, { newKeySeconds: 0.5, throttle: { CreateAccessKey: 1, PutSecretValue: 1, ListAccessKeys: 1 } });
  const key = await RotatingKey.deploy(aws);
  const first = await key.current();

  // THEN it has a working key
  expect(await identity(aws, first)).toContain(key.user);
  expect(await key.keys()).toEqual([[first.accessKeyId, 'Active']]);

  // WHEN nothing is due
  await onDay(59);
  expect(await key.tick()).toBe('');

  // THEN nothing changes
  expect(await key.keys()).toEqual([[first.accessKeyId, 'Active']]);

  // WHEN its rotation is a day late, and the account has a bad day
  await onDay(61.1, {
    newKeySeconds: 0.5,
    throttle: { CreateAccessKey: 2, DescribeSecret: 1, UpdateSecretVersionStage: 1 },
    loseAnswer: { PutSecretValue: 1 },
  });
  await rotated(key);
  const second = await key.current();

  // THEN a new key is current, and both work
  expect(await key.keys()).toEqual([
    [first.accessKeyId, 'Active'],
    [second.accessKeyId, 'Active'],
  ]);
  expect(await identity(aws, second)).toContain(key.user);
  expect(await identity(aws, first)).toContain(key.user);

  // WHEN the overlap is almost over
  await onDay(61.2);
  await key.tick();
  await onDay(75);
  await key.tick();

  // THEN the replaced key is still active
  expect(await identity(aws, first)).toContain(key.user);

  // WHEN the overlap is over, and a client has used the replaced key a moment ago
  await onDay(75.5);
  await key.tick();

  // THEN the gate holds it
  expect(await identity(aws, first)).toContain(key.user);

  // WHEN no client has used it for half an overlap
  await onDay(83);
  await key.tick();

  // THEN it is inactive, and the current key works
  expect(await key.keys()).toEqual([
    [first.accessKeyId, 'Inactive'],
    [second.accessKeyId, 'Active'],
  ]);
  expect(await identity(aws, first)).not.toContain(key.user);
  expect(await identity(aws, second)).toContain(key.user);

  // WHEN the recovery window is over
  await onDay(91);
  await key.tick();

  // THEN it is deleted, and its label is removed by the next scheduled run
  expect(await key.keys()).toEqual([[second.accessKeyId, 'Active']]);
  await onDay(91.1);
  await key.tick();
  expect(await key.labels()).not.toContain(`key.${first.accessKeyId}`);

  // WHEN the stack is deleted
  await key.delete();

  // THEN the key is gone, and the user with it
  expect(await identity(aws, second)).not.toContain(key.user);
  await expect(key.keys()).rejects.toThrow(/cannot be found/);
});

test('a client that never reads again is refused from the deactivation deadline on, not before', async () => {
  // GIVEN a rotated key whose predecessor is used each day
  await onDay(0);
  const key = await RotatingKey.deploy(aws);
  const first = await key.current();
  await onDay(61.1);
  await rotated(key);
  await key.tick();

  // WHEN it is used until its greatest age
  for (const day of [70, 76, 82, 88]) {
    await onDay(day);
    expect(await identity(aws, first)).toContain(key.user);
    await key.tick();
  }

  // THEN it was active all the time, and is inactive then
  expect((await key.keys())[0]).toEqual([first.accessKeyId, 'Active']);
  await onDay(90.5);
  await key.tick();
  expect((await key.keys())[0]).toEqual([first.accessKeyId, 'Inactive']);
  await key.delete();
});

test('a function that dies after CreateAccessKey leaves nothing for long, and refuses no client', async () => {
  // GIVEN a key whose rotation is due
  await onDay(0);
  const key = await RotatingKey.deploy(aws);
  const first = await key.current();

  // WHEN the function dies right after it has created the new key
  await onDay(61.1, { killCaller: { CreateAccessKey: 1 } });
  await key.tick();
  await until(
    'the orphaned key',
    () => key.keys(),
    (keys) => keys.length === 2,
  );
  await until(
    'the end of the retries',
    async () => aws.log(),
    (log) => log.includes('step createSecret') && log.includes('attempt 3'),
  );
  const [, [orphan]] = await key.keys();

  // THEN the current key works
  expect(await identity(aws, await key.current())).toContain(key.user);

  // WHEN scheduled runs follow
  await onDay(61.2);
  await key.tick();
  await onDay(61.3);
  await key.tick();
  expect(await key.labels()).not.toContain('AWSPENDING');
  expect(await key.keys()).toEqual([
    [first.accessKeyId, 'Active'],
    [orphan, 'Active'],
  ]);
  await onDay(62.2);
  await key.tick();
  expect(await key.keys()).toEqual([
    [first.accessKeyId, 'Active'],
    [orphan, 'Inactive'],
  ]);
  await onDay(63.3);
  await rotated(key);

  // THEN the orphan is gone, and the rotation has come
  const second = await key.current();
  expect(await key.keys()).toEqual([
    [first.accessKeyId, 'Active'],
    [second.accessKeyId, 'Active'],
  ]);
  expect(await identity(aws, first)).toContain(key.user);
  await key.delete();
});

test('a leaked key stops working at once, and is replaced', async () => {
  // GIVEN
  await onDay(0);
  const key = await RotatingKey.deploy(aws);
  const leaked = await key.current();

  // WHEN
  expect(await key.revoke(leaked.accessKeyId)).toBe('');
  expect(await identity(aws, leaked)).not.toContain(key.user);
  await until(
    'the new key',
    async () => (await key.current()).accessKeyId,
    (id) => id !== leaked.accessKeyId,
  );

  // THEN
  expect(await identity(aws, await key.current())).toContain(key.user);
  expect((await key.keys())[0]).toEqual([leaked.accessKeyId, 'Inactive']);
  expect(await key.revoke('AKIAOFSOMEBODYELSE')).toContain('is not a key of secret');
  await key.delete();
});

test("no secret access key is in the function's log", async () => {
  // GIVEN
  await onDay(0);
  const key = await RotatingKey.deploy(aws);
  const first = await key.current();
  await onDay(61.1);

  // WHEN
  await rotated(key);
  const second = await key.current();
  await key.delete();

  // THEN
  expect(aws.log()).toContain('start-rotation');
  expect([first, second].filter(({ secretAccessKey }) => aws.log().includes(secretAccessKey))).toEqual([]);
});
