import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { join } from 'node:path';
import { REPOSITORY } from '../../consumers/dist';
import { inTemporaryFolder } from '../../consumers/temporary-folder';
import { ASSET, bundleHandler, licencesOf } from '../../scripts/handler-bundle';

/** Lambda's own limit for code in the console is 3 MB; this is what the function needs today, and some room. */
const LARGEST_BYTES = 650_000;

const ENVIRONMENT = {
  AWS_REGION: 'eu-west-1',
  USER_ARN: 'arn:aws:iam::111122223333:user/mail',
  SECRET_ARN: 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:Mail-AbCdEf',
  OWNER: 'arn:aws:cloudformation:eu-west-1:111122223333:stack/App/51af3dc0-da77-11e4-872e-1234567db123/Key',
  METRIC_KEY: 'App/Key',
  POLICY: '{"overlap":14,"recoveryWindow":7,"maxAge":90}',
};

function shipped(file: string, folder = ASSET): string {
  return readFileSync(join(folder, file), 'utf8');
}

beforeAll(() => {
  if (!existsSync(join(ASSET, 'index.js'))) {
    throw new Error('assets/handler/index.js is absent: run npx projen compile first');
  }
});

/** Loads the bundle where there are no packages, and returns what it exports. */
function load(folder: string): string {
  cpSync(ASSET, folder, { recursive: true });
  const { stdout } = spawnSync(
    process.execPath,
    ['--print', 'JSON.stringify(Object.entries(require("./index.js")).map(([name, value]) => [name, typeof value]))'],
    {
      cwd: folder,
      env: ENVIRONMENT as unknown as NodeJS.ProcessEnv,
      encoding: 'utf8',
    },
  );
  return stdout.trim();
}

describe('the function as it is shipped', () => {
  test('is built from the current sources: compile again if it is not', () =>
    inTemporaryFolder(async (folder) => {
      await bundleHandler(REPOSITORY, folder);

      expect(shipped('index.js', folder) === shipped('index.js')).toBe(true);
      expect(shipped('LICENSES', folder)).toBe(shipped('LICENSES'));
    }));

  test('is small', () => {
    expect(shipped('index.js').length).toBeLessThan(LARGEST_BYTES);
  });

  test('loads without any package, and exports the handler alone', () =>
    inTemporaryFolder(async (folder) => {
      expect(load(folder)).toBe('[["handler","function"]]');
    }));

  test('names the missing variable of its environment at the first event', () =>
    inTemporaryFolder(async (folder) => {
      // GIVEN
      const program = 'require("./index.js").handler({}, {}).catch(({ message }) => message).then(console.log)';
      cpSync(ASSET, folder, { recursive: true });

      // WHEN
      const environment = { ...ENVIRONMENT, SECRET_ARN: '' } as unknown as NodeJS.ProcessEnv;
      const { stdout } = spawnSync(process.execPath, ['--eval', program], {
        cwd: folder,
        env: environment,
        encoding: 'utf8',
      });

      // THEN
      expect(stdout).toContain('environment variable SECRET_ARN: got "", expected the ARN of a secret');
    }));

  test('needs Node.js alone', () => {
    // What stands in brackets is an advice of the SDK.
    const required = [...shipped('index.js').matchAll(/(?<!\[)\brequire\("([^"]+)"\)/g)].map(([, name]) => name);

    expect(required.length).toBeGreaterThan(0);
    expect(required.filter((name) => !isBuiltin(name))).toEqual([]);
  });

  test.each([
    ['source map', 'sourceMappingURL'],
    ['path of the machine that built it', `${REPOSITORY}/`],
    ['name of a package folder', 'node_modules/'],
  ])('has no %s', (_, text) => {
    expect(shipped('index.js').includes(text)).toBe(false);
  });

  test('has no string in the form of a key', () => {
    expect(/\b(AKIA|ASIA)[A-Z0-9]{16}\b|-----BEGIN [A-Z ]*PRIVATE KEY/.exec(shipped('index.js'))).toBeNull();
  });

  test('is not part of the compiled library', () => {
    expect(existsSync(join(REPOSITORY, 'lib', 'handler'))).toBe(false);
  });
});

test('the same bytes come from another folder, in another release', () =>
  inTemporaryFolder(async (folder) => {
    // GIVEN
    const copy = join(folder, 'a', 'longer', 'path');
    mkdirSync(copy, { recursive: true });
    cpSync(join(REPOSITORY, 'src'), join(copy, 'src'), { recursive: true });
    cpSync(join(REPOSITORY, 'LICENSE'), join(copy, 'LICENSE'));
    writeFileSync(
      join(copy, 'package.json'),
      shipped('package.json', REPOSITORY).replace('"version": "0.0.0"', '"version": "12.34.56"'),
    );
    symlinkSync(join(REPOSITORY, 'node_modules'), join(copy, 'node_modules'));

    // WHEN
    await bundleHandler(copy, join(copy, 'assets'));

    // THEN
    expect(shipped('index.js', join(copy, 'assets')) === shipped('index.js')).toBe(true);
    expect(shipped('LICENSES', join(copy, 'assets'))).toBe(shipped('LICENSES'));
  }));

describe('the licences of the bundle', () => {
  function packageWith(folder: string, license: string, ...files: string[]): void {
    mkdirSync(join(folder, 'node_modules', 'a'), { recursive: true });
    writeFileSync(join(folder, 'LICENSE'), 'the text of the licence');
    writeFileSync(join(folder, 'node_modules', 'a', 'package.json'), JSON.stringify({ license }));
    files.forEach((file) => writeFileSync(join(folder, 'node_modules', 'a', file), '\n   Copyright 2026 Somebody\n'));
  }

  test('name every package, those without a copyright line too, and the licence', () =>
    inTemporaryFolder(async (folder) => {
      packageWith(folder, 'Apache-2.0');
      expect(licencesOf(['a'], folder)).toBe(
        'index.js contains parts of these packages, under the licence below:\n\na\n\nthe text of the licence',
      );

      packageWith(folder, 'Apache-2.0', 'LICENSE');
      expect(licencesOf(['a'], folder)).toContain('\n\na Copyright 2026 Somebody\n\n');
    }));

  test.each([
    ['MIT', []],
    ['Apache-2.0', ['NOTICE']],
  ])('stop the build if they are not reviewed: %s %p', (license, files) =>
    inTemporaryFolder(async (folder) => {
      packageWith(folder, license, ...files);

      expect(() => licencesOf(['a'], folder)).toThrow('write down in scripts/handler-bundle.ts what has to go with it');
    }),
  );

  test('are those of the SDK today', () => {
    expect(shipped('LICENSES')).toContain('@aws-sdk/client-iam Copyright');
    expect(shipped('LICENSES')).toContain('Apache License');
  });
});
