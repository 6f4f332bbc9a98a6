import { beforeAllWithFreshAws } from './fresh-aws';
import { RecordingCdk } from './recording-cdk';
import { newIdentity, SesSmtpDeployment } from './ses-smtp-deployment';
import { sesSmtpPassword } from '../../src/handler/secret-format/ses-smtp-password';
import { Account } from '../account';
import { DOMAIN, REGIONS } from '../apps/ses-smtp-scenario';
import { onDay } from '../conformance/support/options';
import { newKey, newUser } from '../conformance/support/users';
import { EmbeddedAws } from '../embedded-aws';
import { ACCEPTED, REFUSED, SmtpCredentials } from '../mail-client';

const STACK = 'sender';
const FROM = `noreply@${DOMAIN}`;

let aws: EmbeddedAws;
let recording: RecordingCdk;
let account: Account;

beforeAllWithFreshAws(async (fresh) => {
  aws = fresh;
  account = new Account(aws);
  await newIdentity(aws, REGIONS[1], DOMAIN);
  recording = await RecordingCdk.bootstrapped(aws);
});

const APP = [
  '--app',
  'node --import tsx ses-smtp-credentials.ts',
  '--context',
  `case=${STACK}`,
  '--context',
  `scenario={"fromAddress":"${FROM}"}`,
];

test(
  'credentials that the CLI deploys log in at once in each region, are replaced with an overlap, and leave ' +
    'nothing when they are destroyed',
  async () => {
    // GIVEN an account whose new keys are not known at once
    await onDay(aws, 0, { newKeySeconds: 1 });
    const usersBefore = await account.userNames();

    // WHEN
    const { [STACK]: outputs } = await recording.cdk.deploy(...APP);

    // THEN the secret is as documented
    const smtp = await SesSmtpDeployment.deployed(aws, STACK);
    const first = await smtp.current();
    const endpoint = (region: string) => ({
      host: `email-smtp.${region}.amazonaws.com`,
      password: expect.stringMatching(/^B[A-Za-z0-9+/]{43}$/),
    });
    expect(first).toEqual({
      username: expect.stringMatching(/^AKIA/),
      ...endpoint(REGIONS[0]),
      port: 587,
      region: REGIONS[0],
      endpoints: { [REGIONS[0]]: endpoint(REGIONS[0]), [REGIONS[1]]: endpoint(REGIONS[1]) },
    });
    expect(first.password).toBe(first.endpoints[REGIONS[0]].password);
    expect(outputs.user).toBe(smtp.key.user);
    expect(await smtp.key.keys()).toEqual([[first.username, 'Active']]);

    // THEN they send from the one address, in each of the regions
    const responses = (credentials: SmtpCredentials, from = FROM) =>
      Promise.all(REGIONS.map((region) => smtp.client(credentials, region).send({ from })));
    expect(await responses(first)).toEqual([ACCEPTED, ACCEPTED]);
    const denied = expect.stringMatching(
      /^554 Access denied: User `\S+' is not authorized to perform `ses:SendRawEmail' on resource `\S+'$/,
    );
    expect(await responses(first, `other@${DOMAIN}`)).toEqual([denied, denied]);
    expect(await responses(first, 'noreply@example.net')).toEqual([denied, denied]);

    // WHEN they are replaced on demand
    await smtp.key.rotate();
    const second = await smtp.next(first);

    // THEN both work
    expect(await responses(first)).toEqual([ACCEPTED, ACCEPTED]);
    expect(await responses(second)).toEqual([ACCEPTED, ACCEPTED]);
    await smtp.key.tick();

    // WHEN the overlap is over, and no client has used the replaced ones for half of it
    await onDay(aws, 22);
    await smtp.key.tick();

    // THEN the old ones are refused
    expect(await responses(first)).toEqual([REFUSED, REFUSED]);
    expect(await responses(second)).toEqual([ACCEPTED, ACCEPTED]);

    // WHEN
    const reader = await smtp.reader();
    await account.deleteKey(outputs.reader, reader.accessKeyId);
    const events = await smtp.key.events();
    await recording.cdk.destroy(...APP);

    // THEN
    expect(await account.userNames()).toEqual(usersBefore);
    expect(await account.secretNames()).toEqual([]);
    expect(Object.keys(await account.stacks())).not.toContain(STACK);
    expect(await smtp.client(second).logIn()).toBe(REFUSED);

    // THEN no password and no secret access key is in anything that was written, and each of these has been written
    const written = { events, said: recording.said.join('\n'), log: aws.log(), ...recording.files };
    expect(placesOf([first, second], written)).toEqual([]);
    expect(written.events).toContain('Custom::SesSmtpCredentials');
    expect(written.log).toContain('response of a custom resource: {"Status": "SUCCESS"');
    expect(written.log).toContain('"rule":"promote-first-key"');
    expect(Object.keys(written)).toContainEqual(expect.stringContaining(`${STACK}.template.json`));
    expect(Object.keys(written)).toContainEqual(expect.stringContaining('index.js'));

    // THEN the secret has passwords, and no secret access key that would open more than the mail
    expect(placesOf([first], { secret: JSON.stringify(first) })).toEqual(['the password in secret']);
  },
);

test('the search finds a password, and a secret access key by the password that follows from it', async () => {
  // GIVEN
  const { accessKeyId: username, secretAccessKey } = await newKey(aws, await newUser(aws));
  const [region] = REGIONS;
  const login = { host: 'host', password: sesSmtpPassword(secretAccessKey, region) };

  // WHEN
  const places = placesOf([{ username, ...login, port: 587, region, endpoints: { [region]: login } }], {
    json: `{"key":"${secretAccessKey}"}`,
    word: `x${secretAccessKey}x`,
    password: `{"pass":"${login.password}"}`,
    id: username,
  });

  // THEN
  expect(places).toEqual([
    'the secret access key in json',
    'the secret access key in word',
    'the password in password',
  ]);
});

/** Where a password is found, or the secret access key that it follows from: only the function and IAM know it. */
function placesOf(all: readonly SmtpCredentials[], written: Record<string, string>): string[] {
  return Object.entries(written).flatMap(([place, text]) =>
    all.flatMap(({ endpoints, region, password }) => [
      ...(Object.values(endpoints).some((endpoint) => text.includes(endpoint.password))
        ? [`the password in ${place}`]
        : []),
      ...(wordsOf(text).some((word) => sesSmtpPassword(word, region) === password)
        ? [`the secret access key in ${place}`]
        : []),
    ]),
  );
}

/** All that could be a secret access key: forty of its characters in a row. */
function wordsOf(text: string): string[] {
  return (text.match(/[A-Za-z0-9+/]{40,}/g) ?? []).flatMap((run) =>
    Array.from({ length: run.length - 39 }, (_, start) => run.slice(start, start + 40)),
  );
}
