import { App, CfnParameter, Fn, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { User } from 'aws-cdk-lib/aws-iam';
import { CfnEmailIdentity, ConfigurationSet, EmailIdentity, Identity } from 'aws-cdk-lib/aws-ses';
import { AwsSolutionsChecks } from 'cdk-nag';
import { FLAG_SETS } from '../flags';
import { statementsOf, Wiring } from '../wiring';
import { SesSmtpCredentials, SesSmtpCredentialsProps } from 'cdk-iam-access-key';

const ENV = { account: '111111111111', region: 'eu-west-1' };

describe.each(FLAG_SETS)('with %s', (_name, context) => {
  function newStack(env?: { account: string; region?: string }): Stack {
    return new Stack(new App({ context }), 'Stack', { env });
  }

  const exampleDomain = (stack: Stack) =>
    new EmailIdentity(stack, 'Identity', { identity: Identity.domain('example.com') });

  function newCredentials(stack: Stack, props: Partial<SesSmtpCredentialsProps> = {}): SesSmtpCredentials {
    return new SesSmtpCredentials(stack, 'Smtp', { identities: props.identities ?? [exampleDomain(stack)], ...props });
  }

  const environmentOf = (stack: Stack) =>
    new Wiring(stack).only('AWS::Lambda::Function').Properties.Environment.Variables;
  const serverOf = (stack: Stack, references: Record<string, string> = {}) =>
    JSON.parse(deployed(environmentOf(stack).SES_SMTP, references));
  const sendingStatement = (stack: Stack) =>
    new Wiring(stack).only('AWS::IAM::User').Properties.Policies[0].PolicyDocument.Statement[0];
  const resourcesOf = (stack: Stack) =>
    [sendingStatement(stack).Resource]
      .flat()
      .map((arn: unknown) => deployed(arn, {}))
      .sort();

  test('credentials are the eleven resources of a rotating key, and a user', () => {
    const stack = newStack();
    newCredentials(stack, { identities: [EmailIdentity.fromEmailIdentityName(stack, 'Identity', 'example.com')] });

    expect(new Wiring(stack).types()).toEqual([
      'AWS::Events::Rule',
      'AWS::IAM::Policy',
      'AWS::IAM::Role',
      'AWS::IAM::User',
      'AWS::Lambda::EventInvokeConfig',
      'AWS::Lambda::Function',
      'AWS::Lambda::Permission',
      'AWS::Lambda::Permission',
      'AWS::Logs::LogGroup',
      'AWS::SecretsManager::RotationSchedule',
      'AWS::SecretsManager::Secret',
      'Custom::SesSmtpCredentials',
    ]);
  });

  test('the ids of its resources are pinned: another one is another resource', () => {
    const stack = newStack();

    expect(
      newCredentials(stack)
        .node.children.map(({ node }) => node.id)
        .sort(),
    ).toEqual([
      'EventInvokeConfig',
      'Function',
      'Key',
      'LogGroup',
      'Policy',
      'Role',
      'RotationPermission',
      'RotationSchedule',
      'ScheduledRun',
      'ScheduledRunPermission',
      'Secret',
      'User',
    ]);
  });

  test('the environment of the function has the SMTP endpoints, and the function cannot read the secret', () => {
    const stack = newStack(ENV);
    newCredentials(stack);

    expect(serverOf(stack)).toEqual({
      port: 587,
      endpoints: [{ region: 'eu-west-1', host: 'email-smtp.eu-west-1.amazonaws.com' }],
    });
    expect(environmentOf(stack).FIELD_NAMES).toBe('{}');
    expect(JSON.stringify(statementsOf(new Wiring(stack)))).not.toContain('GetSecretValue');
  });

  test("a port, fields and other regions are the function's, too", () => {
    const stack = newStack(ENV);
    newCredentials(stack, { port: 465, fieldNames: { username: 'user' }, regions: ['us-east-1', 'ap-southeast-2'] });

    expect(serverOf(stack)).toEqual({
      port: 465,
      endpoints: [
        { region: 'us-east-1', host: 'email-smtp.us-east-1.amazonaws.com' },
        { region: 'ap-southeast-2', host: 'email-smtp.ap-southeast-2.amazonaws.com' },
      ],
    });
    expect(environmentOf(stack).FIELD_NAMES).toBe('{"username":"user"}');
  });

  test('a region that is known only at deployment is that of its host', () => {
    const stack = newStack();
    const region = new CfnParameter(stack, 'MailRegion');
    newCredentials(stack, { regions: [region.valueAsString, stack.region] });

    expect(serverOf(stack, { MailRegion: 'eu-south-1', 'AWS::Region': 'us-east-1' })).toEqual({
      port: 587,
      endpoints: [
        { region: 'eu-south-1', host: 'email-smtp.eu-south-1.amazonaws.com' },
        { region: 'us-east-1', host: 'email-smtp.us-east-1.amazonaws.com' },
      ],
    });
  });

  test.each<[string, string, Partial<SesSmtpCredentialsProps>, string]>([
    ['elsewhere', 'eu-west-1', {}, 'email-smtp.eu-west-1.amazonaws.com'],
    ['in GovCloud', 'us-gov-west-1', {}, 'email-smtp.us-gov-west-1.amazonaws.com'],
    ['in China', 'cn-north-1', {}, 'email-smtp.cn-north-1.amazonaws.com.cn'],
    ['with FIPS', 'us-gov-west-1', { fips: true }, 'email-smtp-fips.us-gov-west-1.amazonaws.com'],
    ['with dual stack', 'eu-west-1', { dualStack: true }, 'email-smtp.eu-west-1.api.aws'],
    [
      'with dual stack in China',
      'cn-north-1',
      { dualStack: true },
      'email-smtp.cn-north-1.api.amazonwebservices.com.cn',
    ],
    ['with FIPS and dual stack', 'us-east-1', { fips: true, dualStack: true }, 'email-smtp-fips.us-east-1.api.aws'],
    ['in a region that nobody has heard of', 'eu-nowhere-9', {}, 'email-smtp.eu-nowhere-9.amazonaws.com'],
    [
      'with dual stack in a region that nobody has heard of',
      'eu-nowhere-9',
      { dualStack: true },
      'email-smtp.eu-nowhere-9.api.aws',
    ],
  ])('%s, in %s, the host is named as SES names it', (_where, region, props, host) => {
    const stack = newStack({ ...ENV, region });
    // SES has no resources in some of them.
    newCredentials(stack, {
      identities: [EmailIdentity.fromEmailIdentityName(stack, 'Identity', 'example.com')],
      ...props,
    });

    const suffix = region.startsWith('cn-') ? 'amazonaws.com.cn' : 'amazonaws.com';
    expect(serverOf(stack, { 'AWS::URLSuffix': suffix }).endpoints).toEqual([{ region, host }]);
  });

  test("with dual stack, a region that is known only at deployment is one of AWS's common partition", () => {
    const stack = newStack();
    newCredentials(stack, { dualStack: true });

    expect(serverOf(stack, { 'AWS::Region': 'eu-west-1' }).endpoints).toEqual([
      { region: 'eu-west-1', host: 'email-smtp.eu-west-1.api.aws' },
    ]);
  });

  describe('a new user', () => {
    test('may send from the identities in each of the regions, and do nothing else', () => {
      const stack = newStack(ENV);
      newCredentials(stack, {
        identities: [
          EmailIdentity.fromEmailIdentityName(stack, 'Domain', 'example.com'),
          EmailIdentity.fromEmailIdentityName(stack, 'Address', 'me@example.org'),
        ],
        regions: ['eu-west-1', 'us-east-1'],
      });

      expect(new Wiring(stack).only('AWS::IAM::User').Properties).toEqual({
        Policies: [
          {
            PolicyName: 'SendMail',
            PolicyDocument: {
              Version: '2012-10-17',
              Statement: [
                {
                  Effect: 'Allow',
                  Action: 'ses:SendRawEmail',
                  Resource: expect.anything(),
                },
              ],
            },
          },
        ],
      });
      expect(resourcesOf(stack)).toEqual(
        ['eu-west-1', 'us-east-1'].flatMap((region) =>
          ['example.com', 'me@example.org'].map((name) => `arn:aws:ses:${region}:${ENV.account}:identity/${name}`),
        ),
      );
    });

    test.each<[string, (stack: Stack) => SesSmtpCredentialsProps['identities']]>([
      ['an EmailIdentity', (stack) => [exampleDomain(stack)]],
      ['a CfnEmailIdentity', (stack) => [new CfnEmailIdentity(stack, 'Identity', { emailIdentity: 'example.com' })]],
    ])('is allowed to send from %s of the app', (_kind, identities) => {
      const stack = newStack(ENV);
      newCredentials(stack, { identities: identities(stack) });

      expect(JSON.stringify(sendingStatement(stack).Resource)).toMatch(/:identity\/","?\{?"?.*Identity/);
    });

    test('may use configuration sets, which SES asks for', () => {
      const stack = newStack(ENV);
      newCredentials(stack, {
        identities: [EmailIdentity.fromEmailIdentityName(stack, 'Domain', 'example.com')],
        configurationSets: [ConfigurationSet.fromConfigurationSetName(stack, 'Set', 'tracked')],
      });

      expect(resourcesOf(stack)).toEqual(
        ['configuration-set/tracked', 'identity/example.com'].map(
          (resource) => `arn:aws:ses:eu-west-1:${ENV.account}:${resource}`,
        ),
      );
    });

    test('may send from an identity of another account, which its ARN contains', () => {
      const stack = newStack(ENV);
      newCredentials(stack, {
        identities: [
          EmailIdentity.fromEmailIdentityArn(
            stack,
            'Identity',
            'arn:aws:ses:us-east-1:222222222222:identity/example.com',
          ),
        ],
      });

      expect(resourcesOf(stack)).toEqual(['arn:aws:ses:eu-west-1:222222222222:identity/example.com']);
    });

    test('may send from an identity of another account, if its ARN is known but for a part', () => {
      const stack = newStack(ENV);
      const domain = new CfnParameter(stack, 'Domain').valueAsString;
      newCredentials(stack, {
        identities: [
          EmailIdentity.fromEmailIdentityArn(
            stack,
            'Identity',
            `arn:aws:ses:us-east-1:222222222222:identity/${domain}`,
          ),
        ],
      });

      expect(JSON.stringify(sendingStatement(stack).Resource)).toContain(':ses:eu-west-1:222222222222:identity/');
    });

    test('may send from an identity of a stack of another account', () => {
      const stack = newStack(ENV);
      const other = new Stack(stack.node.root as App, 'Other', { env: { ...ENV, account: '222222222222' } });
      new User(other, 'User');
      newCredentials(stack, {
        identities: [EmailIdentity.fromEmailIdentityName(other, 'Identity', 'example.com')],
        configurationSets: [ConfigurationSet.fromConfigurationSetName(other, 'Set', 'tracked')],
      });

      expect(resourcesOf(stack)).toEqual(
        ['configuration-set/tracked', 'identity/example.com'].map(
          (resource) => `arn:aws:ses:eu-west-1:222222222222:${resource}`,
        ),
      );
    });

    test('may be held to one address', () => {
      const stack = newStack(ENV);
      newCredentials(stack, { fromAddress: 'noreply@example.com' });

      expect(sendingStatement(stack).Condition).toEqual({ StringEquals: { 'ses:FromAddress': 'noreply@example.com' } });
    });

    test('may be held to an address that is known only at deployment', () => {
      const stack = newStack(ENV);
      newCredentials(stack, { fromAddress: Fn.importValue('Sender') });

      expect(sendingStatement(stack).Condition).toEqual({
        StringEquals: { 'ses:FromAddress': { 'Fn::ImportValue': 'Sender' } },
      });
    });

    test.each([RemovalPolicy.RETAIN, RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE])(
      'is retained with its permissions if the credentials are retained by %s',
      (removalPolicy) => {
        const stack = newStack(ENV);
        newCredentials(stack, { removalPolicy });

        const retained = Object.values(new Wiring(stack).resources)
          .filter(({ DeletionPolicy }) => DeletionPolicy === 'Retain')
          .map(({ Type }) => Type);
        expect(retained.sort()).toEqual(['AWS::IAM::User', 'AWS::SecretsManager::Secret']);
      },
    );
  });

  test('a user who is given is left as it is', () => {
    const stack = newStack(ENV);
    const user = new User(stack, 'Sender');
    const smtp = new SesSmtpCredentials(stack, 'Smtp', { user });

    const wiring = new Wiring(stack);
    expect(smtp.user).toBe(user);
    expect(wiring.only('AWS::IAM::User')).toEqual({ Type: 'AWS::IAM::User' });
    expect(wiring.all('AWS::IAM::Policy')).toHaveLength(1);
  });

  test('cdk-nag finds nothing, so that nothing is to be acknowledged', () => {
    const app = new App({ context });
    const stack = new Stack(app, 'Stack');
    newCredentials(stack, { fromAddress: 'noreply@example.com' });
    app.synth();

    expect(new AwsSolutionsChecks().validateScope(app).violations).toEqual([]);
  });
});

/** What CloudFormation makes of an expression. */
function deployed(value: any, references: Record<string, string>): string {
  const known: Record<string, string> = { 'AWS::URLSuffix': 'amazonaws.com', 'AWS::Partition': 'aws', ...references };
  if (typeof value === 'string') {
    return value;
  }
  return 'Fn::Join' in value
    ? value['Fn::Join'][1].map((part: any) => deployed(part, references)).join('')
    : known[value.Ref];
}
