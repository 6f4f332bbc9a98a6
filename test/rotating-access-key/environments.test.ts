import { App, Duration, NestedStack, Stack } from 'aws-cdk-lib';
import { CfnUser, ManagedPolicy, PermissionsBoundary, User } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { CfnSecret, Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { aws_iam } from 'aws-cdk-lib/interfaces';
import { FLAG_SETS } from '../flags';
import { statementsOf, Wiring } from '../wiring';
import { RotatingAccessKey } from 'cdk-iam-access-key';

const ACCOUNT = '111111111111';

describe.each(FLAG_SETS)('with %s', (_name, context) => {
  const newApp = () => new App({ context });
  const userArnIn = (stack: Stack) =>
    new Wiring(stack).only('AWS::Lambda::Function').Properties.Environment.Variables.USER_ARN;

  test.each<[string, (stack: Stack) => aws_iam.IUserRef, unknown]>([
    [
      'a User',
      (stack) => new User(stack, 'User', { path: '/team/' }),
      { 'Fn::GetAtt': [expect.stringMatching(/^User/), 'Arn'] },
    ],
    ['a CfnUser', (stack) => new CfnUser(stack, 'User'), { 'Fn::GetAtt': ['User', 'Arn'] }],
    [
      'a user by name',
      (stack) => User.fromUserName(stack, 'User', 'bob'),
      {
        'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':iam::', { Ref: 'AWS::AccountId' }, ':user/bob']],
      },
    ],
    [
      'a user with a path, by ARN',
      (stack) => User.fromUserArn(stack, 'User', `arn:aws:iam::${ACCOUNT}:user/team/bob`),
      `arn:aws:iam::${ACCOUNT}:user/team/bob`,
    ],
    [
      'a user by attributes',
      (stack) => User.fromUserAttributes(stack, 'User', { userArn: `arn:aws:iam::${ACCOUNT}:user/bob` }),
      `arn:aws:iam::${ACCOUNT}:user/bob`,
    ],
  ])('the function and its permissions are for %s', (_user, makeUser, arn) => {
    const stack = new Stack(newApp(), 'Stack');
    new RotatingAccessKey(stack, 'Key', { user: makeUser(stack) });

    expect(userArnIn(stack)).toEqual(arn);
    expect(
      statementsOf(new Wiring(stack)).find(({ Action }) => Action.includes('iam:CreateAccessKey')).Resource,
    ).toEqual(arn);
  });

  test('a user of another stack is referred to, and that stack comes first', () => {
    const app = newApp();
    const [users, keys] = ['Users', 'Keys'].map((id) => new Stack(app, id));
    const key = new RotatingAccessKey(keys, 'Key', { user: new User(users, 'User') });
    key.grants.readByUser();

    expect(JSON.stringify(userArnIn(keys))).toMatch(/Users.*User/);
    expect(new Wiring(users).types()).toEqual(['AWS::IAM::User']);
    expect(keys.dependencies).toEqual([users]);
  });

  test('a secret of another stack is referred to, and rotated from here', () => {
    const app = newApp();
    const [secrets, keys] = ['Secrets', 'Keys'].map((id) => new Stack(app, id));
    const secret = new Secret(secrets, 'Secret', { encryptionKey: new Key(secrets, 'EncryptionKey') });
    (secret.node.defaultChild as CfnSecret).addPropertyDeletionOverride('GenerateSecretString');
    new RotatingAccessKey(keys, 'Key', { user: new User(keys, 'User'), secret });

    expect(JSON.stringify(new Wiring(keys).only('AWS::SecretsManager::RotationSchedule').Properties.SecretId)).toMatch(
      /Secrets.*Secret/,
    );
    expect(keys.dependencies).toEqual([secrets]);
  });

  test("in a nested stack, the key serves that stack, also if the user is its parent's", () => {
    const parent = new Stack(newApp(), 'Parent');
    const nested = new NestedStack(parent, 'Nested');
    new RotatingAccessKey(nested, 'Key', { user: new User(parent, 'User') }).grants.readByUser();

    const { OWNER, USER_ARN } = new Wiring(nested).only('AWS::Lambda::Function').Properties.Environment.Variables;
    expect(OWNER).toEqual({ 'Fn::Join': ['/', [{ Ref: 'AWS::StackId' }, expect.stringMatching(/^Key/)]] });
    expect(USER_ARN).toEqual({ Ref: expect.stringMatching(/^referencetoParentUser/) });
  });

  test.each([
    ['cn-north-1', 'China'],
    ['us-gov-west-1', 'GovCloud'],
    ['eu-central-1', 'elsewhere'],
  ])('in %s (%s), principals and the service behind the encryption key have one name', (region) => {
    const stack = new Stack(newApp(), 'Stack', { env: { account: ACCOUNT, region } });
    const key = new RotatingAccessKey(stack, 'Key', {
      user: new User(stack, 'User'),
      encryptionKey: new Key(stack, 'EncryptionKey'),
    });
    key.grants.readByUser();

    const wiring = new Wiring(stack);
    expect(wiring.all('AWS::Lambda::Permission').map(({ Properties: { Principal } }) => Principal)).toEqual([
      'secretsmanager.amazonaws.com',
      'events.amazonaws.com',
    ]);
    expect(wiring.only('AWS::IAM::Role').Properties.AssumeRolePolicyDocument.Statement[0].Principal).toEqual({
      Service: 'lambda.amazonaws.com',
    });
    const services = statementsOf(wiring).flatMap(({ Condition }) => Condition?.StringEquals?.['kms:ViaService'] ?? []);
    expect(services).toEqual(Array.from({ length: 2 }, () => `secretsmanager.${region}.amazonaws.com`));
  });

  test.each(['cn-north-1', 'us-gov-west-1', undefined])('no ARN names the partition, in %s', (region) => {
    const stack = new Stack(newApp(), 'Stack', { env: { account: ACCOUNT, region } });
    const key = new RotatingAccessKey(stack, 'Key', { user: User.fromUserName(stack, 'User', 'bob') });
    key.grants.readByUser();

    expect(JSON.stringify(new Wiring(stack).resources)).not.toContain('arn:aws:');
  });

  test('a permissions boundary of the app is that of the role', () => {
    const app = newApp();
    const stack = new Stack(app, 'Stack');
    PermissionsBoundary.of(app).apply(ManagedPolicy.fromManagedPolicyName(stack, 'Boundary', 'limits'));
    new RotatingAccessKey(stack, 'Key', { user: new User(stack, 'User') });

    const boundary = {
      'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':iam::', { Ref: 'AWS::AccountId' }, ':policy/limits']],
    };
    expect(new Wiring(stack).only('AWS::IAM::Role').Properties.PermissionsBoundary).toEqual(boundary);
  });

  test('two keys of one stack share the code of their functions, and nothing else', () => {
    const stack = new Stack(newApp(), 'Stack');
    for (const id of ['One', 'Two']) {
      new RotatingAccessKey(stack, id, {
        user: new User(stack, `User${id}`),
        retireUnmanagedKeysAfter: Duration.days(90),
      });
    }

    const [one, two] = new Wiring(stack).all('AWS::Lambda::Function').map(({ Properties }) => Properties);
    expect(one.Code).toEqual(two.Code);
    expect(one.Role).not.toEqual(two.Role);
    expect(one.LoggingConfig).not.toEqual(two.LoggingConfig);
  });
});
