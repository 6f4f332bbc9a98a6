import { App, CfnParameter, Fn, Lazy, Stack, Token } from 'aws-cdk-lib';
import { User } from 'aws-cdk-lib/aws-iam';
import { ConfigurationSet, EmailIdentity } from 'aws-cdk-lib/aws-ses';
import { synthError } from '../synth';
import {
  AccessKey,
  KeyRotation,
  RotatingAccessKey,
  SesSmtpCredentials,
  SesSmtpCredentialsProps,
} from 'cdk-iam-access-key';

function newStack(region?: string): Stack {
  return new Stack(new App(), 'Stack', { env: { region } });
}

const exampleDomain = (stack: Stack) => EmailIdentity.fromEmailIdentityName(stack, 'Identity', 'example.com');

function parameter(stack: Stack): string {
  const existing = stack.node.tryFindChild('Parameter') as CfnParameter | undefined;
  return (existing ?? new CfnParameter(stack, 'Parameter')).valueAsString;
}

const otherIdentity = (stack: Stack, name: string) => EmailIdentity.fromEmailIdentityName(stack, 'Other', name);
const configurationSet = (stack: Stack, name: string) => ConfigurationSet.fromConfigurationSetName(stack, 'Set', name);

/** The error of making credentials. */
function refusal(
  props: (stack: Stack) => SesSmtpCredentialsProps | undefined,
  stack = newStack(),
): { message: string } {
  try {
    new SesSmtpCredentials(stack, 'Smtp', props(stack));
  } catch (error) {
    return error as Error;
  }
  throw new Error('an error was expected');
}

test.each<[string, string, (stack: Stack) => SesSmtpCredentialsProps | undefined, string]>([
  [
    'without props',
    'MissingIdentities',
    () => undefined,
    'neither identities nor a user are passed; a new user needs the SES identities that it can send from. Pass one ' +
      'or more email identities, new or imported, or a user that has permission to send. [MissingIdentities]',
  ],
  ['with props that are null', 'MissingIdentities', () => null as any, 'neither identities nor a user are passed'],
  ['without identities', 'MissingIdentities', () => ({ identities: [] }), 'neither identities nor a user are passed'],
  ...[undefined, null, {}, 5, 'example.com'].map((identity): any => [
    `with ${JSON.stringify(identity)} among the identities`,
    'InvalidIdentities',
    (stack: Stack) => ({ identities: [exampleDomain(stack), identity] }),
    'the identities contain one whose name is undefined; each must have the name of one resource, not an ARN, and ' +
      'without wildcards or policy variables. Pass a new or imported EmailIdentity for each. [InvalidIdentities]',
  ]),
  [
    'with null for identities',
    'InvalidIdentities',
    () => ({ identities: null as any }),
    'the identities contain one whose name is undefined',
  ],
  ...[
    '*',
    '*.example.com',
    'exampl?.com',
    '',
    '${aws:username}@example.com',
    'arn:aws:ses:eu-west-1:111111111111:identity/example.com',
  ].map((name): any => [
    `with an identity called '${name}'`,
    'InvalidIdentities',
    (stack: Stack) => ({ identities: [EmailIdentity.fromEmailIdentityName(stack, 'Identity', name)] }),
    `the identities contain one whose name is '${name}'; each must have the name of one resource`,
  ]),
  [
    'with an identity whose name has a wildcard beside what is not known',
    'InvalidIdentities',
    (stack) => ({
      identities: [
        EmailIdentity.fromEmailIdentityName(stack, 'Identity', `*.${new CfnParameter(stack, 'Domain').valueAsString}`),
      ],
    }),
    "the identities contain one whose name is '*.…'",
  ],
  ...['*', ''].map((account): any => [
    `with an identity of the account '${account}'`,
    'InvalidIdentities',
    (stack: Stack) => {
      const arn = `arn:aws:ses:eu-west-1:${account}:identity/example.com`;
      return { identities: [EmailIdentity.fromEmailIdentityArn(stack, 'Identity', arn)] };
    },
    `the identities contain one of account '${account}'; each must belong to one account, ` +
      'whose ID its ARN contains',
  ]),
  [
    'with null among the configuration sets',
    'InvalidConfigurationSets',
    (stack) => ({ identities: [exampleDomain(stack)], configurationSets: [null as any] }),
    'the configuration sets contain one whose name is undefined; each must have the name of one resource, not an ' +
      'ARN, and without wildcards or policy variables. Pass a new or imported ConfigurationSet for each. ' +
      '[InvalidConfigurationSets]',
  ],
  ...[
    'mail-*',
    'mail?',
    '${aws:username}',
    'arn:aws:ses:eu-west-1:111111111111:configuration-set/mail',
    'a'.repeat(65),
  ].map((name): any => [
    `with a configuration set called '${name}'`,
    'InvalidConfigurationSets',
    (stack: Stack) => ({
      identities: [exampleDomain(stack)],
      configurationSets: [configurationSet(stack, name)],
    }),
    `the configuration sets contain one whose name is '${name}'`,
  ]),
  [
    'with a configuration set with a wildcard beside what is not known',
    'InvalidConfigurationSets',
    (stack) => ({
      identities: [exampleDomain(stack)],
      configurationSets: [configurationSet(stack, `${parameter(stack)}*`)],
    }),
    "the configuration sets contain one whose name is '…*'",
  ],
  [
    'with identities for a user who is given',
    'PermissionsOfGivenUser',
    (stack) => ({ user: new User(stack, 'User'), identities: [exampleDomain(stack)] }),
    'identities and a user are both passed; identities can be passed for a new user only, because the permissions ' +
      'of an existing user are not changed. Allow ses:SendRawEmail where the user is created, or omit the user. ' +
      '[PermissionsOfGivenUser]',
  ],
  [
    'with configuration sets for a user who is given',
    'PermissionsOfGivenUser',
    (stack) => ({ user: new User(stack, 'User'), configurationSets: [] }),
    'configuration sets and a user are both passed',
  ],
  [
    'with an address for a user who is given',
    'PermissionsOfGivenUser',
    (stack) => ({ user: new User(stack, 'User'), fromAddress: 'me@example.com' }),
    'a from address and a user are both passed',
  ],
  ...[
    'example.com',
    '',
    '*@example.com',
    'Me <me@example.com>',
    'me@@example.com',
    '${aws:username}@example.com',
    null,
  ].map((fromAddress): any => [
    `with an address like '${fromAddress}'`,
    'InvalidFromAddress',
    (stack: Stack) => ({ identities: [exampleDomain(stack)], fromAddress }),
    `the from address is '${fromAddress}'; it must be one email address, without a display name`,
  ]),
  [
    'with an address that has a wildcard beside what is not known',
    'InvalidFromAddress',
    (stack) => ({
      identities: [exampleDomain(stack)],
      fromAddress: `*@${parameter(stack)}`,
    }),
    "the from address is '*@…'",
  ],
  [
    'without a region',
    'InvalidRegions',
    (stack) => ({ identities: [exampleDomain(stack)], regions: [] }),
    'the list of regions is empty; it must contain one or more regions',
  ],
  [
    'with one region twice',
    'InvalidRegions',
    (stack) => ({
      identities: [exampleDomain(stack)],
      regions: ['eu-west-1', 'us-east-1', 'eu-west-1'],
    }),
    "the regions contain 'eu-west-1' twice; they must be different. List each region once. [InvalidRegions]",
  ],
  [
    'with null for regions',
    'InvalidRegions',
    (stack) => ({ identities: [exampleDomain(stack)], regions: null as any }),
    'the regions contain null',
  ],
  [
    'with regions of several partitions',
    'InvalidRegions',
    (stack) => ({ identities: [exampleDomain(stack)], regions: ['eu-west-1', 'cn-north-1', 'us-gov-west-1'] }),
    'the regions and the region of the stack are in the partitions aws and aws-cn and aws-us-gov',
  ],
  [
    'with regions that are a list of the deployment',
    'InvalidRegions',
    (stack) => ({
      identities: [exampleDomain(stack)],
      regions: new CfnParameter(stack, 'Regions', { type: 'CommaDelimitedList' }).valueAsList,
    }),
    'the list of regions is known only at deployment; it must contain one or more regions',
  ],
  [
    'with a port that SES does not listen on',
    'InvalidPort',
    (stack) => ({ identities: [exampleDomain(stack)], port: 2525 }),
    'port is 2525; it must be one of 25, 587, 2587, 465, 2465, the ports of SES. Omit the port to use 587',
  ],
  [
    'with a text for a port',
    'InvalidPort',
    (stack) => ({ identities: [exampleDomain(stack)], port: '587' as any }),
    "port is '587'; it must be one of 25, 587",
  ],
  [
    'with a text of the deployment for a port',
    'InvalidPort',
    (stack) => ({ identities: [exampleDomain(stack)], port: new CfnParameter(stack, 'Port').valueAsString as any }),
    "port is '${Token[",
  ],
  [
    'with null for a port',
    'InvalidPort',
    (stack) => ({ identities: [exampleDomain(stack)], port: null as any }),
    'port is null',
  ],
  [
    'with a field that there is not',
    'InvalidFieldNames',
    (stack) => ({ identities: [exampleDomain(stack)], fieldNames: { userName: 'user' } as any }),
    "the field names have a name for 'userName'; they can have names for username, password, host, port, region, " +
      'endpoints. Use one of these, or remove it. [InvalidFieldNames]',
  ],
  [
    'with a field that is called by no text',
    'InvalidFieldNames',
    (stack) => ({ identities: [exampleDomain(stack)], fieldNames: { port: 587 } as any }),
    "the name of the field port is 587; it must be a string. Pass a string, or omit it to use 'port'. " +
      '[InvalidFieldNames]',
  ],
  [
    'with two fields of one name',
    'InvalidFieldNames',
    (stack) => ({ identities: [exampleDomain(stack)], fieldNames: { username: 'password' } }),
    "the field names are 'password', 'password', 'host', 'port', 'region', 'endpoints'; they must be different",
  ],
  [
    'with a rotation that does not fit',
    'InvalidRotation',
    (stack) => ({
      identities: [exampleDomain(stack)],
      rotation: KeyRotation.onDemand({ overlap: KeyRotation.onDemand().maxAge }),
    }),
    'the overlap is 90 days',
  ],
])('credentials %s are refused', (_name, code, props, message) => {
  const error = refusal(props);

  expect(error).toMatchObject({ name: 'AccessKeyError', code, constructPath: 'Stack/Smtp' });
  expect(error.message).toContain(message);
  expect(error.message).toMatch(/^Stack\/Smtp \(SesSmtpCredentials\): .+; .+\. .+\. \[\w+\]$/);
});

test.each([
  ['eu-west-1', 'cn-north-1', 'aws and aws-cn'],
  ['cn-north-1', 'eu-west-1', 'aws-cn and aws'],
  ['us-gov-west-1', 'us-east-1', 'aws-us-gov and aws'],
])('in %s, an endpoint in %s is refused, as no key of the account works there', (ofStack, region, partitions) => {
  const error = refusal((stack) => ({ identities: [exampleDomain(stack)], regions: [region] }), newStack(ofStack));

  expect(error).toMatchObject({
    code: 'InvalidRegions',
    message:
      'Stack/Smtp (SesSmtpCredentials): the regions and the region of the stack are in the partitions ' +
      `${partitions}; they must be in one partition, because an account and its access keys are in one only. ` +
      "Keep the regions of the stack's partition, and create another key in an account of the other one. " +
      '[InvalidRegions]',
  });
});

test.each([
  ['eu-west-1', 'eu-nowhere-9'],
  ['cn-nowhere-9', 'eu-west-1'],
  [undefined, 'cn-north-1'],
])('in %s, an endpoint in %s is taken, as one of the partitions is not known', (ofStack, region) => {
  const stack = newStack(ofStack);

  expect(
    () => new SesSmtpCredentials(stack, 'Smtp', { identities: [exampleDomain(stack)], regions: [region] }),
  ).not.toThrow();
});

test.each<[string, (stack: Stack) => Partial<SesSmtpCredentialsProps>, string]>([
  [
    'an identity is named by a wildcard',
    (stack) => ({
      identities: [otherIdentity(stack, Fn.join('.', ['*', parameter(stack)]))],
    }),
    "the identities contain one whose name is '*.…'",
  ],
  [
    'a configuration set is named by a wildcard',
    (stack) => ({
      configurationSets: [configurationSet(stack, Fn.join('-', ['*', parameter(stack)]))],
    }),
    "the configuration sets contain one whose name is '*-…'",
  ],
  [
    'the address has a policy variable',
    (stack) => ({
      fromAddress: Fn.join('@', ['${aws:username}', parameter(stack)]),
    }),
    "the from address is '${aws:username}@…'",
  ],
  [
    'the address has a name beside it',
    () => ({ fromAddress: Lazy.string({ produce: () => 'Me <me@example.com>' }) }),
    "the from address is 'Me <me@example.com>'",
  ],
  ['a region is a wildcard', () => ({ regions: [Lazy.string({ produce: () => '*' })] }), "the regions contain '*'"],
])('credentials are refused at synthesis when it shows only then that %s', (_name, props, message) => {
  const stack = newStack();
  new SesSmtpCredentials(stack, 'Smtp', { identities: [exampleDomain(stack)], ...props(stack) });

  expect(synthError(stack.node.root as App)).toContain(`Stack/Smtp (SesSmtpCredentials): ${message}; `);
});

test('names and addresses that are known in part are taken', () => {
  const stack = newStack();
  new SesSmtpCredentials(stack, 'Smtp', {
    identities: [otherIdentity(stack, `mail.${parameter(stack)}`)],
    configurationSets: [configurationSet(stack, `mail-${parameter(stack)}`)],
    fromAddress: `noreply@${parameter(stack)}`,
    regions: [`eu-${parameter(stack)}-1`, Lazy.string({ produce: () => 'us-east-1' })],
  });

  expect(() => (stack.node.root as App).synth()).not.toThrow();
});

test('a port that is known only at deployment is taken as it is', () => {
  const stack = newStack();

  expect(
    () =>
      new SesSmtpCredentials(stack, 'Smtp', {
        identities: [exampleDomain(stack)],
        port: Token.asNumber({ Ref: 'Port' }),
      }),
  ).not.toThrow();
});

test.each<[string, (stack: Stack, user: User) => unknown]>([
  ['AccessKey', (stack, user) => new AccessKey(stack, 'Other', { user })],
  ['RotatingAccessKey', (stack, user) => new RotatingAccessKey(stack, 'Other', { user })],
  ['SesSmtpCredentials', (stack, user) => new SesSmtpCredentials(stack, 'Other', { user })],
])('credentials share their user with no %s', (_kind, makeOther) => {
  const stack = newStack();
  const user = new User(stack, 'User');
  new SesSmtpCredentials(stack, 'Smtp', { user });
  makeOther(stack, user);

  expect(synthError(stack.node.root as App)).toContain(
    'Stack/Smtp (SesSmtpCredentials): its user has another ' + "access key, 'Stack/Other'",
  );
});
