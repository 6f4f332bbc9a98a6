import { readFileSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { PutSecretValueCommand, PutSecretValueCommandInput } from '@aws-sdk/client-secrets-manager';
import { onDay } from '../conformance/support/options';
import { RotatingKey } from '../conformance/support/rotating-key';
import { secretsOf } from '../conformance/support/secrets';
import { until } from '../conformance/support/until';
import { Key } from '../conformance/support/users';
import { EmbeddedAws } from '../embedded-aws';
import { freePort } from '../free-port';
import { installAwsCli } from '../install-aws-cli';
import { beforeAllWithFreshAws } from './fresh-aws';
import { SesSmtpDeployment, smtpTemplate } from './ses-smtp-deployment';
import { LOGGED_IN, MailClient } from '../mail-client';
import { ConsumerHost } from '../recipes/consumer-host';
import { documentedFor } from '../recipes/documented';
import { LongRunningProgram } from '../recipes/long-running';

/** The recipes of docs/consumers.md, as they stand there, with the real AWS CLI and SDK. */
const HOUR_MS = 3_600_000;

let aws: EmbeddedAws;

beforeAllWithFreshAws(async (fresh) => {
  aws = fresh;
  await installAwsCli(() => undefined);
});

/** A key, and a machine outside AWS that was given it. */
async function withHost(use: (host: ConsumerHost, key: RotatingKey, first: Key) => Promise<void>): Promise<void> {
  await onDay(aws, 0);
  const key = await RotatingKey.deploy(aws);
  const first = await key.current();
  await ConsumerHost.lend(aws, key.secret, (host) => use(host, key, first));
}

async function rotate(key: RotatingKey, before: Key): Promise<Key> {
  await onDay(aws, 61.1);
  expect(await key.tick()).toBe('');
  const next = await key.next(before);
  // The run that sees it first writes down since when the former key is replaced.
  await key.tick();
  return next;
}

const arnOf = (key: RotatingKey) => `arn:aws:iam::${aws.account}:user/${key.user}`;

/** A Secrets Manager that nothing reaches, while all other services are there. */
async function unreachable(): Promise<NodeJS.ProcessEnv> {
  return { AWS_ENDPOINT_URL_SECRETS_MANAGER: `http://127.0.0.1:${await freePort('127.0.0.1')}` };
}

test('the documented profile signs in with the current key, also when its former key is deactivated and deleted', async () => {
  await withHost(async (host, key, first) => {
    // GIVEN
    const signIn = async () => {
      const { stdout } = await host.cli(['sts', 'get-caller-identity', '--query', 'Arn', '--output', 'text']);
      return [stdout.trim(), JSON.parse(host.known()).accessKeyId];
    };
    expect(await signIn()).toEqual([arnOf(key), first.accessKeyId]);

    // WHEN
    const second = await rotate(key, first);
    const afterTheRotation = await signIn();
    await onDay(aws, 83);
    await key.tick();
    const keysOfDay83 = await key.keys();
    const afterTheDeactivation = await signIn();
    await onDay(aws, 91);
    await key.tick();
    const keysOfDay91 = await key.keys();
    const afterTheDeletion = await signIn();

    // THEN
    expect(afterTheRotation).toEqual([arnOf(key), second.accessKeyId]);
    expect(keysOfDay83).toEqual([[first.accessKeyId, 'Inactive'], [second.accessKeyId, 'Active']]);
    expect(afterTheDeactivation).toEqual([arnOf(key), second.accessKeyId]);
    expect(keysOfDay91).toEqual([[second.accessKeyId, 'Active']]);
    expect(afterTheDeletion).toEqual([arnOf(key), second.accessKeyId]);
  });
});

test('the answer is what credential_process asks for, and expires in an hour', async () => {
  await withHost(async (host, _key, first) => {
    // WHEN
    const start = Date.now();
    const { stdout, stderr, exit } = await host.script();
    const end = Date.now();

    // THEN
    const { Expiration, ...answer } = JSON.parse(stdout);
    expect(answer).toEqual({ Version: 1, AccessKeyId: first.accessKeyId, SecretAccessKey: first.secretAccessKey });
    expect(Expiration).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
    // The answer has whole seconds.
    expect(Date.parse(Expiration)).toBeGreaterThan(start + HOUR_MS - 1000);
    expect(Date.parse(Expiration)).toBeLessThanOrEqual(end + HOUR_MS);
    expect([exit, stderr]).toEqual([0, '']);
  });
});

test('no secret access key is in an argument or a message, and no tool runs that the document does not name', async () => {
  await withHost(async (host, key, first) => {
    // GIVEN
    const handOver = host.programs();
    host.forgetPrograms();

    // WHEN
    const second = await rotate(key, first);
    const runs = [await host.script(), await host.script([], await unreachable())];

    // THEN
    const programs = host.programs();
    const seen = JSON.stringify([handOver, programs, runs.map(({ stderr }) => stderr)]);
    expect(seen).not.toContain(first.secretAccessKey);
    expect(seen).not.toContain(second.secretAccessKey);
    expect([...new Set(programs.map(({ name }) => name))].sort()).toEqual(['aws', 'cat', 'date', 'mv']);
    expect(programs.find(({ name }) => name === 'aws')!.args).toEqual(expect.arrayContaining(['get-secret-value', key.secret]));
  });
});

test('the file with the key can be read by its owner alone, when it is handed over and when it is replaced', async () => {
  await withHost(async (host, key, first) => {
    // GIVEN
    const handedOver = host.modes();

    // WHEN
    const second = await rotate(key, first);
    await host.script();

    // THEN
    expect(JSON.parse(host.known())).toEqual({ userName: key.user, ...second });
    expect(handedOver).toEqual({ 'key.json': '600' });
    expect(host.modes()).toEqual({ 'key.json': '600' });
  });
});

test('as the default profile it works too, and does not call itself', async () => {
  await withHost(async (host, key) => {
    // GIVEN
    host.makeProfileTheDefault();
    host.forgetPrograms();

    // WHEN
    const { stdout } = await host.cli(['sts', 'get-caller-identity'], {});

    // THEN
    expect(JSON.parse(stdout)).toMatchObject({ Arn: arnOf(key) });
    // The CLI that was called, and the one that the script calls.
    expect(host.programs().filter(({ name }) => name === 'aws')).toHaveLength(2);
  });
});

test('where the file cannot be replaced it uses the key that it has read, says so, and leaves no other file', async () => {
  await withHost(async (host, key, first) => {
    // GIVEN
    const known = host.known();
    host.breakTool('mv');

    // WHEN
    const second = await rotate(key, first);
    const { exit, stdout, stderr } = await host.script();

    // THEN
    expect(JSON.parse(stdout)).toMatchObject({ AccessKeyId: second.accessKeyId, SecretAccessKey: second.secretAccessKey });
    expect(stderr).toBe(`rotating-key: cannot write ${host.keyFile}: the next run reads the secret by the former key\n`);
    expect([exit, host.known(), host.modes()]).toEqual([0, known, { 'key.json': '600' }]);
  });
});

test('while Secrets Manager is unreachable it goes on with the key that it has, and says so', async () => {
  await withHost(async (host, _key, first) => {
    // WHEN
    const { exit, stdout, stderr } = await host.script([], await unreachable());

    // THEN
    expect(JSON.parse(stdout)).toMatchObject({ AccessKeyId: first.accessKeyId, SecretAccessKey: first.secretAccessKey });
    expect(Date.parse(JSON.parse(stdout).Expiration)).toBeGreaterThan(Date.now());
    expect(stderr).toContain(`rotating-key: cannot get a key from ${host.names.secretArn}: ${host.keyFile} keeps ${first.accessKeyId}\n`);
    expect(exit).toBe(0);
  });
});

test.each<[what: string, value: (key: Key) => Pick<PutSecretValueCommandInput, 'SecretString' | 'SecretBinary'>]>([
  ['other JSON', () => ({ SecretString: '{"password":"of somebody"}' })],
  ['a word', () => ({ SecretString: 'password' })],
  // The AWS CLI prints None for its text.
  ['bytes', (key) => ({ SecretBinary: Buffer.from(JSON.stringify(key)) })],
  ['an id alone', ({ accessKeyId }) => ({ SecretString: accessKeyId })],
  ['a key without its secret', ({ accessKeyId }) => ({ SecretString: JSON.stringify({ secretAccessKey: null, accessKeyId }) })],
  ['an id in the place of the secret', ({ accessKeyId }) => ({ SecretString: JSON.stringify({ accessKeyId, secretAccessKey: accessKeyId }) })],
  ['a word in the place of the id', ({ secretAccessKey }) => ({ SecretString: JSON.stringify({ accessKeyId: 'None', secretAccessKey }) })],
])('while the secret holds %s, it goes on with the key that it has', async (_what, value) => {
  await withHost(async (host, key, first) => {
    // GIVEN
    const known = host.known();
    await secretsOf(aws).send(new PutSecretValueCommand({ SecretId: key.secret, ...value(first) }));

    // WHEN
    const { exit, stdout, stderr } = await host.script();

    // THEN
    expect(JSON.parse(stdout)).toMatchObject({ AccessKeyId: first.accessKeyId, SecretAccessKey: first.secretAccessKey });
    expect(stderr).toBe(`rotating-key: cannot get a key from ${host.names.secretArn}: ${host.keyFile} keeps ${first.accessKeyId}\n`);
    expect(host.known()).toBe(known);
    expect(exit).toBe(0);
  });
});

describe('--refresh, as cron runs it', () => {
  test('stores the next key and says nothing', async () => {
    await withHost(async (host, key, first) => {
      // WHEN
      const unchanged = await host.cron();
      const second = await rotate(key, first);
      const changed = await host.cron();

      // THEN
      expect([unchanged, changed]).toEqual(Array(2).fill({ exit: 0, stdout: '', stderr: '' }));
      expect(JSON.parse(host.known())).toMatchObject({ accessKeyId: second.accessKeyId, secretAccessKey: second.secretAccessKey });
    });
  });

  test('ends with 75 and keeps the former key if the secret cannot be read', async () => {
    await withHost(async (host, _key, first) => {
      // WHEN
      const known = host.known();
      const { exit, stdout, stderr } = await host.cron(await unreachable());

      // THEN
      expect(stderr).toContain(`rotating-key: cannot get a key from ${host.names.secretArn}: ${host.keyFile} keeps ${first.accessKeyId}\n`);
      expect([exit, stdout, host.known()]).toEqual([75, '', known]);
    });
  });

  test('ends with 75 and keeps the former key if the AWS CLI is not on the PATH', async () => {
    await withHost(async (host) => {
      // WHEN
      const known = host.known();
      host.removeTool('aws');
      const { exit, stderr } = await host.cron();

      // THEN
      expect(stderr).toMatch(/aws.*not found/);
      expect([exit, host.known()]).toEqual([75, known]);
    });
  });

  test('ends with 75 if the file cannot be written', async () => {
    await withHost(async (host, key, first) => {
      // GIVEN
      host.breakTool('mv');
      await rotate(key, first);

      // WHEN
      const { exit, stderr } = await host.cron();

      // THEN
      expect(stderr).toContain(`cannot write ${host.keyFile}`);
      expect(exit).toBe(75);
    });
  });

  test('ends with 1 if there is no key', async () => {
    await withHost(async (host) => {
      // GIVEN
      host.replaceKnown(undefined);

      // WHEN
      const { exit, stderr } = await host.cron();

      // THEN
      expect(stderr).toContain(`there is no key in ${host.keyFile}`);
      expect(exit).toBe(1);
    });
  });

  test('ends with 2 if it is given a program', async () => {
    await withHost(async (host) => {
      const { exit, stderr } = await host.refresh('program');

      expect(stderr).toContain('expected KEY_FILE SECRET_ARN');
      expect(exit).toBe(2);
    });
  });
});

test('the age of the key is that of its file, which a refresh without a new key does not change', async () => {
  await withHost(async (host) => {
    // GIVEN
    const isOld = async () => (await host.shell(documentedFor(host.names, '-mtime +75'))).stdout.trim();
    const DAY_S = 24 * 3600;
    const daysAgo = (days: number) => Date.now() / 1000 - days * DAY_S;

    // WHEN
    utimesSync(host.keyFile, daysAgo(74), daysAgo(74));
    await host.refresh();
    const young = await isOld();
    utimesSync(host.keyFile, daysAgo(77), daysAgo(77));
    await host.refresh();
    const old = await isOld();

    // THEN
    expect([young, old]).toEqual(['', host.keyFile]);
  });
});

test('the env file has the key, for its owner alone, and a command runs once for each key', async () => {
  await withHost(async (host, key, first) => {
    // GIVEN
    const { program, file } = host.addEnvFile();
    const write = () => host.script([program, file, 'echo', 'restarted']);
    const content = ({ accessKeyId, secretAccessKey }: Key) => `AWS_ACCESS_KEY_ID=${accessKeyId}\nAWS_SECRET_ACCESS_KEY=${secretAccessKey}\n`;

    // WHEN
    const [created, unchanged] = [await write(), await write()];
    const before = readFileSync(file, 'utf8');
    const second = await rotate(key, first);
    const changed = await write();

    // THEN
    expect([created, unchanged, changed].map(({ exit, stdout, stderr }) => [exit, stdout, stderr])).toEqual([
      [0, 'restarted\n', ''], [0, '', ''], [0, 'restarted\n', ''],
    ]);
    expect(before).toBe(content(first));
    expect(readFileSync(file, 'utf8')).toBe(content(second));
    expect((statSync(file).mode % 0o1000).toString(8)).toBe('600');
    expect(JSON.stringify(host.programs())).not.toContain(second.secretAccessKey);
  });
});

test.each<[what: string, content: (key: Key) => string | undefined]>([
  ['is missing', () => undefined],
  ['is empty', () => ''],
  ['holds something else', () => '{"accessKeyId":"","secretAccessKey":"x"}'],
  ['holds a word', () => 'password\n'],
  ['holds a secret access key alone', ({ secretAccessKey }) => `${secretAccessKey}\n`],
])('where the file with the key %s, it says what to do, and shows nothing of it', async (_what, content) => {
  await withHost(async (host, _key, first) => {
    // GIVEN
    host.replaceKnown(content(first));

    // WHEN
    const { exit, stdout, stderr } = await host.script();

    // THEN
    expect(stderr).toContain(`rotating-key: there is no key in ${host.keyFile}: put the value of the secret there\n`);
    expect(stderr).not.toContain(first.secretAccessKey);
    expect([exit, stdout]).toEqual([1, '']);
  });
});

test('a machine that was away until its key was gone works again once a key is handed over', async () => {
  await withHost(async (host, key, first) => {
    // GIVEN
    const second = await rotate(key, first);
    await onDay(aws, 83);
    await key.tick();
    const tooLate = await host.cli(['sts', 'get-caller-identity']);

    // WHEN
    await host.handOver();

    // THEN
    expect(tooLate.exit).not.toBe(0);
    expect(tooLate.stderr).toContain('InvalidClientTokenId');
    expect((await host.cli(['sts', 'get-caller-identity'])).exit).toBe(0);
    expect(JSON.parse(host.known()).accessKeyId).toBe(second.accessKeyId);
  });
});

test('a key that cannot be handed over leaves the one that the machine has', async () => {
  await withHost(async (host) => {
    // GIVEN
    const known = host.known();

    // WHEN
    const { exit, stderr } = await host.handOver({ ...await unreachable(), AWS_MAX_ATTEMPTS: '1' });

    // THEN
    expect([exit === 0, host.known()]).toEqual([false, known]);
    expect(host.modes()).toEqual({ 'key.json': '600', 'handed-over': '600' });
    expect(stderr).toContain('Could not connect');
  });
});

test('a program that the script starts finds the key in its environment, and its own arguments as they were', async () => {
  await withHost(async (host, key, first) => {
    // GIVEN
    const second = await rotate(key, first);
    const report = 'const { AWS_ACCESS_KEY_ID: id, AWS_SECRET_ACCESS_KEY: secret, AWS_SESSION_TOKEN: token, AWS_PROFILE: profile } = process.env; '
      + 'console.log(JSON.stringify({ id, secret, token, profile, args: process.argv.slice(1) })); process.exit(7)';

    // WHEN
    const { exit, stdout, stderr } = await host.script(
      [process.execPath, '-e', report, 'two  words', '*'], { AWS_PROFILE: 'vendor', AWS_SESSION_TOKEN: 'of other credentials' });

    // THEN
    expect(JSON.parse(stdout)).toEqual({ id: second.accessKeyId, secret: second.secretAccessKey, args: ['two  words', '*'] });
    expect([exit, stderr]).toEqual([7, '']);
  });
});

test('a program that runs for long moves on to the next key by itself', async () => {
  await withHost(async (host, key, first) => {
    await LongRunningProgram.on(host, async (program) => {
      // GIVEN
      const before = await program.signIn();
      const second = await rotate(key, first);

      // WHEN
      // The SDK asks again beside its calls, in the five minutes before the hour is over.
      program.putClockAhead(58);

      // THEN
      expect(before).toBe(`${arnOf(key)} ${first.accessKeyId}`);
      await until('the next key', program.signIn, (signedIn) => signedIn === `${arnOf(key)} ${second.accessKeyId}`);
    });
  });
});

test('a program that runs for long would keep its first key for ever if the answer had no expiration', async () => {
  await withHost(async (host, key, first) => {
    // GIVEN
    const script = readFileSync(host.names.script, 'utf8');
    writeFileSync(host.names.script, script.replace(/,"Expiration":.*}/, '}'));

    await LongRunningProgram.on(host, async (program) => {
      const before = await program.signIn();
      await rotate(key, first);

      // WHEN
      program.putClockAhead(24 * 60);

      // THEN
      expect([before, await program.signIn(), await program.signIn()]).toEqual(Array(3).fill(`${arnOf(key)} ${first.accessKeyId}`));
    });
  });
});

describe('a mail relay', () => {
  /** A machine outside AWS that was given the key of the user who may read the SMTP credentials. */
  async function withRelay(use: (host: ConsumerHost, relayKey: RotatingKey, smtp: SesSmtpDeployment) => Promise<void>): Promise<void> {
    await onDay(aws, 0);
    const smtp = await SesSmtpDeployment.deploy(aws);
    const relayKey = await RotatingKey.deploy(aws, { adopted: await smtp.key.stack.physicalId(smtpTemplate().idOf('Reader/Resource')) });
    await ConsumerHost.lend(aws, relayKey.secret, (host) => use(host, relayKey, smtp));
  }

  /** What Postfix makes of the file. */
  function loginOf(file: string) {
    const [, host, port, username, password] = /^\[(.+)\]:(\d+) (\w+):(.+)\n$/.exec(readFileSync(file, 'utf8'))!;
    return { host, port: Number(port), username, password };
  }

  test('logs in with what the documented program wrote, also after its own key and the credentials were replaced', async () => {
    await withRelay(async (host, relayKey, smtp) => {
      // GIVEN
      const { program, file } = host.addSmtpLogin(smtp.key.secret);
      const [firstKey, first] = [await relayKey.current(), await smtp.current()];
      expect(await host.script([program])).toEqual({ exit: 0, stdout: '', stderr: '' });
      const before = loginOf(file);

      // WHEN
      await relayKey.rotate();
      await smtp.key.rotate();
      const [secondKey, second] = [await relayKey.next(firstKey), await smtp.next(first)];
      await host.script([program]);
      const after = loginOf(file);

      // THEN
      expect([before.username, after.username]).toEqual([first.username, second.username]);
      expect(await new MailClient(aws.smtp, before).logIn()).toBe(LOGGED_IN);
      expect(await new MailClient(aws.smtp, after).logIn()).toBe(LOGGED_IN);
      expect(JSON.parse(host.known()).accessKeyId).toBe(secondKey.accessKeyId);
      expect((statSync(file).mode % 0o1000).toString(8)).toBe('600');
    });
  });

  test('keeps what was written if the secret lacks a field, and names the fields that it has', async () => {
    await withRelay(async (host, _relayKey, smtp) => {
      // GIVEN
      const { program, file } = host.addSmtpLogin(smtp.key.secret);
      await host.script([program]);
      const before = readFileSync(file, 'utf8');
      const { username, password, host: server } = await smtp.current();
      const SecretString = JSON.stringify({ user: username, password, host: server, port: 587 });
      await secretsOf(aws).send(new PutSecretValueCommand({ SecretId: smtp.key.secret, SecretString }));

      // WHEN
      const { exit, stderr } = await host.script([program]);

      // THEN
      expect(stderr).toBe('smtp-login: the secret has no field username; it has: host, password, port, user\n');
      expect(exit).not.toBe(0);
      expect(readFileSync(file, 'utf8')).toBe(before);

      // WHEN its name is set
      writeFileSync(program, readFileSync(program, 'utf8').replace('USERNAME=username', 'USERNAME=user'));

      // THEN
      expect(await host.script([program])).toEqual({ exit: 0, stdout: '', stderr: '' });
      expect(readFileSync(file, 'utf8')).toBe(before);
    });
  });

  test('keeps what was written while the credentials cannot be read, and the program fails', async () => {
    await withRelay(async (host, _relayKey, smtp) => {
      // GIVEN
      const { program, file } = host.addSmtpLogin(smtp.key.secret);
      await host.script([program]);
      const before = readFileSync(file, 'utf8');

      // WHEN
      host.breakTool('aws');
      const { exit } = await host.script([program]);

      // THEN
      expect(exit).not.toBe(0);
      expect(readFileSync(file, 'utf8')).toBe(before);
    });
  });
});
