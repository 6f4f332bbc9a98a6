import { GetSecretValueCommand } from '@aws-sdk/client-secrets-manager';
import { beforeAllWithFreshAws } from './fresh-aws';
import { MailRelay } from './moving-mail-relay';
import {
  credentialsReplaced,
  credentialsToRetain,
  formerCredentials,
  formerKey,
  keyInGivenSecret,
  keyReplaced,
  keyReplacedWithRetirement,
  keyReplacedWithUser,
  keyToRetainWithUser,
  noKey,
  renamedCredentials,
  renamedCredentialsTakenOver,
  renamedKey,
  renamedKeyTakenOver,
} from '../apps/moving-renamed';
import { Deployment, MovingStack, templateOfDeployment } from '../conformance/support/moving-stack';
import { onDay as onDayOf } from '../conformance/support/options';
import { RotatingKey } from '../conformance/support/rotating-key';
import { secretsOf } from '../conformance/support/secrets';
import { differences } from '../conformance/support/templates';
import { until } from '../conformance/support/until';
import { identity } from '../conformance/support/users';
import { Consumer } from '../consumer';
import { EmbeddedAws } from '../embedded-aws';
import { loginFor, MailClient, REFUSED as LOGIN_REFUSED, SmtpCredentials } from '../mail-client';

/** The guide "Rename or move a construct" of docs/migration.md, deployment by deployment. */
const REFUSED = 'InvalidClientTokenId';
const FROM = 'shop@example.com';

let aws: EmbeddedAws;

beforeAllWithFreshAws((fresh) => {
  aws = fresh;
});

/** Sets the account's clock to so many days after the start. */
const onDay = (day: number) => onDayOf(aws, day);

async function deployed(deployment: Deployment): Promise<MovingStack> {
  await onDay(0);
  const stack = new MovingStack(aws);
  expect(await stack.deploy(deployment)).toBe('CREATE_COMPLETE');
  return stack;
}

interface KeyBefore {
  readonly stack: MovingStack;
  readonly user: string;
  readonly key: RotatingKey;
}

async function keyBefore(): Promise<KeyBefore> {
  const stack = await deployed(formerKey);
  const user = await stack.idOf('User/Resource');
  return { stack, user, key: await stack.key(user) };
}

interface CredentialsBefore extends KeyBefore {
  readonly credentials: SmtpCredentials;
}

async function credentialsBefore(): Promise<CredentialsBefore> {
  const stack = await deployed(formerCredentials);
  const user = await stack.idOf('Smtp/User/Resource');
  const key = await stack.key(user, { path: 'Smtp' });
  return { stack, user, key, credentials: await credentialsIn(key.secret) };
}

async function credentialsIn(secret: string): Promise<SmtpCredentials> {
  const { SecretString } = await secretsOf(aws).send(new GetSecretValueCommand({ SecretId: secret }));
  return JSON.parse(SecretString!);
}

async function nextCredentials(secret: string, { username: before }: SmtpCredentials): Promise<SmtpCredentials> {
  return until(
    'the next credentials',
    () => credentialsIn(secret),
    ({ username }) => username !== before,
  );
}

describe('a construct that keeps its logical IDs', () => {
  // They show the path of the construct, and no client sees them. The policy is that of readByUser.
  const SHOWS_PATH = new RegExp(
    '^\\w+/(Metadata/aws:cdk:path|' + 'Properties/(Description|Environment/Variables/METRIC_KEY))(/|$)',
  );

  test.each<[what: string, former: Deployment, renamed: Deployment, resources: number]>([
    ['a RotatingAccessKey and its user', formerKey, renamedKey, 13],
    ['SesSmtpCredentials', formerCredentials, renamedCredentials, 13],
  ])('has the template that it had, but for its path: %s', async (_what, former, renamed, resources) => {
    // WHEN
    const [one, other] = [former, renamed].map((deployment) => templateOfDeployment(deployment).resources);

    // THEN
    expect(Object.keys(one)).toHaveLength(resources);
    expect(Object.keys(other).sort()).toEqual(Object.keys(one).sort());
    expect(differences(one, other).filter((path) => !SHOWS_PATH.test(path))).toEqual([]);
  });

  test('costs no client of a RotatingAccessKey a call, there and back, and rotates', async () => {
    const { stack, user, key } = await keyBefore();
    const current = await key.current();

    const failures = await Consumer.beside(aws, key.secret, current, async (client) => {
      // WHEN
      expect(await stack.deploy(renamedKey)).toBe('UPDATE_COMPLETE');
      expect(await stack.deploy(formerKey)).toBe('UPDATE_COMPLETE');
      expect(await stack.deploy(renamedKey)).toBe('UPDATE_COMPLETE');

      // THEN
      const renamed = await stack.key(user, { path: 'Vendor/AccessKey' });
      expect([renamed.secret, await renamed.keys()]).toEqual([key.secret, [[current.accessKeyId, 'Active']]]);
      await onDay(61.1);
      expect(await renamed.tick()).toBe('');
      await client.untilItUses((await renamed.next(current)).accessKeyId);
      return client.failures();
    });

    expect(failures).toEqual([]);

    // THEN its function still serves the custom resource
    expect(await stack.delete()).toBe('DELETE_COMPLETE');
  });

  test('costs no client of SesSmtpCredentials a message, there and back, and rotates', async () => {
    const { stack, user, key, credentials } = await credentialsBefore();

    const failures = await MailRelay.beside(aws, FROM, key.secret, async (relay) => {
      // WHEN
      await relay.untilItUses(credentials.username);
      expect(await stack.deploy(renamedCredentials)).toBe('UPDATE_COMPLETE');
      expect(await stack.deploy(formerCredentials)).toBe('UPDATE_COMPLETE');
      expect(await stack.deploy(renamedCredentials)).toBe('UPDATE_COMPLETE');

      // THEN
      const renamed = await stack.key(user, { path: 'Mail/Credentials' });
      expect(renamed.secret).toBe(key.secret);
      expect(await renamed.keys()).toEqual([[credentials.username, 'Active']]);
      await relay.untilItUses(credentials.username);
      await onDay(61.1);
      expect(await renamed.tick()).toBe('');
      await relay.untilItUses((await nextCredentials(key.secret, credentials)).username);
      return relay.failures();
    });

    expect(failures).toEqual([]);
  });
});

describe('a construct that is retained and taken over', () => {
  test('costs no client of a RotatingAccessKey a call, also if its user is renamed with it, and rotates', async () => {
    const { stack, user, key } = await keyBefore();
    const current = await key.current();

    const failures = await Consumer.beside(aws, key.secret, current, async (client) => {
      // WHEN
      expect(await stack.deploy(keyToRetainWithUser)).toBe('UPDATE_COMPLETE');
      expect(await stack.deploy(noKey)).toBe('UPDATE_COMPLETE');
      await client.untilItUses(current.accessKeyId);
      await onDay(1);
      expect(await stack.deploy(renamedKeyTakenOver(user, key.secret))).toBe('UPDATE_COMPLETE');

      // THEN
      const takenOver = await stack.key(user, { path: 'Vendor/AccessKey', secret: key.secret });
      expect(await takenOver.keys()).toEqual([[current.accessKeyId, 'Active']]);
      await client.untilItUses(current.accessKeyId);
      await onDay(61.1);
      expect(await takenOver.tick()).toBe('');
      await client.untilItUses((await takenOver.next(current)).accessKeyId);
      return client.failures();
    });

    expect(failures).toEqual([]);
  });

  test('costs no client of SesSmtpCredentials a message, and rotates', async () => {
    const { stack, user, key, credentials } = await credentialsBefore();

    const failures = await MailRelay.beside(aws, FROM, key.secret, async (relay) => {
      // WHEN
      await relay.untilItUses(credentials.username);
      expect(await stack.deploy(credentialsToRetain)).toBe('UPDATE_COMPLETE');
      expect(await stack.deploy(noKey)).toBe('UPDATE_COMPLETE');
      await relay.untilItUses(credentials.username);
      await onDay(1);
      expect(await stack.deploy(renamedCredentialsTakenOver(user, key.secret))).toBe('UPDATE_COMPLETE');

      // THEN
      const takenOver = await stack.key(user, { path: 'Mail/Credentials', secret: key.secret });
      expect(await takenOver.keys()).toEqual([[credentials.username, 'Active']]);
      await relay.untilItUses(credentials.username);
      await onDay(61.1);
      expect(await takenOver.tick()).toBe('');
      await relay.untilItUses((await nextCredentials(key.secret, credentials)).username);
      return relay.failures();
    });

    expect(failures).toEqual([]);
  });
});

describe('a construct that is renamed without either', () => {
  test('is refused if its secret was given: the message asks about a new name, and no client notices', async () => {
    // GIVEN
    const stack = await deployed(keyInGivenSecret('Key'));
    const [user, secret] = await Promise.all([stack.idOf('User/Resource'), stack.idOf('Secret/Resource')]);
    const key = await stack.key(user, { secret });
    const current = await key.current();
    const owner = stack.logicalIdOf('Key/Key/Default');

    const failures = await Consumer.beside(aws, secret, current, async (client) => {
      // WHEN
      expect(await stack.deploy(keyInGivenSecret('AccessKey'))).toBe('UPDATE_ROLLBACK_COMPLETE');

      // THEN
      const reason = `: the resource with the logical ID ${owner} for user ${user} in stack `;
      expect(await stack.events()).toContain(reason);
      expect(await stack.events()).toContain('If this construct was renamed or moved, restore its former logical IDs');
      expect(await key.keys()).toEqual([[current.accessKeyId, 'Active']]);
      await client.untilItUses(current.accessKeyId);
      return client.failures();
    });

    expect(failures).toEqual([]);
  });

  test('is refused if its secret is new and its user stays, and no client notices', async () => {
    const { stack, key } = await keyBefore();
    const current = await key.current();

    const failures = await Consumer.beside(aws, key.secret, current, async (client) => {
      // WHEN
      expect(await stack.deploy(keyReplaced)).toBe('UPDATE_ROLLBACK_COMPLETE');

      // THEN
      expect(await stack.events()).toContain(`Access key ${current.accessKeyId} is unmanaged.`);
      expect(await key.keys()).toEqual([[current.accessKeyId, 'Active']]);
      await client.untilItUses(current.accessKeyId);
      return client.failures();
    });

    expect(failures).toEqual([]);
  });

  test('is replaced if its user is its own: its clients are refused, and no message says so', async () => {
    // GIVEN
    const { stack, credentials } = await credentialsBefore();

    // WHEN
    expect(await stack.deploy(credentialsReplaced)).toBe('UPDATE_COMPLETE');

    // THEN
    expect(await new MailClient(aws.smtp, loginFor(credentials, aws.region)).logIn()).toBe(LOGIN_REFUSED);
  });

  test.each<[what: string, renamed: Deployment]>([
    ['its user is renamed with it', keyReplacedWithUser],
    ['unmanaged keys of its user are retired', keyReplacedWithRetirement],
  ])('is replaced if %s: its clients are refused, and no message says so', async (_what, renamed) => {
    // GIVEN
    const { stack, key } = await keyBefore();
    const current = await key.current();

    // WHEN
    expect(await stack.deploy(renamed)).toBe('UPDATE_COMPLETE');

    // THEN
    expect(await identity(aws, current)).toBe(REFUSED);
  });
});
