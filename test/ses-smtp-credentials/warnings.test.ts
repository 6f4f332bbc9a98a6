import { Annotations, App, CfnParameter, Stack } from 'aws-cdk-lib';
import { Annotations as Found, Match } from 'aws-cdk-lib/assertions';
import { User } from 'aws-cdk-lib/aws-iam';
import { CfnEmailIdentity, ConfigurationSet, EmailIdentity, Identity } from 'aws-cdk-lib/aws-ses';
import { aws_ses } from 'aws-cdk-lib/interfaces';
import { SesSmtpCredentials } from 'cdk-iam-access-key';

function newStack(): Stack {
  return new Stack(new App(), 'Stack');
}

function identity(stack: Stack, name: string): aws_ses.IEmailIdentityRef {
  return EmailIdentity.fromEmailIdentityName(stack, `Identity ${name}`, name);
}

function warningsIn(stack: Stack): string[] {
  return Found.fromStack(stack)
    .findWarning('*', Match.anyValue())
    .map(({ entry: { data } }) => data as string);
}

describe('fromAddress', () => {
  test.each([
    [['example.com'], 'noreply@example.com'],
    [['example.com'], 'NoReply@Example.COM'],
    [['example.com'], 'noreply@mail.example.com'],
    [['example.org', 'example.com'], 'noreply@example.com'],
    [['noreply@example.com'], 'noreply@example.com'],
    [['noreply@example.com'], 'noreply+label@example.com'],
    [['example.com'], 'noreply+label@example.com'],
  ])('of %s can be %s', (names, fromAddress) => {
    const stack = newStack();
    new SesSmtpCredentials(stack, 'Smtp', { identities: names.map((name) => identity(stack, name)), fromAddress });

    expect(warningsIn(stack)).toEqual([]);
  });

  test.each([
    [['example.com'], 'noreply@example.org'],
    [['example.com'], 'noreply@badexample.com'],
    [['mail.example.com'], 'noreply@example.com'],
    [['noreply@example.com'], 'other@example.com'],
    [['noreply@example.com'], 'other+noreply@example.com'],
  ])('of %s gets a warning if it is %s', (names, fromAddress) => {
    const stack = newStack();
    new SesSmtpCredentials(stack, 'Smtp', { identities: names.map((name) => identity(stack, name)), fromAddress });

    expect(warningsIn(stack)).toEqual([
      expect.stringContaining(
        `the from address is '${fromAddress}', and the identities are '${names[0]}'; it must be an address of one of ` +
          'the identities',
      ),
    ]);
    expect(warningsIn(stack)[0]).toContain('[ack: cdk-iam-access-key:fromAddressOutsideIdentities]');
  });

  test('gets no warning if it or an identity is known only at deployment', () => {
    const stack = newStack();
    const unknown = new CfnParameter(stack, 'Domain').valueAsString;
    new SesSmtpCredentials(stack, 'One', {
      identities: [identity(stack, 'example.com')],
      fromAddress: `noreply@${unknown}`,
    });
    new SesSmtpCredentials(stack, 'Two', {
      identities: [identity(stack, 'example.org'), new CfnEmailIdentity(stack, 'L1', { emailIdentity: unknown })],
      fromAddress: 'a@example.com',
    });

    expect(warningsIn(stack)).toEqual([]);
  });
});

describe('an identity with a default configuration set', () => {
  test.each<[string, (stack: Stack, set: ConfigurationSet) => aws_ses.IEmailIdentityRef]>([
    [
      'an EmailIdentity',
      (stack, configurationSet) =>
        new EmailIdentity(stack, 'Identity', { identity: Identity.domain('example.com'), configurationSet }),
    ],
    [
      'a CfnEmailIdentity',
      (stack, set) =>
        new CfnEmailIdentity(stack, 'Identity', {
          emailIdentity: 'example.com',
          configurationSetAttributes: { configurationSetName: set.configurationSetName },
        }),
    ],
  ])('gets a warning if the configuration sets lack it: %s', (_kind, makeIdentity) => {
    const stack = newStack();
    const configurationSet = new ConfigurationSet(stack, 'Set');
    const identities = [makeIdentity(stack, configurationSet)];
    new SesSmtpCredentials(stack, 'Without', { identities });
    new SesSmtpCredentials(stack, 'With', { identities, configurationSets: [configurationSet] });

    const warnings = warningsIn(stack);
    expect(warnings).toEqual([
      expect.stringMatching(
        /^Stack\/Without .*'Stack\/Identity' has a default configuration set, which is not one of the configuration sets/,
      ),
    ]);
    expect(warnings[0]).toContain('[ack: cdk-iam-access-key:defaultConfigurationSetLeftOut]');
  });

  type Sets = [aws_ses.IConfigurationSetRef, aws_ses.IConfigurationSetRef[]];
  const newSet = (stack: Stack, configurationSetName?: string) =>
    new ConfigurationSet(stack, 'Set', { configurationSetName });
  const imported = (stack: Stack, name: string, id = 'Imported') =>
    ConfigurationSet.fromConfigurationSetName(stack, id, name);
  const parameter = (stack: Stack) => new CfnParameter(stack, 'Parameter').valueAsString;

  function warningsOf(makeSets: (stack: Stack) => Sets): string[] {
    const stack = newStack();
    const [configurationSet, configurationSets] = makeSets(stack);
    const sender = new EmailIdentity(stack, 'Identity', { identity: Identity.domain('example.com'), configurationSet });
    new SesSmtpCredentials(stack, 'Smtp', { identities: [sender], configurationSets });
    return warningsIn(stack);
  }

  test.each<[string, (stack: Stack) => Sets]>([
    ['by its name', (stack) => [newSet(stack, 'mail'), [imported(stack, 'mail')]]],
    ['by the construct that has its name', (stack) => [imported(stack, 'mail'), [newSet(stack, 'mail')]]],
    ['beside another', (stack) => [imported(stack, 'mail'), [newSet(stack), imported(stack, 'mail', 'Same')]]],
    ['by a parameter, as may be', (stack) => [newSet(stack), [imported(stack, parameter(stack))]]],
    ['by its name, as may be', (stack) => [imported(stack, parameter(stack)), [imported(stack, 'mail', 'Given')]]],
  ])('gets no warning if configurationSets has it %s', (_how, makeSets) => {
    expect(warningsOf(makeSets)).toEqual([]);
  });

  test.each<[string, (stack: Stack) => Sets]>([
    ['has another name', (stack) => [newSet(stack, 'mail'), [imported(stack, 'other')]]],
    ['has another construct', (stack) => [newSet(stack), [new ConfigurationSet(stack, 'Other')]]],
    ['is empty, whatever its name is', (stack) => [imported(stack, parameter(stack)), []]],
  ])('gets a warning if configurationSets %s', (_how, makeSets) => {
    expect(warningsOf(makeSets)).toHaveLength(1);
  });
});

test.each<[string, (smtp: SesSmtpCredentials) => unknown]>([
  ['grants.readByUser', ({ grants }) => grants.readByUser()],
  ['grants.read', ({ grants, user }) => grants.read(user as User)],
  ['grants.rotate', ({ grants, user }) => grants.rotate(user as User)],
  ['secret.grantRead', ({ secret, user }) => secret.grantRead(user as User)],
])('%s of the user gets a warning, because the secret access key of the user is not stored', (_member, grant) => {
  const stack = newStack();
  grant(new SesSmtpCredentials(stack, 'Smtp', { identities: [identity(stack, 'example.com')] }));

  expect(warningsIn(stack)).toEqual([
    expect.stringMatching(
      /a grant to the user of the credentials has no effect.*\[ack: [\w-]+:readByUserWithoutEffect\]/,
    ),
  ]);
});

test.each(['fromAddressOutsideIdentities', 'readByUserWithoutEffect', 'defaultConfigurationSetLeftOut'])(
  '%s can be acknowledged',
  (id) => {
    const stack = newStack();
    const configurationSet = new ConfigurationSet(stack, 'Set');
    const identities = [
      new EmailIdentity(stack, 'Identity', { identity: Identity.domain('example.com'), configurationSet }),
    ];
    const smtp = new SesSmtpCredentials(stack, 'Smtp', { identities, fromAddress: 'noreply@example.org' });
    smtp.grants.readByUser();
    expect(warningsIn(stack).join()).toContain(id);

    Annotations.of(smtp).acknowledgeWarning(`cdk-iam-access-key:${id}`);

    expect(warningsIn(stack)).toHaveLength(2);
    expect(warningsIn(stack).join()).not.toContain(id);
  },
);
