import { App, CfnCondition, CfnParameter, Duration, Fn, NestedStack, Stack, Stage } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Code, Function, Runtime } from 'aws-cdk-lib/aws-lambda';
import {
  CfnRotationSchedule,
  CfnSecret,
  ISecret,
  RotationSchedule,
  Secret,
  SecretProps,
} from 'aws-cdk-lib/aws-secretsmanager';
import { aws_iam } from 'aws-cdk-lib/interfaces';
import { synthError } from '../synth';
import { AccessKey, RotatingAccessKey, RotatingAccessKeyProps } from 'cdk-iam-access-key';

const ENV = { account: '111111111111', region: 'eu-central-1' };
const RETIRING = { retireUnmanagedKeysAfter: Duration.days(30) };

function newStack(id = 'Stack', scope = new App() as Stage, env?: typeof ENV): Stack {
  return new Stack(scope, id, { env });
}

function newKey(
  stack: Stack,
  user: aws_iam.IUserRef,
  id = 'Key',
  props: Partial<RotatingAccessKeyProps> = {},
): RotatingAccessKey {
  return new RotatingAccessKey(stack, id, { user, ...props });
}

function emptySecret(stack: Stack, props?: SecretProps): Secret {
  const secret = new Secret(stack, 'Given', props);
  (secret.node.defaultChild as CfnSecret).addPropertyDeletionOverride('GenerateSecretString');
  return secret;
}

const appOf = (stack: Stack) => stack.node.root as App;

describe('another key of the user of a rotating key', () => {
  test.each<[string, (stack: Stack, user: iam.User) => unknown]>([
    ['AccessKey', (stack, user) => new AccessKey(stack, 'Other', { user })],
    ["upstream's AccessKey", (stack, user) => new iam.AccessKey(stack, 'Other', { user })],
    ['CfnAccessKey', (stack, user) => new iam.CfnAccessKey(stack, 'Other', { userName: user.userName })],
    ['RotatingAccessKey', (stack, user) => newKey(stack, user, 'Other')],
  ])('is refused when it is a %s', (_name, makeOther) => {
    const stack = newStack();
    const user = new iam.User(stack, 'User');
    newKey(stack, user);
    makeOther(stack, user);

    expect(synthError(appOf(stack))).toContain(
      "Stack/Key (RotatingAccessKey): its user has another access key, 'Stack/Other'; the user can have no other, " +
        'because IAM allows two access keys per user and a rotation needs both. Create a user for each client. ' +
        'If one of the two keys replaces the other, let the construct that stays retire unmanaged keys: it ' +
        'deactivates and deletes the other key once that is unused. [UserHasAnotherKey]',
    );
  });

  test('throws once for two rotating keys, at the first of them', () => {
    const stack = newStack();
    const user = new iam.User(stack, 'User');
    newKey(stack, user, 'One');
    newKey(stack, user, 'Two');

    const error = synthError(appOf(stack));

    expect(error).toContain("[Stack/One] Stack/One (RotatingAccessKey): its user has another access key, 'Stack/Two'");
    expect(error.match(/has another access key/g)).toHaveLength(1);
  });

  test('throws if it is added after the app was synthesised', () => {
    const stack = newStack();
    const user = new iam.User(stack, 'User');
    newKey(stack, user);
    appOf(stack).synth();

    new AccessKey(stack, 'Other', { user });

    expect(() => appOf(stack).synth({ force: true })).toThrow("its user has another access key, 'Stack/Other'");
  });

  test.each<[string, (stack: Stack, user: iam.User) => unknown]>([
    ['an AccessKey', (stack, user) => new AccessKey(stack, 'Other', { user })],
    ['a RotatingAccessKey', (stack, user) => newKey(stack, user, 'Other')],
  ])('is allowed if it is %s that the rotating key retires', (_name, makeOther) => {
    const stack = newStack();
    const user = new iam.User(stack, 'User');
    newKey(stack, user, 'Key', RETIRING);
    makeOther(stack, user);

    appOf(stack).synth();
  });

  test('is refused when each of the two would retire the other', () => {
    const stack = newStack();
    const user = new iam.User(stack, 'User');
    newKey(stack, user, 'One', RETIRING);
    newKey(stack, user, 'Two', RETIRING);

    expect(synthError(appOf(stack))).toContain(
      "Stack/One (RotatingAccessKey): its user has another access key, 'Stack/Two', and each would retire the " +
        'other; only one of them can retire unmanaged keys. Let the construct that stays retire unmanaged keys, ' +
        'and not the other. [UserHasAnotherKey]',
    );
  });

  test('is refused when it is the third', () => {
    const stack = newStack();
    const user = new iam.User(stack, 'User');
    new AccessKey(stack, 'One', { user });
    new AccessKey(stack, 'Two', { user });
    newKey(stack, user, 'Key', RETIRING);

    expect(synthError(appOf(stack))).toContain(
      'Stack/Key (RotatingAccessKey): it is access key number 3 of one ' +
        "user in stack 'Stack', after 'Stack/One' and 'Stack/Two'",
    );
  });

  test('does not count when it is made on a condition', () => {
    const stack = newStack();
    const user = new iam.User(stack, 'User');
    newKey(stack, user);
    const other = new AccessKey(stack, 'Other', { user });
    (other.node.defaultChild as iam.CfnAccessKey).cfnOptions.condition = new CfnCondition(stack, 'Never', {
      expression: Fn.conditionEquals('a', 'b'),
    });

    appOf(stack).synth();
  });

  test("does not count when it is another user's", () => {
    const stack = newStack();
    newKey(stack, new iam.User(stack, 'User'));
    newKey(stack, new iam.User(stack, 'OtherUser'), 'Other');
    new AccessKey(stack, 'Third', { user: new iam.CfnUser(stack, 'ThirdUser') });

    appOf(stack).synth();
  });
});

describe('in another stack, the user is known to be the same', () => {
  const named = (stack: Stack) => new iam.User(stack, 'User', { userName: 'bob' });
  const byName = (stack: Stack) => iam.User.fromUserName(stack, 'ByName', 'bob');

  function keysIn(one: Stack, other: Stack, user: aws_iam.IUserRef, sameUser: aws_iam.IUserRef): string {
    newKey(one, user);
    new AccessKey(other, 'Key', { user: sameUser });
    return synthError(appOf(one));
  }

  test.each<[string, (stack: Stack) => iam.IUser]>([
    ['without a name', (stack) => new iam.User(stack, 'User')],
    ['with a name', named],
  ])('when it is the same construct %s', (_name, makeUser) => {
    const one = newStack('One');
    const user = makeUser(one);

    expect(keysIn(one, newStack('Other', appOf(one)), user, user)).toContain(
      'One/Key (RotatingAccessKey): its ' + "user has another access key, 'Other/Key'",
    );
  });

  test('when both accounts are known, whatever the regions', () => {
    const one = newStack('One', new App(), ENV);
    const other = newStack('Other', appOf(one), { ...ENV, region: 'us-east-1' });

    expect(keysIn(one, other, named(one), byName(other))).toContain("its user has another access key, 'Other/Key'");
  });

  test('when one is nested in the other', () => {
    const one = newStack('One');
    const nested = new NestedStack(one, 'Nested');

    expect(keysIn(one, nested as Stack, byName(one), iam.User.fromUserName(nested, 'Same', 'BOB'))).toContain(
      'its ' + "user has another access key, 'One/Nested/Key'",
    );
  });

  test('by its name and by its construct together', () => {
    const users = newStack('Users');
    const [one, other] = ['One', 'Other'].map((id) => newStack(id, appOf(users)));
    const user = named(users);
    new AccessKey(one, 'Referring', { user });
    new AccessKey(other, 'Key', { user });
    newKey(one, byName(one));

    const message = synthError(appOf(users));

    expect(message).toContain("One/Key (RotatingAccessKey): its user has another access key, 'One/Referring'");
    expect(message).toContain("One/Key (RotatingAccessKey): its user has another access key, 'Other/Key'");
  });

  test.each<[string, (app: App) => [Stack, Stack]]>([
    [
      'the accounts differ',
      (app) => [newStack('One', app, ENV), newStack('Other', app, { ...ENV, account: '222222222222' })],
    ],
    ['the accounts are not known', (app) => [newStack('One', app), newStack('Other', app)]],
    [
      'they are two stages',
      (app) => [newStack('Stack', new Stage(app, 'Test')), newStack('Stack', new Stage(app, 'Production'))],
    ],
  ])('but not by its name when %s', (_name, makeStacks) => {
    const app = new App();
    makeStacks(app).forEach((stack) => newKey(stack, byName(stack)));

    app.synth();
  });

  test('but not by parameters of the same name', () => {
    const app = new App();
    for (const id of ['One', 'Other']) {
      const stack = newStack(id, app, ENV);
      newKey(stack, iam.User.fromUserName(stack, 'User', new CfnParameter(stack, 'Name').valueAsString));
    }

    app.synth();
  });

  test('within a stage that is synthesised alone', () => {
    const stage = new Stage(new App(), 'Stage');
    const stack = newStack('Stack', stage);
    const user = new iam.User(stack, 'User');
    newKey(stack, user);
    new AccessKey(newStack('Other', stage), 'Key', { user });

    expect(() => stage.synth()).toThrow(
      'Stage/Stack/Key (RotatingAccessKey): its user has another access key, ' + "'Stage/Other/Key'",
    );
  });
});

describe('the secret of a rotating key', () => {
  const COMPLETE_ARN = 'arn:aws:secretsmanager:eu-central-1:111111111111:secret:Mail-AbCdEf';

  test.each<[string, (stack: Stack) => [ISecret, ISecret]]>([
    [
      'as a construct',
      (stack) => {
        const secret = emptySecret(stack);
        return [secret, secret];
      },
    ],
    [
      'by its ARN',
      (stack) =>
        ['One', 'Two'].map((id) => Secret.fromSecretCompleteArn(stack, id, COMPLETE_ARN)) as [ISecret, ISecret],
    ],
    [
      'by a parameter',
      (stack) => {
        const arn = new CfnParameter(stack, 'Arn').valueAsString;
        return ['One', 'Two'].map((id) => Secret.fromSecretCompleteArn(stack, id, arn)) as [ISecret, ISecret];
      },
    ],
    [
      'by the import of its ARN',
      (stack) =>
        ['One', 'Two'].map((id) => Secret.fromSecretCompleteArn(stack, id, Fn.importValue('Arn'))) as [
          ISecret,
          ISecret,
        ],
    ],
    [
      'of the other key',
      (stack) => {
        const secret = newKey(stack, new iam.User(stack, 'Third')).secret;
        return [secret, secret];
      },
    ],
  ])('cannot be that of another one, given %s', (_name, makeSecrets) => {
    const stack = newStack();
    makeSecrets(stack).forEach((secret, index) =>
      newKey(stack, new iam.User(stack, `User${index}`), `Key${index}`, { secret }),
    );

    expect(synthError(appOf(stack))).toContain(
      'Stack/Key0 (RotatingAccessKey): its secret is also the secret of ' +
        "'Stack/Key1'; it must have a secret of its own. Omit the secret, or pass another one. [SharedSecret]",
    );
  });

  test.each<[string, (stack: Stack) => ISecret | undefined]>([
    ['new', () => undefined],
    ['given', (stack) => emptySecret(stack)],
    ['imported', (stack) => Secret.fromSecretCompleteArn(stack, 'Given', COMPLETE_ARN)],
  ])('cannot be the %s one of another key, given by that key or by the ARN that it has there', (_name, makeSecret) => {
    const stack = newStack();
    const { secret } = newKey(stack, new iam.User(stack, 'User0'), 'Key0', { secret: makeSecret(stack) });
    newKey(stack, new iam.User(stack, 'User1'), 'Key1', { secret });
    newKey(stack, new iam.User(stack, 'User2'), 'Key2', {
      secret: Secret.fromSecretCompleteArn(stack, 'ByArn', secret.secretArn),
    });

    const message = synthError(appOf(stack));

    expect(message).toContain("Stack/Key0 (RotatingAccessKey): its secret is also the secret of 'Stack/Key1'");
    expect(message).toContain("Stack/Key0 (RotatingAccessKey): its secret is also the secret of 'Stack/Key2'");
    expect(message).toContain("Stack/Key1 (RotatingAccessKey): its secret is also the secret of 'Stack/Key2'");
  });

  test('may be known by an expression that means another one in another stack', () => {
    const app = new App();
    for (const id of ['One', 'Other']) {
      const stack = newStack(id, app);
      newKey(stack, new iam.User(stack, 'User'), 'Key', {
        secret: Secret.fromSecretCompleteArn(stack, 'Given', new CfnParameter(stack, 'Arn').valueAsString),
      });
    }

    app.synth();
  });
});

describe('a second rotation schedule of the secret of a rotating key', () => {
  const EXPECTED =
    'it can only have the schedule of this construct, because Secrets Manager keeps one for each secret. Remove ' +
    'that schedule. To change the interval, set the rotation of this construct.';

  function rotator(stack: Stack): Function {
    return new Function(stack, 'Rotator', {
      runtime: Runtime.NODEJS_LATEST,
      handler: 'index.handler',
      code: Code.fromInline('exports.handler = () => {}'),
    });
  }

  const ARN = 'arn:aws:secretsmanager:eu-central-1:111111111111:secret:mail-AbCdEf';
  const scheduleOf = (secretId: string) => (stack: Stack) => new CfnRotationSchedule(stack, 'Second', { secretId });
  const lambdaIn = (stack: Stack) => ({ rotationLambda: rotator(stack) });
  const importedBy = (name: string) => (stack: Stack) =>
    Secret.fromSecretNameV2(stack, 'ByName', name).addRotationSchedule('Second', lambdaIn(stack));

  type AddSchedule = (stack: Stack, secret: ISecret, key: RotatingAccessKey) => unknown;

  const found = (path: string) =>
    `Stack/Key (RotatingAccessKey): its secret has a second rotation schedule, '${path}'; ${EXPECTED}`;
  const anyPath = expect.stringMatching(
    new RegExp(
      `Stack/Key \\(RotatingAccessKey\\): its secret has a second rotation schedule, 'Stack/([^']*/)?Second'; ` +
        `${EXPECTED}`,
    ),
  );

  test.each<[string, (stack: Stack) => ISecret | undefined, string]>([
    ['a new secret', () => undefined, 'Stack/Key/Secret/Second'],
    ['a secret of the app', (stack) => emptySecret(stack), 'Stack/Key/Secret/Second'],
    ['an imported secret', (stack) => Secret.fromSecretCompleteArn(stack, 'Given', ARN), 'Stack/Key/Secret/Second'],
  ])('throws where it is added to the secret of the key: %s', (_kind, makeSecret, path) => {
    const stack = new Stack(new App(), 'Stack', { env: ENV });
    const { secret } = newKey(stack, new iam.User(stack, 'User'), 'Key', { secret: makeSecret(stack) });

    expect(() => secret.addRotationSchedule('Second', lambdaIn(stack))).toThrow(
      expect.objectContaining({
        code: 'SecondRotationSchedule',
        constructPath: 'Stack/Key',
        message: expect.stringContaining(found(path)),
      }),
    );
  });

  test.each<[string, AddSchedule]>([
    ['addRotationSchedule', (stack, secret) => secret.addRotationSchedule('Second', lambdaIn(stack))],
    [
      'RotationSchedule',
      (stack, _, { secret }) => new RotationSchedule(stack, 'Second', { secret, ...lambdaIn(stack) }),
    ],
    ['its ARN', (stack, { secretArn }) => scheduleOf(secretArn)(stack)],
    ['its name', (stack, { secretName }) => scheduleOf(secretName)(stack)],
    ['its given name', scheduleOf('mail')],
    ['an import by its name', importedBy('mail')],
    ['its reference', (stack, { node }) => scheduleOf((node.defaultChild as CfnSecret).ref)(stack)],
    [
      'its logical ID',
      (stack, { node: { defaultChild } }) => scheduleOf(Fn.ref(stack.getLogicalId(defaultChild as CfnSecret)))(stack),
    ],
    ['the name of key.secret', (stack, _, { secret: { secretName } }) => scheduleOf(secretName)(stack)],
    ['the ARN of key.secret', (stack, _, { secret: { secretArn } }) => scheduleOf(secretArn)(stack)],
  ])('fails synthesis when it names a secret of the app by %s', (_name, addSchedule) => {
    const stack = new Stack(new App(), 'Stack', { env: ENV });
    const secret = emptySecret(stack, { secretName: 'mail' });
    addSchedule(stack, secret, newKey(stack, new iam.User(stack, 'User'), 'Key', { secret }));

    expect(synthError(appOf(stack))).toEqual(anyPath);
  });

  test.each<[string, AddSchedule]>([
    ['its ARN', (stack, _, { secret: { secretArn } }) => scheduleOf(secretArn)(stack)],
    ['its name', (stack, _, { secret: { secretName } }) => scheduleOf(secretName)(stack)],
  ])('fails synthesis when it names a new secret by %s', (_name, addSchedule) => {
    const stack = newStack();
    const key = newKey(stack, new iam.User(stack, 'User'));
    addSchedule(stack, key.secret, key);

    expect(synthError(appOf(stack))).toContain(found('Stack/Second'));
  });

  test.each<[string, AddSchedule]>([
    [
      'the same ARN',
      (stack) => Secret.fromSecretCompleteArn(stack, 'Other', ARN).addRotationSchedule('Second', lambdaIn(stack)),
    ],
    ['an ARN without its end', scheduleOf(ARN.slice(0, -'-AbCdEf'.length))],
    ['the name in the ARN', scheduleOf('mail')],
    ['an import by that name', importedBy('mail')],
  ])('fails synthesis when it names an imported secret by %s', (_name, addSchedule) => {
    const stack = new Stack(new App(), 'Stack', { env: ENV });
    const secret = Secret.fromSecretCompleteArn(stack, 'Given', ARN);
    addSchedule(stack, secret, newKey(stack, new iam.User(stack, 'User'), 'Key', { secret }));

    expect(synthError(appOf(stack))).toEqual(anyPath);
  });

  test.each<[string, (stack: Stack) => unknown]>([
    ['another construct', (stack) => new Secret(stack, 'Other').addRotationSchedule('Second', lambdaIn(stack))],
    ['another name', scheduleOf('mail-backup')],
    [
      'another name, beside one without a name',
      (stack) => {
        new Secret(stack, 'Unnamed');
        scheduleOf('other')(stack);
      },
    ],
    [
      'the name in another region',
      (stack) => scheduleOf('mail')(new Stack(appOf(stack), 'Other', { env: { ...ENV, region: 'us-east-1' } })),
    ],
    ['the name in an environment that is not known', (stack) => scheduleOf('mail')(new Stack(appOf(stack), 'Other'))],
  ])('may be that of another secret: %s', (_kind, addSchedule) => {
    const stack = new Stack(new App(), 'Stack', { env: ENV });
    newKey(stack, new iam.User(stack, 'User'), 'Key', { secret: emptySecret(stack, { secretName: 'mail' }) });
    addSchedule(stack);

    expect(() => appOf(stack).synth()).not.toThrow();
  });
});
