import { settingsOf } from '../../src/handler/configuration';
import { TIMING } from '../../src/handler/life-cycle/policy';
import { ARNS_OF_NO_ONE_SECRET, ARNS_OF_NO_ONE_USER, ARNS_OF_ONE_SECRET, ARNS_OF_ONE_USER } from '../arns';

const DAY = 24 * 60 * 60;
const STACK = 'arn:aws:cloudformation:eu-west-1:111122223333:stack/App/51af3dc0-da77-11e4-872e-1234567db123';
const POLICY = {
  rotateAfter: 60 * DAY,
  overlap: 14 * DAY,
  recoveryWindow: 7 * DAY,
  maxAge: 90 * DAY,
  retireUnmanagedKeysAfter: 30 * DAY,
};
const ENVIRONMENT = {
  USER_ARN: 'arn:aws:iam::111122223333:user/mail',
  SECRET_ARN: 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:Mail-AbCdEf',
  OWNER: `${STACK}/Key`,
  METRIC_KEY: 'App/Key',
  POLICY: JSON.stringify(POLICY),
};

test('the environment contains all settings', () => {
  expect(settingsOf(ENVIRONMENT)).toMatchObject({
    resource: `${STACK}/Key`,
    owner: `${STACK}/Key/mail`,
    secretId: ENVIRONMENT.SECRET_ARN,
    metricKey: 'App/Key',
    endpoint: undefined,
    user: { name: 'mail', arn: ENVIRONMENT.USER_ARN, account: '111122223333' },
    policy: {
      rotateAfter: 1000 * POLICY.rotateAfter,
      overlap: 1000 * POLICY.overlap,
      recoveryWindow: 1000 * POLICY.recoveryWindow,
      maxAge: 1000 * POLICY.maxAge,
      retireUnmanagedKeysAfter: 1000 * POLICY.retireUnmanagedKeysAfter,
      timing: TIMING,
    },
  });
});

test("the endpoint of AWS is the SDK's own setting", () => {
  expect(settingsOf({ ...ENVIRONMENT, AWS_ENDPOINT_URL: 'http://127.0.0.1:4566' }).endpoint).toBe(
    'http://127.0.0.1:4566',
  );
});

describe('the user', () => {
  test.each([
    ['arn:aws-cn:iam::111122223333:user/mail', 'mail'],
    ['arn:aws:iam::111122223333:user/team/europe/mail', 'mail'],
    ['arn:aws:iam::111122223333:user/me+you=us,them.all@home-1', 'me+you=us,them.all@home-1'],
  ])('of %s is %s', (USER_ARN, name) => {
    expect(settingsOf({ ...ENVIRONMENT, USER_ARN }).user).toEqual({ name, arn: USER_ARN, account: '111122223333' });
  });
});

describe('an ARN', () => {
  test.each(ARNS_OF_ONE_USER)('of a user is taken when it has %s', (_what, USER_ARN) => {
    const name = USER_ARN.slice(USER_ARN.lastIndexOf('/') + 1);

    expect(settingsOf({ ...ENVIRONMENT, USER_ARN }).user).toMatchObject({ arn: USER_ARN, name });
  });

  test.each(ARNS_OF_NO_ONE_USER)('of a user is refused when it has %s', (_what, USER_ARN) => {
    const make = () => settingsOf({ ...ENVIRONMENT, USER_ARN });

    expect(make).toThrow(`USER_ARN: got ${JSON.stringify(USER_ARN)}, expected the ARN of an IAM user`);
  });

  test.each(ARNS_OF_ONE_SECRET)('of a secret is taken when it has %s', (_what, SECRET_ARN) => {
    expect(settingsOf({ ...ENVIRONMENT, SECRET_ARN }).secretId).toBe(SECRET_ARN);
  });

  test.each([...ARNS_OF_NO_ONE_SECRET, ['no random end', 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:Mail']])(
    'of a secret is refused when it has %s',
    (_what, SECRET_ARN) => {
      const make = () => settingsOf({ ...ENVIRONMENT, SECRET_ARN });

      expect(make).toThrow(`SECRET_ARN: got ${JSON.stringify(SECRET_ARN)}, expected the ARN of a secret`);
    },
  );
});

describe('the owner', () => {
  test('has no comma, which a tag cannot have', () => {
    expect(settingsOf({ ...ENVIRONMENT, USER_ARN: 'arn:aws:iam::111122223333:user/a,b' }).owner).toBe(
      `${STACK}/Key/a:b`,
    );
  });

  test('has room in a tag, and keeps what is unique', () => {
    const { owner } = settingsOf({
      ...ENVIRONMENT,
      OWNER: `${STACK.replace('App', 'App'.repeat(40))}/${'Key'.repeat(30)}`,
    });

    expect(owner).toHaveLength(256);
    expect(owner.endsWith(`/51af3dc0-da77-11e4-872e-1234567db123/${'Key'.repeat(30)}/mail`)).toBe(true);
  });
});

describe('the policy', () => {
  test('without rotateAfter and retireUnmanagedKeysAfter does neither', () => {
    const { overlap, recoveryWindow, maxAge } = POLICY;

    expect(settingsOf({ ...ENVIRONMENT, POLICY: JSON.stringify({ overlap, recoveryWindow, maxAge }) }).policy).toEqual({
      rotateAfter: undefined,
      overlap: 1000 * overlap,
      recoveryWindow: 1000 * recoveryWindow,
      maxAge: 1000 * maxAge,
      retireUnmanagedKeysAfter: undefined,
      timing: TIMING,
    });
  });

  test('can have shorter times for tests', () => {
    const timing = { keySpreads: 0.5, acceptedInARow: 1, pause: 0 };

    expect(settingsOf({ ...ENVIRONMENT, POLICY: JSON.stringify({ ...POLICY, timing }) }).policy.timing).toEqual({
      ...TIMING,
      keySpreads: 500,
      acceptedInARow: 1,
      pause: 0,
    });
  });

  test('keeps the number of acceptances unless it is set', () => {
    expect(settingsOf({ ...ENVIRONMENT, POLICY: JSON.stringify({ ...POLICY, timing: {} }) }).policy.timing).toEqual(
      TIMING,
    );
  });
});

describe('the fields of the secret', () => {
  const KEY = { id: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'secret' };

  test('have names of their own', () => {
    expect(JSON.parse(settingsOf(ENVIRONMENT).secretFormat.serialize(KEY))).toEqual({
      userName: 'mail',
      accessKeyId: KEY.id,
      secretAccessKey: 'secret',
    });
  });

  test('can be given others, one by one', () => {
    const FIELD_NAMES = JSON.stringify({ accessKeyId: 'id' });

    expect(JSON.parse(settingsOf({ ...ENVIRONMENT, FIELD_NAMES }).secretFormat.serialize(KEY))).toEqual({
      userName: 'mail',
      id: KEY.id,
      secretAccessKey: 'secret',
    });
  });
});

describe('credentials for the SMTP interface of SES', () => {
  const KEY = { id: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'secret' };
  const SES_SMTP = JSON.stringify({
    port: 587,
    endpoints: [
      { region: 'eu-west-1', host: 'email-smtp.eu-west-1.amazonaws.com' },
      { region: 'us-east-1', host: 'email-smtp.us-east-1.amazonaws.com' },
    ],
  });

  test('have a port, and an endpoint for each region', () => {
    expect(JSON.parse(settingsOf({ ...ENVIRONMENT, SES_SMTP }).secretFormat.serialize(KEY))).toMatchObject({
      username: KEY.id,
      host: 'email-smtp.eu-west-1.amazonaws.com',
      port: 587,
      region: 'eu-west-1',
      endpoints: { 'us-east-1': { host: 'email-smtp.us-east-1.amazonaws.com' } },
    });
  });

  test('can have fields of other names', () => {
    const FIELD_NAMES = JSON.stringify({ username: 'MAIL_USER' });

    expect(JSON.parse(settingsOf({ ...ENVIRONMENT, SES_SMTP, FIELD_NAMES }).secretFormat.serialize(KEY))).toMatchObject(
      { MAIL_USER: KEY.id, region: 'eu-west-1' },
    );
  });

  test('have no field of the key itself', () => {
    expect(() => settingsOf({ ...ENVIRONMENT, SES_SMTP, FIELD_NAMES: '{"userName":"user"}' })).toThrow(
      'expected username, password, host, port, region, endpoints',
    );
  });
});

const policy = (changes: object) => JSON.stringify({ ...POLICY, ...changes });

test.each([
  ['USER_ARN', undefined, 'undefined, expected the ARN of an IAM user'],
  [
    'USER_ARN',
    'arn:aws:iam::111122223333:role/mail',
    '"arn:aws:iam::111122223333:role/mail", expected the ARN of an IAM user',
  ],
  ['SECRET_ARN', 'Mail', '"Mail", expected the ARN of a secret'],
  ['OWNER', STACK, `"${STACK}", expected <stack id>/<logical id>`],
  ['METRIC_KEY', '', '"", expected a name'],
  ['POLICY', undefined, 'undefined, expected a JSON object'],
  ['POLICY', 'no JSON', '"no JSON", expected a JSON object'],
  ['POLICY', '[]', '"[]", expected a JSON object'],
  ['POLICY', 'null', '"null", expected a JSON object'],
  [
    'POLICY',
    policy({ rotateBefore: 1 }),
    '"rotateBefore", expected rotateAfter, overlap, recoveryWindow, maxAge, retireUnmanagedKeysAfter',
  ],
  ['FIELD_NAMES', 'no JSON', '"no JSON", expected a JSON object'],
  ['FIELD_NAMES', '{"accessKey":"id"}', '"accessKey", expected userName, accessKeyId, secretAccessKey'],
  [
    'FIELD_NAMES',
    '{"accessKeyId":"userName"}',
    '{"accessKeyId":"userName"}, expected different names for userName, accessKeyId, secretAccessKey',
  ],
  [
    'FIELD_NAMES',
    '{"accessKeyId":""}',
    '{"accessKeyId":""}, expected different names for userName, accessKeyId, secretAccessKey',
  ],
  ['SES_SMTP', 'no JSON', '"no JSON", expected a JSON object'],
  ['SES_SMTP', '{"ports":[]}', '"ports", expected port, endpoints'],
  [
    'FIELD_NAMES',
    '{"accessKeyId":1}',
    '{"accessKeyId":1}, expected different names for userName, accessKeyId, secretAccessKey',
  ],
])('%s: an error names the variable, what was got and the remedy (%s)', (variable, value, problem) => {
  expect(() => settingsOf({ ...ENVIRONMENT, [variable]: value })).toThrow(
    new Error(`environment variable ${variable}: got ${problem}; deploy the stack again`),
  );
});

test.each([
  [{}, '.port: got undefined, expected a whole number'],
  [{ port: '587' }, '.port: got "587", expected a whole number'],
  [{ port: 587 }, '.endpoints: got undefined, expected a list of endpoints'],
  [{ port: 587, endpoints: [] }, '.endpoints: got [], expected a list of endpoints'],
  [{ port: 587, endpoints: ['eu-west-1'] }, '.endpoints: got "eu-west-1", expected a JSON object'],
  [
    { port: 587, endpoints: [{ region: 'eu-west-1' }] },
    '.endpoints: got {"region":"eu-west-1"}, expected a region and a host',
  ],
  [
    { port: 587, endpoints: [{ region: '', host: 'localhost' }] },
    '.endpoints: got {"region":"","host":"localhost"}, expected a region and a host',
  ],
])('an SMTP interface with %j is refused', (server, problem) => {
  expect(() => settingsOf({ ...ENVIRONMENT, SES_SMTP: JSON.stringify(server) })).toThrow(
    new Error(`environment variable SES_SMTP${problem}; deploy the stack again`),
  );
});

test.each([
  [{ overlap: undefined }, 'POLICY.overlap: got undefined, expected a whole number that is not negative'],
  [{ overlap: '14' }, 'POLICY.overlap: got "14", expected a whole number that is not negative'],
  [{ maxAge: -1 }, 'POLICY.maxAge: got -1, expected a whole number that is not negative'],
  [{ rotateAfter: 0.5 }, 'POLICY.rotateAfter: got 0.5, expected a whole number that is not negative'],
  [{ timing: 1 }, 'POLICY.timing: got 1, expected a JSON object'],
  [{ timing: { pauses: 1 } }, `POLICY.timing: got "pauses", expected ${Object.keys(TIMING).join(', ')}`],
  [{ timing: { pause: '1' } }, 'POLICY.timing.pause: got "1", expected a number that is not negative'],
  [{ timing: { pause: -0.5 } }, 'POLICY.timing.pause: got -0.5, expected a number that is not negative'],
  [
    { timing: { acceptedInARow: 1.5 } },
    'POLICY.timing.acceptedInARow: got 1.5, expected a whole number that is not negative',
  ],
])('a policy with %j is refused', (changes, problem) => {
  expect(() => settingsOf({ ...ENVIRONMENT, POLICY: policy(changes) })).toThrow(
    new Error(`environment variable ${problem}; deploy the stack again`),
  );
});
