import { spawnSync } from 'node:child_process';
import { sesSmtpPassword } from '../../src/handler/secret-format/ses-smtp-password';
import { installEmbeddedAws } from '../embedded-aws';
import { EMULATOR, PYTHON } from '../install-embedded-aws';

/** https://github.com/hashicorp/terraform-provider-aws, TestSESSMTPPasswordFromSecretKeySigV4 */
const PUBLISHED = [
  ['some+secret+key', 'eu-central-1', 'BMXhUYlu5Z3gSXVQORxlVa7XPaz91aGWdfHxvkOZdWZ2'],
  ['another+secret+key', 'eu-central-1', 'BBbphbrQmrKMx42d1N6+C7VINYEBGI5v9VsZeTxwskfh'],
] as const;

/** Of many lengths, with characters of more than one byte. */
const OTHERS = Array.from({ length: 20 }, (_, length) => [`é+/${'k'.repeat(length)}`, `region-${length}`] as const);

beforeAll(() => installEmbeddedAws(() => undefined));

/** What the emulator lets in, by the documents alone. */
function passwordsOfEmulator(
  keys: readonly (readonly [secretAccessKey: string, region: string, ...unknown[]])[],
): string[] {
  const { stdout } = spawnSync(
    PYTHON,
    [
      '-B',
      '-c',
      'import json, sys; from embedded_aws.ses_smtp_password import password; ' +
        'print(json.dumps([password(*key[:2]) for key in json.load(sys.stdin)]))',
    ],
    { cwd: EMULATOR, encoding: 'utf8', input: JSON.stringify(keys) },
  );
  return JSON.parse(stdout);
}

test('the emulator derives the published passwords', () => {
  expect(passwordsOfEmulator(PUBLISHED)).toEqual(PUBLISHED.map(([, , password]) => password));
});

test('the emulator and the function derive the same passwords, each by its own code', () => {
  expect(passwordsOfEmulator(OTHERS)).toEqual(
    OTHERS.map(([secretAccessKey, region]) => sesSmtpPassword(secretAccessKey, region)),
  );
});
