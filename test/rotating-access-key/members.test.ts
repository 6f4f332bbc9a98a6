import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { App, CfnOutput, IPropertyInjector, PropertyInjectors, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { Annotations, Match } from 'aws-cdk-lib/assertions';
import { Dashboard, GraphWidget, MathExpression, Metric } from 'aws-cdk-lib/aws-cloudwatch';
import {
  AccountPrincipal,
  ArnPrincipal,
  CfnUser,
  IGrantable,
  IUser,
  Role,
  ServicePrincipal,
  User,
} from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Function } from 'aws-cdk-lib/aws-lambda';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { aws_iam } from 'aws-cdk-lib/interfaces';
import { Construct } from 'constructs';
import { FLAG_SETS } from '../flags';
import { statementsOf, Wiring } from '../wiring';
import {
  AccessKey,
  KeyRotation,
  RotatingAccessKey,
  RotatingKeyGrants,
  RotatingAccessKeyProps,
} from 'cdk-iam-access-key';

const ENV = { account: '111111111111', region: 'eu-west-1' };
const ROLE_ARN = 'arn:aws:iam::111111111111:role/operators';

describe.each(FLAG_SETS)('with %s', (_name, context) => {
  function newStack(env?: typeof ENV): Stack {
    return new Stack(new App({ context }), 'Stack', { env });
  }

  function newKey(
    stack: Stack,
    user: aws_iam.IUserRef = new User(stack, 'User'),
    props: Partial<RotatingAccessKeyProps> = {},
  ): RotatingAccessKey {
    return new RotatingAccessKey(stack, 'Key', { user, ...props });
  }

  const newRole = (stack: Stack) =>
    new Role(stack, 'Consumer', { assumedBy: new ServicePrincipal('ec2.amazonaws.com') });

  describe('grants', () => {
    test('read lets a principal read and describe the secret', () => {
      const stack = newStack();
      const key = newKey(stack);
      const role = newRole(stack);

      key.grants.read(role).assertSuccess();

      expect(new Wiring(stack).of(role.node.findChild('DefaultPolicy')).Properties.PolicyDocument.Statement).toEqual(
        [
          {
            Effect: 'Allow',
            Action: ['secretsmanager:GetSecretValue', 'secretsmanager:DescribeSecret'],
            Resource: new Wiring(stack).refTo(key.secret),
          },
        ].map((statement) => ({ ...statement, Action: expect.arrayContaining(statement.Action) })),
      );
    });

    test('rotate grants what RotateSecret requires of its caller, and not to revoke or to change the rotation', () => {
      const stack = newStack();
      const key = newKey(stack);
      const role = newRole(stack);

      key.grants.rotate(role).assertSuccess();

      expect(new Wiring(stack).of(role.node.findChild('DefaultPolicy')).Properties.PolicyDocument.Statement).toEqual([
        {
          Effect: 'Allow',
          Action: 'secretsmanager:RotateSecret',
          Resource: new Wiring(stack).refTo(key.secret),
          Condition: {
            ArnEqualsIfExists: { 'secretsmanager:RotationLambdaARN': new Wiring(stack).arnOf(key.handler) },
            BoolIfExists: { 'secretsmanager:ModifyRotationRules': 'false' },
          },
        },
        {
          Effect: 'Allow',
          Action: 'lambda:InvokeFunction',
          Resource: new Wiring(stack).arnOf(key.handler),
          Condition: { Bool: { 'aws:ViaAWSService': 'true' } },
        },
      ]);
    });

    test('revoke grants permission to invoke the function, and no other', () => {
      const stack = newStack();
      const key = newKey(stack);
      const role = newRole(stack);

      key.grants.revoke(role).assertSuccess();

      expect(new Wiring(stack).of(role.node.findChild('DefaultPolicy')).Properties.PolicyDocument.Statement).toEqual([
        {
          Effect: 'Allow',
          Action: 'lambda:InvokeFunction',
          Resource: { 'Fn::GetAtt': [expect.stringMatching(/^KeyFunction/), 'Arn'] },
        },
      ]);
    });

    describe.each(['rotate', 'revoke'] as const)('%s', (method) => {
      test.each<[string, (stack: Stack) => IGrantable]>([
        ['the root', () => new AccountPrincipal('222222222222')],
        ['a role', (stack) => Role.fromRoleArn(stack, 'Imported', 'arn:aws:iam::222222222222:role/operators')],
        ['an ARN', () => new ArnPrincipal('arn:aws:iam::222222222222:role/operators')],
      ])('throws if the principal is %s of another account', (_kind, principal) => {
        const stack = newStack(ENV);
        const key = newKey(stack);

        expect(() => key.grants[method](principal(stack))).toThrow(
          expect.objectContaining({
            code: 'InvalidGrantee',
            constructPath: 'Stack/Key',
            message: expect.stringContaining(
              'of account 222222222222; the principal must be of account ' +
                '111111111111, as the access key is. Name a role of this account, and allow the other account to ' +
                'assume it. [InvalidGrantee]',
            ),
          }),
        );
      });

      const invoke = 'lambda:InvokeFunction';
      const actions = { rotate: `secretsmanager:RotateSecret and ${invoke}`, revoke: invoke };
      const immutable = { mutable: false };

      test.each<[string, (stack: Stack) => IGrantable, string]>([
        ['a service', () => new ServicePrincipal('events.amazonaws.com'), 'ServicePrincipal(events.amazonaws.com)'],
        ['an ARN', () => new ArnPrincipal(ROLE_ARN), `ArnPrincipal(${ROLE_ARN})`],
        [
          'an imported role that is not mutable',
          (stack) => Role.fromRoleArn(stack, 'Imported', ROLE_ARN, immutable),
          'Stack/Imported',
        ],
        [
          'an imported role that is named in resource policies only',
          (stack) => Role.fromRoleArn(stack, 'Imported', ROLE_ARN, { ...immutable, addGrantsToResources: true }),
          'Stack/Imported',
        ],
        [
          'a role without policy updates',
          (stack) => newRole(stack).withoutPolicyUpdates(),
          'Stack/ImmutableRoleConsumer',
        ],
        [
          'a function that is imported without its role',
          (stack) => Function.fromFunctionArn(stack, 'Imported', 'arn:aws:lambda:eu-west-1:111111111111:function:f'),
          'a resource that is imported without its role',
        ],
      ])('throws if the principal is %s, whose policies the app cannot change', (_kind, principal, name) => {
        const stack = newStack(ENV);
        const key = newKey(stack);

        expect(() => key.grants[method](principal(stack))).toThrow(
          expect.objectContaining({
            code: 'InvalidGrantee',
            message:
              `Stack/Key (RotatingAccessKey): grants.${method} names ${name}, which has no policy that this ` +
              'app can change; the principal must be a role, a user or a group whose policies this app can change. ' +
              `Name another principal, or allow this one ${actions[method]} where its policies are. ` +
              '[InvalidGrantee]',
          }),
        );
        expect(new Wiring(stack).all('AWS::IAM::Policy')).toEqual([new Wiring(stack).of(key.node.findChild('Policy'))]);
        Annotations.fromStack(stack).hasNoWarning('*', Match.anyValue());
      });

      test.each<[string, (stack: Stack) => IGrantable]>([
        ['created', newRole],
        ['imported', (stack) => Role.fromRoleArn(stack, 'Imported', ROLE_ARN)],
      ])('throws if the principal is a role that is %s in a stack of another region', (_how, makeRole) => {
        const stack = newStack(ENV);
        const other = new Stack(stack.node.root as App, 'Other', { env: { ...ENV, region: 'us-east-1' } });
        const key = newKey(stack);

        expect(() => key.grants[method](makeRole(other))).toThrow(
          expect.objectContaining({
            code: 'InvalidGrantee',
            message: expect.stringMatching(
              new RegExp(
                `grants.${method} names Other/(Consumer|Imported) of a stack in another environment, which cannot ` +
                  "refer to the function; the principal must be in the environment of stack 'Stack'. Create or " +
                  'import the principal in a stack of that environment, or enable cross-region references on both ' +
                  'stacks. \\[InvalidGrantee\\]$',
              ),
            ),
          }),
        );
      });

      test('grants the permission to a role of another region if the stacks refer to each other across regions', () => {
        const app = new App({ context });
        const [stack, other] = [
          ['Stack', ENV.region],
          ['Other', 'us-east-1'],
        ].map(([id, region]) => new Stack(app, id, { env: { ...ENV, region }, crossRegionReferences: true }));

        newKey(stack).grants[method](newRole(other)).assertSuccess();

        expect(() => app.synth()).not.toThrow();
      });

      test('grants the permission to an imported role of the account', () => {
        const stack = newStack(ENV);
        const role = Role.fromRoleArn(stack, 'Imported', 'arn:aws:iam::111111111111:role/operators');

        expect(newKey(stack).grants[method](role).success).toBe(true);
      });
    });

    test('handler and logGroup are the function of the key and its log group', () => {
      const stack = newStack();
      const { handler, logGroup } = newKey(stack);

      expect(new Wiring(stack).arnOf(handler)).toEqual({
        'Fn::GetAtt': [expect.stringMatching(/^KeyFunction/), 'Arn'],
      });
      expect(new Wiring(stack).refTo(logGroup)).toEqual({ Ref: expect.stringMatching(/^KeyLogGroup/) });
    });

    test.each<[string, (stack: Stack) => aws_iam.IUserRef, unknown]>([
      ['a User', (stack) => new User(stack, 'Owner'), { Ref: expect.stringMatching(/^Owner/) }],
      [
        'a User with a path',
        (stack) => new User(stack, 'Owner', { path: '/team/' }),
        { Ref: expect.stringMatching(/^Owner/) },
      ],
      ['a CfnUser', (stack) => new CfnUser(stack, 'Owner', { path: '/team/' }), { Ref: 'Owner' }],
      ['a user by name', (stack) => User.fromUserName(stack, 'Owner', 'bob'), 'bob'],
      ['a user by ARN', (stack) => User.fromUserArn(stack, 'Owner', 'arn:aws:iam::111111111111:user/team/bob'), 'bob'],
      [
        'a user by attributes',
        (stack) => User.fromUserAttributes(stack, 'Owner', { userArn: 'arn:aws:iam::111111111111:user/bob' }),
        'bob',
      ],
    ])('readByUser lets %s read its own secret, however often it is given', (_user, makeUser, name) => {
      const stack = newStack();
      const key = newKey(stack, makeUser(stack));

      key.grants.readByUser().assertSuccess();
      key.grants.readByUser().assertSuccess();

      const wiring = new Wiring(stack);
      const ofUser = wiring.all('AWS::IAM::Policy').filter(({ Properties }) => Properties.Users);
      expect(ofUser).toHaveLength(1);
      expect(ofUser[0].Properties.Users).toEqual([name]);
      expect(ofUser[0].Properties.PolicyDocument.Statement).toEqual([
        {
          Effect: 'Allow',
          Action: expect.arrayContaining(['secretsmanager:GetSecretValue', 'secretsmanager:DescribeSecret']),
          Resource: new Wiring(stack).refTo(key.secret),
        },
      ]);
      expect(wiring.all('AWS::SecretsManager::ResourcePolicy')).toEqual([]);
    });

    test('readByUser names its policy after the function, whose name no two creations share', () => {
      const stack = newStack();
      const key = newKey(stack, User.fromUserName(stack, 'Owner', 'bob'));
      key.grants.readByUser();

      const wiring = new Wiring(stack);
      const handler = key.node.findChild('Function');
      expect(wiring.of(key.node.findChild('ReadPolicy')).Properties.PolicyName).toEqual({
        'Fn::Join': ['', ['ReadPolicy-', wiring.refTo(handler)]],
      });
      expect(wiring.of(handler).Properties).not.toHaveProperty('FunctionName');
    });

    test('no resource of a key has a fixed physical name, but the policy of its own role, which no other key has', () => {
      const stack = newStack();
      const key = newKey(stack, undefined, { encryptionKey: new Key(stack, 'EncryptionKey') });
      key.grants.readByUser();

      const wiring = new Wiring(stack);
      const isFixed = (name: string, value: unknown) => /Name$/.test(name) && typeof value === 'string';
      const named = Object.values(wiring.resources).filter(({ Properties }) =>
        Object.entries(Properties ?? {}).some(([name, value]) => isFixed(name, value)),
      );
      expect(named).toEqual([wiring.of(key.node.findChild('Policy'))]);
      expect(named[0].Properties.Roles).toEqual([wiring.refTo(key.node.findChild('Role'))]);
    });

    test.each([
      ['before', (grant: () => void, retain: () => void) => [grant, retain]],
      ['after', (grant: () => void, retain: () => void) => [retain, grant]],
    ])('readByUser stays with a key that is retained, given %s it is', (_when, order) => {
      const stack = newStack();
      const key = newKey(stack, User.fromUserName(stack, 'Owner', 'bob'));

      order(
        () => key.grants.readByUser(),
        () => key.applyRemovalPolicy(RemovalPolicy.RETAIN),
      ).forEach((step) => step());

      expect(new Wiring(stack).of(key.node.findChild('ReadPolicy')).DeletionPolicy).toBe('Retain');
    });

    test.each<[string, (stack: Stack) => aws_iam.IUserRef]>([
      ['a User', (stack) => new User(stack, 'Owner', { path: '/team/' })],
      ['a CfnUser', (stack) => new CfnUser(stack, 'Owner', { path: '/team/' })],
    ])('readByUser lets %s decrypt, too', (_user, makeUser) => {
      const stack = newStack();
      const encryptionKey = new Key(stack, 'EncryptionKey');
      const key = newKey(stack, makeUser(stack), { encryptionKey });

      key.grants.readByUser();

      expect(
        new Wiring(stack).all('AWS::IAM::Policy').filter(({ Properties }) => Properties.Users)[0].Properties
          .PolicyDocument.Statement,
      ).toContainEqual({
        Effect: 'Allow',
        Action: 'kms:Decrypt',
        Resource: stack.resolve(encryptionKey.keyArn),
        Condition: {
          StringEquals: {
            'kms:EncryptionContext:SecretARN': new Wiring(stack).refTo(key.secret),
            'kms:ViaService': stack.resolve(`secretsmanager.${stack.region}.amazonaws.com`),
          },
        },
      });
      expect(JSON.stringify(new Wiring(stack).of(encryptionKey).Properties.KeyPolicy)).not.toContain('Owner');
    });

    test('cannot be created outside of the construct', () => {
      // @ts-expect-error its constructor is private, which every language keeps
      expect(() => new RotatingKeyGrants()).toThrow();
    });
  });

  describe('encryption', () => {
    const USES = ['kms:Decrypt', 'kms:GenerateDataKey'];

    function rightsToKey(stack: Stack): any[] {
      return statementsOf(new Wiring(stack)).filter(({ Action }) =>
        Action.some((action: string) => action.startsWith('kms:')),
      );
    }

    test("the function may use the new secret's key, for this secret and through Secrets Manager alone", () => {
      const stack = newStack();
      const encryptionKey = new Key(stack, 'EncryptionKey');
      const key = newKey(stack, undefined, { encryptionKey });

      const wiring = new Wiring(stack);
      expect(rightsToKey(stack)).toEqual([
        {
          Effect: 'Allow',
          Action: USES,
          Resource: stack.resolve(encryptionKey.keyArn),
          Condition: {
            StringEquals: {
              'kms:EncryptionContext:SecretARN': new Wiring(stack).refTo(key.secret),
              'kms:ViaService': { 'Fn::Join': ['', ['secretsmanager.', { Ref: 'AWS::Region' }, '.amazonaws.com']] },
            },
          },
        },
      ]);
      expect(wiring.of(key.secret).Properties.KmsKeyId).toEqual(stack.resolve(encryptionKey.keyArn));
      expect(wiring.before(key.node.findChild('Key'), stack)).toContain('EncryptionKey');
    });

    test('the function may use the key of a given secret', () => {
      const stack = newStack();
      const encryptionKey = new Key(stack, 'EncryptionKey');
      newKey(stack, undefined, {
        secret: Secret.fromSecretAttributes(stack, 'Given', {
          secretCompleteArn: 'arn:aws:secretsmanager:eu-central-1:111111111111:secret:Mail-AbCdEf',
          encryptionKey,
        }),
      });

      expect(rightsToKey(stack)).toEqual([
        expect.objectContaining({ Action: USES, Resource: stack.resolve(encryptionKey.keyArn) }),
      ]);
    });
  });

  test('replicas are those of the secret', () => {
    const stack = newStack();
    const key = newKey(stack, undefined, { replicaRegions: [{ region: 'eu-west-1' }] });

    expect(new Wiring(stack).of(key.secret).Properties.ReplicaRegions).toEqual([{ Region: 'eu-west-1' }]);
  });

  describe('the removal policy', () => {
    function removalOf(stack: Stack, key: RotatingAccessKey): unknown[] {
      const wiring = new Wiring(stack);
      return [wiring.of(key.node.findChild('Key')).Properties.RetainKey, wiring.of(key.secret).DeletionPolicy];
    }

    const imported = (stack: Stack) => User.fromUserName(stack, 'User', 'bob');

    test.each([
      [RemovalPolicy.RETAIN, true, 'Retain'],
      // The key stays also when the first deployment is rolled back, so the secret must.
      [RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE, true, 'Retain'],
      [RemovalPolicy.DESTROY, false, 'Delete'],
    ])('%s reaches the function and the secret, as a property', (removalPolicy, retained, deletionPolicy) => {
      const stack = newStack();

      expect(removalOf(stack, newKey(stack, imported(stack), { removalPolicy }))).toEqual([retained, deletionPolicy]);
    });

    test.each([
      [RemovalPolicy.DESTROY, RemovalPolicy.RETAIN, true, 'Retain'],
      [RemovalPolicy.RETAIN, RemovalPolicy.DESTROY, false, 'Delete'],
    ])('after %s can be %s later', (removalPolicy, later, retained, deletionPolicy) => {
      const stack = newStack();
      const key = newKey(stack, imported(stack), { removalPolicy });

      key.applyRemovalPolicy(later);

      expect(removalOf(stack, key)).toEqual([retained, deletionPolicy]);
    });

    test('of a given secret is its own', () => {
      const stack = newStack();
      const owner = newKey(stack);
      const { secret } = owner;
      stack.node.tryRemoveChild('Key');
      const key = newKey(stack, imported(new Construct(stack, 'Scope') as Stack), { secret });

      key.applyRemovalPolicy(RemovalPolicy.RETAIN);

      expect((secret.node.defaultChild as any).cfnOptions.deletionPolicy).toBe('Delete');
    });
  });

  test('the members are what was given', () => {
    const stack = newStack();
    const user = new User(stack, 'User');
    const secret = Secret.fromSecretCompleteArn(
      stack,
      'Given',
      'arn:aws:secretsmanager:eu-central-1:111111111111:secret:Mail-AbCdEf',
    );
    const key = newKey(stack, user, { secret });

    expect(key.user).toBe(user);
    expect(key.grants).toBeInstanceOf(RotatingKeyGrants);
  });

  test('a property injector under the id of this class sets its props', () => {
    const rotation = KeyRotation.onDemand();
    class OnDemand implements IPropertyInjector {
      public readonly constructUniqueId = RotatingAccessKey.PROPERTY_INJECTION_ID;
      public inject(props: RotatingAccessKeyProps): RotatingAccessKeyProps {
        return { rotation, ...props };
      }
    }
    const stack = newStack();
    PropertyInjectors.of(stack).add(new OnDemand());
    newKey(stack);

    expect(RotatingAccessKey.PROPERTY_INJECTION_ID).toBe('cdk-iam-access-key.RotatingAccessKey');
    expect(new Wiring(stack).only('AWS::SecretsManager::RotationSchedule').Properties.RotationRules).toEqual({
      AutomaticallyAfterDays: 1000,
    });
  });
});

describe('metrics', () => {
  const newKey = (id = 'Key', stack = new Stack(new App(), 'Stack')) =>
    new RotatingAccessKey(stack, id, { user: User.fromUserName(stack, 'User', 'bob') });
  const describeMetric = ({ namespace, metricName, statistic, period }: Metric) => ({
    namespace,
    metricName,
    statistic,
    hours: period.toHours(),
  });

  test.each([
    ['metricKeyAge', 'KeyAge', 'Maximum'],
    ['metricReplacedKeyInUse', 'ReplacedKeyInUse', 'Sum'],
    ['metricRotationFailures', 'RotationFailures', 'Sum'],
    ['metricBlockedByUnmanagedKey', 'BlockedByUnmanagedKey', 'Sum'],
  ] as const)('%s is what the function publishes', (member, metricName, statistic) => {
    const key = newKey();
    const { Environment } = new Wiring(key.stack).only('AWS::Lambda::Function').Properties;

    expect(describeMetric(key[member]())).toEqual({ namespace: 'CdkIamAccessKey', metricName, statistic, hours: 6 });
    expect(key.stack.resolve(key[member]().dimensions)).toEqual({ Key: Environment.Variables.METRIC_KEY });
  });

  test.each([
    'metricKeyAge',
    'metricReplacedKeyInUse',
    'metricRotationFailures',
    'metricBlockedByUnmanagedKey',
  ] as const)('%s can be changed', (member) => {
    expect(newKey()[member]({ statistic: 'Average', label: 'mine' })).toMatchObject({
      statistic: 'Average',
      label: 'mine',
    });
  });

  test.each([
    ['Key', 'Key'],
    ['Schlüssel für Mails', 'Schl%C3%BCssel f%C3%BCr Mails'],
    ['k'.repeat(120), 'k'.repeat(120)],
  ])('of %s are under a name that CloudWatch takes', (id, name) => {
    const stack = new Stack(new App(), 'Stack');
    newKey(id, stack);

    const { Environment, Description } = new Wiring(stack).only('AWS::Lambda::Function').Properties;
    expect(Environment.Variables.METRIC_KEY).toEqual({ 'Fn::Join': ['', [{ Ref: 'AWS::StackName' }, `/${name}`]] });
    expect(Description).toBe(`Rotates the access keys of an IAM user: Stack/${name}`.slice(0, 256));
  });

  test('of a path that is too long are under its end, and still apart', () => {
    const stack = new Stack(new App(), 'Stack');
    const scopeOf = (first: string) =>
      [first, ...Array(4).fill('s'.repeat(60))].reduce<Construct>((parent, id) => new Construct(parent, id), stack);
    const keys = ['One', 'Other'].map(
      (first) =>
        new RotatingAccessKey(scopeOf(first), 'Key', { user: User.fromUserName(stack, `${first}User`, first) }),
    );

    const names = keys.map((key) => stack.resolve(key.metricKeyAge().dimensions).Key['Fn::Join'][1][1]);
    expect(names[0]).toMatch(/^\/[0-9a-f]{8}s{53}\/s{60}\/Key$/);
    expect(names[0]).toHaveLength('/'.length + 126);
    expect(new Set(names).size).toBe(2);
  });

  test('can be used twice under one id in a graph', () => {
    const key = newKey();
    const weeks = () => new MathExpression({ expression: 'days / 7', usingMetrics: { days: key.metricKeyAge() } });

    new Dashboard(key.stack, 'Dashboard').addWidgets(new GraphWidget({ left: [weeks()], right: [weeks()] }));

    expect(new Wiring(key.stack).all('AWS::CloudWatch::Dashboard')).toHaveLength(1);
  });
});

describe('isRotatingAccessKey', () => {
  const stack = new Stack(new App(), 'Stack');
  const user: IUser = new User(stack, 'User');

  test.each([null, undefined, 'text', 1, true, {}, [], stack, user])('is false for %p', (other) => {
    expect(RotatingAccessKey.isRotatingAccessKey(other)).toBe(false);
  });

  test('is false for an AccessKey', () => {
    expect(RotatingAccessKey.isRotatingAccessKey(new AccessKey(stack, 'AccessKey', { user }))).toBe(false);
  });

  test('is true for one of its own', () => {
    expect(
      RotatingAccessKey.isRotatingAccessKey(
        new RotatingAccessKey(stack, 'Key', { user: User.fromUserName(stack, 'Bob', 'bob') }),
      ),
    ).toBe(true);
  });

  test('is true for one of another copy of the package, which shares its user with none', () => {
    let Other!: typeof RotatingAccessKey;
    jest.isolateModules(() => {
      Other = jest.requireActual('cdk-iam-access-key').RotatingAccessKey;
    });
    const app = new App();
    const scope = new Stack(app, 'Stack');
    const shared = new User(scope, 'User');
    const other = new Other(scope, 'Other', { user: shared });
    new RotatingAccessKey(scope, 'Key', { user: shared });

    expect(other).not.toBeInstanceOf(RotatingAccessKey);
    expect(RotatingAccessKey.isRotatingAccessKey(other)).toBe(true);
    expect(() => app.synth()).toThrow("Stack/Other (RotatingAccessKey): its user has another access key, 'Stack/Key'");
  });
});

test('the function of a key is the one that is packed', () => {
  const app = new App();
  const stack = new Stack(app, 'Stack');
  const key = new RotatingAccessKey(stack, 'Key', { user: new User(stack, 'User') });
  new CfnOutput(stack, 'Secret', { value: key.secret.secretArn });

  const { directory } = app.synth();
  const { files } = JSON.parse(readFileSync(join(directory, 'Stack.assets.json'), 'utf8'));

  const [{ source }] = Object.values<any>(files).filter(({ displayName }) => /Code/.test(displayName));
  expect(readdirSync(join(directory, source.path)).sort()).toEqual(['LICENSES', 'index.js']);
});
