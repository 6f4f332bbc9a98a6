import { Annotations as CoreAnnotations, App, ArnFormat, CfnParameter, NestedStack, Stack } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import { ContainerImage, FargateTaskDefinition, Secret as EcsSecret } from 'aws-cdk-lib/aws-ecs';
import {
  AccountPrincipal,
  ArnPrincipal,
  Group,
  IGrantable,
  IRole,
  Policy,
  Role,
  ServicePrincipal,
  User,
} from 'aws-cdk-lib/aws-iam';
import { IKey, Key } from 'aws-cdk-lib/aws-kms';
import { CfnSecret, Secret, SecretProps } from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import { FLAG_SETS } from '../flags';
import { statementsOf, Wiring } from '../wiring';
import { RotatingAccessKey, RotatingAccessKeyProps, SesSmtpCredentials } from 'cdk-iam-access-key';

const ENV = { account: '111111111111', region: 'eu-central-1' };
const OTHER_ACCOUNT = '222222222222';
const COMPLETE_ARN = 'arn:aws:secretsmanager:eu-central-1:111111111111:secret:Mail-AbCdEf';
const ROLE_ARN = 'arn:aws:iam::111111111111:role/reader';
const USER_ARN = 'arn:aws:iam::111111111111:user/reader';
const OTHER_ROLE_ARN = 'arn:aws:iam::222222222222:role/reader';
const OTHER_USER_ARN = 'arn:aws:iam::222222222222:user/reader';
const VIA_SERVICE = { 'kms:ViaService': 'secretsmanager.eu-central-1.amazonaws.com' };
const KEY_ARN = 'arn:aws:kms:eu-central-1:111111111111:key/1234';
const READ = ['secretsmanager:DescribeSecret', 'secretsmanager:GetSecretValue'];

const SERVICE = new ServicePrincipal('mail.amazonaws.com');

function newRole(scope: Construct, roleName?: string): Role {
  return new Role(scope, 'Role', { roleName, assumedBy: new ServicePrincipal('ec2.amazonaws.com') });
}

function emptySecret(scope: Construct, props: SecretProps): Secret {
  const secret = new Secret(scope, 'Given', props);
  (secret.node.defaultChild as CfnSecret).addPropertyDeletionOverride('GenerateSecretString');
  return secret;
}

/** A new and a given secret, with and without an encryption key of the stack. */
const SECRETS: [string, (stack: Stack) => Pick<RotatingAccessKeyProps, 'secret' | 'encryptionKey'>][] = [
  ['a new secret', () => ({})],
  ['a given secret', (stack) => ({ secret: emptySecret(stack, {}) })],
  ['a new secret with an encryption key', (stack) => ({ encryptionKey: new Key(stack, 'EncryptionKey') })],
  [
    'a given secret with an encryption key',
    (stack) => ({
      secret: emptySecret(stack, { encryptionKey: new Key(stack, 'EncryptionKey') }),
    }),
  ],
];
const ENCRYPTED = SECRETS.slice(2);

describe.each(FLAG_SETS)('with %s', (_flags, context) => {
  function newStack(id = 'Keys', scope: Construct = new App({ context }), env?: Partial<typeof ENV>): Stack {
    return new Stack(scope, id, { env });
  }

  const appOf = (stack: Stack) => stack.node.root as App;

  function newKey(stack: Stack, props: Partial<RotatingAccessKeyProps> = {}): RotatingAccessKey {
    return new RotatingAccessKey(stack, 'Key', { user: User.fromUserName(stack, 'Owner', 'bob'), ...props });
  }

  /** The statements that let somebody read or decrypt, but those of the function. */
  function readingStatements(stack: Stack, key: RotatingAccessKey): any[] {
    const wiring = new Wiring(stack);
    delete wiring.resources[stack.getLogicalId(key.node.findChild('Policy').node.defaultChild as any)];
    return statementsOf(wiring).filter(({ Action }) => Action.includes('kms:Decrypt') || Action.includes(READ[1]));
  }

  /** What the resource policies of the stack allow, but what each secret with an encryption key has. */
  function resourceStatements(stack: Stack): any[] {
    const wiring = new Wiring(stack);
    const ofSecrets = wiring
      .all('AWS::SecretsManager::ResourcePolicy')
      .map(({ Properties }) => Properties.ResourcePolicy);
    const ofKeys = wiring.all('AWS::KMS::Key').map(({ Properties }) => Properties.KeyPolicy);
    return [
      ...ofSecrets.flatMap(({ Statement }) => Statement),
      ...ofKeys.flatMap(({ Statement }) => Statement).filter(({ Action }) => Action === 'kms:Decrypt'),
    ];
  }

  describe.each(SECRETS)('of %s', (_secret, makeSecret) => {
    test.each<[string, (stack: Stack) => IGrantable]>([
      ['a role', (stack) => newRole(stack)],
      ['a user', (stack) => new User(stack, 'Reading')],
      ['a group', (stack) => new Group(stack, 'Group')],
      ['a policy', (stack) => new Policy(stack, 'Policy', { users: [new User(stack, 'Reading')] })],
      ['a role that is imported', (stack) => Role.fromRoleArn(stack, 'Role', ROLE_ARN)],
      ['a role that is imported by name', (stack) => Role.fromRoleName(stack, 'Role', 'reader')],
      ['a user who is imported', (stack) => User.fromUserArn(stack, 'Reading', USER_ARN)],
    ])('%s of this account has a policy of its own, and no resource policy names it', (_principal, makePrincipal) => {
      const stack = newStack();
      const key = newKey(stack, makeSecret(stack));

      key.grants.read(makePrincipal(stack)).assertSuccess();

      const isEncrypted = key.secret.encryptionKey !== undefined;
      const actions = readingStatements(stack, key).map(({ Action }) => Action);
      expect(actions).toEqual([...(isEncrypted ? [['kms:Decrypt']] : []), READ]);
      expect(resourceStatements(stack)).toEqual([]);
    });

    test.each<[string, (stack: Stack) => IGrantable]>([
      ['a role', (stack) => newRole(stack)],
      ['a user', (stack) => new User(stack, 'Reading')],
    ])('%s of another stack has a policy there, and the key stays independent', (_principal, makePrincipal) => {
      const stack = newStack();
      const other = newStack('Readers', appOf(stack));
      const key = newKey(stack, makeSecret(stack));

      key.grants.read(makePrincipal(other));

      appOf(stack).synth();
      expect(other.dependencies).toEqual([stack]);
      expect(stack.dependencies).toEqual([]);
      expect(statementsOf(new Wiring(other)).map(({ Action }) => Action)).toContainEqual(READ);
      expect(resourceStatements(stack)).toEqual([]);
    });

    test('a role of a nested stack has its policy there', () => {
      const stack = newStack();
      const key = newKey(stack, makeSecret(stack));
      const nested = new NestedStack(stack, 'Nested');

      key.grants.read(newRole(nested));

      expect(statementsOf(new Wiring(nested)).map(({ Action }) => Action)).toContainEqual(READ);
      expect(resourceStatements(stack)).toEqual([]);
    });

    test('a task of ECS in another stack may be given a field of it', () => {
      const stack = newStack();
      const other = newStack('Clients', appOf(stack));
      const key = newKey(stack, makeSecret(stack));

      const secrets = { ID: EcsSecret.fromSecretsManager(key.secret, 'accessKeyId') };
      const task = new FargateTaskDefinition(other, 'Task');
      task.addContainer('Client', { image: ContainerImage.fromRegistry('client'), secrets });

      appOf(stack).synth();
      expect(other.dependencies).toEqual([stack]);
    });

    test.each(['read', 'rotate', 'revoke'] as const)(
      'the user of another stack has a policy beside the key: %s',
      (permission) => {
        const stack = newStack();
        const user = new User(newStack('Users', appOf(stack)), 'User');
        const key = newKey(stack, { user, ...makeSecret(stack) });

        key.grants[permission](user).assertSuccess();

        appOf(stack).synth();
        expect(stack.dependencies).toEqual([Stack.of(user)]);
        expect(new Wiring(stack).of(key.node.findChild('ReadPolicy')).Properties.Users).toHaveLength(1);
      },
    );

    test.each<[string, () => IGrantable, unknown]>([
      ['a service', () => SERVICE, { Service: 'mail.amazonaws.com' }],
      ['an ARN of this account', () => new ArnPrincipal(ROLE_ARN), { AWS: ROLE_ARN }],
      ['an account', () => new AccountPrincipal('111111111111'), { AWS: expect.anything() }],
    ])('%s, which has no policy, is in the resource policies', (_principal, makePrincipal, Principal) => {
      const stack = newStack('Keys', undefined, ENV);
      const key = newKey(stack, makeSecret(stack));

      key.grants.read(makePrincipal()).assertSuccess();

      expect(resourceStatements(stack)).toEqual([
        { Effect: 'Allow', Action: READ, Principal, Resource: expect.objectContaining({ Ref: expect.any(String) }) },
        ...(key.secret.encryptionKey === undefined
          ? []
          : [
              {
                Effect: 'Allow',
                Action: 'kms:Decrypt',
                Principal,
                Resource: '*',
                Condition: { StringEquals: VIA_SERVICE },
              },
            ]),
      ]);
      expect(readingStatements(stack, key)).toEqual([]);
      Annotations.fromStack(stack).hasNoWarning('*', Match.stringLikeRegexp('another account'));
    });

    test('stages of versions are a condition for a principal of the account and for one without a policy', () => {
      const stack = newStack();
      const key = newKey(stack, makeSecret(stack));
      const Condition = { 'ForAnyValue:StringEquals': { 'secretsmanager:VersionStage': ['AWSCURRENT'] } };

      key.secret.grantRead(newRole(stack), ['AWSCURRENT']);
      key.secret.grantRead(SERVICE, ['AWSCURRENT']);

      const statements = [...readingStatements(stack, key), ...resourceStatements(stack)];
      const granted = expect.objectContaining({ Condition });
      expect(statements.filter(({ Action }) => Action.includes(READ[1]))).toEqual([granted, granted]);
    });
  });

  test('the permission to decrypt is for this secret and through Secrets Manager alone', () => {
    const stack = newStack('Keys', undefined, ENV);
    const encryptionKey = new Key(stack, 'EncryptionKey');
    const key = newKey(stack, { encryptionKey });

    key.grants.read(newRole(stack));

    expect(readingStatements(stack, key)).toContainEqual({
      Effect: 'Allow',
      Action: ['kms:Decrypt'],
      Resource: stack.resolve(encryptionKey.keyArn),
      Condition: {
        StringEquals: { 'kms:EncryptionContext:SecretARN': new Wiring(stack).refTo(key.secret), ...VIA_SERVICE },
      },
    });
  });

  test('the encryption key of a third stack stays as it is', () => {
    const stack = newStack();
    const [readers, keys] = ['Readers', 'EncryptionKeys'].map((id) => newStack(id, appOf(stack)));
    const key = newKey(stack, { encryptionKey: new Key(keys, 'EncryptionKey') });

    key.grants.read(newRole(readers));

    appOf(stack).synth();
    expect(resourceStatements(keys)).toEqual([]);
    expect(readers.dependencies).toEqual(expect.arrayContaining([stack, keys]));
  });

  test('a user of another stack may read SMTP credentials that are encrypted by a key of this one', () => {
    const stack = newStack();
    const relay = new User(newStack('Relays', appOf(stack)), 'Relay');
    const encryptionKey = new Key(stack, 'EncryptionKey');
    const smtp = new SesSmtpCredentials(stack, 'Smtp', { user: new User(stack, 'User'), encryptionKey });

    smtp.grants.read(relay);

    appOf(stack).synth();
    expect(JSON.stringify(new Wiring(stack).only('AWS::KMS::Key'))).not.toContain('Relay');
  });

  describe.each(ENCRYPTED)('in another account, of %s', (_secret, makeSecret) => {
    test.each<[string, (stack: Stack) => IGrantable, string]>([
      ['a role', (stack) => Role.fromRoleArn(stack, 'Role', OTHER_ROLE_ARN), OTHER_ROLE_ARN],
      ['a user', (stack) => User.fromUserArn(stack, 'Reading', OTHER_USER_ARN), OTHER_USER_ARN],
      ['an ARN', () => new ArnPrincipal(OTHER_ROLE_ARN), OTHER_ROLE_ARN],
      ['the account', () => new AccountPrincipal(OTHER_ACCOUNT), `:iam::${OTHER_ACCOUNT}:root`],
    ])('%s is in the resource policies, and a warning says what to add there', (_principal, makePrincipal, arn) => {
      const stack = newStack('Keys', undefined, ENV);
      const key = newKey(stack, makeSecret(stack));

      key.grants.read(makePrincipal(stack)).assertSuccess();

      expect(resourceStatements(stack).map(({ Action }) => Action)).toEqual([READ, 'kms:Decrypt']);
      resourceStatements(stack).forEach(({ Principal }) => expect(JSON.stringify(Principal)).toContain(arn));
      expect(readingStatements(stack, key)).toEqual([]);
      Annotations.fromStack(stack).hasWarning(
        '/Keys/Key',
        Match.stringLikeRegexp(
          'of another account, whose policies this app cannot change; the principal must have the same permission in ' +
            'that account, because both accounts must allow it. Allow the principal there ' +
            'secretsmanager:DescribeSecret and secretsmanager:GetSecretValue on the secret and kms:Decrypt on its ' +
            'encryption key.',
        ),
      );
    });
  });

  test.each(SECRETS.slice(0, 2))('no other account may read %s without an encryption key', (_secret, makeSecret) => {
    const stack = newStack('Keys', undefined, ENV);
    const key = newKey(stack, makeSecret(stack));

    expect(() => key.grants.read(new AccountPrincipal(OTHER_ACCOUNT))).toThrow(
      expect.objectContaining({
        code: 'InvalidGrantee',
        message:
          'Keys/Key (RotatingAccessKey): grants.read names AccountPrincipal(222222222222) of another account, ' +
          'and no encryption key of the secret is known; the secret must have a customer managed key, because no ' +
          'other account can use the AWS managed key aws/secretsmanager. Pass an encryption key, or a secret that ' +
          'has one. [InvalidGrantee]',
      }),
    );
  });

  describe('a role of a stack', () => {
    const decryption = (arn: unknown) => ({
      Effect: 'Allow',
      Action: ['kms:Decrypt'],
      Resource: '*',
      Condition: { StringEquals: VIA_SERVICE, StringLike: { 'kms:EncryptionContext:SecretARN': arn } },
    });
    const COLON = ArnFormat.COLON_RESOURCE_NAME;
    const patternIn = (stack: Stack) =>
      stack.resolve(
        stack.formatArn({
          ...ENV,
          service: 'secretsmanager',
          resource: 'secret',
          resourceName: 'mail-??????',
          arnFormat: COLON,
        }),
      );

    function keyWithNamedSecret(): { stack: Stack; key: RotatingAccessKey } {
      const stack = newStack('Keys', undefined, ENV);
      const secret = emptySecret(stack, { secretName: 'mail', encryptionKey: new Key(stack, 'EncryptionKey') });
      return { stack, key: newKey(stack, { secret }) };
    }

    test('in another account has its own policy, and is in the resource policies', () => {
      const { stack, key } = keyWithNamedSecret();
      const other = newStack('Readers', appOf(stack), { ...ENV, account: OTHER_ACCOUNT });

      key.grants.read(newRole(other, 'reader')).assertSuccess();

      expect(statementsOf(new Wiring(other))).toEqual([
        decryption(patternIn(other)),
        { Effect: 'Allow', Action: READ, Resource: patternIn(other) },
      ]);
      expect(resourceStatements(stack).map(({ Action }) => Action)).toEqual([READ, 'kms:Decrypt']);
      const principals = resourceStatements(stack).map(({ Principal }) => JSON.stringify(Principal));
      principals.forEach((principal) => expect(principal).toContain(OTHER_ROLE_ARN.slice('arn:aws'.length)));
      Annotations.fromStack(stack).hasNoWarning('*', Match.stringLikeRegexp('another account'));
    });

    test('in another region of the account has its own policy alone', () => {
      const { stack, key } = keyWithNamedSecret();
      const other = newStack('Readers', appOf(stack), { ...ENV, region: 'us-east-1' });

      key.grants.read(newRole(other));

      expect(statementsOf(new Wiring(other))).toContainEqual(decryption(patternIn(other)));
      expect(resourceStatements(stack)).toEqual([]);
    });

    test('in another region that the CDK refers across knows the ARN', () => {
      const stack = newStack('Keys', undefined, ENV);
      const key = newKey(stack);
      const env = { ...ENV, region: 'us-east-1' };
      const other = new Stack(appOf(stack), 'Readers', { env, crossRegionReferences: true });

      key.grants.read(newRole(other));

      const [{ Resource }] = statementsOf(new Wiring(other)).filter(({ Action }) => Action.includes(READ[1]));
      expect(JSON.stringify(Resource)).not.toContain('??????');
    });

    test.each<[string, (stack: Stack) => IRole]>([
      ['created', (stack) => newRole(stack)],
      ['imported', (stack) => Role.fromRoleArn(stack, 'Role', ROLE_ARN)],
    ])('in another region, %s there, may not read a new secret, which has no name', (_how, makeRole) => {
      const stack = newStack('Keys', undefined, ENV);
      const key = newKey(stack, { encryptionKey: new Key(stack, 'EncryptionKey') });
      const other = newStack('Readers', appOf(stack), { ...ENV, region: 'us-east-1' });

      expect(() => key.grants.read(makeRole(other))).toThrow(
        expect.objectContaining({
          code: 'InvalidGrantee',
          message:
            'Keys/Key (RotatingAccessKey): grants.read names Readers/Role of a stack in another environment, ' +
            "which cannot refer to the new secret; the principal must be in the environment of stack 'Keys', or " +
            'the secret must have a name. Create or import the principal in a stack of that environment, enable ' +
            'cross-region references on both stacks, or pass a Secret with a name. [InvalidGrantee]',
        }),
      );
    });

    test('in another region may not read a given secret that has no name', () => {
      const stack = newStack('Keys', undefined, ENV);
      const key = newKey(stack, { secret: emptySecret(stack, {}) });
      const role = newRole(newStack('Readers', appOf(stack), { ...ENV, region: 'us-east-1' }));

      expect(() => key.grants.read(role)).toThrow(
        'which cannot refer to the secret, which has no name; the principal must be in',
      );
    });

    test('in another region, imported there, may decrypt a secret that has a name', () => {
      const { stack, key } = keyWithNamedSecret();
      const other = newStack('Readers', appOf(stack), { ...ENV, region: 'us-east-1' });

      key.grants.read(Role.fromRoleArn(other, 'Role', ROLE_ARN));

      expect(statementsOf(new Wiring(other))).toContainEqual(decryption(patternIn(other)));
    });

    test('in another account needs a name, for the resource policies', () => {
      const { stack, key } = keyWithNamedSecret();
      const role = newRole(newStack('Readers', appOf(stack), { ...ENV, account: OTHER_ACCOUNT }));

      expect(() => key.grants.read(role)).toThrow(
        expect.objectContaining({
          code: 'InvalidGrantee',
          message:
            'Keys/Key (RotatingAccessKey): grants.read names Readers/Role of a stack in another account, and ' +
            'the principal has no name; the principal must have a name, because the resource policies refer to it ' +
            'by its name. Set the name of the role or user. [InvalidGrantee]',
        }),
      );
    });

    test('in another account may not read a new secret, which has no name', () => {
      const stack = newStack('Keys', undefined, ENV);
      const key = newKey(stack, { encryptionKey: new Key(stack, 'EncryptionKey') });
      const role = newRole(newStack('Readers', appOf(stack), { ...ENV, account: OTHER_ACCOUNT }), 'reader');

      expect(() => key.grants.read(role)).toThrow(
        expect.objectContaining({
          code: 'InvalidGrantee',
          message:
            'Keys/Key (RotatingAccessKey): grants.read names Readers/Role of a stack in another account, ' +
            'which cannot refer to the new secret; the secret must have a name. Pass a Secret with a name and an ' +
            'encryption key. [InvalidGrantee]',
        }),
      );
    });
  });

  describe('a role whose policies the app must not change', () => {
    test.each<[string, (stack: Stack) => IRole]>([
      ['imported as not mutable', (stack) => Role.fromRoleArn(stack, 'Role', ROLE_ARN, { mutable: false })],
      ['without policy updates', (stack) => newRole(stack).withoutPolicyUpdates()],
    ])('gets a warning that says what to add, and that can be acknowledged: %s', (_kind, makeRole) => {
      const stack = newStack('Keys', undefined, ENV);
      const key = newKey(stack, { encryptionKey: new Key(stack, 'EncryptionKey') });

      key.grants.read(makeRole(stack));

      const found = () => Annotations.fromStack(stack).findWarning('*', Match.anyValue());
      const warnings = () => found().map(({ entry: { data } }) => data);
      expect(warnings()).toEqual([
        expect.stringMatching(
          new RegExp(
            '^Keys/Key \\(RotatingAccessKey\\): grants.read ' +
              'names Keys/\\w+, whose policies this app must not change, so nothing was added; the principal ' +
              'must have ' +
              'the same permission in a policy of its own. Allow the principal secretsmanager:DescribeSecret and ' +
              'secretsmanager:GetSecretValue on the secret and kms:Decrypt on its encryption key where its policies ' +
              'are. .*.ack: cdk-iam-access-key:immutableReader.$',
          ),
        ),
      ]);
      CoreAnnotations.of(key).acknowledgeWarning('cdk-iam-access-key:immutableReader');
      expect(warnings()).toEqual([]);
      expect(readingStatements(stack, key)).toEqual([]);
    });

    test('needs no permission for an encryption key that the secret does not have', () => {
      const stack = newStack('Keys', undefined, ENV);

      newKey(stack).grants.read(Role.fromRoleArn(stack, 'Role', ROLE_ARN, { mutable: false }));

      const warning = Match.stringLikeRegexp('GetSecretValue on the secret where its policies are');
      Annotations.fromStack(stack).hasWarning('*', warning);
    });

    test('is in the resource policies if it is imported so', () => {
      const stack = newStack('Keys', undefined, ENV);
      const key = newKey(stack, { encryptionKey: new Key(stack, 'EncryptionKey') });

      key.grants.read(Role.fromRoleArn(stack, 'Role', ROLE_ARN, { mutable: false, addGrantsToResources: true }));

      expect(resourceStatements(stack).map(({ Action }) => Action)).toEqual([READ, 'kms:Decrypt']);
      Annotations.fromStack(stack).hasNoWarning('*', Match.anyValue());
    });
  });

  describe('where the account is not known', () => {
    test.each(ENCRYPTED)('a principal that has a policy needs no other for %s', (_secret, makeSecret) => {
      const stack = newStack();
      const key = newKey(stack, makeSecret(stack));

      key.grants.read(Role.fromRoleArn(stack, 'Role', OTHER_ROLE_ARN));

      expect(readingStatements(stack, key)).toHaveLength(2);
      expect(resourceStatements(stack)).toEqual([]);
    });

    test.each(ENCRYPTED)('a principal that has none is in the resource policies of %s', (_secret, makeSecret) => {
      const stack = newStack('Keys', undefined, ENV);
      const key = newKey(stack, makeSecret(stack));

      key.grants.read(new ArnPrincipal(new CfnParameter(stack, 'Reader').valueAsString));

      const AWS = { Ref: 'Reader' };
      expect(resourceStatements(stack).map(({ Principal }) => Principal)).toEqual([{ AWS }, { AWS }]);
    });
  });

  describe('resource policies that are imported', () => {
    const importedKey = (stack: Stack): IKey => Key.fromKeyArn(stack, 'EncryptionKey', KEY_ARN);
    const imported = (stack: Stack, encryptionKey?: IKey) =>
      Secret.fromSecretAttributes(stack, 'Given', {
        secretCompleteArn: COMPLETE_ARN,
        encryptionKey,
      });

    test.each<[string, (stack: Stack) => Partial<RotatingAccessKeyProps>, string]>([
      ['of the secret', (stack) => ({ secret: imported(stack) }), "'Keys/Given'"],
      ['of the encryption key', (stack) => ({ encryptionKey: importedKey(stack) }), "'Keys/EncryptionKey'"],
      [
        'of both',
        (stack) => ({ secret: imported(stack, importedKey(stack)) }),
        "'Keys/Given' and 'Keys/EncryptionKey'",
      ],
    ])('cannot name a principal, and an error says what to add: that %s', (_what, props, named) => {
      const stack = newStack('Keys', undefined, ENV);
      const key = newKey(stack, props(stack));

      expect(() => key.grants.read(SERVICE)).toThrow(
        expect.objectContaining({
          code: 'InvalidGrantee',
          message:
            'Keys/Key (RotatingAccessKey): grants.read must add ServicePrincipal(mail.amazonaws.com) to the ' +
            `resource policy of ${named}, which is imported; the principal must be of this account and have ` +
            'policies of its own, or the secret and its encryption key must be created by this app. Instead of ' +
            'grants.read, allow the principal secretsmanager:DescribeSecret and secretsmanager:GetSecretValue in ' +
            'the resource policy of the secret, and kms:Decrypt in the policy of its encryption key. ' +
            '[InvalidGrantee]',
        }),
      );
    });

    test('need not name a role of the account', () => {
      const stack = newStack('Keys', undefined, ENV);
      const key = newKey(stack, { secret: imported(stack, importedKey(stack)) });

      key.grants.read(newRole(stack));

      expect(readingStatements(stack, key)).toEqual([
        expect.objectContaining({ Action: ['kms:Decrypt'], Resource: KEY_ARN }),
        expect.objectContaining({ Action: READ, Resource: COMPLETE_ARN }),
      ]);
    });
  });

  test('a template with a reader of any kind has no cycle', () => {
    const stack = newStack();
    const key = newKey(stack, { encryptionKey: new Key(stack, 'EncryptionKey') });
    key.grants.read(newRole(stack));
    key.grants.read(SERVICE);
    key.grants.readByUser();

    Template.fromStack(stack);
  });
});
