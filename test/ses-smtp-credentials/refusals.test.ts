import { App, CfnParameter, Stack, Token } from 'aws-cdk-lib';
import { User } from 'aws-cdk-lib/aws-iam';
import { EmailIdentity } from 'aws-cdk-lib/aws-ses';
import { synthError } from '../synth';
import { AccessKey, KeyRotation, RotatingAccessKey, SesSmtpCredentials, SesSmtpCredentialsProps } from 'cdk-iam-access-key';

function newStack(): Stack {
  return new Stack(new App(), 'Stack');
}

const exampleDomain = (stack: Stack) => EmailIdentity.fromEmailIdentityName(stack, 'Identity', 'example.com');

/** The error of making credentials. */
function refusal(props: (stack: Stack) => SesSmtpCredentialsProps | undefined): { message: string } {
  const stack = newStack();
  try {
    new SesSmtpCredentials(stack, 'Smtp', props(stack));
  } catch (error) {
    return error as Error;
  }
  throw new Error('an error was expected');
}

test.each<[string, string, (stack: Stack) => SesSmtpCredentialsProps | undefined, string]>([
  ['without props', 'MissingIdentities', () => undefined,
    'neither identities nor user, expected the SES identities that the new user may send from; pass identities: [new ses.EmailIdentity(...)] or one that is imported, or a user who may send already'],
  ['without identities', 'MissingIdentities', () => ({ identities: [] }), 'neither identities nor user'],
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
  ['with regions that are a list of the deployment', 'InvalidRegions', (stack) => ({
    identities: [exampleDomain(stack)], regions: new CfnParameter(stack, 'Regions', { type: 'CommaDelimitedList' }).valueAsList,
  }), 'regions is a list that is known only at deployment, expected one or more different regions, each of which may be known only at deployment'],
  ['with a port that SES does not listen on', 'InvalidPort', (stack) => ({ identities: [exampleDomain(stack)], port: 2525 }),
    'port is 2525, expected one of 25, 587, 2587, 465, 2465, which SES listens on; leave port out for 587'],
  ['with two fields of one name', 'InvalidFields', (stack) => ({ identities: [exampleDomain(stack)], fields: { username: 'password' } }),
    'the fields are called \'password\', \'password\', \'host\', \'port\', \'region\', \'endpoints\', expected different names'],
  ['with a rotation that does not fit', 'InvalidRotation', (stack) => ({ identities: [exampleDomain(stack)], rotation: KeyRotation.onDemand({ overlap: KeyRotation.onDemand().maxAge }) }), 'an overlap of 90 days'],
])('credentials %s are refused', (_name, code, props, message) => {
  const error = refusal(props);

  expect(error).toMatchObject({ name: 'AccessKeyError', code, constructPath: 'Stack/Smtp' });
  expect(error.message).toContain(message);
  expect(error.message).toMatch(/^access key 'Stack\/Smtp': .+, expected .+; .+[^.]$/);
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
