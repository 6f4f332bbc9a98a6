import * as fc from 'fast-check';
import { sesSmtpFormat } from '../../../src/handler/secret-format/ses-smtp';
import { sesSmtpPassword } from '../../../src/handler/secret-format/ses-smtp-password';

const FIELDS = {
  username: 'username',
  password: 'password',
  host: 'host',
  port: 'port',
  region: 'region',
  endpoints: 'endpoints',
};
const ENDPOINTS = ['eu-west-1', 'us-east-1'].map((region) => ({ region, host: `email-smtp.${region}.amazonaws.com` }));

/** AWS's own example of a secret access key. */
const EXAMPLE = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY';
const KEY = { id: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: EXAMPLE };

/** The first two are those of terraform-provider-aws, the third is that of pepperize/cdk-ses-smtp-credentials. */
test.each([
  ['some+secret+key', 'eu-central-1', 'BMXhUYlu5Z3gSXVQORxlVa7XPaz91aGWdfHxvkOZdWZ2'],
  ['another+secret+key', 'eu-central-1', 'BBbphbrQmrKMx42d1N6+C7VINYEBGI5v9VsZeTxwskfh'],
  ['dhSgJJyAs+2z19oLOVkwBrE6GkdNQD5fL5Dou5Tb', 'eu-central-1', 'BK0hyoUp3vjB+NdwhSiUpkA9oA84fNaqhEKrXZ5PkcX2'],
  [EXAMPLE, 'us-east-1', 'BLBM/9hSUELfq8Gw+rU1YcBjkOxGbhT2XG763xVLGWL9'],
  [EXAMPLE, 'eu-west-1', 'BMW5RDrXmmVs0lV7GpI4oLkHXpZ4stDsk6q91z1g38Pk'],
])('the password of %s in %s is the published one', (secretAccessKey, region, password) => {
  expect(sesSmtpPassword(secretAccessKey, region)).toBe(password);
});

const anySecret = fc.string({ minLength: 1, unit: 'binary' });
const anyRegion = fc.stringMatching(/^[a-z]{2}(-[a-z]+){1,2}-\d$/);

test('a password has 44 characters without padding, of which the first is B', () => {
  fc.assert(
    fc.property(anySecret, anyRegion, (secret, region) => {
      expect(sesSmtpPassword(secret, region)).toMatch(/^B[A-Za-z0-9+/]{43}$/);
    }),
  );
});

test('a password is that of one region and of one key', () => {
  const two = (any: fc.Arbitrary<string>) => fc.uniqueArray(any, { minLength: 2, maxLength: 2 });

  fc.assert(
    fc.property(two(anySecret), two(anyRegion), (secrets, regions) => {
      const passwords = secrets.flatMap((secret) => regions.map((region) => sesSmtpPassword(secret, region)));

      expect(new Set(passwords).size).toBe(4);
      expect(passwords).toEqual(secrets.flatMap((secret) => regions.map((region) => sesSmtpPassword(secret, region))));
    }),
  );
});

test('the value is JSON with the fields that a mail client needs, and an endpoint for each region', () => {
  // WHEN
  const value = JSON.parse(sesSmtpFormat({ port: 587, endpoints: ENDPOINTS }, FIELDS).serialize(KEY));

  // THEN
  const [password, other] = [
    'BMW5RDrXmmVs0lV7GpI4oLkHXpZ4stDsk6q91z1g38Pk',
    'BLBM/9hSUELfq8Gw+rU1YcBjkOxGbhT2XG763xVLGWL9',
  ];
  expect(value).toEqual({
    username: KEY.id,
    password,
    host: 'email-smtp.eu-west-1.amazonaws.com',
    port: 587,
    region: 'eu-west-1',
    endpoints: {
      'eu-west-1': { host: 'email-smtp.eu-west-1.amazonaws.com', password },
      'us-east-1': { host: 'email-smtp.us-east-1.amazonaws.com', password: other },
    },
  });
});

test('the fields can have other names, those of the endpoints too', () => {
  // GIVEN
  const fields = { username: 'user', password: 'pass', host: 'server', port: 'p', region: 'r', endpoints: 'all' };

  // WHEN
  const value = JSON.parse(sesSmtpFormat({ port: 2587, endpoints: ENDPOINTS.slice(0, 1) }, fields).serialize(KEY));

  // THEN
  const login = { server: 'email-smtp.eu-west-1.amazonaws.com', pass: 'BMW5RDrXmmVs0lV7GpI4oLkHXpZ4stDsk6q91z1g38Pk' };
  expect(value).toEqual({ user: KEY.id, ...login, p: 2587, r: 'eu-west-1', all: { 'eu-west-1': login } });
});

test('the secret access key is not in the value, and cannot be read back', () => {
  const secretFormat = sesSmtpFormat({ port: 587, endpoints: ENDPOINTS }, FIELDS);

  expect(secretFormat.serialize(KEY)).not.toContain(EXAMPLE);
  expect(secretFormat.parse).toBeUndefined();
});
