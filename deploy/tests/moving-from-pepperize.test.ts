import { join } from 'node:path';
import { DeleteAccessKeyCommand } from '@aws-sdk/client-iam';
import { GetSecretValueCommand } from '@aws-sdk/client-secrets-manager';
import { beforeAllWithFreshAws } from './fresh-aws';
import { MailRelay } from './moving-mail-relay';
import { installPeer, PEPPERIZE } from '../../bench/peers';
import { REPOSITORY } from '../../consumers/dist';
import {
  ourCredentials,
  ourCredentialsBeside,
  ourCredentialsOfUser,
  ourCredentialsOfUserBeside,
  theirCredentials,
  theirCredentialsOfUser,
} from '../apps/moving-from-pepperize';
import { Deployment, MovingStack } from '../conformance/support/moving-stack';
import { onDay as onDayOf } from '../conformance/support/options';
import { secretsOf } from '../conformance/support/secrets';
import { Template } from '../conformance/support/templates';
import { until } from '../conformance/support/until';
import { iamOf, setStatus } from '../conformance/support/users';
import { EmbeddedAws } from '../embedded-aws';
import { LOGGED_IN, MailClient } from '../mail-client';

/**
 * The guide "From @pepperize/cdk-ses-smtp-credentials" of docs/migration.md, deployment by deployment, with their
 * package.
 */
const FROM = 'shop@example.com';

let aws: EmbeddedAws;

beforeAllWithFreshAws(async (fresh) => {
  aws = fresh;
  await installPeer(PEPPERIZE, () => undefined);
  // The CDK has deprecated what their construct uses.
  process.env.JSII_DEPRECATED = 'quiet';
});

/** Has the account's clock say that so many days have passed since the start. */
const onDay = (day: number) => onDayOf(aws, day);

/**
 * Their function knows no AWS_ENDPOINT_URL. How long its logs are kept is set by another one, whose SDK client the
 * project has no use for.
 */
function forEmbeddedAws(template: Template): Template {
  const { resources } = template;
  const resourcesOf = (type: string) => Object.keys(resources).filter((id) => resources[id].Type === type);
  resourcesOf('Custom::LogRetention').forEach((id) => delete resources[id]);
  resourcesOf('AWS::Lambda::Function')
    .map((id): any => resources[id].Properties)
    .filter(({ Runtime }) => Runtime === 'nodejs18.x')
    .forEach(({ Code }) => {
      Code.ZipFile =
        `require(${JSON.stringify(join(REPOSITORY, 'deploy', 'apps', 'moving-sdk-v2.cjs'))}); ` + `${Code.ZipFile}`;
    });
  return template;
}

async function credentialsIn(secret: string): Promise<{ username: string; password: string }> {
  const { SecretString } = await secretsOf(aws).send(new GetSecretValueCommand({ SecretId: secret }));
  return JSON.parse(SecretString!);
}

/** A stack with their credentials, and what they are. */
async function start(deployment: Deployment, userPath: string) {
  await onDay(0);
  const stack = new MovingStack(aws, forEmbeddedAws);
  expect(await stack.deploy(deployment)).toBe('CREATE_COMPLETE');
  const [user, secret] = await Promise.all([stack.idOf(userPath), stack.idOf('SmtpCredentials/Secret/Resource')]);
  return { stack, user, secret, old: await credentialsIn(secret) };
}

test('a mail relay moves to credentials of a new user, and back and forth in between, and every message is accepted', async () => {
  const { stack, user, secret, old } = await start(theirCredentials, 'SmtpCredentials/User/Resource');

  const failures = await MailRelay.beside(aws, FROM, secret, async (relay) => {
    // WHEN ours are deployed beside them, are taken back, and are deployed again
    await relay.untilItUses(old.username);
    expect(await stack.deploy(ourCredentialsBeside)).toBe('UPDATE_COMPLETE');
    expect(await stack.deploy(theirCredentials)).toBe('UPDATE_COMPLETE');
    expect(await stack.deploy(ourCredentialsBeside)).toBe('UPDATE_COMPLETE');
    const ours = await stack.key(await stack.idOf('Smtp/User/Resource'), { path: 'Smtp' });
    const { username } = await credentialsIn(ours.secret);

    // WHEN the relay is moved, moved back, and moved again
    relay.lookIn(ours.secret);
    await relay.untilItUses(username);
    relay.lookIn(secret);
    await relay.untilItUses(old.username);
    relay.lookIn(ours.secret);
    await relay.untilItUses(username);

    // WHEN the old key is deactivated on trial, and deleted
    await setStatus(aws, user, { accessKeyId: old.username }, 'Inactive');
    await relay.untilItUses(username);
    await iamOf(aws).send(new DeleteAccessKeyCommand({ UserName: user, AccessKeyId: old.username }));

    // WHEN their construct leaves the app
    expect(await stack.deploy(ourCredentials)).toBe('UPDATE_COMPLETE');
    expect(await stack.events()).not.toContain('DELETE_FAILED');

    // THEN the credentials are replaced as those of every rotating key
    await onDay(61.1);
    await ours.tick();
    const next = await until(
      'the next credentials',
      () => credentialsIn(ours.secret),
      (credentials) => credentials.username !== username,
    );
    await relay.untilItUses(next.username);
    return relay.failures();
  });

  expect(failures).toEqual([]);
});

test('a mail relay moves to new credentials of the same user, and every message is accepted', async () => {
  const { stack, user, secret, old } = await start(theirCredentialsOfUser, 'User/Resource');

  const failures = await MailRelay.beside(aws, FROM, secret, async (relay) => {
    // WHEN ours are deployed beside them, and the relay is moved
    await relay.untilItUses(old.username);
    expect(await stack.deploy(ourCredentialsOfUserBeside)).toBe('UPDATE_COMPLETE');
    const ours = await stack.key(user, { path: 'Smtp' });
    const { username } = await credentialsIn(ours.secret);
    relay.lookIn(ours.secret);
    await relay.untilItUses(username);

    // THEN the old key goes by itself
    await onDay(15);
    await ours.tick();
    await onDay(22.5);
    await ours.tick();
    expect(await ours.keys()).toEqual([[username, 'Active']]);

    // WHEN their construct leaves the app, with the right to send that it gave
    expect(await stack.deploy(ourCredentialsOfUser)).toBe('UPDATE_COMPLETE');

    // THEN
    await relay.untilItUses(username);
    return relay.failures();
  });

  expect(failures).toEqual([]);
});

test('their construct leaves the app, but its user stays with a key that works, where that was not deleted by hand', async () => {
  // GIVEN
  const { stack, old } = await start(theirCredentials, 'SmtpCredentials/User/Resource');
  await stack.deploy(ourCredentialsBeside);

  // WHEN
  const status = await stack.deploy(ourCredentials);

  // THEN
  expect(status).toBe('UPDATE_COMPLETE');
  expect(await stack.events()).toContain('DELETE_FAILED');
  const login = { host: `email-smtp.${aws.region}.amazonaws.com`, port: 587, ...old };
  expect(await new MailClient(aws.smtp, login).logIn()).toBe(LOGGED_IN);
});
