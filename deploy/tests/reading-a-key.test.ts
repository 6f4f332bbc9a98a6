import { DeleteAccessKeyCommand } from '@aws-sdk/client-iam';
import { GetSecretValueCommand } from '@aws-sdk/client-secrets-manager';
import { App } from 'aws-cdk-lib';
import { beforeAllWithFreshAws } from './fresh-aws';
import { readOfGivenSecret, readOfNewSecret, stacksOfKeyAndReader } from '../apps/reading-a-key';
import { Deployment, MovingStack, withShortTiming } from '../conformance/support/moving-stack';
import { refusal } from '../conformance/support/refusal';
import { secretsOf } from '../conformance/support/secrets';
import { TestStack } from '../conformance/support/stacks';
import { templateOf } from '../conformance/support/templates';
import { iamOf, Key, newKey, newUser } from '../conformance/support/users';
import { EmbeddedAws } from '../embedded-aws';

let aws: EmbeddedAws;

beforeAllWithFreshAws((fresh) => {
  aws = fresh;
});

async function valueOf(SecretId: string, reader?: Key): Promise<string> {
  return (await secretsOf(aws, reader).send(new GetSecretValueCommand({ SecretId }))).SecretString!;
}

test.each<[string, Deployment, string]>([
  ['a new secret', readOfNewSecret, 'Key/Secret/Resource'],
  ['a given secret', readOfGivenSecret, 'Given/Resource'],
])('a resource of the same stack finds the key in %s', async (_secret, deployment, path) => {
  const stack = new MovingStack(aws);

  // WHEN
  expect(await stack.deploy(deployment)).toBe('CREATE_COMPLETE');

  // THEN
  const key = await stack.key(await stack.idOf('User/Resource'), { secret: await stack.idOf(path) });
  const { accessKeyId } = await key.current();
  expect(await valueOf(await stack.idOf('Client/Copy/Resource'))).toBe(accessKeyId);

  // WHEN
  expect(await stack.delete()).toBe('DELETE_COMPLETE');

  // THEN
  expect(await refusal(key.keys())).toBe('NoSuchEntityException');
});

test('a user of another stack reads a key that is encrypted by a key of its stack, and is deleted before it', async () => {
  // GIVEN
  const [keyTemplate, readerTemplate] = (['keys', 'readers'] as const).map((name) =>
    withShortTiming(templateOf((app: App) => stacksOfKeyAndReader(app)[name])),
  );
  const [keys, readers] = [new TestStack(aws), new TestStack(aws)];

  // WHEN
  expect(await keys.create(keyTemplate.resources, keyTemplate.outputs)).toBe('CREATE_COMPLETE');
  expect(await readers.create(readerTemplate.resources)).toBe('CREATE_COMPLETE');

  // THEN
  const secret = await keys.physicalId(keyTemplate.idOf('Key/Secret/Resource'));
  const user = await readers.physicalId(readerTemplate.idOf('Reading/Resource'));
  const reader = await newKey(aws, user);
  const stranger = await newKey(aws, await newUser(aws));
  expect(JSON.parse(await valueOf(secret, reader))).toHaveProperty('accessKeyId');
  expect(await refusal(valueOf(secret, stranger))).toBe('AccessDeniedException');

  // WHEN
  await iamOf(aws).send(new DeleteAccessKeyCommand({ UserName: user, AccessKeyId: reader.accessKeyId }));

  // THEN
  expect(await readers.delete()).toBe('DELETE_COMPLETE');
  expect(await keys.delete()).toBe('DELETE_COMPLETE');
});
