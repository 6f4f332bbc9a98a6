import { App, CfnParameter, Fn, Lazy, Stack, Token } from 'aws-cdk-lib';
import { User } from 'aws-cdk-lib/aws-iam';
import { ConfigurationSet, EmailIdentity } from 'aws-cdk-lib/aws-ses';
import { synthError } from '../synth';
import { AccessKey, KeyRotation, RotatingAccessKey, SesSmtpCredentials, SesSmtpCredentialsProps } from 'cdk-iam-access-key';

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
    'identities has one whose name is undefined, expected constructs with the name of one resource: no ARN, wildcard '
    + 'or policy variable; pass a new or imported EmailIdentity for each',
  ]),
  ['with null for identities', 'InvalidIdentities', () => ({ identities: null as any }), 'identities has one whose name is undefined'],
  ...[
    '*', '*.example.com', 'exampl?.com', '', '${aws:username}@example.com',
    'arn:aws:ses:eu-west-1:111111111111:identity/example.com',
  ].map((name): any => [
    `with an identity called '${name}'`, 'InvalidIdentities', (stack: Stack) => ({ identities: [EmailIdentity.fromEmailIdentityName(stack, 'Identity', name)] }),
    `identities has one whose name is '${name}', expected constructs with the name of one resource`,
  ]),
  ['with an identity whose name has a wildcard beside what is not known', 'InvalidIdentities', (stack) => ({
    identities: [EmailIdentity.fromEmailIdentityName(stack, 'Identity', `*.${new CfnParameter(stack, 'Domain').valueAsString}`)],
  }), 'identities has one whose name is \'*.…\''],
  ...['*', ''].map((account): any => [
    `with an identity of the account '${account}'`, 'InvalidIdentities', (stack: Stack) => {
      const arn = `arn:aws:ses:eu-west-1:${account}:identity/example.com`;
      return { identities: [EmailIdentity.fromEmailIdentityArn(stack, 'Identity', arn)] };
    }, `identities has one of account '${account}', expected constructs of one account, whose number the ARN holds`,
  ]),
  ['with null among the configuration sets', 'InvalidConfigurationSets', (stack) => ({ identities: [exampleDomain(stack)], configurationSets: [null as any] }),
    'configurationSets has one whose name is undefined, expected constructs with the name of one resource: '
    + 'no ARN, wildcard or policy variable; pass a new or imported ConfigurationSet for each'],
  ...[
    'mail-*', 'mail?', '${aws:username}', 'arn:aws:ses:eu-west-1:111111111111:configuration-set/mail', 'a'.repeat(65),
  ].map((name): any => [
    `with a configuration set called '${name}'`, 'InvalidConfigurationSets', (stack: Stack) => ({
      identities: [exampleDomain(stack)], configurationSets: [configurationSet(stack, name)],
    }), `configurationSets has one whose name is '${name}'`,
  ]),
  ['with a configuration set with a wildcard beside what is not known', 'InvalidConfigurationSets', (stack) => ({
    identities: [exampleDomain(stack)], configurationSets: [configurationSet(stack, `${parameter(stack)}*`)],
  }), 'configurationSets has one whose name is \'…*\''],
  ['with identities for a user who is given', 'RightsOfGivenUser', (stack) => ({ user: new User(stack, 'User'), identities: [exampleDomain(stack)] }),
    'identities together with user, expected identities for a new user alone, as a user who is given is left as it is; allow ses:SendRawEmail where the user is made, or leave user out'],
  ['with configuration sets for a user who is given', 'RightsOfGivenUser', (stack) => ({ user: new User(stack, 'User'), configurationSets: [] }), 'configurationSets together with user'],
  ['with an address for a user who is given', 'RightsOfGivenUser', (stack) => ({ user: new User(stack, 'User'), fromAddress: 'me@example.com' }), 'fromAddress together with user'],
  ...[
    'example.com', '', '*@example.com', 'Me <me@example.com>', 'me@@example.com', '${aws:username}@example.com', null,
  ].map((fromAddress): any => [
    `with an address like '${fromAddress}'`, 'InvalidFromAddress', (stack: Stack) => ({ identities: [exampleDomain(stack)], fromAddress }),
    `fromAddress is '${fromAddress}', expected one mail address, without a name beside it and without wildcards or`,
  ]),
  ['with an address that has a wildcard beside what is not known', 'InvalidFromAddress', (stack) => ({
    identities: [exampleDomain(stack)], fromAddress: `*@${parameter(stack)}`,
  }), 'fromAddress is \'*@…\''],
  ['without a region', 'InvalidRegions', (stack) => ({ identities: [exampleDomain(stack)], regions: [] }),
    'regions is empty, expected one or more regions'],
  ['with one region twice', 'InvalidRegions', (stack) => ({
    identities: [exampleDomain(stack)], regions: ['eu-west-1', 'us-east-1', 'eu-west-1'],
  }), 'regions has \'eu-west-1\' twice, expected different regions; name each region once'],
  ['with null for regions', 'InvalidRegions', (stack) => ({ identities: [exampleDomain(stack)], regions: null as any }),
    'regions has null, which does not have the form of a region'],
  ['with regions of several partitions', 'InvalidRegions', (stack) => ({ identities: [exampleDomain(stack)], regions: ['eu-west-1', 'cn-north-1', 'us-gov-west-1'] }),
    'regions, with the region of the stack, are of the partitions aws and aws-cn and aws-us-gov'],
  ['with regions that are a list of the deployment', 'InvalidRegions', (stack) => ({
    identities: [exampleDomain(stack)], regions: new CfnParameter(stack, 'Regions', { type: 'CommaDelimitedList' }).valueAsList,
  }), 'regions is a list that is known only at deployment, expected one or more regions, each of which may be known'],
  ['with a port that SES does not listen on', 'InvalidPort', (stack) => ({ identities: [exampleDomain(stack)], port: 2525 }),
    'port is 2525, expected one of 25, 587, 2587, 465, 2465, which SES listens on; leave port out for 587'],
  ['with a text for a port', 'InvalidPort', (stack) => ({ identities: [exampleDomain(stack)], port: '587' as any }), 'port is \'587\', expected one of 25, 587'],
  ['with a text of the deployment for a port', 'InvalidPort', (stack) => ({ identities: [exampleDomain(stack)], port: new CfnParameter(stack, 'Port').valueAsString as any }),
    'port is \'${Token['],
  ['with null for a port', 'InvalidPort', (stack) => ({ identities: [exampleDomain(stack)], port: null as any }), 'port is null'],
  ['with a field that there is not', 'InvalidFields', (stack) => ({ identities: [exampleDomain(stack)], fieldNames: { userName: 'user' } as any }),
    'fieldNames has a name for \'userName\', expected names for some of username, password, host, port, region, endpoints; name one of these, or leave it out'],
  ['with a field that is called by no text', 'InvalidFields', (stack) => ({ identities: [exampleDomain(stack)], fieldNames: { port: 587 } as any }),
    'the field port is called 587, expected a text; give a text as its name, or leave it out to call it \'port\''],
  ['with two fields of one name', 'InvalidFields', (stack) => ({ identities: [exampleDomain(stack)], fieldNames: { username: 'password' } }),
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
    message: `access key 'Stack/Smtp': regions, with the region of the stack, are of the partitions ${partitions}, `
      + 'expected regions of one partition, as an account and its keys are in one alone; '
      + 'keep the regions of the stack\'s partition, and create another key in an account of the other one',
  });
});

test.each([['eu-west-1', 'eu-nowhere-9'], ['cn-nowhere-9', 'eu-west-1'], [undefined, 'cn-north-1']])('in %s, an endpoint in %s is taken, as one of the partitions is not known', (ofStack, region) => {
  const stack = newStack(ofStack);

  expect(() => new SesSmtpCredentials(stack, 'Smtp', { identities: [exampleDomain(stack)], regions: [region] })).not.toThrow();
});

test.each<[string, (stack: Stack) => Partial<SesSmtpCredentialsProps>, string]>([
  ['an identity is named by a wildcard', (stack) => ({
    identities: [otherIdentity(stack, Fn.join('.', ['*', parameter(stack)]))],
  }), 'identities has one whose name is \'*.…\''],
  ['a configuration set is named by a wildcard', (stack) => ({
    configurationSets: [configurationSet(stack, Fn.join('-', ['*', parameter(stack)]))],
  }), 'configurationSets has one whose name is \'*-…\''],
  ['the address has a policy variable', (stack) => ({
    fromAddress: Fn.join('@', ['${aws:username}', parameter(stack)]),
  }), 'fromAddress is \'${aws:username}@…\''],
  ['the address has a name beside it', () => ({ fromAddress: Lazy.string({ produce: () => 'Me <me@example.com>' }) }),
    'fromAddress is \'Me <me@example.com>\''],
  ['a region is a wildcard', () => ({ regions: [Lazy.string({ produce: () => '*' })] }),
    'regions has \'*\', which does not have the form of a region'],
])('credentials are refused at synthesis when it shows only then that %s', (_name, props, message) => {
  const stack = newStack();
  new SesSmtpCredentials(stack, 'Smtp', { identities: [exampleDomain(stack)], ...props(stack) });

  expect(synthError(stack.node.root as App)).toContain(`access key 'Stack/Smtp': ${message}, expected `);
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
