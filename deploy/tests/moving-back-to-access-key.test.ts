import { Stack, aws_iam as iam } from 'aws-cdk-lib';
import { beforeAllWithFreshAws } from './fresh-aws';
import { keyOfCloudFormationAlone, keyOfCloudFormationBeside, rotatingKey } from '../apps/moving-back-to-access-key';
import { MovingStack } from '../conformance/support/moving-stack';
import { onDay as onDayOf } from '../conformance/support/options';
import { identity, setStatus } from '../conformance/support/users';
import { Consumer } from '../consumer';
import { EmbeddedAws } from '../embedded-aws';
import { AccessKey } from 'cdk-iam-access-key';

/** The guide "Back to a key of CloudFormation" of docs/migration.md, deployment by deployment. */
const REFUSED = 'InvalidClientTokenId';

let aws: EmbeddedAws;

beforeAllWithFreshAws((fresh) => {
  aws = fresh;
});

/** Has the account's clock say that so many days have passed since the start. */
const onDay = (day: number) => onDayOf(aws, day);

/** A stack whose key rotates. */
async function start() {
  await onDay(0);
  const stack = new MovingStack(aws);
  expect(await stack.deploy(rotatingKey)).toBe('CREATE_COMPLETE');
  const user = await stack.idOf('User/Resource');
  return { stack, user, key: await stack.key(user) };
}

test(
  'a client moves from a key that rotates to one of CloudFormation, and back and forth in between, without ' +
    'a failed call',
  async () => {
    const { stack, user, key } = await start();
    const rotating = await key.current();

    const failures = await Consumer.beside(aws, key.secret, rotating, async (consumer) => {
      // WHEN the other key is deployed, is taken back, and is deployed again
      expect(await stack.deploy(keyOfCloudFormationBeside)).toBe('UPDATE_COMPLETE');
      expect(await stack.deploy(rotatingKey)).toBe('UPDATE_COMPLETE');
      expect(await key.keys()).toEqual([[rotating.accessKeyId, 'Active']]);
      expect(await stack.deploy(keyOfCloudFormationBeside)).toBe('UPDATE_COMPLETE');
      const [plain, secret] = await Promise.all([stack.idOf('AccessKey/Resource'), stack.idOf('Secret/Resource')]);

      // WHEN the consumer is moved, moved back, and moved again
      consumer.lookIn({ secret });
      await consumer.untilItUses(plain);
      consumer.lookIn({ secret: key.secret });
      await consumer.untilItUses(rotating.accessKeyId);
      consumer.lookIn({ secret });
      await consumer.untilItUses(plain);

      // THEN long after, no key was touched and none was made
      await onDay(90);
      expect(await key.tick()).toBe('');
      expect((await key.keys()).sort()).toEqual(
        [
          [plain, 'Active'],
          [rotating.accessKeyId, 'Active'],
        ].sort(),
      );

      // WHEN the old key is deactivated on trial
      await setStatus(aws, user, rotating, 'Inactive');
      await onDay(91);
      expect(await key.tick()).toBe('');
      expect(aws.log()).toContain('"rule":"report-current-key-inactive"');
      await consumer.untilItUses(plain);

      // WHEN its construct leaves the app
      expect(await stack.deploy(keyOfCloudFormationAlone)).toBe('UPDATE_COMPLETE');

      // THEN
      expect(await key.keys()).toEqual([[plain, 'Active']]);
      expect(await identity(aws, rotating)).toBe(REFUSED);
      await consumer.untilItUses(plain);
      return consumer.failures();
    });

    expect(failures).toEqual([]);
  },
);

test('synthesis refuses another key beside one that rotates, unless one of them retires the other', async () => {
  // GIVEN
  const { stack, key } = await start();

  // WHEN
  const deployment = stack.deploy(function (this: Stack) {
    rotatingKey.call(this);
    new AccessKey(this, 'AccessKey', { user: this.node.findChild('User') as iam.User });
  });

  // THEN
  await expect(deployment).rejects.toThrow(
    /its user has another access key, .*; the user can have no other, because IAM allows two access keys per user/,
  );
  expect(await key.keys()).toHaveLength(1);
});

test(
  'while a replaced key uses the second access key of the user, the other key cannot be deployed, and all ' +
    'keys keep working',
  async () => {
    // GIVEN
    const { stack, user, key } = await start();
    const first = await key.current();
    await key.rotate();
    const second = await key.next(first);

    // WHEN
    const status = await stack.deploy(keyOfCloudFormationBeside);

    // THEN
    expect(status).toBe('UPDATE_ROLLBACK_COMPLETE');
    expect(await stack.events()).toContain('Cannot exceed quota for AccessKeysPerUser: 2');
    expect(await identity(aws, first)).toContain(user);
    expect(await identity(aws, second)).toContain(user);
  },
);
