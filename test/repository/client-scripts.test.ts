import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** The scripts of docs/clients, with a stand-in for the AWS CLI. The deploy tests run them with the AWS CLI. */
const SCRIPTS = join(__dirname, '..', '..', 'docs', 'clients');
const ARN = 'arn:aws:secretsmanager:eu-central-1:111122223333:secret:example';

const STORED = JSON.stringify({
  userName: 'vendor',
  accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
  secretAccessKey: 'stored/EXAMPLE',
});
const CURRENT = JSON.stringify({
  userName: 'vendor',
  accessKeyId: 'AKIAI44QH8DHBEXAMPLE',
  secretAccessKey: 'current/EXAMPLE',
});
const RENAMED = CURRENT.replace('accessKeyId', 'keyId').replace('secretAccessKey', 'key');

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'client-'));
});

afterEach(() => rmSync(folder, { recursive: true }));

const path = (file: string) => join(folder, file);

/** The AWS CLI prints this secret value, or fails if there is none. */
function secretIs(value?: string): void {
  writeFileSync(path('secret'), value ?? '');
  const script = value === undefined ? 'exit 255' : `cat '${path('secret')}'`;
  writeFileSync(path('aws'), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
}

function runs(script: string, args: string[], env: NodeJS.ProcessEnv = {}) {
  const PATH = `${folder}:${process.env.PATH}`;
  const { status, stdout, stderr } = spawnSync(join(SCRIPTS, script), args, {
    encoding: 'utf8',
    env: { PATH, ...env },
  });
  return { exit: status, stdout, stderr };
}

describe('rotating-key', () => {
  const keyFile = () => path('key.json');

  /** The exit code of each way to run the script. */
  function exits() {
    const exit = (...args: string[]) => runs('rotating-key', args).exit;
    return {
      print: exit(keyFile(), ARN),
      refresh: exit('--refresh', keyFile(), ARN),
      envFile: exit('--env-file', path('relay.env'), keyFile(), ARN),
      credentialsFile: exit('--credentials-file', path('credentials'), keyFile(), ARN),
      program: exit(keyFile(), ARN, '/bin/sh', '-c', 'exit 7'),
    };
  }

  test('ends with 0 if the key is refreshed, and then uses the current key everywhere', () => {
    // GIVEN
    writeFileSync(keyFile(), STORED);
    secretIs(CURRENT);

    // WHEN
    const codes = exits();

    // THEN
    expect(codes).toEqual({ print: 0, refresh: 0, envFile: 0, credentialsFile: 0, program: 7 });
    expect(readFileSync(keyFile(), 'utf8').trim()).toBe(CURRENT);
    expect(readFileSync(path('relay.env'), 'utf8')).toBe(
      'AWS_ACCESS_KEY_ID=AKIAI44QH8DHBEXAMPLE\nAWS_SECRET_ACCESS_KEY=current/EXAMPLE\n',
    );
    expect(readFileSync(path('credentials'), 'utf8')).toBe(
      '[default]\naws_access_key_id = AKIAI44QH8DHBEXAMPLE\naws_secret_access_key = current/EXAMPLE\n',
    );
    const files = [keyFile(), path('relay.env'), path('credentials')];
    expect(files.map((file) => statSync(file).mode % 0o1000)).toEqual([0o600, 0o600, 0o600]);
  });

  test.each<[what: string, secret: string | undefined]>([
    ['the secret cannot be read', undefined],
    ['the secret holds no key', '{"password":"of somebody"}'],
  ])('ends with 75 if %s, but with 0 as a credential_process', (_what, secret) => {
    // GIVEN
    writeFileSync(keyFile(), STORED);
    secretIs(secret);

    // WHEN
    const codes = exits();

    // THEN
    expect(codes).toEqual({ print: 0, refresh: 75, envFile: 75, credentialsFile: 75, program: 7 });
    expect(readFileSync(keyFile(), 'utf8')).toBe(STORED);
    expect(readFileSync(path('relay.env'), 'utf8')).toContain('AKIAIOSFODNN7EXAMPLE');
    expect(existsSync(path('key.json.refreshed'))).toBe(false);
  });

  test('ends with 1 if there is no key, and starts no program', () => {
    secretIs(CURRENT);

    expect(exits()).toEqual({ print: 1, refresh: 1, envFile: 1, credentialsFile: 1, program: 1 });
    expect(existsSync(path('relay.env'))).toBe(false);
  });

  test('names the field that is missing and the fields that are there, and no value', () => {
    // GIVEN
    writeFileSync(keyFile(), STORED);
    secretIs(RENAMED);

    // WHEN
    const { stderr } = runs('rotating-key', ['--refresh', keyFile(), ARN]);

    // THEN
    expect(stderr).toContain(
      'has no string in the field accessKeyId; its fields are userName, keyId, key. ' +
        'If fieldNames renames it, set ROTATING_KEY_ID_FIELD to its name\n',
    );
    expect(stderr).not.toMatch(/AKIAI44QH8DHBEXAMPLE|current|vendor/);
  });

  test.each([
    ['{"password":"of \\"somebody\\":x"}'],
    ['{"login":{"password":"of somebody"}}'],
    ['{pass"word":x,"of":"somebody"}'],
    ['pass"word":"of somebody"'],
    ['{"pass"word":"of","somebody":"x"}'],
    ['["password":"of somebody"}'],
  ])('shows nothing of the value %s, which is not flat JSON', (value) => {
    // GIVEN
    writeFileSync(keyFile(), STORED);
    secretIs(value);

    // WHEN
    const { stderr } = runs('rotating-key', ['--refresh', keyFile(), ARN]);

    // THEN
    expect(stderr).toBe(
      `rotating-key: ${ARN} has no string in the field accessKeyId\n` +
        `rotating-key: cannot get a key from ${ARN}: ${keyFile()} keeps AKIAIOSFODNN7EXAMPLE\n`,
    );
  });

  test('reads renamed fields before and after the secret has their names', () => {
    // GIVEN
    const names = { ROTATING_KEY_ID_FIELD: 'other,keyId', ROTATING_KEY_SECRET_FIELD: 'key' };
    const refresh = () => runs('rotating-key', ['--refresh', keyFile(), ARN], names);
    writeFileSync(keyFile(), STORED);

    // WHEN
    secretIs(STORED);
    const before = refresh();
    secretIs(RENAMED);
    const outcomes = [before, refresh(), refresh()];

    // THEN
    expect(outcomes).toEqual(Array(3).fill({ exit: 0, stdout: '', stderr: '' }));
    expect(readFileSync(keyFile(), 'utf8').trim()).toBe(RENAMED);
  });

  describe('with a command', () => {
    const FILES: [option: string, file: string][] = [
      ['--env-file', 'relay.env'],
      ['--credentials-file', 'credentials'],
    ];
    /** Writes the file, and runs a command that notes its environment and ends with this code. */
    const writes = (option: string, file: string, exit = 0, env: NodeJS.ProcessEnv = {}) =>
      runs(
        'rotating-key',
        [
          option,
          path(file),
          keyFile(),
          ARN,
          '/bin/sh',
          '-c',
          `env >>'${path('ran')}'; echo >>'${path('ran')}'; exit ${exit}`,
        ],
        env,
      );
    const timesRun = () => (existsSync(path('ran')) ? readFileSync(path('ran'), 'utf8').split('\n\n').length - 1 : 0);

    beforeEach(() => {
      writeFileSync(keyFile(), STORED);
      secretIs(STORED);
    });

    test.each(FILES)('after %s runs it once for each key, and not for a key that is unchanged', (option, file) => {
      // WHEN
      const counts = [STORED, STORED, CURRENT, CURRENT].map((secret) => {
        secretIs(secret);
        expect(writes(option, file)).toEqual({ exit: 0, stdout: '', stderr: '' });
        return timesRun();
      });

      // THEN
      expect(counts).toEqual([1, 1, 2, 2]);
    });

    test.each(FILES)('after %s runs it again until it succeeds', (option, file) => {
      // WHEN
      const outcomes = [writes(option, file, 1), writes(option, file, 1), writes(option, file), writes(option, file)];

      // THEN
      expect(outcomes.map(({ exit }) => exit)).toEqual([75, 75, 0, 0]);
      expect(outcomes[0].stderr).toBe('rotating-key: /bin/sh failed, and runs again with the next run\n');
      expect(timesRun()).toBe(3);
    });

    test.each(FILES)('after %s does not run it if the secret cannot be read', (option, file) => {
      // GIVEN
      writes(option, file);
      secretIs(undefined);

      // WHEN
      const { exit } = writes(option, file);

      // THEN
      expect([exit, timesRun()]).toEqual([75, 1]);
    });

    test.each(FILES)('after %s does not pass it the key, whatever variables are exported', (option, file) => {
      // WHEN
      writes(option, file, 0, {
        id: 'x',
        secret: 'x',
        stored: 'x',
        current: 'x',
        string: 'x',
        content: 'x',
        line: 'x',
      });

      // THEN
      expect(readFileSync(path('ran'), 'utf8')).toContain('PATH=');
      expect(readFileSync(path('ran'), 'utf8')).not.toMatch(/EXAMPLE/);
    });

    test('does not start one with --refresh, which has no file that could change', () => {
      expect(runs('rotating-key', ['--refresh', keyFile(), ARN, 'true']).exit).toBe(2);
    });
  });

  test('replaces one profile of a credentials file, and keeps the others', () => {
    // GIVEN
    const others = '# by hand\n[other]\naws_access_key_id = AKIAOTHER\n\n[agent-2]\nregion = eu-west-1\n';
    writeFileSync(keyFile(), STORED);
    secretIs(CURRENT);
    writeFileSync(
      path('credentials'),
      `${others}[agent]\naws_access_key_id = AKIAOLD\naws_secret_access_key = old\n[last]\nregion = eu-west-1`,
    );

    // WHEN
    const outcome = runs('rotating-key', ['--credentials-file', path('credentials'), keyFile(), ARN], {
      ROTATING_KEY_PROFILE: 'agent',
    });

    // THEN
    expect(outcome).toEqual({ exit: 0, stdout: '', stderr: '' });
    expect(readFileSync(path('credentials'), 'utf8')).toBe(
      `${others}[last]\nregion = eu-west-1\n[agent]\naws_access_key_id = ` +
        `AKIAI44QH8DHBEXAMPLE\naws_secret_access_key = current/EXAMPLE\n`,
    );
  });

  test('leaves a credentials file as it is if it cannot be read', () => {
    // GIVEN a folder in its place, which no account can read as a file
    writeFileSync(keyFile(), STORED);
    secretIs(CURRENT);
    mkdirSync(path('credentials'));

    // WHEN
    const { exit, stderr } = runs('rotating-key', ['--credentials-file', path('credentials'), keyFile(), ARN]);

    // THEN
    expect(exit).toBe(75);
    expect(stderr).not.toMatch(/current.EXAMPLE/);
    expect(statSync(path('credentials')).isDirectory()).toBe(true);
  });

  test('prints the age of the key, and ends with 75 if a refresh is overdue', () => {
    // GIVEN
    const now = Math.floor(Date.now() / 1000);
    const age = (...max: string[]) => runs('rotating-key', ['--age', keyFile(), ...max]);
    writeFileSync(keyFile(), STORED);
    const never = age();
    writeFileSync(path('key.json.refreshed'), `AKIAIOSFODNN7EXAMPLE ${now - 2_000_000} ${now - 1_000_000}\n`);

    // WHEN
    const [withoutMax, inTime, overdue] = [age(), age('2000000'), age('999999')];

    // THEN
    expect([never, withoutMax, inTime, overdue].map(({ exit }) => exit)).toEqual([75, 0, 0, 75]);
    const form = /^access_key_id=(\w+)\nfetched_seconds_ago=(\d+)\nrefreshed_seconds_ago=(\d+)\n$/;
    const [, id, fetched, refreshed] = form.exec(overdue.stdout)!;
    expect(id).toBe('AKIAIOSFODNN7EXAMPLE');
    expect(Number(fetched)).toBeGreaterThanOrEqual(2_000_000);
    expect(Number(fetched) - Number(refreshed)).toBe(1_000_000);
  });
});

describe('smtp-login', () => {
  const login = (env: NodeJS.ProcessEnv = {}) => runs('smtp-login', [ARN, path('login')], env);
  const HOST = 'email-smtp.eu-central-1.amazonaws.com';
  const CREDENTIALS = { username: 'AKIAI44QH8DHBEXAMPLE', password: 'pass/EXAMPLE', host: HOST, port: 587 };
  const { username, ...withoutUsername } = CREDENTIALS;

  test('ends with 0 if the line is written, with 75 if an earlier line is kept, and with 1 if there is none', () => {
    // WHEN
    secretIs();
    const nothing = login();
    secretIs(JSON.stringify(CREDENTIALS));
    const written = login();
    secretIs();
    const kept = login();

    // THEN
    expect([nothing, written, kept].map(({ exit }) => exit)).toEqual([1, 0, 75]);
    expect(readFileSync(path('login'), 'utf8')).toBe(`[${HOST}]:587 AKIAI44QH8DHBEXAMPLE:pass/EXAMPLE\n`);
    expect(statSync(path('login')).mode % 0o1000).toBe(0o600);
  });

  test('names the field that is missing and the fields that are there, and no value', () => {
    // GIVEN
    secretIs(JSON.stringify({ ...withoutUsername, user: username }));

    // WHEN
    const unnamed = login();
    const named = login({ SMTP_LOGIN_USERNAME_FIELD: 'login,user' });

    // THEN
    expect(unnamed.stderr).toContain(
      'has no field username; its fields are password, host, port, user. If fieldNames renames it, ' +
        'set SMTP_LOGIN_USERNAME_FIELD to its name',
    );
    expect(unnamed.stderr).not.toContain('EXAMPLE');
    expect(named).toEqual({ exit: 0, stdout: '', stderr: '' });
  });
});
