import { App, CfnParameter, Environment, Fn, Stack } from 'aws-cdk-lib';
import { User } from 'aws-cdk-lib/aws-iam';
import { Alias, IKey, Key } from 'aws-cdk-lib/aws-kms';
import { SecretProps } from 'aws-cdk-lib/aws-secretsmanager';
import { AccessKey, AccessKeySecret, RotatingAccessKey } from 'cdk-iam-access-key';

const ENV = { account: '111111111111', region: 'eu-central-1' };
const OTHER_ACCOUNT = { ...ENV, account: '222222222222' };
const ARN = `arn:aws:kms:${ENV.region}:${OTHER_ACCOUNT.account}:key/1234abcd-12ab-34cd-56ef-1234567890ab`;

type Props = Pick<SecretProps, 'encryptionKey' | 'replicaRegions'>;

const CONSTRUCTS: [string, (stack: Stack, props: Props) => unknown][] = [
  [
    'RotatingAccessKey',
    (stack, props) => new RotatingAccessKey(stack, 'It', { user: new User(stack, 'User'), ...props }),
  ],
  [
    'AccessKeySecret',
    (stack, props) => {
      const accessKey = new AccessKey(stack, 'AccessKey', { user: new User(stack, 'User') });
      return new AccessKeySecret(stack, 'It', { accessKey, ...props });
    },
  ],
];

describe.each(CONSTRUCTS)('the encryption key of a replica in %s', (kind, makeIt) => {
  const THERE = { ...ENV, region: 'us-east-1' };
  const make = (stack: Stack, encryptionKey: IKey, region = THERE.region) =>
    makeIt(stack, { replicaRegions: [{ region: 'eu-west-1' }, { region, encryptionKey }] });
  const newStack = (env?: Environment, id = 'Stack', app = new App()) => new Stack(app, id, { env });
  const elsewhere = (stack: Stack, env: Environment) => newStack(env, 'Keys', stack.node.root as App);

  test.each<[string, Environment | undefined, (stack: Stack) => IKey, string]>([
    ['of the stack', ENV, (stack) => new Key(stack, 'Key'), "'Stack/Key' of region eu-central-1"],
    [
      'of the stack, whose region is not known',
      undefined,
      (stack) => new Key(stack, 'Key'),
      "'Stack/Key' of the region of the stack",
    ],
    [
      'of the ARN of a third region',
      ENV,
      (stack) => Key.fromKeyArn(stack, 'Key', ARN.replace(ENV.region, 'eu-west-1')),
      "'Stack/Key' of region eu-west-1",
    ],
    [
      'with an alias, which is of the stack',
      ENV,
      (stack) => Alias.fromAliasName(stack, 'Key', 'alias/mail'),
      "'Stack/Key' of region eu-central-1",
    ],
  ])('throws if it is that %s', (_which, env, makeKey, key) => {
    const stack = newStack(env);

    expect(() => make(stack, makeKey(stack))).toThrow(
      expect.objectContaining({
        code: 'InvalidEncryptionKey',
        constructPath: 'Stack/It',
        message:
          `Stack/It (${kind}): the replica in us-east-1 has encryption key ${key}; it must be a key of ` +
          'region us-east-1, because each replica is encrypted in its own region. Pass a key of that region, or ' +
          'omit the encryption key to use the AWS managed key there. [InvalidEncryptionKey]',
      }),
    );
  });

  test('throws if the app creates it in another account', () => {
    const stack = newStack(ENV);
    const key = new Key(elsewhere(stack, { ...OTHER_ACCOUNT, region: THERE.region }), 'Key');

    expect(() => make(stack, key)).toThrow(
      "the encryption key of a replica 'Keys/Key' is created by this app in account 222222222222",
    );
  });

  const parameter = (stack: Stack) => new CfnParameter(stack, 'Arn').valueAsString;

  test.each<[string, string, (stack: Stack) => IKey]>([
    [
      'of an ARN of its region',
      THERE.region,
      (stack) => Key.fromKeyArn(stack, 'Key', ARN.replace(ENV.region, THERE.region)),
    ],
    ['of an ARN that is not known', THERE.region, (stack) => Key.fromKeyArn(stack, 'Key', parameter(stack))],
    ['for a region that is not known', Fn.ref('Region'), (stack) => new Key(stack, 'Key')],
  ])('can be that %s', (_which, region, makeKey) => {
    const stack = newStack(ENV);

    expect(() => make(stack, makeKey(stack), region)).not.toThrow();
  });
});

describe.each(CONSTRUCTS)('the encryption key of a new secret in %s', (_name, makeIt) => {
  const make = (stack: Stack, encryptionKey: IKey) => makeIt(stack, { encryptionKey });
  const newStacks = (keysEnv: Environment, env: Environment | undefined = ENV) => {
    const app = new App();
    return { stack: new Stack(app, 'Stack', { env }), keys: new Stack(app, 'Keys', { env: keysEnv }) };
  };

  test.each<[string, Environment, string]>([
    [
      'region',
      { ...ENV, region: 'us-east-1' },
      "encryption key 'Keys/Key' is in region us-east-1; it must be in region eu-central-1, which stack 'Stack' is " +
        'deployed to. Pass a key of that region, or a multi-Region key that is replicated to it. ' +
        '[InvalidEncryptionKey]',
    ],
    [
      'account',
      OTHER_ACCOUNT,
      "encryption key 'Keys/Key' is created by this app in account 222222222222; it must be a key of account " +
        '111111111111, or be imported by its ARN. Pass a key of that account, or import this key by its ARN ' +
        'after it has been created. [InvalidEncryptionKey]',
    ],
  ])('throws if the app creates it in another %s', (_what, keysEnv, problem) => {
    const { stack, keys } = newStacks(keysEnv);
    const key = new Key(keys, 'Key');

    expect(() => make(stack, key)).toThrow(
      expect.objectContaining({
        code: 'InvalidEncryptionKey',
        constructPath: 'Stack/It',
        message: expect.stringContaining(problem),
      }),
    );
  });

  test('can be of another account, by its ARN', () => {
    const { stack } = newStacks(ENV);

    make(stack, Key.fromKeyArn(stack, 'Key', ARN));

    expect(() => (stack.node.root as App).synth()).not.toThrow();
  });

  test('can be of another stack in the same environment, and in an environment that is not known', () => {
    const { stack, keys } = newStacks(ENV);
    make(stack, new Key(keys, 'Key'));
    expect(() => (stack.node.root as App).synth()).not.toThrow();

    const unknown = newStacks({}, {});
    make(unknown.stack, new Key(unknown.keys, 'Key'));
    expect(() => (unknown.stack.node.root as App).synth()).not.toThrow();
  });
});
