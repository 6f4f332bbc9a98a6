import { App, CfnParameter, Duration, RemovalPolicy, SecretValue, Stack, Token } from 'aws-cdk-lib';
import { CfnUser, User } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { CfnSecret, ISecret, Secret } from 'aws-cdk-lib/aws-secretsmanager';
import * as fc from 'fast-check';
import { FLAG_SETS } from '../flags';
import { synthError } from '../synth';
import {
  AccessKeyFieldNames,
  KeyRotation,
  KeyRotationOptions,
  RotatingAccessKey,
  RotatingAccessKeyProps,
} from 'cdk-iam-access-key';

const ENV = { account: '111111111111', region: 'eu-central-1' };
const SECRET_ARN = 'arn:aws:secretsmanager:eu-central-1:111111111111:secret:Mail-AbCdEf';

function newStack(env?: typeof ENV): Stack {
  return new Stack(new App(), 'Stack', { env });
}

function newKey(props: Partial<RotatingAccessKeyProps>, stack = newStack()): RotatingAccessKey {
  return new RotatingAccessKey(stack, 'Key', { user: new User(stack, 'User'), ...props });
}

/** The error of making a key. */
function refusal(make: () => unknown): { code?: string; constructPath?: string; message: string } {
  try {
    make();
  } catch (error) {
    return error as Error;
  }
  throw new Error('an error was expected');
}

const days = (count: number) => Duration.days(count);
const every = (interval: number, options?: KeyRotationOptions) => ({
  rotation: KeyRotation.every(days(interval), options),
});

describe('a rotation is refused', () => {
  test.each<[string, Partial<RotatingAccessKeyProps>, string]>([
    [
      'when a key would get older than its greatest age',
      every(76),
      'the interval is 76 days and the overlap is 14 days; interval, overlap and one day for a late rotation must ' +
        'not exceed the maximum age of 90 days, so the interval must be at most 75 days. Shorten the interval or ' +
        'the overlap, or set a longer maximum age. [InvalidRotation]',
    ],
    [
      'when the overlap alone is too long for the greatest age',
      every(60, { overlap: days(90) }),
      'must not exceed the maximum age of 90 days, so the overlap must be shorter',
    ],
    [
      'when no interval of whole days fits',
      every(1, { overlap: Duration.hours(36), maxAge: days(3) }),
      'the overlap must be shorter',
    ],
    [
      'when a replaced key would still take the slot of the next',
      every(22),
      'the interval is 22 days, the overlap is 14 days and the recovery window is 7 days; the interval must be ' +
        'longer than 22 days, so that a replaced key is deleted before the next rotation needs a free access ' +
        'key. Shorten the overlap or the recovery window, or rotate less often. [InvalidRotation]',
    ],
    [
      'of less than a day',
      { rotation: KeyRotation.every(Duration.hours(12), { overlap: Duration.minutes(10) }) },
      'the interval is 12 hours; it must be whole days from 1 to 1000, as Secrets Manager requires. Pass a number ' +
        'of days. [InvalidRotation]',
    ],
    [
      'of days that are not whole',
      { rotation: KeyRotation.every(Duration.hours(36)) },
      'the interval is 1 day 12 hours; it must be whole days',
    ],
    [
      'of more than 1,000 days',
      every(1001, { maxAge: days(2000) }),
      'the interval is 1001 days; it must be whole days',
    ],
    [
      'without an overlap',
      every(60, { overlap: Duration.seconds(0) }),
      'the overlap is zero; it must be longer, because clients need time to read the new key',
    ],
    [
      'on demand, when the overlap is as long as the greatest age',
      { rotation: KeyRotation.onDemand({ overlap: days(90) }) },
      'the overlap is 90 days; it must be shorter than the maximum age of 90 days. Shorten the overlap, or set a ' +
        'longer maximum age. [InvalidRotation]',
    ],
    [
      'when the recovery window is not known',
      every(60, { recoveryWindow: Duration.days(Token.asNumber({ Ref: 'Days' })) }),
      'the recovery window is known only at deployment; it must be known',
    ],
    [
      'when the interval is not known',
      { rotation: KeyRotation.every(Duration.days(Token.asNumber({ Ref: 'Days' }))) },
      'the interval is known only at deployment',
    ],
    [
      'when a duration is no whole number of seconds',
      every(60, { maxAge: Duration.millis(90 * 86_400_000 + 1) }),
      'it must be a whole number of seconds. Pass a number of seconds, hours or days. [InvalidRotation]',
    ],
  ])('%s', (_name, props, message) => {
    const error = refusal(() => newKey(props));

    expect(error).toMatchObject({ name: 'AccessKeyError', code: 'InvalidRotation', constructPath: 'Stack/Key' });
    expect(error.message).toContain(message);
    expect(error.message).toMatch(/^Stack\/Key \(RotatingAccessKey\): .+; .+\. .+\. \[\w+\]$/);
  });

  test.each<[string, Partial<RotatingAccessKeyProps>]>([
    ['the longest that the defaults allow', every(75)],
    ['the shortest that the defaults allow', every(23)],
    ['one of 1,000 days', every(1000, { maxAge: days(1015) })],
    ['one of two days', every(2, { overlap: Duration.hours(12), recoveryWindow: Duration.hours(11), maxAge: days(4) })],
    [
      'one on demand, whatever the recovery window',
      { rotation: KeyRotation.onDemand({ overlap: days(89), recoveryWindow: days(400) }) },
    ],
  ])('but not %s', (_name, props) => {
    newKey(props);
  });

  test.each<[string, unknown, string]>([
    ['a duration', days(30), 'the rotation is Duration.days(30)'],
    ['a number', 30, 'the rotation is 30'],
    ['null', null, 'the rotation is null'],
    ['an interval of nothing', KeyRotation.every(undefined as any), 'the rotation is a KeyRotation without a duration'],
    [
      'an overlap that is a number',
      KeyRotation.every(days(30), { overlap: 14 as any }),
      'the rotation is a KeyRotation without a duration',
    ],
  ])('throws if it is %s, which not all languages check', (_name, rotation, found) => {
    const error = refusal(() => newKey({ rotation: rotation as KeyRotation }));

    expect(error).toMatchObject({ code: 'InvalidRotation', constructPath: 'Stack/Key' });
    expect(error.message).toContain(`${found}; it must be a KeyRotation whose interval, overlap, recovery window`);
  });

  test('in no other case', () => {
    const count = fc.integer({ min: 0, max: 120 });
    const durations = fc.record({
      interval: fc.integer({ min: 1, max: 120 }),
      overlap: count,
      recoveryWindow: count,
      maxAge: count,
    });
    fc.assert(
      fc.property(durations, ({ interval, ...options }) => {
        const { overlap, recoveryWindow, maxAge } = options;
        const fits = overlap > 0 && interval + overlap + 1 <= maxAge && overlap + recoveryWindow + 1 < interval;
        const make = () =>
          newKey(
            every(interval, { overlap: days(overlap), recoveryWindow: days(recoveryWindow), maxAge: days(maxAge) }),
          );
        if (fits) {
          make();
        } else {
          expect(refusal(make).code).toBe('InvalidRotation');
        }
      }),
      { numRuns: 150 },
    );
  });
});

describe('retireUnmanagedKeysAfter', () => {
  test.each([
    [
      'zero',
      Duration.days(0),
      'the time after which unmanaged keys are retired is 0 days; it must be at least 1 ' +
        'day, because IAM reports the last use of an access key hours later. Make it longer than',
    ],
    ['hours', Duration.hours(12), 'the time after which unmanaged keys are retired is 12 hours'],
    [
      'a token',
      Duration.days(Token.asNumber({ Ref: 'Days' })),
      'the time after which unmanaged keys are retired is known only at deployment',
    ],
  ])('is refused when it is %s', (_name, retireUnmanagedKeysAfter, message) => {
    const error = refusal(() => newKey({ retireUnmanagedKeysAfter }));

    expect(error).toMatchObject({ code: 'InvalidRetirement', constructPath: 'Stack/Key' });
    expect(error.message).toContain(message);
  });

  test('may be a day', () => {
    newKey({ retireUnmanagedKeysAfter: days(1) });
  });
});

describe('the names of fields', () => {
  test.each<[string, AccessKeyFieldNames, string]>([
    [
      'one is empty',
      { userName: '' },
      "the field names are '', 'accessKeyId', 'secretAccessKey'; they must be " +
        "different, and none of them can be empty. Change '', or omit the field names. [InvalidFieldNames]",
    ],
    [
      'two are the same',
      { accessKeyId: 'id', userName: 'id' },
      "Change 'id', or omit the field names. " + '[InvalidFieldNames]',
    ],
    ['one is the default of another', { accessKeyId: 'userName' }, "Change 'userName', or omit"],
    [
      'there is no such field',
      { username: 'user' } as any,
      "the field names have a name for 'username'; they can have names for userName, accessKeyId, secretAccessKey. " +
        'Use one of these, or remove it. [InvalidFieldNames]',
    ],
    [
      'a field is what every object has',
      { constructor: 'user' } as any,
      "the field names have a name for 'constructor'",
    ],
    ['fields is a text', 'id' as any, "the field names have a name for '0'"],
    [
      'one is a number',
      { accessKeyId: 5 } as any,
      'the name of the field accessKeyId is 5; it must be a string. ' +
        "Pass a string, or omit it to use 'accessKeyId'. [InvalidFieldNames]",
    ],
    ['one is null', { userName: null } as any, 'the name of the field userName is null; it must be a string'],
  ])('are refused when %s', (_name, fieldNames, message) => {
    const error = refusal(() => newKey({ fieldNames }));

    expect(error).toMatchObject({ code: 'InvalidFieldNames', constructPath: 'Stack/Key' });
    expect(error.message).toContain(message);
  });

  test.each<[string, (stack: Stack) => AccessKeyFieldNames]>([
    ['two are exchanged', () => ({ userName: 'accessKeyId', accessKeyId: 'userName' })],
    ['one is undefined', () => ({ userName: undefined, accessKeyId: 'id' })],
    ['there are none', () => null as any],
    [
      'two are the same token',
      (stack) => {
        const name = new CfnParameter(stack, 'Name').valueAsString;
        return { userName: name, accessKeyId: name };
      },
    ],
  ])('are taken when %s', (_name, fieldNames) => {
    const stack = newStack();
    newKey({ fieldNames: fieldNames(stack) }, stack);
  });
});

describe('the user', () => {
  test.each([{}, undefined, { user: 'bob' }])('throws if it is not a user: %p', (props) => {
    expect(refusal(() => new RotatingAccessKey(newStack(), 'Key', props as any))).toMatchObject({
      code: 'InvalidUser',
    });
  });

  test('is refused when it is one of another account', () => {
    const stack = newStack(ENV);

    expect(
      refusal(() => newKey({ user: User.fromUserArn(stack, 'Bob', 'arn:aws:iam::222222222222:user/bob') }, stack)),
    ).toMatchObject({ code: 'UserInAnotherAccount' });
  });
});

describe('a given secret', () => {
  function newGivenKey(
    makeSecret: (stack: Stack) => ISecret,
    props: Partial<RotatingAccessKeyProps> = {},
    stack = newStack(ENV),
  ): RotatingAccessKey {
    return newKey({ secret: makeSecret(stack), ...props }, stack);
  }
  const byArn = (stack: Stack) => Secret.fromSecretCompleteArn(stack, 'Given', SECRET_ARN);

  test.each<[string, (stack: Stack) => Partial<RotatingAccessKeyProps>]>([
    ['an encryption key', (stack) => ({ encryptionKey: new Key(stack, 'EncryptionKey') })],
    ['replica regions', () => ({ replicaRegions: [{ region: 'eu-west-1' }] })],
  ])('is refused together with %s', (setting, props) => {
    const stack = newStack(ENV);

    expect(refusal(() => newGivenKey(byArn, props(stack), stack))).toMatchObject({
      code: 'SettingOfGivenSecret',
      message:
        `Stack/Key (RotatingAccessKey): ${setting} and a secret are both passed; ${setting} can be passed ` +
        `for a new secret only. Omit the secret, or set ${setting} where the secret is created. [SettingOfGivenSecret]`,
    });
  });

  test.each<[string, (stack: Stack) => ISecret]>([
    ['by name', (stack) => Secret.fromSecretNameV2(stack, 'Given', 'Mail')],
    ['by a part of its ARN', (stack) => Secret.fromSecretPartialArn(stack, 'Given', SECRET_ARN.slice(0, -7))],
  ])('is refused when it is known %s', (_name, makeSecret) => {
    expect(refusal(() => newGivenKey(makeSecret))).toMatchObject({
      code: 'IncompleteSecretArn',
      message: expect.stringContaining(
        "secret 'Stack/Given' is known by its name or by a part of its ARN; its " +
          'complete ARN must be known, with the six random characters at its end. Import the secret by',
      ),
    });
  });

  test.each([
    [
      'account',
      SECRET_ARN.replace('111111111111', '222222222222'),
      'is in account 222222222222; it must be in account 111111111111',
    ],
    [
      'region',
      SECRET_ARN.replace('eu-central-1', 'us-east-1'),
      "is in region us-east-1; it must be in region eu-central-1, which stack 'Stack' is deployed to",
    ],
  ])('is refused when it is in another %s', (_name, arn, message) => {
    expect(refusal(() => newGivenKey((stack) => Secret.fromSecretCompleteArn(stack, 'Given', arn)))).toMatchObject({
      code: 'SecretInAnotherEnvironment',
      message: expect.stringContaining(message),
    });
  });

  test('may be in a region that is not known', () => {
    newGivenKey(byArn, {}, newStack());
  });

  test.each<[string, string, (stack: Stack) => Secret]>([
    ['generated', 'GenerateSecretString', (stack) => new Secret(stack, 'Given')],
    [
      'given',
      'SecretString',
      (stack) => new Secret(stack, 'Given', { secretStringValue: SecretValue.unsafePlainText('value') }),
    ],
  ])('is refused at synthesis when its value is %s', (_name, property, makeSecret) => {
    const stack = newStack();
    newGivenKey(makeSecret, {}, stack);

    expect(synthError(stack.node.root as App)).toContain(
      `Stack/Key (RotatingAccessKey): secret 'Stack/Given' is created with a value (${property}); it must be ` +
        `empty. Omit the secret, or remove ${property} from its CfnSecret with a property deletion override. ` +
        '[SecretHasValue]',
    );
  });

  test('is taken when it is imported or empty', () => {
    const app = new App();
    const stack = new Stack(app, 'Stack');
    newGivenKey(
      (scope) => {
        const secret = new Secret(scope, 'Given');
        (secret.node.defaultChild as CfnSecret).addPropertyDeletionOverride('GenerateSecretString');
        return secret;
      },
      {},
      stack,
    );
    newGivenKey(byArn, {}, new Stack(app, 'Other', { env: ENV }));

    app.synth();
  });

  test('is taken when it is empty but for a description', () => {
    const stack = newStack();
    newGivenKey(
      (scope) => {
        const secret = new Secret(scope, 'Given', { description: 'of mail' });
        (secret.node.defaultChild as CfnSecret).addPropertyDeletionOverride('GenerateSecretString');
        return secret;
      },
      {},
      stack,
    );

    (stack.node.root as App).synth();
  });
});

describe('retaining the key', () => {
  test.each([RemovalPolicy.RETAIN, RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE])(
    'by %s is refused when the user goes',
    (removalPolicy) => {
      const stack = newStack();
      newKey({ removalPolicy }, stack);

      expect(synthError(stack.node.root as App)).toContain(
        "Stack/Key (RotatingAccessKey): the current key is retained, but its user 'Stack/User' is deleted with its " +
          'stack; the user must have the removal policy RETAIN, because RETAIN_ON_UPDATE_OR_DELETE does not retain ' +
          "it if the first deployment is rolled back. Set the removal policy of 'Stack/User' to RETAIN, or do " +
          'not retain ' +
          'the key. [RetainedKeyUnusable]',
      );
    },
  );

  test('is refused when a CfnUser, a given secret or an encryption key goes', () => {
    const stack = newStack();
    const secret = new Secret(stack, 'Given', {
      encryptionKey: new Key(stack, 'EncryptionKey', { removalPolicy: RemovalPolicy.DESTROY }),
    });
    (secret.node.defaultChild as CfnSecret).addPropertyDeletionOverride('GenerateSecretString');
    newKey({ user: new CfnUser(stack, 'L1'), secret, removalPolicy: RemovalPolicy.RETAIN }, stack);

    const message = synthError(stack.node.root as App);

    expect(message).toContain("its user 'Stack/L1' is deleted");
    expect(message).toContain("its secret 'Stack/Given' is deleted");
    expect(message).toContain("its encryption key 'Stack/EncryptionKey' is deleted");
  });

  test('is refused when the user, a given secret or an encryption key goes if the first deployment is rolled back', () => {
    const stack = newStack();
    const policy = RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE;
    const secret = new Secret(stack, 'Given', {
      encryptionKey: new Key(stack, 'EncryptionKey', { removalPolicy: policy }),
      removalPolicy: policy,
    });
    (secret.node.defaultChild as CfnSecret).addPropertyDeletionOverride('GenerateSecretString');
    newKey({ secret, removalPolicy: policy }, stack);
    (stack.node.findChild('User') as User).applyRemovalPolicy(policy);

    const message = synthError(stack.node.root as App);

    expect(message).toContain("its user 'Stack/User' is deleted");
    expect(message).toContain("its secret 'Stack/Given' is deleted");
    expect(message).toContain("its encryption key 'Stack/EncryptionKey' is deleted");
  });

  test('is fine when they stay, or are imported', () => {
    const app = new App();
    const stack = new Stack(app, 'Stack');
    newKey({ removalPolicy: RemovalPolicy.RETAIN, encryptionKey: new Key(stack, 'EncryptionKey') }, stack);
    (stack.node.findChild('User') as User).applyRemovalPolicy(RemovalPolicy.RETAIN);
    const other = new Stack(app, 'Other');
    newKey({ removalPolicy: RemovalPolicy.RETAIN, user: User.fromUserName(other, 'Bob', 'bob') }, other);

    app.synth();
  });

  test.each(FLAG_SETS)('by a snapshot is refused with %s', (_name, context) => {
    const stack = new Stack(new App({ context }), 'Stack');

    expect(refusal(() => newKey({ removalPolicy: RemovalPolicy.SNAPSHOT }, stack))).toMatchObject({
      code: 'InvalidRemovalPolicy',
      message:
        'Stack/Key (RotatingAccessKey): the removal policy is SNAPSHOT; it must be RETAIN, ' +
        'RETAIN_ON_UPDATE_OR_DELETE or DESTROY. Use RETAIN to keep the current key and its secret. ' +
        '[InvalidRemovalPolicy]',
    });
  });
});
