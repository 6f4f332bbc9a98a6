import { GetSecretValueCommand } from '@aws-sdk/client-secrets-manager';
import { Duration, Stack, aws_iam as iam } from 'aws-cdk-lib';
import { beforeAllWithFreshAws } from './fresh-aws';
import { keyOfCloudFormation, rotatingKeyAlone, rotatingKeyBeside } from '../apps/moving-from-access-key';
import { MovingStack } from '../conformance/support/moving-stack';
import { onDay as onDayOf } from '../conformance/support/options';
import { RotatingKey } from '../conformance/support/rotating-key';
import { secretsOf } from '../conformance/support/secrets';
import { identity, Key, setStatus } from '../conformance/support/users';
import { Consumer } from '../consumer';
import { EmbeddedAws } from '../embedded-aws';
import { RotatingAccessKey } from 'cdk-iam-access-key';

/** The guide "From a key of CloudFormation" of docs/migration.md, deployment by deployment. */
const REFUSED = 'InvalidClientTokenId';

let aws: EmbeddedAws;

beforeAllWithFreshAws((fresh) => {
  aws = fresh;
});

/** Has the account's clock say that so many days have passed since the start. */
const onDay = (day: number) => onDayOf(aws, day);

interface Start {
  readonly stack: MovingStack;
  readonly user: string;
  readonly old: Key;
  readonly oldSecret: string;
}

/** A stack that is not moved yet. */
async function start(): Promise<Start> {
  await onDay(0);
  const stack = new MovingStack(aws);
  expect(await stack.deploy(keyOfCloudFormation)).toBe('CREATE_COMPLETE');
  const [user, accessKeyId, oldSecret] = await Promise.all(
    ['User', 'AccessKey', 'Secret'].map((path) => stack.idOf(`${path}/Resource`)),
  );
  const { SecretString } = await secretsOf(aws).send(new GetSecretValueCommand({ SecretId: oldSecret }));
  return { stack, user, oldSecret, old: { accessKeyId, secretAccessKey: SecretString! } };
}

const statusOf = async (key: RotatingKey, { accessKeyId }: Key) =>
  (await key.keys()).find(([id]) => id === accessKeyId)?.[1];

test(
  'a client moves from a key of CloudFormation to one that rotates, and back and forth in between, without ' +
    'a failed call',
  async () => {
    const { stack, user, old, oldSecret } = await start();
    const inOldSecret = { secret: oldSecret, accessKeyId: old.accessKeyId };

    const failures = await Consumer.beside(aws, inOldSecret, old, async (consumer) => {
      // WHEN the rotating key is deployed beside the old one, is taken back, and is deployed again
      expect(await stack.deploy(rotatingKeyBeside)).toBe('UPDATE_COMPLETE');
      const tried = await (await stack.key(user)).current();
      expect(await stack.deploy(keyOfCloudFormation)).toBe('UPDATE_COMPLETE');
      expect(await identity(aws, tried)).toBe(REFUSED);
      expect(await stack.deploy(rotatingKeyBeside)).toBe('UPDATE_COMPLETE');
      const key = await stack.key(user);
      const first = await key.current();

      // THEN both keys work, and the old one stays for as long as it is used
      await onDay(20);
      await consumer.untilItUses(old.accessKeyId);
      await key.tick();
      expect((await key.keys()).sort()).toEqual(
        [
          [old.accessKeyId, 'Active'],
          [first.accessKeyId, 'Active'],
        ].sort(),
      );

      // WHEN the consumer is moved, moved back, and moved again
      consumer.lookIn({ secret: key.secret });
      await consumer.untilItUses(first.accessKeyId);
      consumer.lookIn(inOldSecret);
      await consumer.untilItUses(old.accessKeyId);
      consumer.lookIn({ secret: key.secret });
      await consumer.untilItUses(first.accessKeyId);

      // THEN the old key is deactivated two weeks after its last use, not before
      await onDay(33);
      await key.tick();
      expect(await statusOf(key, old)).toBe('Active');
      await onDay(34.1);
      await key.tick();
      expect(await statusOf(key, old)).toBe('Inactive');
      expect(aws.log()).toContain('"rule":"deactivate-unmanaged-key"');

      // WHEN the old key leaves the app
      expect(await stack.deploy(rotatingKeyAlone)).toBe('UPDATE_COMPLETE');

      // THEN it is gone, and the key rotates
      expect(await key.keys()).toEqual([[first.accessKeyId, 'Active']]);
      await onDay(61.1);
      await key.tick();
      await consumer.untilItUses((await key.next(first)).accessKeyId);
      return consumer.failures();
    });

    expect(failures).toEqual([]);
  },
);

test(
  'the key of a forgotten client can be activated by an operator, and stays active until it has been unused ' +
    'for as long again',
  async () => {
    // GIVEN an old key that was deactivated
    const { stack, user, old } = await start();
    await stack.deploy(rotatingKeyBeside);
    const key = await stack.key(user);
    await onDay(15);
    await key.tick();
    expect(await statusOf(key, old)).toBe('Inactive');

    // WHEN
    await onDay(16);
    await setStatus(aws, user, old, 'Active');
    await key.tick();

    // THEN
    expect(await identity(aws, old)).toContain(user);
    await onDay(29);
    await key.tick();
    expect(await statusOf(key, old)).toBe('Active');
    await onDay(30.5);
    await key.tick();
    expect(await statusOf(key, old)).toBe('Inactive');
  },
);

test('a retired key that the function has deleted already is removed from the app without an error', async () => {
  // GIVEN
  const { stack, user, old } = await start();
  await stack.deploy(rotatingKeyBeside);
  const key = await stack.key(user);
  await onDay(15);
  await key.tick();
  await onDay(22.5);
  await key.tick();
  expect(await statusOf(key, old)).toBeUndefined();

  // WHEN
  const status = await stack.deploy(rotatingKeyAlone);

  // THEN
  expect(status).toBe('UPDATE_COMPLETE');
  expect(await identity(aws, await key.current())).toContain(user);
});

test('a deployment that replaces one construct by the other fails, is rolled back, and the key keeps working', async () => {
  // GIVEN
  const { stack, user, old } = await start();

  // WHEN
  const status = await stack.deploy(rotatingKeyAlone);

  // THEN
  expect(status).toBe('UPDATE_ROLLBACK_COMPLETE');
  expect(await stack.events()).toContain(`Access key ${old.accessKeyId} is unmanaged.`);
  expect(await identity(aws, old)).toContain(user);
});

test('the same deployment with retireUnmanagedKeysAfter ends the access of a client', async () => {
  // GIVEN
  const { stack, old, oldSecret } = await start();

  const refused = await Consumer.beside(
    aws,
    { secret: oldSecret, accessKeyId: old.accessKeyId },
    old,
    async (consumer) => {
      // WHEN
      const status = await stack.deploy(function (this: Stack) {
        const user = new iam.User(this, 'User');
        new RotatingAccessKey(this, 'Key', { user, retireUnmanagedKeysAfter: Duration.days(14) });
      });

      // THEN
      expect(status).toBe('UPDATE_COMPLETE');
      return consumer.untilRefused(old.accessKeyId);
    },
  );

  expect(refused.failure).toBe(REFUSED);
});
