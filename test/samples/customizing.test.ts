import { App } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { CustomizedStack } from './customizing';
import { RegulatedKeyStack } from './regulated-account';
import { GuardrailStack } from './service-control-policy';

const env = { account: '111122223333', region: 'us-east-1' };

const REGULATED = Template.fromStack(new RegulatedKeyStack(new App(), 'Regulated', { env }));

/** The function that rotates the key, without other functions of the CDK. */
const HANDLER = { Environment: { Variables: Match.objectLike({ OWNER: Match.anyValue() }) } };

function handlerOf(template: Template): [id: string, resource: any] {
  const [handler, ...others] = Object.entries(template.findResources('AWS::Lambda::Function', { Properties: HANDLER }));
  expect(others).toEqual([]);
  return handler;
}

/** The logical IDs of the policies that let the role of the function send to the dead letters. */
function sendPolicies(template: Template): string[] {
  return Object.keys(
    template.findResources('AWS::IAM::Policy', {
      Properties: {
        PolicyDocument: {
          Statement: Match.arrayWith([Match.objectLike({ Action: Match.arrayWith(['sqs:SendMessage']) })]),
        },
      },
    }),
  );
}

describe.each([
  ['the short samples', Template.fromStack(new CustomizedStack(new App(), 'Customized', { env }))],
  ['a regulated account', REGULATED],
])('%s', (_name, template) => {
  test('reserve concurrency for the function', () => {
    template.hasResourceProperties('AWS::Lambda::Function', { ...HANDLER, ReservedConcurrentExecutions: 5 });
  });

  test('keep dead letters encrypted, and let the function send them before it is created', () => {
    const [, { Properties, DependsOn }] = handlerOf(template);

    expect(Properties.DeadLetterConfig.TargetArn['Fn::GetAtt'][0]).toMatch(/^DeadLetters/);
    expect(sendPolicies(template)).toHaveLength(1);
    expect(DependsOn).toEqual(expect.arrayContaining(sendPolicies(template)));
    template.hasResourceProperties('AWS::SQS::Queue', { KmsMasterKeyId: Match.anyValue() });
  });

  test('keep logs for a year, encrypted with a key that CloudWatch Logs can use for the log groups of the account', () => {
    template.hasResourceProperties('AWS::Logs::LogGroup', { RetentionInDays: 365, KmsKeyId: Match.anyValue() });
    template.hasResourceProperties('AWS::KMS::Key', {
      EnableKeyRotation: true,
      KeyPolicy: {
        Statement: Match.arrayWith([
          Match.objectLike({
            Principal: { Service: 'logs.us-east-1.amazonaws.com' },
            Condition: { ArnLike: { 'kms:EncryptionContext:aws:logs:arn': Match.anyValue() } },
          }),
        ]),
      },
    });
  });

  test('put the function in two subnets of a VPC, with the permission to create network interfaces', () => {
    const [, { Properties }] = handlerOf(template);

    expect(Properties.VpcConfig.SubnetIds).toHaveLength(2);
    expect(Properties.VpcConfig.SecurityGroupIds).toHaveLength(1);
    expect(JSON.stringify(roleOf(template).ManagedPolicyArns)).toContain(
      'service-role/AWSLambdaVPCAccessExecutionRole',
    );
  });

  test('tag the role of the function, and no user', () => {
    expect(roleOf(template).Tags).toContainEqual({ Key: 'rotates-access-keys', Value: 'true' });
    template.resourcePropertiesCountIs('AWS::IAM::User', { Tags: Match.anyValue() }, 0);
  });

  test('set the permissions boundary of each role and user', () => {
    const all = [
      ...Object.values(template.findResources('AWS::IAM::Role')),
      ...Object.values(template.findResources('AWS::IAM::User')),
    ];

    expect(all.length).toBeGreaterThan(1);
    expect(
      all.filter(
        ({ Properties }) => !JSON.stringify(Properties?.PermissionsBoundary ?? '').includes('developer-boundary'),
      ),
    ).toEqual([]);
  });
});

function roleOf(template: Template): any {
  const [, { Properties }] = handlerOf(template);
  return template.findResources('AWS::IAM::Role')[Properties.Role['Fn::GetAtt'][0]].Properties;
}

test('the short samples name the role', () => {
  const stack = new CustomizedStack(new App(), 'Stack', { env });

  expect(roleOf(Template.fromStack(stack)).RoleName).toBe('rotating-key-vendor');
});

describe('a regulated account', () => {
  test('has an endpoint for each service that the function calls, and no way to the internet', () => {
    const endpoints = Object.values(REGULATED.findResources('AWS::EC2::VPCEndpoint')).map(({ Properties }) =>
      JSON.stringify(Properties.ServiceName),
    );

    expect(endpoints.map((name) => /\.(s3|secretsmanager|sts|logs|iam)"/.exec(name)?.[1]).sort()).toEqual([
      'iam',
      'logs',
      's3',
      'secretsmanager',
      'sts',
    ]);
    expect(endpoints).toContain('"com.amazonaws.iam"');
    REGULATED.resourceCountIs('AWS::EC2::NatGateway', 0);
    REGULATED.resourceCountIs('AWS::EC2::InternetGateway', 0);
  });

  test('lets the function reach nothing but HTTPS', () => {
    REGULATED.hasResourceProperties('AWS::EC2::SecurityGroup', {
      SecurityGroupEgress: [Match.objectLike({ IpProtocol: 'tcp', FromPort: 443, ToPort: 443 })],
    });
  });

  test('creates the key after the endpoints that the function needs for it, and deletes it before them', () => {
    const endpoints = Object.keys(REGULATED.findResources('AWS::EC2::VPCEndpoint'));
    const [custom] = Object.values(REGULATED.findResources('Custom::RotatingAccessKey'));

    expect(custom.DependsOn).toEqual(expect.arrayContaining(endpoints));
  });

  test('encrypts the secret, the dead letters and the topic of the alarms with its own key', () => {
    for (const [type, property] of [
      ['SecretsManager::Secret', 'KmsKeyId'],
      ['SQS::Queue', 'KmsMasterKeyId'],
      ['SNS::Topic', 'KmsMasterKeyId'],
    ]) {
      REGULATED.allResourcesProperties(`AWS::${type}`, {
        [property]: { 'Fn::GetAtt': [Match.stringLikeRegexp('^EncryptionKey'), 'Arn'] },
      });
    }
  });

  test('has alarms with an action, which say how missing data counts', () => {
    REGULATED.allResourcesProperties('AWS::CloudWatch::Alarm', {
      AlarmActions: [Match.anyValue()],
      TreatMissingData: Match.anyValue(),
    });
    REGULATED.resourceCountIs('AWS::CloudWatch::Alarm', 2);
  });
});

test(
  'the service control policy denies to create access keys to all but tagged roles, and to tag roles to all ' +
    'but deployments',
  () => {
    const [{ Properties }] = Object.values(
      Template.fromStack(new GuardrailStack(new App(), 'Guardrail')).findResources('AWS::Organizations::Policy'),
    );
    const [keys, tags] = Properties.Content.Statement;

    expect(keys).toMatchObject({
      Effect: 'Deny',
      Action: 'iam:CreateAccessKey',
      Condition: { StringNotEquals: { 'aws:PrincipalTag/rotates-access-keys': 'true' } },
    });
    expect(tags).toMatchObject({ Effect: 'Deny', Action: ['iam:CreateRole', 'iam:TagRole'] });
    expect(roleOf(REGULATED).Tags).toContainEqual({ Key: 'rotates-access-keys', Value: 'true' });
  },
);
