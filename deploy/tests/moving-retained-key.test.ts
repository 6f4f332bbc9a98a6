import { DeleteAccessKeyCommand, DeleteUserPolicyCommand, ListUserPoliciesCommand } from '@aws-sdk/client-iam';
import { DeleteFunctionCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { GetSecretValueCommand, UntagResourceCommand } from '@aws-sdk/client-secrets-manager';
import { beforeAllWithFreshAws } from './fresh-aws';
import { rotatingKey } from '../apps/moving-back-to-access-key';
import {
  keyTakenOver,
  keyTakenOverInVain,
  keyTakenOverWithoutRetaining,
  keyToRetain,
  keyWithoutFunction,
  orphanTakenOver,
  retainedKey,
} from '../apps/moving-retained-key';
import { MovingStack } from '../conformance/support/moving-stack';
import { onDay as onDayOf } from '../conformance/support/options';
import { refusal } from '../conformance/support/refusal';
import { RotatingKey } from '../conformance/support/rotating-key';
import { secretsOf } from '../conformance/support/secrets';
import { iamOf, identity, Key } from '../conformance/support/users';
import { Consumer } from '../consumer';
import { EmbeddedAws } from '../embedded-aws';

/** The guides "Keep the key, without its rotation" and "The function or its stack was deleted" of docs/migration.md. */
const REFUSED = 'InvalidClientTokenId';

let aws: EmbeddedAws;

beforeAllWithFreshAws((fresh) => {
  aws = fresh;
});

/** Has the account's clock say that so many days have passed since the start. */
const onDay = (day: number) => onDayOf(aws, day);

/** The names of the inline policies of a user. */
async function policiesOf(UserName: string): Promise<string[]> {
  return (await iamOf(aws).send(new ListUserPoliciesCommand({ UserName }))).PolicyNames!;
}

interface Start {
  readonly stack: MovingStack;
  readonly user: string;
  readonly key: RotatingKey;
}

/** A stack whose key would go with it. */
async function start(): Promise<Start> {
  await onDay(0);
  const stack = new MovingStack(aws);
  expect(await stack.deploy(rotatingKey)).toBe('CREATE_COMPLETE');
  const user = await stack.idOf('User/Resource');
  return { stack, user, key: await stack.key(user) };
}

test(
  'a client outlives the construct by the retained key, and a new construct that takes it over, without a ' +
    'failed call',
  async () => {
    const { stack, user, key } = await start();
    const current = await key.current();

    const failures = await Consumer.beside(aws, key.secret, current, async (consumer) => {
      // WHEN the key is to be retained, is not, and is
      expect(await stack.deploy(keyToRetain)).toBe('UPDATE_COMPLETE');
      expect(await stack.deploy(rotatingKey)).toBe('UPDATE_COMPLETE');
      expect(await stack.deploy(keyToRetain)).toBe('UPDATE_COMPLETE');

      // WHEN the construct leaves the app
      expect(await stack.deploy(retainedKey)).toBe('UPDATE_COMPLETE');

      // THEN
      expect(await key.keys()).toEqual([[current.accessKeyId, 'Active']]);
      await consumer.untilItUses(current.accessKeyId);

      // WHEN a new one comes within an hour
      const retained = await policiesOf(user);
      expect(await stack.deploy(keyTakenOverWithoutRetaining(key.secret))).toBe('UPDATE_ROLLBACK_COMPLETE');

      // THEN it fails, and harms nothing
      expect(await stack.events()).toContain('was deleted less than an hour ago. Deploy the stack again after');
      const deleted = { LogicalResourceId: stack.logicalIdOf('Key/ReadPolicy'), ResourceStatus: 'DELETE_COMPLETE' };
      expect(JSON.parse(await stack.events())).toContainEqual(expect.objectContaining(deleted));
      expect(await key.keys()).toEqual([[current.accessKeyId, 'Active']]);

      // THEN the user has the policy that was retained, and the client reads the secret
      expect(retained).toEqual([expect.stringMatching(/^ReadPolicy-/)]);
      expect(await policiesOf(user)).toEqual(retained);
      const { SecretString } = await secretsOf(aws, current).send(new GetSecretValueCommand({ SecretId: key.secret }));
      expect(JSON.parse(SecretString!)).toEqual(current);
      await consumer.untilItUses(current.accessKeyId);

      // WHEN it comes later, and another resource of the deployment fails
      await onDay(1);
      expect(await stack.deploy(keyTakenOverInVain(key.secret, user))).toBe('UPDATE_ROLLBACK_COMPLETE');

      // THEN the rollback keeps the key
      expect(await key.keys()).toEqual([[current.accessKeyId, 'Active']]);
      await consumer.untilItUses(current.accessKeyId);

      // WHEN the deployment succeeds
      await onDay(2);
      expect(await stack.deploy(keyTakenOver(key.secret))).toBe('UPDATE_COMPLETE');
      const takenOver = await stack.key(user, { secret: key.secret });

      // THEN the key is the same, and rotates
      expect(await takenOver.current()).toEqual(current);
      await onDay(61.1);
      expect(await takenOver.tick()).toBe('');
      await consumer.untilItUses((await takenOver.next(current)).accessKeyId);
      return consumer.failures();
    });

    expect(failures).toEqual([]);
  },
);

interface Orphan extends Start {
  readonly replaced: Key;
  readonly current: Key;
}

/** A stack whose function was deleted by hand while a replaced key is in its overlap. */
async function orphan(): Promise<Orphan> {
  const orphaned = await start();
  const { key } = orphaned;
  const replaced = await key.current();
  await key.rotate();
  const current = await key.next(replaced);
  await new LambdaClient(aws.clientConfig).send(new DeleteFunctionCommand({ FunctionName: key.functionName }));
  return { ...orphaned, replaced, current };
}

/** The stack goes in the second attempt, without the resource that its function cannot delete. */
async function deleteStack({ stack }: Orphan): Promise<void> {
  expect(await stack.delete()).toBe('DELETE_FAILED');
  expect(await stack.delete({ RetainResources: [stack.logicalIdOf('Key/Key/Default')] })).toBe('DELETE_COMPLETE');
}

test(
  'a client outlives the function and its stack, and a new construct that takes their keys over, without a ' +
    'failed call',
  async () => {
    const orphaned = await orphan();
    const { stack, user, key, replaced, current } = orphaned;
    const bothKeys = [
      [replaced.accessKeyId, 'Active'],
      [current.accessKeyId, 'Active'],
    ];

    const failures = await Consumer.beside(aws, key.secret, current, async (consumer) => {
      // WHEN what must stay is retained, and the stack is deleted
      expect(await stack.deploy(keyWithoutFunction)).toBe('UPDATE_COMPLETE');
      await deleteStack(orphaned);

      // THEN
      expect(await key.keys()).toEqual(bothKeys);
      await consumer.untilItUses(current.accessKeyId);

      // WHEN a new construct is given the secret, which still belongs to the old one
      const tooEarly = new MovingStack(aws);
      expect(await tooEarly.deploy(orphanTakenOver(user, key.secret))).toBe('ROLLBACK_COMPLETE');

      // THEN
      expect(await tooEarly.events()).toContain(
        'If the owner still exists, pass another secret to this construct. ' +
          'If the owner was deleted, remove the tag cdk-iam-access-key:owner from the secret.',
      );
      expect(await key.keys()).toEqual(bothKeys);

      // WHEN the secret is set free
      await secretsOf(aws).send(
        new UntagResourceCommand({ SecretId: key.secret, TagKeys: ['cdk-iam-access-key:owner'] }),
      );
      const successor = new MovingStack(aws);
      expect(await successor.deploy(orphanTakenOver(user, key.secret))).toBe('CREATE_COMPLETE');
      const takenOver = await successor.key(user, { secret: key.secret });

      // WHEN the right that was retained is taken away
      const [retained, ...others] = (await policiesOf(user)).filter((name) => name.includes('ReadSecret'));
      expect(others).toEqual([]);
      await iamOf(aws).send(new DeleteUserPolicyCommand({ UserName: user, PolicyName: retained }));

      // THEN both keys are ours: the replaced one keeps its overlap, and goes
      await takenOver.tick();
      await onDay(13.9);
      await takenOver.tick();
      expect(await key.keys()).toEqual(bothKeys);
      await onDay(22);
      await takenOver.tick();
      await onDay(30);
      await takenOver.tick();
      expect(await key.keys()).toEqual([[current.accessKeyId, 'Active']]);
      await consumer.untilItUses(current.accessKeyId);
      return consumer.failures();
    });

    expect(failures).toEqual([]);
  },
);

test('a stack without its function leaves nothing, after an operator deleted the keys that the labels name', async () => {
  // GIVEN
  const orphaned = await orphan();
  const { user, key, replaced, current } = orphaned;

  // WHEN
  const ours = (await key.labels())
    .filter((label) => label.startsWith('key.'))
    .map((label) => label.slice('key.'.length));
  for (const AccessKeyId of ours) {
    await iamOf(aws).send(new DeleteAccessKeyCommand({ UserName: user, AccessKeyId }));
  }
  await deleteStack(orphaned);

  // THEN
  expect(ours.sort()).toEqual([replaced.accessKeyId, current.accessKeyId].sort());
  expect(await identity(aws, current)).toBe(REFUSED);
  expect(await refusal(key.keys())).toBe('NoSuchEntityException');
  expect(await refusal(key.current())).toBe('ResourceNotFoundException');
});
