import { existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
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
import { SCRIPT } from '../recipes/documented';
import { LongRunningProgram } from '../recipes/long-running';
import { blocksOf, Operator } from '../recipes/operator';
import { run } from '../recipes/run';

/** The recipes of docs/clients.md, as they stand there, with the real AWS CLI and SDK. */
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

test('the documented profile signs in with the current key, also when the replaced key is deactivated and deleted', async () => {
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
    expect(keysOfDay83).toEqual([
      [first.accessKeyId, 'Inactive'],
      [second.accessKeyId, 'Active'],
    ]);
    expect(afterTheDeactivation).toEqual([arnOf(key), second.accessKeyId]);
    expect(keysOfDay91).toEqual([[second.accessKeyId, 'Active']]);
    expect(afterTheDeletion).toEqual([arnOf(key), second.accessKeyId]);
  });
});

test('the output has the form of credential_process, and expires in an hour', async () => {
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
    expect(programs.find(({ name }) => name === 'aws')!.args).toEqual(
      expect.arrayContaining(['get-secret-value', key.secret]),
    );
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
    expect(host.modes()).toEqual({ 'key.json': '600', 'key.json.refreshed': '600' });
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
    expect(JSON.parse(stdout)).toMatchObject({
      AccessKeyId: second.accessKeyId,
      SecretAccessKey: second.secretAccessKey,
    });
    expect(stderr).toBe(`rotating-key: cannot write ${host.keyFile}\n`);
    expect([exit, host.known(), host.modes()]).toEqual([0, known, { 'key.json': '600' }]);
  });
});

test('while Secrets Manager is unreachable it uses the key that it has, and reports that', async () => {
  await withHost(async (host, _key, first) => {
    // WHEN
    const { exit, stdout, stderr } = await host.script([], await unreachable());

    // THEN
    expect(JSON.parse(stdout)).toMatchObject({
      AccessKeyId: first.accessKeyId,
      SecretAccessKey: first.secretAccessKey,
    });
    expect(Date.parse(JSON.parse(stdout).Expiration)).toBeGreaterThan(Date.now());
    expect(stderr).toContain(
      `rotating-key: cannot get a key from ${host.names.secretArn}: ${host.keyFile} keeps ${first.accessKeyId}\n`,
    );
    expect(exit).toBe(0);
  });
});

type Value = (key: Key) => Pick<PutSecretValueCommandInput, 'SecretString' | 'SecretBinary'>;

const lacks = (field: string, present: string, variable: string) =>
  `has no string in the field ${field}; its fields are ${present}. If fieldNames renames it, set ${variable} ` +
  'to its name';
const LACKS_ID = 'has no string in the field accessKeyId';
const OTHER_STRINGS = 'holds other strings than an access key ID and a secret access key';

test.each<[what: string, problem: string, value: Value]>([
  [
    'other JSON',
    lacks('accessKeyId', 'password', 'ROTATING_KEY_ID_FIELD'),
    () => ({ SecretString: '{"password":"of somebody"}' }),
  ],
  ['JSON with an object', LACKS_ID, () => ({ SecretString: '{"login":{"password":"of somebody"}}' })],
  ['JSON with an escape', LACKS_ID, () => ({ SecretString: '{"password":"\\"of\\":somebody"}' })],
  ['a word', LACKS_ID, () => ({ SecretString: 'password' })],
  ['a word that resembles JSON', LACKS_ID, () => ({ SecretString: '{pass"word":x,"of":"somebody"}' })],
  // The AWS CLI prints None for its text.
  ['bytes', LACKS_ID, (key) => ({ SecretBinary: Buffer.from(JSON.stringify(key)) })],
  ['an ID alone', LACKS_ID, ({ accessKeyId }) => ({ SecretString: accessKeyId })],
  [
    'a key without its secret',
    lacks('secretAccessKey', 'secretAccessKey, port, accessKeyId', 'ROTATING_KEY_SECRET_FIELD'),
    ({ accessKeyId }) => ({ SecretString: JSON.stringify({ secretAccessKey: null, port: 25, accessKeyId }) }),
  ],
  [
    'an ID in the place of the secret',
    OTHER_STRINGS,
    ({ accessKeyId }) => ({ SecretString: JSON.stringify({ accessKeyId, secretAccessKey: accessKeyId }) }),
  ],
  [
    'a word in the place of the ID',
    OTHER_STRINGS,
    ({ secretAccessKey }) => ({ SecretString: JSON.stringify({ accessKeyId: 'None', secretAccessKey }) }),
  ],
])(
  'while the secret holds %s, the script keeps its key, and names fields but no value',
  async (_what, problem, value) => {
    await withHost(async (host, key, first) => {
      // GIVEN
      const known = host.known();
      await secretsOf(aws).send(new PutSecretValueCommand({ SecretId: key.secret, ...value(first) }));

      // WHEN
      const { exit, stdout, stderr } = await host.script();

      // THEN
      expect(JSON.parse(stdout)).toMatchObject({
        AccessKeyId: first.accessKeyId,
        SecretAccessKey: first.secretAccessKey,
      });
      const { secretArn } = host.names;
      expect(stderr).toBe(
        `rotating-key: ${secretArn} ${problem}\n` +
          `rotating-key: cannot get a key from ${secretArn}: ${host.keyFile} keeps ${first.accessKeyId}\n`,
      );
      expect(host.known()).toBe(known);
      expect(exit).toBe(0);
    });
  },
);

describe('the crontab that refreshes the key', () => {
  const REFRESH = '--refresh /home';

  test('stores the new key and prints nothing', async () => {
    await withHost(async (host, key, first) => {
      // WHEN
      const unchanged = await host.cron(REFRESH);
      const second = await rotate(key, first);
      const changed = await host.cron(REFRESH);

      // THEN
      expect([unchanged, changed]).toEqual(Array(2).fill([{ exit: 0, stdout: '', stderr: '' }]));
      expect(JSON.parse(host.known())).toMatchObject({
        accessKeyId: second.accessKeyId,
        secretAccessKey: second.secretAccessKey,
      });
    });
  });

  test('ends with 75 and keeps the stored key if the secret cannot be read', async () => {
    await withHost(async (host, _key, first) => {
      // GIVEN
      const known = host.known();

      // WHEN
      const [{ exit, stdout, stderr }] = await host.cron(REFRESH, await unreachable());

      // THEN
      expect(stderr).toContain(
        `rotating-key: cannot get a key from ${host.names.secretArn}: ${host.keyFile} keeps ${first.accessKeyId}\n`,
      );
      expect([exit, stdout, host.known()]).toEqual([75, '', known]);
    });
  });

  test('needs its PATH: on that of cron there is no AWS CLI, so that the command ends with 75 and says so', async () => {
    await withHost(async (host) => {
      // GIVEN
      const known = host.known();

      // WHEN
      const { exit, stdout, stderr } = await host.underCron(host.refreshCommand);

      // THEN
      expect(stderr).toMatch(
        /^rotating-key: aws is not found on the PATH .*bin-of-cron: add the folder of the AWS CLI\n/,
      );
      expect([exit, stdout, host.known()]).toEqual([75, '', known]);
    });
  });

  test('ends with 75 if the file cannot be written', async () => {
    await withHost(async (host, key, first) => {
      // GIVEN
      host.breakTool('mv');
      await rotate(key, first);

      // WHEN
      const [{ exit, stderr }] = await host.cron(REFRESH);

      // THEN
      expect([exit, stderr]).toEqual([75, `rotating-key: cannot write ${host.keyFile}\n`]);
    });
  });

  test('ends with 1 if there is no key', async () => {
    await withHost(async (host) => {
      // GIVEN
      host.replaceKnown(undefined);

      // WHEN
      const [{ exit, stdout, stderr }] = await host.cron(REFRESH);

      // THEN
      expect(stderr).toContain(`there is no key in ${host.keyFile}`);
      expect([exit, stdout]).toEqual([1, '']);
    });
  });
});

test('as a credential_process without the AWS CLI, the script ends with 0 and prints the stored key', async () => {
  await withHost(async (host, _key, first) => {
    // GIVEN
    const command = `${host.names.script} ${host.keyFile} ${host.names.secretArn}`;

    // WHEN
    const { exit, stdout, stderr } = await host.underCron(command);

    // THEN
    expect(JSON.parse(stdout)).toMatchObject({
      AccessKeyId: first.accessKeyId,
      SecretAccessKey: first.secretAccessKey,
    });
    expect(stderr).toContain('aws is not found');
    expect(exit).toBe(0);
  });
});

test.each<[what: string, args: string[]]>([
  ['nothing', []],
  ['no secret', ['KEY_FILE']],
  ['--refresh without a secret', ['--refresh', 'KEY_FILE']],
  ['--refresh and a program', ['--refresh', 'KEY_FILE', 'SECRET_ARN', 'program']],
  ['--env-file without a file', ['--env-file', 'KEY_FILE', 'SECRET_ARN']],
  ['--age with other words than seconds', ['--age', 'KEY_FILE', '2 days']],
  ['--age with three arguments', ['--age', 'KEY_FILE', '1', '2']],
  ['an unknown option', ['--print', 'KEY_FILE', 'SECRET_ARN']],
])('the script ends with 2 and prints its usage if it is given %s', async (_what, args) => {
  // WHEN
  const help = await run(SCRIPT, ['--help'], process.env, __dirname);
  const wrong = await run(SCRIPT, args, process.env, __dirname);

  // THEN
  expect(wrong).toEqual({ exit: 2, stdout: '', stderr: help.stdout });
  expect([help.exit, help.stderr]).toEqual([0, '']);
  expect(help.stdout).toContain('  75   the stored key is kept');
});

describe('the age of the key', () => {
  const DAY_S = 24 * 3600;
  const NOW = 1_800_000_000;

  const answer = (id: string, fetched: number | '', refreshed: number | '') =>
    `access_key_id=${id}\nfetched_seconds_ago=${fetched}\nrefreshed_seconds_ago=${refreshed}\n`;

  test('is known only after a refresh', async () => {
    await withHost(async (host, _key, { accessKeyId }) => {
      // WHEN
      const { exit, stdout, stderr } = await host.command('--age /home');

      // THEN
      expect(stdout).toBe(answer(accessKeyId, '', ''));
      expect(stderr).toBe(`rotating-key: the key ${accessKeyId} was not refreshed\n`);
      expect(exit).toBe(75);
    });
  });

  test('counts from the run that read the key first, and from the last run that read the secret', async () => {
    await withHost(async (host, _key, { accessKeyId }) => {
      // GIVEN
      host.setClock(NOW);
      await host.cron('--refresh /home');
      host.setClock(NOW + 10 * DAY_S);
      await host.cron('--refresh /home');

      // WHEN
      host.setClock(NOW + 12 * DAY_S);
      const ages = [await host.command('--age /home'), await host.scriptWith(['--age', host.keyFile])];

      // THEN
      expect(ages).toEqual(Array(2).fill({ exit: 0, stdout: answer(accessKeyId, 12 * DAY_S, 2 * DAY_S), stderr: '' }));
    });
  });

  test('ends with 75 once the last refresh is longer ago than it may be, though runs since then kept the key', async () => {
    await withHost(async (host, _key, { accessKeyId }) => {
      // GIVEN
      host.setClock(NOW);
      await host.cron('--refresh /home');
      host.setClock(NOW + 2 * DAY_S);
      await host.cron('--refresh /home', await unreachable());

      // WHEN
      host.setClock(NOW + 2 * DAY_S + 1);
      const { exit, stdout, stderr } = await host.command('--age /home');

      // THEN
      expect(stdout).toBe(answer(accessKeyId, 2 * DAY_S + 1, 2 * DAY_S + 1));
      expect(stderr).toBe(`rotating-key: the key ${accessKeyId} was not refreshed for more than 172800 seconds\n`);
      expect(exit).toBe(75);
    });
  });

  test('begins again with the new key, also if it was handed over', async () => {
    await withHost(async (host, key, first) => {
      // GIVEN
      host.setClock(NOW);
      await host.cron('--refresh /home');
      const second = await rotate(key, first);

      // WHEN
      host.setClock(NOW + DAY_S);
      await host.cron('--refresh /home');
      const refreshed = await host.command('--age /home');
      host.replaceKnown(JSON.stringify(first));
      const handedOver = await host.command('--age /home');

      // THEN
      expect([refreshed.exit, refreshed.stdout]).toEqual([0, answer(second.accessKeyId, 0, 0)]);
      expect([handedOver.exit, handedOver.stdout]).toEqual([75, answer(first.accessKeyId, '', '')]);
    });
  });

  test('ends with 1 if there is no key, and shows no secret access key', async () => {
    await withHost(async (host, _key, first) => {
      // GIVEN
      const { stdout } = await host.command('--age /home');
      host.replaceKnown('password');

      // WHEN
      const without = await host.command('--age /home');

      // THEN
      expect(stdout).not.toContain(first.secretAccessKey);
      expect([without.exit, without.stdout]).toEqual([1, '']);
      expect(without.stderr).not.toContain('password');
    });
  });
});

test('a program that reads a profile once is restarted after each rotation, and at no other time', async () => {
  await withHost(async (host, key, first) => {
    // GIVEN a credentials file with the profile of another program
    const asked = host.addSystemctl();
    const file = join(host.names.home, '.aws', 'credentials');
    const other = '[other]\naws_access_key_id = AKIAOFANOTHERPROGRAM\n';
    writeFileSync(file, other);
    const runs = () => host.cron('ROTATING_KEY_PROFILE=AmazonCloudWatchAgent');
    const signIn = () =>
      host.cli(['sts', 'get-caller-identity', '--query', 'Arn', '--output', 'text'], {
        AWS_PROFILE: 'AmazonCloudWatchAgent',
      });

    // WHEN
    const outcomes = [await runs(), await runs()];
    const before = [asked().length, await signIn()];
    const second = await rotate(key, first);
    outcomes.push(await runs(), await runs());
    await onDay(aws, 83);
    await key.tick();
    const after = [asked().length, await signIn()];

    // THEN
    const signedIn = { exit: 0, stdout: `${arnOf(key)}\n`, stderr: '' };
    expect(outcomes.flat()).toEqual(Array(4).fill({ exit: 0, stdout: '', stderr: '' }));
    expect([before, after]).toEqual([
      [1, signedIn],
      [2, signedIn],
    ]);
    expect(new Set(asked())).toEqual(new Set(['restart amazon-cloudwatch-agent']));
    expect(readFileSync(file, 'utf8')).toContain(
      `${other}[AmazonCloudWatchAgent]\naws_access_key_id = ${second.accessKeyId}\n`,
    );
  });
});

test('the last use of a replaced key is shown by the documented command', async () => {
  await onDay(aws, 0);
  const key = await RotatingKey.deploy(aws);
  const { accessKeyId } = await key.current();
  const [lastUse, ...others] = blocksOf('clients.md', 'Who still uses the replaced key');

  const shown = await Operator.of(aws, (operator) => operator.sees(lastUse, { 'access key ID': accessKeyId }));

  expect(JSON.parse(shown)).toMatchObject({ ServiceName: 'sts' });
  expect(others).toEqual([]);
});

describe('a file with the key', () => {
  const FILES = '--env-file /home/vendor/relay.env /home';

  /** What docker run, systemd and dotenv make of an env file: a variable a line, without quotes. */
  function variablesOf(file: string): Record<string, string> {
    const lines = readFileSync(file, 'utf8').trimEnd().split('\n');
    return Object.fromEntries(lines.map((line) => /^([A-Z_]+)=([A-Za-z0-9/+=]+)$/.exec(line)!.slice(1)));
  }

  function filesOf(host: ConsumerHost) {
    const folder = join(host.names.home, 'relay-aws');
    mkdirSync(folder);
    return { env: join(host.names.home, 'relay.env'), folder, credentials: join(folder, 'credentials') };
  }

  const signInArguments = ['sts', 'get-caller-identity', '--query', 'Arn', '--output', 'text'];

  test('signs in with the current key in both forms, also when the replaced key is deactivated', async () => {
    await withHost(async (host, key, first) => {
      // GIVEN
      const files = filesOf(host);
      const signIns = async () => [
        await host.cli(signInArguments, variablesOf(files.env)),
        await host.cli(signInArguments, { AWS_SHARED_CREDENTIALS_FILE: files.credentials }),
      ];
      const written = await host.cron(FILES);
      const before = [variablesOf(files.env).AWS_ACCESS_KEY_ID, ...(await signIns())];

      // WHEN
      const second = await rotate(key, first);
      const rewritten = await host.cron(FILES);
      await onDay(aws, 83);
      await key.tick();
      const after = [variablesOf(files.env).AWS_ACCESS_KEY_ID, ...(await signIns())];

      // THEN
      const signedIn = { exit: 0, stdout: `${arnOf(key)}\n`, stderr: '' };
      expect([written, rewritten].flat()).toEqual(Array(4).fill({ exit: 0, stdout: '', stderr: '' }));
      expect(before).toEqual([first.accessKeyId, signedIn, signedIn]);
      expect(after).toEqual([second.accessKeyId, signedIn, signedIn]);
    });
  });

  test('can be read by its owner alone, and is replaced in one step', async () => {
    await withHost(async (host) => {
      // GIVEN
      const files = filesOf(host);
      await host.cron(FILES);
      const before = readFileSync(files.env, 'utf8');

      // WHEN
      host.breakTool('mv');
      const outcomes = await host.cron(FILES);

      // THEN
      expect(outcomes.map(({ exit }) => exit)).toEqual([75, 75]);
      expect(outcomes[0].stderr).toContain(`rotating-key: cannot write ${files.env}\n`);
      expect(readFileSync(files.env, 'utf8')).toBe(before);
      expect(host.modes(files.folder)).toEqual({ credentials: '600' });
      expect((statSync(files.env).mode % 0o1000).toString(8)).toBe('600');
    });
  });

  test('holds the stored key while the secret cannot be read, and the command ends with 75', async () => {
    await withHost(async (host, _key, first) => {
      // GIVEN
      const files = filesOf(host);

      // WHEN
      const outcomes = await host.cron(FILES, await unreachable());

      // THEN
      expect(outcomes.map(({ exit, stdout }) => [exit, stdout])).toEqual(Array(2).fill([75, '']));
      const { accessKeyId, secretAccessKey } = first;
      expect(variablesOf(files.env)).toEqual({
        AWS_ACCESS_KEY_ID: accessKeyId,
        AWS_SECRET_ACCESS_KEY: secretAccessKey,
      });
    });
  });
});

describe('renamed fields', () => {
  const RENAMED = { accessKeyId: 'keyId', secretAccessKey: 'secret' };
  const VARIABLES = { ROTATING_KEY_ID_FIELD: 'keyId', ROTATING_KEY_SECRET_FIELD: 'secret' };

  /** The next key, in a secret with the new names. */
  async function rotateToNewNames(key: RotatingKey): Promise<Record<string, string>> {
    expect(await key.update({ fieldNames: RENAMED })).toBe('UPDATE_COMPLETE');
    await onDay(aws, 61.1);
    await key.tick();
    const secret = () => key.current() as Promise<object>;
    const current = await until('the renamed fields', secret, (value) => 'keyId' in value);
    await key.atRest();
    return current as Record<string, string>;
  }

  test(
    'never refuse a client that knows them: before the rotation, after it, and once the replaced key is ' +
      'deactivated',
    async () => {
      await withHost(async (host, key, first) => {
        // GIVEN
        host.renameFieldsInProfile();
        const signIn = () => host.cli(['sts', 'get-caller-identity', '--query', 'Arn', '--output', 'text']);
        const before = await signIn();

        // WHEN
        const second = await rotateToNewNames(key);
        const after = await signIn();
        await key.tick();
        await onDay(aws, 83);
        await key.tick();
        const keysOfDay83 = await key.keys();
        const afterTheDeactivation = await signIn();

        // THEN
        expect([before, after, afterTheDeactivation]).toEqual(
          Array(3).fill({ exit: 0, stdout: `${arnOf(key)}\n`, stderr: '' }),
        );
        expect(keysOfDay83[0]).toEqual([first.accessKeyId, 'Inactive']);
        expect(JSON.parse(host.known())).toEqual({ userName: key.user, keyId: second.keyId, secret: second.secret });
      });
    },
  );

  test('are named to a client that does not know them, and the code is 75', async () => {
    await withHost(async (host, key, first) => {
      // WHEN
      const second = await rotateToNewNames(key);
      const refresh = ['--refresh', host.keyFile, host.names.secretArn];
      const unknown = await host.scriptWith(refresh);
      const partly = await host.scriptWith(refresh, { ROTATING_KEY_ID_FIELD: 'keyId' });
      const known = await host.scriptWith(refresh, VARIABLES);

      // THEN
      expect(unknown.stderr).toContain(
        `${key.secret} ${lacks('accessKeyId', 'userName, keyId, secret', 'ROTATING_KEY_ID_FIELD')}\n`,
      );
      expect(partly.stderr).toContain(
        `${key.secret} ${lacks('secretAccessKey', 'userName, keyId, secret', 'ROTATING_KEY_SECRET_FIELD')}\n`,
      );
      expect([unknown.exit, partly.exit, known.exit]).toEqual([75, 75, 0]);
      expect(JSON.stringify([unknown, partly])).not.toContain(second.secret);
      expect(JSON.stringify([unknown, partly])).not.toContain(first.secretAccessKey);
    });
  });

  test('can be renamed again if both names are given', async () => {
    await withHost(async (host, key) => {
      // GIVEN
      const second = await rotateToNewNames(key);
      host.replaceKnown(JSON.stringify(second));
      const SecretString = JSON.stringify({ newName: second.keyId, secret: second.secret });
      await secretsOf(aws).send(new PutSecretValueCommand({ SecretId: key.secret, SecretString }));

      // WHEN
      const { exit, stderr } = await host.scriptWith(['--refresh', host.keyFile, host.names.secretArn], {
        ...VARIABLES,
        ROTATING_KEY_ID_FIELD: 'newName,keyId',
      });

      // THEN
      expect([exit, stderr]).toEqual([0, '']);
      expect(JSON.parse(host.known())).toEqual(JSON.parse(SecretString));
    });
  });
});

describe('the hand-over to Kubernetes', () => {
  test('gives kubectl the current key, as lines of an env file', async () => {
    await withHost(async (host, _key, first) => {
      // WHEN
      const { exit, stderr, applied } = await host.handOverToKubernetes();

      // THEN
      expect([exit, stderr]).toEqual([0, '']);
      expect(applied).toBe(`AWS_ACCESS_KEY_ID=${first.accessKeyId}\nAWS_SECRET_ACCESS_KEY=${first.secretAccessKey}\n`);
      expect(JSON.stringify(host.programs())).not.toContain(first.secretAccessKey);
    });
  });

  test('gives kubectl nothing if the secret cannot be read', async () => {
    await withHost(async (host) => {
      // WHEN
      const { exit, applied } = await host.handOverToKubernetes({ ...(await unreachable()), AWS_MAX_ATTEMPTS: '1' });

      // THEN
      expect([exit === 0, applied]).toEqual([false, undefined]);
    });
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
    expect(stderr).toContain(`rotating-key: there is no key in ${host.keyFile}: hand over the secret value\n`);
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
    const { exit, stderr } = await host.handOver({ ...(await unreachable()), AWS_MAX_ATTEMPTS: '1' });

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
    const report =
      'const { AWS_ACCESS_KEY_ID: id, AWS_SECRET_ACCESS_KEY: secret, AWS_SESSION_TOKEN: token, AWS_PROFILE: ' +
      'profile } = process.env; ' +
      'console.log(JSON.stringify({ id, secret, token, profile, args: process.argv.slice(1) })); process.exit(7)';

    // WHEN
    const { exit, stdout, stderr } = await host.script([process.execPath, '-e', report, 'two  words', '*'], {
      AWS_PROFILE: 'vendor',
      AWS_SESSION_TOKEN: 'of other credentials',
    });

    // THEN
    expect(JSON.parse(stdout)).toEqual({
      id: second.accessKeyId,
      secret: second.secretAccessKey,
      args: ['two  words', '*'],
    });
    expect([exit, stderr]).toEqual([7, '']);
  });
});

test('a program that runs for long changes to the new key without a restart', async () => {
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

test('a program that runs for long would keep its first key for ever if the output had no expiration', async () => {
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
      expect([before, await program.signIn(), await program.signIn()]).toEqual(
        Array(3).fill(`${arnOf(key)} ${first.accessKeyId}`),
      );
    });
  });
});

describe('a mail relay', () => {
  /** A machine outside AWS that was given the key of the user who may read the SMTP credentials. */
  async function withRelay(
    use: (host: ConsumerHost, relayKey: RotatingKey, smtp: SesSmtpDeployment) => Promise<void>,
  ): Promise<void> {
    await onDay(aws, 0);
    const smtp = await SesSmtpDeployment.deploy(aws);
    const relayKey = await RotatingKey.deploy(aws, {
      adopted: await smtp.key.stack.physicalId(smtpTemplate().idOf('Reader/Resource')),
    });
    await ConsumerHost.lend(aws, relayKey.secret, (host) => use(host, relayKey, smtp));
  }

  /** What Postfix makes of the file. */
  function loginOf(file: string) {
    const [, host, port, username, password] = /^\[(.+)\]:(\d+) (\w+):(.+)\n$/.exec(readFileSync(file, 'utf8'))!;
    return { host, port: Number(port), username, password };
  }

  const CRONTAB = '/usr/local/bin/smtp-login arn';

  test('logs in with what its crontab wrote, also after its own key and the credentials were replaced', async () => {
    await withRelay(async (host, relayKey, smtp) => {
      // GIVEN
      const { file } = host.addSmtpLogin(smtp.key.secret);
      const [firstKey, first] = [await relayKey.current(), await smtp.current()];
      const written = await host.cron(CRONTAB);
      const before = loginOf(file);

      // WHEN
      await relayKey.rotate();
      await smtp.key.rotate();
      const [secondKey, second] = [await relayKey.next(firstKey), await smtp.next(first)];
      const rewritten = await host.cron(CRONTAB);
      const after = loginOf(file);

      // THEN
      expect([...written, ...rewritten]).toEqual(Array(2).fill({ exit: 0, stdout: '', stderr: '' }));
      expect([before.username, after.username]).toEqual([first.username, second.username]);
      expect(await new MailClient(aws.smtp, before).logIn()).toBe(LOGGED_IN);
      expect(await new MailClient(aws.smtp, after).logIn()).toBe(LOGGED_IN);
      expect(loginOf(`${file}.db`)).toEqual(after);
      expect(JSON.parse(host.known()).accessKeyId).toBe(secondKey.accessKeyId);
      expect((statSync(file).mode % 0o1000).toString(8)).toBe('600');
    });
  });

  test('writes the credentials with renamed fields if it is given their names, and names the missing field if not', async () => {
    await withRelay(async (host, _relayKey, smtp) => {
      // GIVEN
      const { login, file } = host.addSmtpLogin(smtp.key.secret);
      await host.script(login);
      const before = readFileSync(file, 'utf8');
      const { username, password, host: server } = await smtp.current();
      const SecretString = JSON.stringify({ user: username, secret: password, host: server, port: 2587 });
      await secretsOf(aws).send(new PutSecretValueCommand({ SecretId: smtp.key.secret, SecretString }));
      const names = { SMTP_LOGIN_USERNAME_FIELD: 'user', SMTP_LOGIN_PASSWORD_FIELD: 'pass,secret' };

      // WHEN
      const withoutNames = await host.script(login);
      const kept = readFileSync(file, 'utf8');
      const withNames = await host.script(login, names);

      // THEN
      expect(withoutNames.stderr).toBe(
        'smtp-login: the secret has no field username; its fields are user, secret, host, port. ' +
          'If fieldNames renames it, set SMTP_LOGIN_USERNAME_FIELD to its name\n' +
          `smtp-login: cannot read the credentials from ${smtp.key.secret}\nsmtp-login: ${file} keeps its ` +
          `credentials\n`,
      );
      expect([withoutNames.exit, kept]).toEqual([75, before]);
      expect(withNames).toEqual({ exit: 0, stdout: '', stderr: '' });
      expect(loginOf(file)).toEqual({ host: server, port: 2587, username, password });
    });
  });

  test('shows nothing of a secret that holds no JSON object', async () => {
    await withRelay(async (host, _relayKey, smtp) => {
      // GIVEN
      const { login } = host.addSmtpLogin(smtp.key.secret);

      for (const SecretString of ['password', '["password"]', '{"password":']) {
        // WHEN
        await secretsOf(aws).send(new PutSecretValueCommand({ SecretId: smtp.key.secret, SecretString }));
        const { exit, stderr } = await host.script(login);

        // THEN
        expect(stderr).toBe(
          'smtp-login: the secret does not hold a JSON object\n' +
            `smtp-login: cannot read the credentials from ${smtp.key.secret}\n`,
        );
        expect(exit).toBe(1);
      }
    });
  });

  test('keeps what was written while the credentials cannot be read, ends with 75, and does not run postmap', async () => {
    await withRelay(async (host, _relayKey, smtp) => {
      // GIVEN
      const { file } = host.addSmtpLogin(smtp.key.secret);
      await host.cron(CRONTAB);
      const before = readFileSync(file, 'utf8');
      rmSync(`${file}.db`);

      // WHEN
      host.breakTool('aws');
      const [{ exit, stderr }] = await host.cron(CRONTAB);

      // THEN
      expect(stderr).toContain(`smtp-login: ${file} keeps its credentials\n`);
      expect(exit).toBe(75);
      expect(readFileSync(file, 'utf8')).toBe(before);
      expect(existsSync(`${file}.db`)).toBe(false);
    });
  });

  test('ends with 1 if the credentials cannot be read and none were written, and with 2 if an argument is missing', async () => {
    await withRelay(async (host, _relayKey, smtp) => {
      // GIVEN
      const { login } = host.addSmtpLogin(smtp.key.secret);
      host.breakTool('aws');

      // WHEN
      const exits = [(await host.script(login)).exit, (await host.script(login.slice(0, -1))).exit];

      // THEN
      expect(exits).toEqual([1, 2]);
    });
  });

  test('shows no password in an argument of a program', async () => {
    await withRelay(async (host, _relayKey, smtp) => {
      // GIVEN
      host.addSmtpLogin(smtp.key.secret);

      // WHEN
      await host.cron(CRONTAB);

      // THEN
      const programs = host.programs();
      expect(programs.map(({ name }) => name)).toContain('python3');
      expect(JSON.stringify(programs)).not.toContain((await smtp.current()).password);
    });
  });
});
