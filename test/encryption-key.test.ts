import { App, Environment, Stack } from 'aws-cdk-lib';
import { User } from 'aws-cdk-lib/aws-iam';
import { IKey, Key } from 'aws-cdk-lib/aws-kms';
import { AccessKey, AccessKeySecret, RotatingAccessKey } from 'cdk-iam-access-key';

const ENV = { account: '111111111111', region: 'eu-central-1' };
const OTHER_ACCOUNT = { ...ENV, account: '222222222222' };
const ARN = `arn:aws:kms:${ENV.region}:${OTHER_ACCOUNT.account}:key/1234abcd-12ab-34cd-56ef-1234567890ab`;

const CONSTRUCTS: [string, (stack: Stack, encryptionKey: IKey) => unknown][] = [
  ['RotatingAccessKey', (stack, encryptionKey) => new RotatingAccessKey(stack, 'It', { user: new User(stack, 'User'), encryptionKey })],
  ['AccessKeySecret', (stack, encryptionKey) => {
    const accessKey = new AccessKey(stack, 'AccessKey', { user: new User(stack, 'User') });
    return new AccessKeySecret(stack, 'It', { accessKey, encryptionKey });
  }],
];

describe.each(CONSTRUCTS)('the encryption key of a new secret in %s', (_name, make) => {
  const newStacks = (keysEnv: Environment, env: Environment | undefined = ENV) => {
    const app = new App();
    return { stack: new Stack(app, 'Stack', { env }), keys: new Stack(app, 'Keys', { env: keysEnv }) };
  };

  test.each<[string, Environment, string]>([
    ['region', { ...ENV, region: 'us-east-1' },
      'encryptionKey \'Keys/Key\' is in region us-east-1, expected a key of region eu-central-1, which stack \'Stack\' is deployed to; '
      + 'pass a key of that region, or a multi-Region key that is replicated to it'],
    ['account', OTHER_ACCOUNT,
      'encryptionKey \'Keys/Key\' is created by this app in account 222222222222, expected a key of account 111111111111, '
      + 'or one of another account that is imported by its ARN; pass a key of that account, or import this one by Key.fromKeyArn once it exists'],
  ])('throws if the app creates it in another %s', (_what, keysEnv, problem) => {
    const { stack, keys } = newStacks(keysEnv);
    const key = new Key(keys, 'Key');

    expect(() => make(stack, key)).toThrow(expect.objectContaining({
      code: 'InvalidEncryptionKey', constructPath: 'Stack/It', message: expect.stringContaining(problem),
    }));
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
