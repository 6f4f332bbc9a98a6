import { DeleteAccessKeyCommand } from '@aws-sdk/client-iam';
import { DescribeSecretCommand } from '@aws-sdk/client-secrets-manager';
import { beforeAllWithFreshAws } from './fresh-aws';
import { onDay as onDayOf } from '../conformance/support/options';
import { RotatingKey } from '../conformance/support/rotating-key';
import { secretsOf } from '../conformance/support/secrets';
import { until } from '../conformance/support/until';
import { iamOf, identity, newKey } from '../conformance/support/users';
import { EmbeddedAws } from '../embedded-aws';

let aws: EmbeddedAws;

beforeAllWithFreshAws((fresh) => {
  aws = fresh;
});

/** Has the account's clock say that so many days have passed since the start. */
const onDay = (day: number) => onDayOf(aws, day);

/** All that an update could change of the user and the secret. */
async function stateOf(key: RotatingKey) {
  const { VersionIdsToStages, Tags } = await secretsOf(aws).send(new DescribeSecretCommand({ SecretId: key.secret }));
  return { keys: await key.keys(), current: await key.current(), labels: VersionIdsToStages, tags: Tags };
}

test('another user is refused before any call, and rolled back, and nothing has changed', async () => {
  // GIVEN
  await onDay(0);
  const key = await RotatingKey.deploy(aws);
  const before = await stateOf(key);
  const logged = aws.log().length;

  // WHEN
  expect(await key.update({ owner: 'bob' })).toBe('UPDATE_ROLLBACK_COMPLETE');

  // THEN
  expect(await key.events()).toMatch(
    /the user cannot be changed from \S+ to \S+, because clients would lose the key of the former user at once. Add a second construct for the other user/,
  );
  expect(await stateOf(key)).toEqual(before);
  const responses = aws
    .log()
    .slice(logged)
    .match(/response of a custom resource: .*/g)!;
  expect(responses.map((response) => /"Status": "(\w+)"/.exec(response)![1])).toEqual(['FAILED', 'SUCCESS']);

  // THEN the key lives on
  expect(await identity(aws, before.current)).toContain(key.user);
  await key.rotate();
  await key.next(before.current);
  expect(await key.delete()).toBe('DELETE_COMPLETE');
});

test('another policy creates no key, and applies from then on', async () => {
  // GIVEN a replaced key
  await onDay(0);
  const key = await RotatingKey.deploy(aws);
  const first = await key.current();
  await key.rotate();
  const second = await key.next(first);
  await key.tick();
  const before = await stateOf(key);

  // WHEN
  expect(await key.update({ overlapDays: 21 })).toBe('UPDATE_COMPLETE');

  // THEN
  expect(await stateOf(key)).toEqual(before);

  // WHEN the old overlap is over, the new one is not
  await onDay(20);
  await key.tick();
  expect(await key.keys()).toEqual([
    [first.accessKeyId, 'Active'],
    [second.accessKeyId, 'Active'],
  ]);
  await onDay(22);
  await key.tick();
  expect(await key.keys()).toEqual([
    [first.accessKeyId, 'Inactive'],
    [second.accessKeyId, 'Active'],
  ]);
});

test('the next deployment clears a pending version that is stuck', async () => {
  // GIVEN a rotation that a key made by hand has stopped
  await onDay(0);
  const key = await RotatingKey.deploy(aws);
  const first = await key.current();
  const { accessKeyId } = await newKey(aws, key.user);
  await key.rotate();
  await until(
    'the last attempt',
    async () => aws.log(),
    (log) => /step createSecret .* attempt 3/.test(log),
  );
  await iamOf(aws).send(new DeleteAccessKeyCommand({ UserName: key.user, AccessKeyId: accessKeyId }));
  expect(await key.labels()).toContain('AWSPENDING');

  // WHEN
  await onDay(1);
  expect(await key.update({ overlapDays: 15 })).toBe('UPDATE_COMPLETE');

  // THEN
  expect(await key.labels()).not.toContain('AWSPENDING');
  expect(await key.keys()).toEqual([[first.accessKeyId, 'Active']]);
  await key.rotate();
  expect(await identity(aws, await key.next(first))).toContain(key.user);
});
