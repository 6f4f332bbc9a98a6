import { App, CfnParameter, Stack, Token } from 'aws-cdk-lib';
import { User } from 'aws-cdk-lib/aws-iam';
import { ConfigurationSet, EmailIdentity } from 'aws-cdk-lib/aws-ses';
import { synthError } from '../synth';
import { AccessKey, KeyRotation, RotatingAccessKey, SesSmtpCredentials, SesSmtpCredentialsProps } from 'cdk-iam-access-key';

function newStack(region?: string): Stack {
  return new Stack(new App(), 'Stack', { env: { region } });
}

const exampleDomain = (stack: Stack) => EmailIdentity.fromEmailIdentityName(stack, 'Identity', 'example.com');

/** The error of making credentials. */
function refusal(props: (stack: Stack) => SesSmtpCredentialsProps | undefined, stack = newStack()): { message: string } {
  try {
    new SesSmtpCredentials(stack, 'Smtp', props(stack));
  } catch (error) {
    return error as Error;
  }
  throw new Error('an error was expected');
}

test.each<[string, string, (stack: Stack) => SesSmtpCredentialsProps | undefined, string]>([
  ['without props', 'MissingIdentities', () => undefined,
    'neither identities nor user, expected the SES identities that the new user may send from; pass one or more email identities, new or imported, or a user who may send already'],
  ['with props that are null', 'MissingIdentities', () => null as any, 'neither identities nor user'],
  ['without identities', 'MissingIdentities', () => ({ identities: [] }), 'neither identities nor user'],
  ...[undefined, null, {}, 5, 'example.com'].map((identity): any => [
    `with ${JSON.stringify(identity)} among the identities`, 'InvalidIdentities', (stack: Stack) => ({ identities: [exampleDomain(stack), identity] }),
    'identities has one whose name is undefined, expected constructs with a name that has no wildcard; pass a new or imported EmailIdentity for each',
  ]),
  ['with null for identities', 'InvalidIdentities', () => ({ identities: null as any }), 'identities has one whose name is undefined'],
  ...['*', '*.example.com', 'exampl?.com', ''].map((name): any => [
    `with an identity called '${name}'`, 'InvalidIdentities', (stack: Stack) => ({ identities: [EmailIdentity.fromEmailIdentityName(stack, 'Identity', name)] }),
    `identities has one whose name is '${name}', expected constructs with a name that has no wildcard`,
  ]),
  ['with an identity whose name has a wildcard beside what is not known', 'InvalidIdentities', (stack) => ({
    identities: [EmailIdentity.fromEmailIdentityName(stack, 'Identity', `*.${new CfnParameter(stack, 'Domain').valueAsString}`)],
  }), 'identities has one whose name is \'*.'],
  ['with null among the configuration sets', 'InvalidConfigurationSets', (stack) => ({ identities: [exampleDomain(stack)], configurationSets: [null as any] }),
    'configurationSets has one whose name is undefined, expected constructs with a name that has no wildcard; '
    + 'pass a new or imported ConfigurationSet for each'],
  ['with a configuration set called by a wildcard', 'InvalidConfigurationSets', (stack) => ({
    identities: [exampleDomain(stack)], configurationSets: [ConfigurationSet.fromConfigurationSetName(stack, 'Set', 'mail-*')],
  }), 'configurationSets has one whose name is \'mail-*\''],
  ['with identities for a user who is given', 'RightsOfGivenUser', (stack) => ({ user: new User(stack, 'User'), identities: [exampleDomain(stack)] }),
    'identities together with user, expected identities for a new user alone, as a user who is given is left as it is; allow ses:SendRawEmail where the user is made, or leave user out'],
  ['with configuration sets for a user who is given', 'RightsOfGivenUser', (stack) => ({ user: new User(stack, 'User'), configurationSets: [] }), 'configurationSets together with user'],
  ['with an address for a user who is given', 'RightsOfGivenUser', (stack) => ({ user: new User(stack, 'User'), fromAddress: 'me@example.com' }), 'fromAddress together with user'],
  ...['example.com', '', '*@example.com', 'Me <me@example.com>', 'me@@example.com'].map((fromAddress): any => [
    `with an address like '${fromAddress}'`, 'InvalidFromAddress', (stack: Stack) => ({ identities: [exampleDomain(stack)], fromAddress }),
    `fromAddress is '${fromAddress}', expected one mail address, without a name beside it and without wildcards`,
  ]),
  ['without a region', 'InvalidRegions', (stack) => ({ identities: [exampleDomain(stack)], regions: [] }), 'regions is [], expected one or more different regions'],
  ['with one region twice', 'InvalidRegions', (stack) => ({ identities: [exampleDomain(stack)], regions: ['eu-west-1', 'eu-west-1'] }), 'regions is [\'eu-west-1\', \'eu-west-1\']'],
  ['with a region that can be part of no host', 'InvalidRegions', (stack) => ({ identities: [exampleDomain(stack)], regions: ['eu-west-1.example.com'] }), 'regions is [\'eu-west-1.example.com\']'],
  ...[undefined, null, 5].map((region): any => [
    `with ${region} for a region`, 'InvalidRegions', (stack: Stack) => ({ identities: [exampleDomain(stack)], regions: ['eu-west-1', region] }),
    `regions is ['eu-west-1', ${region}], expected one or more different regions`,
  ]),
  ['with null for regions', 'InvalidRegions', (stack) => ({ identities: [exampleDomain(stack)], regions: null as any }), 'regions is [null]'],
  ['with regions of several partitions', 'InvalidRegions', (stack) => ({ identities: [exampleDomain(stack)], regions: ['eu-west-1', 'cn-north-1', 'us-gov-west-1'] }),
    'the regions, with that of the stack, are of the partitions aws and aws-cn and aws-us-gov'],
  ['with regions that are a list of the deployment', 'InvalidRegions', (stack) => ({
    identities: [exampleDomain(stack)], regions: new CfnParameter(stack, 'Regions', { type: 'CommaDelimitedList' }).valueAsList,
  }), 'regions is a list that is known only at deployment, expected one or more different regions, each of which may be known only at deployment'],
  ['with a port that SES does not listen on', 'InvalidPort', (stack) => ({ identities: [exampleDomain(stack)], port: 2525 }),
    'port is 2525, expected one of 25, 587, 2587, 465, 2465, which SES listens on; leave port out for 587'],
  ['with a text for a port', 'InvalidPort', (stack) => ({ identities: [exampleDomain(stack)], port: '587' as any }), 'port is \'587\', expected one of 25, 587'],
  ['with a text of the deployment for a port', 'InvalidPort', (stack) => ({ identities: [exampleDomain(stack)], port: new CfnParameter(stack, 'Port').valueAsString as any }),
    'port is \'${Token['],
  ['with null for a port', 'InvalidPort', (stack) => ({ identities: [exampleDomain(stack)], port: null as any }), 'port is null'],
  ['with a field that there is not', 'InvalidFields', (stack) => ({ identities: [exampleDomain(stack)], fields: { userName: 'user' } as any }),
    'fields has a name for \'userName\', expected names for some of username, password, host, port, region, endpoints; name one of these, or leave it out'],
  ['with a field that is called by no text', 'InvalidFields', (stack) => ({ identities: [exampleDomain(stack)], fields: { port: 587 } as any }),
    'the field port is called 587, expected a text; give a text as its name, or leave it out to call it \'port\''],
  ['with two fields of one name', 'InvalidFields', (stack) => ({ identities: [exampleDomain(stack)], fields: { username: 'password' } }),
    'the fields are called \'password\', \'password\', \'host\', \'port\', \'region\', \'endpoints\', expected different names'],
  ['with a rotation that does not fit', 'InvalidRotation', (stack) => ({ identities: [exampleDomain(stack)], rotation: KeyRotation.onDemand({ overlap: KeyRotation.onDemand().maxAge }) }), 'an overlap of 90 days'],
])('credentials %s are refused', (_name, code, props, message) => {
  const error = refusal(props);

  expect(error).toMatchObject({ name: 'AccessKeyError', code, constructPath: 'Stack/Smtp' });
  expect(error.message).toContain(message);
  expect(error.message).toMatch(/^access key 'Stack\/Smtp': .+, expected .+; .+[^.]$/);
});

test.each([
  ['eu-west-1', 'cn-north-1', 'aws and aws-cn'],
  ['cn-north-1', 'eu-west-1', 'aws-cn and aws'],
  ['us-gov-west-1', 'us-east-1', 'aws-us-gov and aws'],
])('in %s, an endpoint in %s is refused, as no key of the account works there', (ofStack, region, partitions) => {
  const error = refusal((stack) => ({ identities: [exampleDomain(stack)], regions: [region] }), newStack(ofStack));

  expect(error).toMatchObject({
    code: 'InvalidRegions',
    message: `access key 'Stack/Smtp': the regions, with that of the stack, are of the partitions ${partitions}, expected regions of one partition, as no key works in two; `
      + 'keep the regions of the stack\'s partition, and make other credentials in an account of the other one',
  });
});

test.each([['eu-west-1', 'eu-nowhere-9'], ['cn-nowhere-9', 'eu-west-1'], [undefined, 'cn-north-1']])('in %s, an endpoint in %s is taken, as one of the partitions is not known', (ofStack, region) => {
  const stack = newStack(ofStack);

  expect(() => new SesSmtpCredentials(stack, 'Smtp', { identities: [exampleDomain(stack)], regions: [region] })).not.toThrow();
});

test('a port that is known only at deployment is taken as it is', () => {
  const stack = newStack();

  expect(() => new SesSmtpCredentials(stack, 'Smtp', { identities: [exampleDomain(stack)], port: Token.asNumber({ Ref: 'Port' }) })).not.toThrow();
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

  expect(synthError(stack.node.root as App)).toContain('access key \'Stack/Smtp\': its user has another key, \'Stack/Other\'');
});
