import { Annotations, App, CfnParameter, Stack } from 'aws-cdk-lib';
import { Annotations as Found, Match } from 'aws-cdk-lib/assertions';
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
  return Found.fromStack(stack).findWarning('*', Match.anyValue()).map(({ entry: { data } }) => data as string);
}

describe('fromAddress', () => {
  test.each([
    [['example.com'], 'noreply@example.com'],
    [['example.com'], 'NoReply@Example.COM'],
    [['example.com'], 'noreply@mail.example.com'],
    [['example.org', 'example.com'], 'noreply@example.com'],
    [['noreply@example.com'], 'noreply@example.com'],
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
  ])('of %s gets a warning if it is %s', (names, fromAddress) => {
    const stack = newStack();
    new SesSmtpCredentials(stack, 'Smtp', { identities: names.map((name) => identity(stack, name)), fromAddress });

    expect(warningsIn(stack)).toEqual([expect.stringContaining(
      `fromAddress is '${fromAddress}', and the identities are '${names[0]}', expected an address of one of the identities`,
    )]);
    expect(warningsIn(stack)[0]).toContain('[ack: cdk-iam-access-key:fromAddressOutsideIdentities]');
  });

  test('gets no warning if it or an identity is known only at deployment', () => {
    const stack = newStack();
    const unknown = new CfnParameter(stack, 'Domain').valueAsString;
    new SesSmtpCredentials(stack, 'One', { identities: [identity(stack, 'example.com')], fromAddress: `noreply@${unknown}` });
    new SesSmtpCredentials(stack, 'Two', { identities: [identity(stack, 'example.org'), new CfnEmailIdentity(stack, 'L1', { emailIdentity: unknown })], fromAddress: 'a@example.com' });

    expect(warningsIn(stack)).toEqual([]);
  });
});

describe('an identity with a default configuration set', () => {
  test.each<[string, (stack: Stack, set: ConfigurationSet) => aws_ses.IEmailIdentityRef]>([
    ['an EmailIdentity', (stack, configurationSet) => new EmailIdentity(stack, 'Identity', { identity: Identity.domain('example.com'), configurationSet })],
    ['a CfnEmailIdentity', (stack, set) => new CfnEmailIdentity(stack, 'Identity', {
      emailIdentity: 'example.com', configurationSetAttributes: { configurationSetName: set.configurationSetName },
    })],
  ])('gets a warning if configurationSets leaves it out: %s', (_kind, makeIdentity) => {
    const stack = newStack();
    const configurationSet = new ConfigurationSet(stack, 'Set');
    const identities = [makeIdentity(stack, configurationSet)];
    new SesSmtpCredentials(stack, 'Without', { identities });
    new SesSmtpCredentials(stack, 'With', { identities, configurationSets: [configurationSet] });

    const warnings = warningsIn(stack);
    expect(warnings).toEqual([expect.stringMatching(/'Stack\/Without'.*'Stack\/Identity.*' has a default configuration set, which configurationSets leaves out/)]);
    expect(warnings[0]).toContain('[ack: cdk-iam-access-key:defaultConfigurationSetLeftOut]');
  });
});

test('grants.readByUser gets a warning, because nobody has credentials of the user', () => {
  const stack = newStack();
  new SesSmtpCredentials(stack, 'Smtp', { identities: [identity(stack, 'example.com')] }).grants.readByUser();

  expect(warningsIn(stack)).toEqual([expect.stringMatching(/grants\.readByUser has no effect.*\[ack: cdk-iam-access-key:readByUserWithoutEffect\]/)]);
});

test.each(['fromAddressOutsideIdentities', 'readByUserWithoutEffect', 'defaultConfigurationSetLeftOut'])('%s can be acknowledged', (id) => {
  const stack = newStack();
  const configurationSet = new ConfigurationSet(stack, 'Set');
  const identities = [new EmailIdentity(stack, 'Identity', { identity: Identity.domain('example.com'), configurationSet })];
  const smtp = new SesSmtpCredentials(stack, 'Smtp', { identities, fromAddress: 'noreply@example.org' });
  smtp.grants.readByUser();
  expect(warningsIn(stack).join()).toContain(id);

  Annotations.of(smtp).acknowledgeWarning(`cdk-iam-access-key:${id}`);

  expect(warningsIn(stack)).toHaveLength(2);
  expect(warningsIn(stack).join()).not.toContain(id);
});
