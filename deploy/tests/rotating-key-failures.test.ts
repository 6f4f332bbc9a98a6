import { ListSecretsCommand } from '@aws-sdk/client-secrets-manager';
import { beforeAllWithFreshAws } from './fresh-aws';
import { onDay, setOptions, withOptions } from '../conformance/support/options';
import { refusal } from '../conformance/support/refusal';
import { RotatingKey } from '../conformance/support/rotating-key';
import { secretsOf } from '../conformance/support/secrets';
import { until } from '../conformance/support/until';
import { identity, newKey, newUser } from '../conformance/support/users';
import { EmbeddedAws } from '../embedded-aws';

/** A run that dies is waited for as long as it could create a key, and for its response. */
const SHORT = { maxCreateTime: 3, serviceTimeout: 1 };

/** Each call that Create makes, in this order. */
const CALLS_OF_CREATE = [
  'ListAccessKeys',
  'DescribeSecret',
  'TagResource',
  'CreateAccessKey',
  'PutSecretValue',
  'UntagResource',
  'GetSecretValue',
  'GetUser',
  'GetCallerIdentity',
  'UpdateSecretVersionStage',
];

let aws: EmbeddedAws;

beforeAllWithFreshAws((fresh) => {
  aws = fresh;
});

async function secretsThatAreLeft(): Promise<string[]> {
  const { SecretList } = await secretsOf(aws).send(new ListSecretsCommand({ IncludePlannedDeletion: true }));
  return SecretList!.map(({ ARN }) => ARN!);
}

/** The user is not the stack's, so that a key that is left would be seen. */
async function deployTo(adopted: string, scenario: object = {}): Promise<RotatingKey> {
  return RotatingKey.deploy(aws, { adopted, ...SHORT, ...scenario });
}

describe('Create', () => {
  afterEach(() => setOptions(aws, {}));

  test.each(CALLS_OF_CREATE)('that dies right after %s is rolled back, and leaves nothing', async (call) => {
    // GIVEN
    const key = new RotatingKey(aws);
    await setOptions(aws, { killCaller: { [call]: 1 } });

    // WHEN
    const status = await key.create({ adopted: await newUser(aws), ...SHORT });

    // THEN
    expect(status).toBe('ROLLBACK_COMPLETE');
    expect(await key.keys()).toEqual([]);
    expect(await secretsThatAreLeft()).not.toContain(key.secret);
  });

  test('that gets no response to CreateAccessKey is rolled back, and leaves nothing', async () => {
    // GIVEN
    const key = new RotatingKey(aws);
    await setOptions(aws, { loseAnswer: { CreateAccessKey: 1 } });

    // WHEN
    const status = await key.create({ adopted: await newUser(aws), ...SHORT });

    // THEN
    expect(status).toBe('ROLLBACK_COMPLETE');
    expect(await key.keys()).toEqual([]);
    expect(await secretsThatAreLeft()).not.toContain(key.secret);
  });

  test('succeeds although AWS throttles each of its reads and loses the response to each of its writes once', async () => {
    // GIVEN
    const writes = ['TagResource', 'PutSecretValue', 'UntagResource', 'UpdateSecretVersionStage'];
    const once = (calls: string[]) => Object.fromEntries(calls.map((call) => [call, 1]));
    await setOptions(aws, {
      throttle: once(CALLS_OF_CREATE.filter((call) => !writes.includes(call))),
      loseAnswer: once(writes),
    });

    // WHEN
    const key = await deployTo(await newUser(aws), { maxCreateTime: 20 });

    // THEN
    const current = await key.current();
    expect(await key.keys()).toEqual([[current.accessKeyId, 'Active']]);
    expect(await identity(aws, current)).toContain(key.user);
  });
});

describe('Delete', () => {
  test('deletes the one key', async () => {
    // GIVEN
    const key = await deployTo(await newUser(aws));

    // WHEN
    expect(await key.delete()).toBe('DELETE_COMPLETE');

    // THEN
    expect(await key.keys()).toEqual([]);
    expect(await secretsThatAreLeft()).not.toContain(key.secret);
  });

  test('deletes both keys of an overlap', async () => {
    // GIVEN
    const key = await deployTo(await newUser(aws));
    const first = await key.current();
    await key.rotate();
    await key.next(first);

    // WHEN
    expect(await key.delete()).toBe('DELETE_COMPLETE');

    // THEN
    expect(await key.keys()).toEqual([]);
  });

  test('does not change an unmanaged key', async () => {
    // GIVEN
    const key = await deployTo(await newUser(aws));
    const unmanaged = await newKey(aws, key.user);

    // WHEN
    expect(await key.delete()).toBe('DELETE_COMPLETE');

    // THEN
    expect(await key.keys()).toEqual([[unmanaged.accessKeyId, 'Active']]);
    expect(await identity(aws, unmanaged)).toContain(key.user);
    expect(aws.log()).toContain(unmanaged.accessKeyId);
  });

  test('deletes both keys in the middle of a rotation, and the rotation creates no further one', async () => {
    // GIVEN a rotation that waits until its key is known
    const key = await deployTo(await newUser(aws));
    await withOptions(aws, { newKeySeconds: 5 }, async () => {
      await key.rotate();
      await until(
        'the new key',
        () => key.labels(),
        (labels) => labels.filter((label) => label.startsWith('key.')).length === 2,
      );

      // WHEN
      expect(await key.delete()).toBe('DELETE_COMPLETE');
    });

    // THEN
    expect(await key.keys()).toEqual([]);
  });

  test('deletes what a rotation has left that died right after CreateAccessKey', async () => {
    // GIVEN
    const key = await deployTo(await newUser(aws));
    await withOptions(aws, { killCaller: { CreateAccessKey: 1 } }, async () => {
      await key.rotate();
      await until(
        'the orphaned key',
        () => key.keys(),
        (keys) => keys.length === 2,
      );
    });

    // WHEN
    expect(await key.delete()).toBe('DELETE_COMPLETE');

    // THEN
    expect(await key.keys()).toEqual([]);
  });

  test('with RETAIN leaves the current key, which works, with its secret, and no other', async () => {
    // GIVEN
    await onDay(aws, 0);
    const key = await deployTo(await newUser(aws), { retain: true });
    const first = await key.current();
    await key.rotate();
    const second = await key.next(first);

    // WHEN
    expect(await key.delete()).toBe('DELETE_COMPLETE');

    // THEN
    expect(await key.keys()).toEqual([[second.accessKeyId, 'Active']]);
    expect(await key.current()).toEqual(second);
    expect(await identity(aws, second)).toContain(key.user);
    expect(await refusal(key.tick())).toBe('ResourceNotFoundException');
  });
});
