import { beforeAllWithFreshAws } from './fresh-aws';
import { rotatingKeyBesideHandMadeKey, rotatingKeyOfVendor } from '../apps/moving-from-hand-made-key';
import { MovingStack } from '../conformance/support/moving-stack';
import { onDay as onDayOf } from '../conformance/support/options';
import { identity, newKey, newUser } from '../conformance/support/users';
import { Consumer } from '../consumer';
import { EmbeddedAws } from '../embedded-aws';
import { installAwsCli } from '../install-aws-cli';
import { ConsumerHost } from '../recipes/consumer-host';

/** The guide "From a key that was created by hand" of docs/migration.md, deployment by deployment. */
let aws: EmbeddedAws;

beforeAllWithFreshAws((fresh) => {
  aws = fresh;
});

/** Has the account's clock say that so many days have passed since the start. */
const onDay = (day: number) => onDayOf(aws, day);

/** A user who was given a key by hand. */
async function newVendor() {
  const user = await newUser(aws);
  return { user, old: await newKey(aws, user) };
}

test('a user with two keys: the deployment fails, names both, and touches neither', async () => {
  // GIVEN
  await onDay(0);
  const { user, old } = await newVendor();
  const keys = [old, await newKey(aws, user)];
  const stack = new MovingStack(aws);

  // WHEN
  const status = await stack.deploy(rotatingKeyBesideHandMadeKey(user));

  // THEN
  expect(status).toBe('ROLLBACK_COMPLETE');
  for (const { accessKeyId } of keys) {
    expect(await stack.events()).toMatch(
      new RegExp(`User ${user} has two unmanaged keys.*Access key ${accessKeyId} was never used`),
    );
  }
  expect(await Promise.all(keys.map((key) => identity(aws, key)))).toEqual(
    keys.map(() => expect.stringContaining(`user/${user}`)),
  );
});

test('a client with an unmanaged key moves with that key without a failed call, and the key is retired', async () => {
  // GIVEN a consumer that was given its key once
  await onDay(0);
  const { user, old } = await newVendor();
  const stack = new MovingStack(aws);

  const failures = await Consumer.beside(aws, {}, old, async (consumer) => {
    // WHEN the rotating key is deployed
    expect(await stack.deploy(rotatingKeyBesideHandMadeKey(user))).toBe('CREATE_COMPLETE');
    const key = await stack.key(user);
    const first = await key.current();

    // THEN the old key stays for as long as it is used
    await onDay(20);
    await consumer.untilItUses(old.accessKeyId);
    await key.tick();
    expect(await key.keys()).toEqual([
      [old.accessKeyId, 'Active'],
      [first.accessKeyId, 'Active'],
    ]);

    // WHEN the consumer is told of the secret, which it reads by the old key
    consumer.lookIn({ secret: key.secret });
    await consumer.untilItUses(first.accessKeyId);

    // THEN the old key is deactivated, and deleted
    await onDay(34.1);
    await key.tick();
    expect(await key.keys()).toEqual([
      [old.accessKeyId, 'Inactive'],
      [first.accessKeyId, 'Active'],
    ]);
    await onDay(41.5);
    await key.tick();
    expect(await key.keys()).toEqual([[first.accessKeyId, 'Active']]);

    // WHEN other keys are protected again
    expect(await stack.deploy(rotatingKeyOfVendor(user))).toBe('UPDATE_COMPLETE');

    // THEN the key rotates
    await onDay(61.1);
    await key.tick();
    await consumer.untilItUses((await key.next(first)).accessKeyId);
    return consumer.failures();
  });

  expect(failures).toEqual([]);
});

test('the documented script moves from a file with the unmanaged key', async () => {
  // GIVEN
  await onDay(0);
  await installAwsCli(() => undefined);
  const { user, old } = await newVendor();
  const stack = new MovingStack(aws);
  await stack.deploy(rotatingKeyBesideHandMadeKey(user));
  const key = await stack.key(user);

  await ConsumerHost.lend(aws, key.secret, async (host) => {
    host.replaceKnown(JSON.stringify(old));

    // WHEN
    const { exit, stderr } = await host.script();

    // THEN
    expect([exit, stderr]).toEqual([0, '']);
    expect(JSON.parse(host.known())).toEqual(await key.current());
  });
});
