import { App, CfnResource, Duration, Stack } from 'aws-cdk-lib';
import { User } from 'aws-cdk-lib/aws-iam';
import { FLAG_SETS } from '../flags';
import { statementsOf, Wiring } from '../wiring';
import { KeyRotation, RotatingAccessKey, RotatingAccessKeyProps } from 'cdk-iam-access-key';

describe.each(FLAG_SETS)('with %s', (_name, context) => {
  function newKey(props: Partial<RotatingAccessKeyProps> = {}): {
    key: RotatingAccessKey;
    user: User;
    wiring: Wiring;
    stack: Stack;
  } {
    const stack = new Stack(new App({ context }), 'Stack');
    const user = new User(stack, 'User');
    const key = new RotatingAccessKey(stack, 'Key', { user, ...props });
    return { stack, user, key, wiring: new Wiring(stack) };
  }

  test('a key is eleven resources beside its user', () => {
    expect(newKey().wiring.types()).toEqual([
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
      'Custom::RotatingAccessKey',
    ]);
  });

  test('the ids of its resources are pinned: another one is another resource', () => {
    const { stack, key } = newKey();

    expect(key.node.children.map(({ node }) => node.id).sort()).toEqual([
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
    ]);
    expect(stack.getLogicalId(key.node.findChild('Key').node.defaultChild as any)).toBe('Key43586C89');
  });

  test('the secret starts empty and goes with the key', () => {
    const { key, wiring } = newKey();

    expect(wiring.of(key.secret)).toEqual({
      Type: 'AWS::SecretsManager::Secret',
      Properties: {},
      DeletionPolicy: 'Delete',
      UpdateReplacePolicy: 'Delete',
    });
  });

  test('the environment of the function names the user and the rotation', () => {
    const { stack, key, user, wiring } = newKey();

    const { Properties } = wiring.only('AWS::Lambda::Function');
    const secretArn = wiring.refTo(key.secret);
    expect(Properties).toMatchObject({
      Runtime: 'nodejs24.x',
      Handler: 'index.handler',
      Timeout: 360,
      LoggingConfig: { LogFormat: 'Text' },
    });
    expect(Properties.Environment.Variables).toEqual({
      OWNER: { 'Fn::Join': ['/', [{ Ref: 'AWS::StackId' }, 'Key43586C89']] },
      USER_ARN: stack.resolve(user.userArn),
      SECRET_ARN: secretArn,
      METRIC_KEY: { 'Fn::Join': ['', [{ Ref: 'AWS::StackName' }, '/Key']] },
      POLICY: JSON.stringify({
        rotateAfter: 5_184_000,
        overlap: 1_209_600,
        recoveryWindow: 604_800,
        maxAge: 7_776_000,
      }),
      FIELD_NAMES: '{}',
    });
  });

  test.each<[what: string, rename: (stack: Stack, resource: CfnResource) => void]>([
    ['overridden', (_stack, resource) => resource.overrideLogicalId('Former')],
    ['renamed in its stack', (stack, resource) => stack.renameLogicalId(stack.getLogicalId(resource), 'Former')],
  ])('the function serves the custom resource also if its logical ID was %s', (_what, rename) => {
    // GIVEN
    const { stack, key, wiring } = newKey();

    // WHEN
    rename(stack, key.node.findChild('Key').node.defaultChild as CfnResource);

    // THEN
    expect(wiring.resources.Former.Type).toBe('Custom::RotatingAccessKey');
    expect(wiring.only('AWS::Lambda::Function').Properties.Environment.Variables.OWNER).toEqual({
      'Fn::Join': ['/', [{ Ref: 'AWS::StackId' }, 'Former']],
    });
  });

  test('the same rotation reaches Secrets Manager, which does not rotate at once', () => {
    const { key, wiring } = newKey();

    expect(wiring.only('AWS::SecretsManager::RotationSchedule').Properties).toEqual({
      SecretId: wiring.refTo(key.secret),
      RotationLambdaARN: { 'Fn::GetAtt': [expect.stringMatching(/^KeyFunction/), 'Arn'] },
      RotationRules: { AutomaticallyAfterDays: 60 },
      RotateImmediatelyOnUpdate: false,
    });
  });

  test('a key that is rotated on demand gets the longest interval that Secrets Manager takes', () => {
    const { wiring } = newKey({ rotation: KeyRotation.onDemand({ maxAge: Duration.days(365) }) });

    expect(wiring.only('AWS::SecretsManager::RotationSchedule').Properties.RotationRules).toEqual({
      AutomaticallyAfterDays: 1000,
    });
    expect(JSON.parse(wiring.only('AWS::Lambda::Function').Properties.Environment.Variables.POLICY)).toEqual({
      overlap: 1_209_600,
      recoveryWindow: 604_800,
      maxAge: 31_536_000,
    });
  });

  test('CloudFormation updates the custom resource when the user, the secret, the policy or the retention changes', () => {
    const { stack, key, user, wiring } = newKey({ retireUnmanagedKeysAfter: Duration.days(30) });

    expect(wiring.only('Custom::RotatingAccessKey').Properties).toEqual({
      ServiceToken: { 'Fn::GetAtt': [expect.stringMatching(/^KeyFunction/), 'Arn'] },
      ServiceTimeout: '420',
      UserName: stack.resolve(user.userName),
      SecretArn: wiring.refTo(key.secret),
      Policy: wiring.only('AWS::Lambda::Function').Properties.Environment.Variables.POLICY,
      RetainKey: false,
    });
    expect(JSON.parse(wiring.only('Custom::RotatingAccessKey').Properties.Policy)).toHaveProperty(
      'retireUnmanagedKeysAfter',
      2_592_000,
    );
  });

  test('no event is delivered twice or late', () => {
    const { wiring } = newKey();

    expect(wiring.only('AWS::Lambda::EventInvokeConfig').Properties).toMatchObject({
      MaximumRetryAttempts: 0,
      MaximumEventAgeInSeconds: 420,
      Qualifier: '$LATEST',
    });
    expect(wiring.only('AWS::Events::Rule').Properties.Targets).toEqual([
      expect.objectContaining({ RetryPolicy: { MaximumRetryAttempts: 0 } }),
    ]);
  });

  test("the names of the secret's fields reach the function", () => {
    const { wiring } = newKey({
      fieldNames: { accessKeyId: 'AWS_ACCESS_KEY_ID', secretAccessKey: 'AWS_SECRET_ACCESS_KEY' },
    });

    expect(JSON.parse(wiring.only('AWS::Lambda::Function').Properties.Environment.Variables.FIELD_NAMES)).toEqual({
      accessKeyId: 'AWS_ACCESS_KEY_ID',
      secretAccessKey: 'AWS_SECRET_ACCESS_KEY',
    });
  });

  test('no value of a secret is in the template, and no reference to one', () => {
    const { wiring } = newKey();

    expect(JSON.stringify(wiring.resources)).not.toMatch(
      /resolve:secretsmanager|SecretAccessKey"\]|SecretString|AWS::IAM::AccessKey/,
    );
  });

  describe('the order', () => {
    test('the key is made when all that it needs is there, and deleted before any of it', () => {
      const { key, wiring } = newKey();

      expect(wiring.before(key.node.findChild('Key'), key).sort()).toEqual([
        'EventInvokeConfig',
        'Function',
        'LogGroup',
        'Policy',
        'Role',
        'RotationPermission',
        'Secret',
      ]);
      expect(wiring.before(key.node.findChild('Key'), key.stack)).toContain('User');
    });

    test(
      "the function's permissions and the permission to invoke it stay until the key is deleted, although " +
        'nothing refers to them',
      () => {
        const { key, wiring } = newKey();

        expect(wiring.of(key.node.findChild('Key')).DependsOn).toEqual(
          expect.arrayContaining([
            expect.stringMatching(/^KeyPolicy/),
            expect.stringMatching(/^KeyRotationPermission/),
            expect.stringMatching(/^KeyEventInvokeConfig/),
          ]),
        );
      },
    );

    test.each(['RotationSchedule', 'ScheduledRun'])(
      '%s starts runs only once the key is made, and none while it is deleted',
      (id) => {
        const { key, wiring } = newKey();

        expect(wiring.before(key.node.findChild(id), key)).toContain('Key');
      },
    );

    test('what depends on the construct waits for the working key', () => {
      const { stack, key, wiring } = newKey();
      const consumer = new User(stack, 'Consumer');
      consumer.node.addDependency(key);

      expect(wiring.before(consumer, key)).toContain('Key');
    });
  });

  describe('least privilege', () => {
    test('the role names one user, one secret, one log group and its own function', () => {
      const { stack, key, user, wiring } = newKey();
      const [userArn, secretArn] = [stack.resolve(user.userArn), wiring.refTo(key.secret)];

      expect(statementsOf(wiring)).toHaveLength(5);
      expect(statementsOf(wiring)).toEqual(
        expect.arrayContaining([
          {
            Effect: 'Allow',
            Action: [
              'DescribeSecret',
              'GetSecretValue',
              'PutSecretValue',
              'RotateSecret',
              'UpdateSecretVersionStage',
            ].map((action) => `secretsmanager:${action}`),
            Resource: secretArn,
          },
          {
            Effect: 'Allow',
            Action: ['secretsmanager:TagResource', 'secretsmanager:UntagResource'],
            Resource: secretArn,
            Condition: { 'ForAllValues:StringLike': { 'aws:TagKeys': 'cdk-iam-access-key:*' } },
          },
          {
            Effect: 'Allow',
            Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
            Resource: { 'Fn::GetAtt': [expect.stringMatching(/^KeyLogGroup/), 'Arn'] },
          },
          {
            Effect: 'Allow',
            Action: [
              'CreateAccessKey',
              'DeleteAccessKey',
              'GetAccessKeyLastUsed',
              'GetUser',
              'ListAccessKeys',
              'UpdateAccessKey',
            ].map((action) => `iam:${action}`),
            Resource: userArn,
          },
          {
            Effect: 'Allow',
            Action: ['lambda:InvokeFunction'],
            Resource: { 'Fn::GetAtt': [expect.stringMatching(/^KeyFunction/), 'Arn'] },
          },
        ]),
      );
      expect(wiring.only('AWS::IAM::Role').Properties).not.toHaveProperty('ManagedPolicyArns');
      expect(wiring.only('AWS::IAM::Role').Properties.AssumeRolePolicyDocument.Statement).toEqual([
        { Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: 'lambda.amazonaws.com' } },
      ]);
    });

    test('the function is invoked by Secrets Manager for its secret, and by its schedule', () => {
      const { key, wiring } = newKey();
      const FunctionName = { 'Fn::GetAtt': [expect.stringMatching(/^KeyFunction/), 'Arn'] };

      expect(wiring.all('AWS::Lambda::Permission').map(({ Properties }) => Properties)).toEqual([
        {
          Action: 'lambda:InvokeFunction',
          FunctionName,
          Principal: 'secretsmanager.amazonaws.com',
          SourceArn: wiring.refTo(key.secret),
          SourceAccount: { Ref: 'AWS::AccountId' },
        },
        {
          Action: 'lambda:InvokeFunction',
          FunctionName,
          Principal: 'events.amazonaws.com',
          SourceArn: { 'Fn::GetAtt': [expect.stringMatching(/^KeyScheduledRun/), 'Arn'] },
        },
      ]);
    });
  });
});

test('35 keys with their users, who read them, fit into a stack', () => {
  // GIVEN
  const stack = new Stack(new App(), 'Stack');

  // WHEN
  for (let index = 0; index < 35; index++) {
    const key = new RotatingAccessKey(stack, `Key${index}`, { user: new User(stack, `User${index}`) });
    key.grants.readByUser();
  }

  // THEN
  expect(new Wiring(stack).types().length).toBe(35 * 13);
  expect(35 * 13).toBeLessThanOrEqual(500);
});
