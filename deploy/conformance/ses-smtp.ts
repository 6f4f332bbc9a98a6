import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { GetAccessKeyLastUsedCommand, PutUserPolicyCommand } from '@aws-sdk/client-iam';
import { CreateEmailIdentityCommand, SESv2Client } from '@aws-sdk/client-sesv2';
import { SendMailOptions } from 'nodemailer';
import { Probe } from './probe';
import { unique } from './support/unique';
import { iamOf, Key, newKey, newUser, policy, setStatus } from './support/users';
import { sesSmtpPassword } from '../../src/handler/secret-format/ses-smtp-password';
import { EmbeddedAws } from '../embedded-aws';
import { ACCEPTED, LOGGED_IN, MailClient, REFUSED, SmtpLogin } from '../mail-client';

const REGION = 'eu-west-1';
const DENIED =
  /^554 Access denied: User `arn:aws:iam::\d+:user\/\S+' is not authorized to perform `ses:SendRawEmail' on resource `arn:aws:ses:\S+'$/;

/** The password that an operator derives from a key, for SES's host in a region. */
export function smtpLogin({ accessKeyId, secretAccessKey }: Key, region = REGION): SmtpLogin {
  return {
    host: `email-smtp.${region}.amazonaws.com`,
    port: 587,
    username: accessKeyId,
    password: sesSmtpPassword(secretAccessKey, region),
  };
}

function logIn(aws: EmbeddedAws, login: SmtpLogin): Promise<string> {
  return new MailClient(aws.smtp, login).logIn();
}

/** Sends as a user whose one policy has these statements. */
async function sender(aws: EmbeddedAws, ...statements: object[]): Promise<(mail: SendMailOptions) => Promise<string>> {
  const UserName = await newUser(aws);
  await iamOf(aws).send(
    new PutUserPolicyCommand({ UserName, PolicyName: 'policy', PolicyDocument: policy(statements) }),
  );
  const client = new MailClient(aws.smtp, smtpLogin(await newKey(aws, UserName)));
  return (mail) => client.send(mail);
}

function mayUse(aws: EmbeddedAws, resource: string, others: object = {}): object {
  return {
    Effect: 'Allow',
    Action: 'ses:SendRawEmail',
    Resource: `arn:aws:ses:${REGION}:${aws.account}:${resource}`,
    ...others,
  };
}

/** A domain or an address that SES may send from. */
async function newIdentity(aws: EmbeddedAws, EmailIdentity = `${unique('domain')}.example`): Promise<string> {
  await new SESv2Client({ ...aws.clientConfig, region: REGION, maxAttempts: 1 }).send(
    new CreateEmailIdentityCommand({ EmailIdentity }),
  );
  return EmailIdentity;
}

/** All that the server says to these lines, without TLS. */
async function dialogue({ smtp: { port, host } }: EmbeddedAws, ...lines: string[]): Promise<string> {
  const socket = connect(port, host);
  socket.write([...lines, 'QUIT', ''].join('\r\n'));
  return text(socket);
}

export const sesSmtpProbes: Probe[] = [
  {
    statement:
      'SMTP lets a key in with the password that is derived from it for the region of the host, and with no other',
    behaviour: 'ses-smtp',
    async run(aws) {
      const [key, other] = [await newKey(aws, await newUser(aws)), await newKey(aws, await newUser(aws))];
      const login = smtpLogin(key);

      expect(await logIn(aws, login)).toBe(LOGGED_IN);
      expect(await logIn(aws, smtpLogin(key, 'us-gov-west-1'))).toBe(LOGGED_IN);
      expect(await logIn(aws, { ...login, password: smtpLogin(key, 'eu-central-1').password })).toBe(REFUSED);
      expect(await logIn(aws, { ...login, password: key.secretAccessKey })).toBe(REFUSED);
      expect(await logIn(aws, { ...login, username: other.accessKeyId })).toBe(REFUSED);
      expect(await logIn(aws, { ...login, username: 'AKIAOFNOBODY' })).toBe(REFUSED);
    },
  },
  {
    statement: 'SMTP refuses an inactive key, and lets it in once it is active again',
    behaviour: 'ses-smtp',
    async run(aws) {
      const user = await newUser(aws);
      const key = await newKey(aws, user);

      await setStatus(aws, user, key, 'Inactive');
      expect(await logIn(aws, smtpLogin(key))).toBe(REFUSED);

      await setStatus(aws, user, key, 'Active');
      expect(await logIn(aws, smtpLogin(key))).toBe(LOGGED_IN);
    },
  },
  {
    statement: 'SMTP wants TLS before it says or takes anything of a login',
    behaviour: 'ses-smtp',
    async run(aws) {
      const said = await dialogue(aws, 'EHLO client.example', 'AUTH PLAIN AAAA', 'MAIL FROM:<anybody@client.example>');

      expect(said).toContain('\n250-STARTTLS\r\n');
      expect(said).not.toContain('AUTH');
      expect(said.match(/^530 Must issue a STARTTLS command first\r$/gm)).toHaveLength(2);
    },
  },
  {
    statement: 'SMTP has a certificate for the hosts of SES, and for no other',
    behaviour: 'ses-smtp',
    async run(aws) {
      const login = smtpLogin(await newKey(aws, await newUser(aws)));

      expect(await logIn(aws, { ...login, host: `email-smtp-fips.${REGION}.api.aws` })).toBe(LOGGED_IN);
      expect(await logIn(aws, { ...login, host: 'smtp.example.com' })).toMatch(
        /before secure TLS connection was established|unrecognized name/,
      );
      expect(await new MailClient({ ...aws.smtp, authority: '' }, login).logIn()).toMatch(/certificate/);
    },
  },
  {
    statement: 'a login by SMTP is a use of the key',
    behaviour: 'access-key-last-used',
    async run(aws) {
      const key = await newKey(aws, await newUser(aws));

      await logIn(aws, smtpLogin(key));

      const { AccessKeyLastUsed } = await iamOf(aws).send(
        new GetAccessKeyLastUsedCommand({ AccessKeyId: key.accessKeyId }),
      );
      expect(AccessKeyLastUsed).toEqual({ LastUsedDate: expect.any(Date), Region: REGION, ServiceName: 'ses' });
    },
  },
  {
    statement: 'a message is refused unless its sender is an identity of the region',
    behaviour: 'ses-smtp',
    async run(aws) {
      const send = await sender(aws, mayUse(aws, '*'));

      expect(await send({ from: `anybody@${await newIdentity(aws)}` })).toBe(ACCEPTED);
      expect(await send({ from: 'anybody@unknown.example' })).toBe(
        '554 Message rejected: Email address is not verified. The following identities failed the check in ' +
          'region EU-WEST-1: anybody@unknown.example',
      );
    },
  },
  {
    statement: 'a message is refused unless the user may send from the identities of both its senders',
    behaviour: 'ses-smtp-authorization',
    async run(aws) {
      const [mine, other] = [await newIdentity(aws), await newIdentity(aws)];
      const address = await newIdentity(aws, `alone@${mine}`);
      const send = await sender(aws, mayUse(aws, `identity/${mine}`));

      expect(await send({ from: `anybody@${mine}` })).toBe(ACCEPTED);
      expect(await send({ from: `anybody@${other}` })).toMatch(DENIED);
      expect(await send({ from: address })).toMatch(DENIED);
      expect(
        await send({ from: `anybody@${mine}`, envelope: { from: `anybody@${other}`, to: 'somebody@example.net' } }),
      ).toMatch(DENIED);
      expect(
        await send({ from: `anybody@${other}`, envelope: { from: `anybody@${mine}`, to: 'somebody@example.net' } }),
      ).toMatch(DENIED);
    },
  },
  {
    statement: 'a policy may ask for one address that a message is from',
    behaviour: 'ses-smtp-authorization',
    async run(aws) {
      const domain = await newIdentity(aws);
      const send = await sender(
        aws,
        mayUse(aws, `identity/${domain}`, { Condition: { StringEquals: { 'ses:FromAddress': `noreply@${domain}` } } }),
      );

      expect(await send({ from: `"The sender" <noreply@${domain}>` })).toBe(ACCEPTED);
      expect(await send({ from: `other@${domain}` })).toMatch(DENIED);
    },
  },
  {
    statement: 'a message with a configuration set is refused unless the user may use that one',
    behaviour: 'ses-smtp-authorization',
    async run(aws) {
      const domain = await newIdentity(aws);
      const send = await sender(aws, mayUse(aws, `identity/${domain}`), mayUse(aws, 'configuration-set/mine'));
      const sendWith = (name: string) =>
        send({ from: `anybody@${domain}`, headers: { 'X-SES-CONFIGURATION-SET': name } });

      expect(await sendWith('mine')).toBe(ACCEPTED);
      expect(await sendWith('other')).toMatch(DENIED);
    },
  },
  {
    statement: 'an explicit Deny wins also where mail is sent',
    behaviour: 'ses-smtp-authorization',
    async run(aws) {
      const domain = await newIdentity(aws);
      const send = await sender(aws, mayUse(aws, '*'), mayUse(aws, `identity/${domain}`, { Effect: 'Deny' }));

      expect(await send({ from: `anybody@${domain}` })).toMatch(DENIED);
    },
  },
];
