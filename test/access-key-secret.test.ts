import { Annotations, App, Fn, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { AccessKey as UpstreamAccessKey, User } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { FLAG_SETS } from './flags';
import { Wiring } from './wiring';
import { AccessKey, AccessKeySecret, AccessKeySecretProps, RotatingAccessKey } from 'cdk-iam-access-key';

describe.each(FLAG_SETS)('with %s', (_name, context) => {
  function newKey(): AccessKey {
    const stack = new Stack(new App({ context }), 'Stack');
    return new AccessKey(stack, 'AccessKey', { user: new User(stack, 'User') });
  }

  function newSecret(accessKey: AccessKey, props: Partial<AccessKeySecretProps> = {}): AccessKeySecret {
    return new AccessKeySecret(accessKey.stack, 'Secret', { accessKey, ...props });
  }

  const secretOf = (key: AccessKey) => new Wiring(key.stack).only('AWS::SecretsManager::Secret');
  const parts = [
    { Ref: expect.stringMatching(/^User/) },
    { Ref: expect.stringMatching(/^AccessKey/) },
    { 'Fn::GetAtt': [expect.stringMatching(/^AccessKey/), 'SecretAccessKey'] },
  ];

  test('the secret holds the user name, the id and the secret access key as one JSON', () => {
    const key = newKey();
    newSecret(key);

    const [user, id, secretAccessKey] = parts;
    expect(secretOf(key)).toEqual({
      Type: 'AWS::SecretsManager::Secret',
      Properties: {
        SecretString: {
          'Fn::Join': [
            '',
            ['{"userName":"', user, '","accessKeyId":"', id, '","secretAccessKey":"', secretAccessKey, '"}'],
          ],
        },
      },
      UpdateReplacePolicy: 'Delete',
      DeletionPolicy: 'Delete',
    });
  });

  test('its fields can have other names', () => {
    const key = newKey();
    newSecret(key, {
      fieldNames: { accessKeyId: 'AWS_ACCESS_KEY_ID', secretAccessKey: 'AWS_SECRET_ACCESS_KEY', userName: undefined },
    });

    const [user, id, secretAccessKey] = parts;
    expect(secretOf(key).Properties.SecretString).toEqual({
      'Fn::Join': [
        '',
        ['{"userName":"', user, '","AWS_ACCESS_KEY_ID":"', id, '","AWS_SECRET_ACCESS_KEY":"', secretAccessKey, '"}'],
      ],
    });
  });

  test('what can be chosen of a Secret can be chosen of it', () => {
    const key = newKey();
    const encryptionKey = new Key(key.stack, 'EncryptionKey');
    newSecret(key, {
      secretName: 'mail',
      description: 'sends mail',
      encryptionKey,
      replicaRegions: [{ region: 'eu-west-1' }],
      removalPolicy: RemovalPolicy.RETAIN,
    });

    expect(secretOf(key)).toMatchObject({
      DeletionPolicy: 'Retain',
      Properties: {
        Name: 'mail',
        Description: 'sends mail',
        KmsKeyId: { 'Fn::GetAtt': [expect.stringMatching(/^EncryptionKey/), 'Arn'] },
        ReplicaRegions: [{ Region: 'eu-west-1' }],
      },
    });
  });

  test('it is a Secret, so it fits where a Secret is expected', () => {
    const secret = newSecret(newKey());

    expect(secret).toBeInstanceOf(Secret);
    expect(secret.secretValueFromJson('accessKeyId').unsafeUnwrap()).toBeDefined();
    expect(AccessKeySecret.PROPERTY_INJECTION_ID).toBe('cdk-iam-access-key.AccessKeySecret');
  });

  test('in another stack than its key it is refused, as CloudFormation would publish what it holds', () => {
    const key = newKey();
    const other = new Stack(key.node.root as App, 'Other');

    expect(() => new AccessKeySecret(other, 'Secret', { accessKey: key })).toThrow(
      expect.objectContaining({
        code: 'SecretLeavesStack',
        constructPath: 'Other/Secret',
        message: expect.stringContaining(
          "access key 'Stack/AccessKey' is in stack 'Stack'; it must be in the same " +
            "stack 'Other', because its secret access key must not leave its stack. Create the AccessKeySecret " +
            'in the ' +
            'stack of its AccessKey',
        ),
      }),
    );
  });

  test('in a stack of another account it is refused for the same reason', () => {
    const key = newKey();
    const other = new Stack(key.node.root as App, 'Other', { env: { account: '222222222222', region: 'eu-west-1' } });

    expect(() => new AccessKeySecret(other, 'Secret', { accessKey: key })).toThrow(
      /access key 'Stack\/AccessKey' is in stack 'Stack'/,
    );
  });
});

const NO_KEY =
  'no access key is passed; an AccessKey of the same stack is required. Pass the access key that this ' +
  'secret stores. [MissingAccessKey]';
const OTHER_KEY =
  ' is not an AccessKey of cdk-iam-access-key; it must be one, because only that class keeps its secret access key ' +
  'within the stack. Import AccessKey from this package instead of aws_iam; its properties and its template are ' +
  'the same. [InvalidAccessKey]';

test.each<[string, (stack: Stack, user: User) => any, string, string]>([
  ['no props', () => undefined, 'MissingAccessKey', NO_KEY],
  ['props that are null', () => null, 'MissingAccessKey', NO_KEY],
  ['no key', () => ({}), 'MissingAccessKey', NO_KEY],
  ['a key that is null', () => ({ accessKey: null }), 'MissingAccessKey', NO_KEY],
  [
    'a key of aws_iam',
    (stack, user) => ({ accessKey: new UpstreamAccessKey(stack, 'Key', { user }) }),
    'InvalidAccessKey',
    `'Stack/Key'${OTHER_KEY}`,
  ],
  [
    'a key that rotates',
    (stack, user) => ({ accessKey: new RotatingAccessKey(stack, 'Key', { user }) }),
    'InvalidAccessKey',
    `'Stack/Key'${OTHER_KEY}`,
  ],
  ['a text for a key', () => ({ accessKey: 'key' }), 'InvalidAccessKey', `'key'${OTHER_KEY}`],
  [
    'two fields of one name',
    (stack, user) => ({ accessKey: new AccessKey(stack, 'Key', { user }), fieldNames: { userName: 'accessKeyId' } }),
    'InvalidFieldNames',
    "the field names are 'accessKeyId', 'accessKeyId', 'secretAccessKey'",
  ],
  [
    'a field that there is not',
    (stack, user) => ({ accessKey: new AccessKey(stack, 'Key', { user }), fieldNames: { username: 'user' } }),
    'InvalidFieldNames',
    "the field names have a name for 'username'; they can have names for userName, accessKeyId, " + 'secretAccessKey',
  ],
  [
    'a field that is called by no text',
    (stack, user) => ({ accessKey: new AccessKey(stack, 'Key', { user }), fieldNames: { userName: 5 } }),
    'InvalidFieldNames',
    'the name of the field userName is 5; it must be a string',
  ],
  [
    'a replica in a region of another form',
    (stack, user) => ({
      accessKey: new AccessKey(stack, 'Key', { user }),
      replicaRegions: [{ region: 'eu-west-1' }, { region: 'Ireland' }],
    }),
    'InvalidRegions',
    "the replica regions contain 'Ireland'; each must be the code of a region",
  ],
  [
    'replicas in two partitions',
    (stack, user) => ({
      accessKey: new AccessKey(stack, 'Key', { user }),
      replicaRegions: [{ region: 'eu-west-1' }, { region: 'cn-north-1' }],
    }),
    'InvalidRegions',
    'the replica regions and the region of the stack are in the partitions aws and aws-cn',
  ],
])('a secret with %s is refused', (_what, props, code, message) => {
  const stack = new Stack(new App(), 'Stack');
  const given = props(stack, new User(stack, 'User'));
  const make = () => new AccessKeySecret(stack, 'Secret', given);

  expect(make).toThrow(
    expect.objectContaining({
      code,
      constructPath: 'Stack/Secret',
      message: expect.stringContaining('Stack/Secret ' + `(AccessKeySecret): ${message}`),
    }),
  );
});

test('a replica in a region that the CDK does not know is a warning that can be acknowledged', () => {
  const stack = new Stack(new App(), 'Stack');
  const accessKey = new AccessKey(stack, 'AccessKey', { user: new User(stack, 'User') });
  const replicaRegions = ['eu-west-1', 'eu-nowhere-9', Fn.ref('Region')].map((region) => ({ region }));
  const secret = new AccessKeySecret(stack, 'Secret', { accessKey, replicaRegions });

  expect(secret.node.metadata.map(({ data }) => data)).toEqual([
    "Stack/Secret (AccessKeySecret): the replica regions contain 'eu-nowhere-9', which this version of aws-cdk-lib " +
      'does not know; each region must exist. Correct the region, unless it is a new one. To silence ' +
      "this warning: Annotations.of(construct).acknowledgeWarning('cdk-iam-access-key:unknownRegion', '<reason>'). " +
      '[ack: cdk-iam-access-key:unknownRegion]',
  ]);
  Annotations.of(secret).acknowledgeWarning('cdk-iam-access-key:unknownRegion');
  expect(secret.node.metadata).toEqual([]);
});

test('the key may be one of another copy of this package', () => {
  const stack = new Stack(new App(), 'Stack');
  const user = new User(stack, 'User');
  let OtherAccessKey!: typeof AccessKey;
  jest.isolateModules(() => {
    OtherAccessKey = jest.requireActual('cdk-iam-access-key').AccessKey;
  });
  const accessKey = new OtherAccessKey(stack, 'AccessKey', { user });

  expect(accessKey).not.toBeInstanceOf(AccessKey);
  expect(() => new AccessKeySecret(stack, 'Secret', { accessKey })).not.toThrow();
});

test('its fields have the names that a rotating key uses, so clients need no change', () => {
  const stack = new Stack(new App(), 'Stack');
  const accessKey = new AccessKey(stack, 'AccessKey', { user: new User(stack, 'User') });
  new AccessKeySecret(stack, 'Secret', { accessKey });
  const rotating = () =>
    new RotatingAccessKey(stack, 'Key', {
      user: User.fromUserName(stack, 'Bob', 'bob'),
      fieldNames: { userName: 'a', accessKeyId: 'a' },
    });

  const names = JSON.stringify(new Wiring(stack).only('AWS::SecretsManager::Secret').Properties.SecretString).match(
    /\w+(?=\\":)/g,
  );
  expect(names).toEqual(['userName', 'accessKeyId', 'secretAccessKey']);
  expect(rotating).toThrow("'a', 'a', 'secretAccessKey'");
});

test('an id that is known only at deployment can name the secret', () => {
  const stack = new Stack(new App(), 'Stack');
  const accessKey = new AccessKey(stack, 'AccessKey', { user: new User(stack, 'User') });

  expect(() => new AccessKeySecret(stack, 'Secret', { accessKey, secretName: Fn.importValue('Name') })).not.toThrow();
});
