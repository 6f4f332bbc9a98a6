import { App, CfnResource, Fn, NestedStack, RemovalPolicy, Stack, Tags } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { ContainerImage, FargateTaskDefinition, Secret as EcsSecret } from 'aws-cdk-lib/aws-ecs';
import { AccountRootPrincipal, PolicyStatement, Role, ServicePrincipal, User } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { CfnSecret, ISecret, Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import { FLAG_SETS } from '../flags';
import { Wiring } from '../wiring';
import { RotatingAccessKey, RotatingAccessKeyProps } from 'cdk-iam-access-key';

const COMPLETE_ARN = 'arn:aws:secretsmanager:eu-central-1:111111111111:secret:Mail-AbCdEf';

function emptySecret(scope: Construct, encryptionKey?: Key): Secret {
  const secret = new Secret(scope, 'Given', { encryptionKey });
  (secret.node.defaultChild as CfnSecret).addPropertyDeletionOverride('GenerateSecretString');
  return secret;
}

/** The three kinds of secrets that a key may have. */
const SECRETS: [string, (stack: Stack) => ISecret | undefined][] = [
  ['a new secret', () => undefined],
  ['a given secret', (stack) => emptySecret(stack)],
  ['an imported secret', (stack) => Secret.fromSecretCompleteArn(stack, 'Imported', COMPLETE_ARN)],
];

/** What a resource may take from the secret. */
const REFERENCES: [string, (secret: ISecret) => string][] = [
  ['secretArn', (secret) => secret.secretArn],
  ['secretFullArn', (secret) => secret.secretFullArn!],
  ['secretName', (secret) => secret.secretName],
  ['secretRef', (secret) => secret.secretRef.secretId],
  ['secretValue', (secret) => secret.secretValue.unsafeUnwrap()],
  ['secretValueFromJson', (secret) => secret.secretValueFromJson('accessKeyId').unsafeUnwrap()],
  ['cfnDynamicReferenceKey', (secret) => secret.cfnDynamicReferenceKey({ jsonField: 'accessKeyId' })],
];

describe.each(FLAG_SETS)('with %s', (_flags, context) => {
  const newStack = () => new Stack(new App({ context }), 'Stack');

  function newKey(scope: Construct, props: Partial<RotatingAccessKeyProps> = {}): RotatingAccessKey {
    return new RotatingAccessKey(scope, 'Key', { user: new User(scope, 'User'), ...props });
  }

  function newClient(scope: Construct, Value?: string): CfnResource {
    return new CfnResource(scope, 'Client', { type: 'Test::Client', properties: { Value } });
  }

  function newRole(scope: Construct): Role {
    return new Role(scope, 'Role', { assumedBy: new ServicePrincipal('ec2.amazonaws.com') });
  }

  describe.each(SECRETS)('of %s', (_secret, makeSecret) => {
    function newKeyWithSecret(stack = newStack()): { stack: Stack; key: RotatingAccessKey; secret?: ISecret } {
      const secret = makeSecret(stack);
      return { stack, secret, key: newKey(stack, { secret }) };
    }

    test.each(REFERENCES)('a resource that refers to its %s is deployed after the key', (_member, valueOf) => {
      const { stack, key } = newKeyWithSecret();
      const client = newClient(stack, valueOf(key.secret));

      expect(new Wiring(stack).before(client, key)).toContain('Key');
    });

    test('a resource that depends on it is deployed after the key', () => {
      const { stack, key } = newKeyWithSecret();
      const client = newClient(stack);
      client.node.addDependency(key.secret);

      expect(new Wiring(stack).before(client, key)).toContain('Key');
    });

    test('a task of ECS that is given a field of it is deployed after the key', () => {
      const { stack, key } = newKeyWithSecret();
      const task = new FargateTaskDefinition(stack, 'Task');
      const secrets = { ID: EcsSecret.fromSecretsManager(key.secret, 'accessKeyId') };
      task.addContainer('Client', { image: ContainerImage.fromRegistry('client'), secrets });

      expect(new Wiring(stack).before(task, key)).toContain('Key');
    });

    test('a nested stack that refers to it is deployed after the key', () => {
      const { stack, key } = newKeyWithSecret();
      const nested = new NestedStack(stack, 'Nested');
      newClient(nested, key.secret.secretArn);

      expect(new Wiring(stack).before(nested.nestedStackResource!, key)).toContain('Key');
    });

    test('another stack that refers to it imports what the key exports', () => {
      const { stack, key } = newKeyWithSecret();
      const other = new Stack(stack.node.root as App, 'Other');
      newClient(other, key.secret.secretArn);

      (stack.node.root as App).synth();
      expect(other.dependencies).toEqual([stack]);
      const exported = Object.values(Template.fromStack(stack).findOutputs('*')).map(({ Value }) => Value);
      expect(exported).toEqual([{ 'Fn::GetAtt': ['Key43586C89', 'SecretArn'] }]);
    });

    test('its ARN is an attribute of the custom resource, which contains no secret value', () => {
      const { stack, key } = newKeyWithSecret();

      expect(stack.resolve(key.secret.secretArn)).toEqual({ 'Fn::GetAtt': ['Key43586C89', 'SecretArn'] });
    });

    test('the function, its permissions and the schedule do not wait for the key', () => {
      const { stack, key, secret } = newKeyWithSecret();

      const arn = stack.resolve(secret?.secretArn ?? new Wiring(stack).refTo(key.secret));
      const wiring = new Wiring(stack);
      expect(wiring.only('AWS::Lambda::Function').Properties.Environment.Variables.SECRET_ARN).toEqual(arn);
      expect(wiring.only('AWS::SecretsManager::RotationSchedule').Properties.SecretId).toEqual(arn);
      expect(wiring.only('Custom::RotatingAccessKey').Properties.SecretArn).toEqual(arn);
      expect(JSON.stringify(wiring.only('AWS::IAM::Role'))).not.toContain('"SecretArn"');
    });

    test('a policy of a reader does not wait for the key, so that the key may depend on the reader', () => {
      const { stack, key, secret } = newKeyWithSecret();
      const role = newRole(stack);
      key.secret.grantRead(role);
      key.secret.grantWrite(role);
      // A new secret is a part of the key, which the policy names.
      (secret === undefined ? newClient(stack) : key).node.addDependency(role);

      const wiring = new Wiring(stack);
      expect(wiring.before(key.node.findChild('Key'), stack).includes('Role/DefaultPolicy')).toBe(secret !== undefined);
      expect(wiring.before(role.node.findChild('DefaultPolicy'), key)).not.toContain('Key');
    });

    test('the key may depend on its user, who reads the secret', () => {
      const { stack, key } = newKeyWithSecret();
      key.node.addDependency(stack.node.findChild('User'));
      key.grants.read(stack.node.findChild('User') as User);
      key.grants.rotate(stack.node.findChild('User') as User);
      newClient(stack, key.secret.secretArn);

      expect(new Wiring(stack).before(key.node.findChild('Key'), stack)).toContain('User');
    });

    test('it is the construct that an escape hatch finds', () => {
      const { key, secret } = newKeyWithSecret();

      expect(key.node.findChild('Secret')).toBe(key.secret);
      const child = key.secret.node.defaultChild;
      expect(child).toBe(secret === undefined ? key.secret.node.findChild('Resource') : secret.node.defaultChild);
    });
  });

  test.each(SECRETS.slice(1))('the name of %s is an expression that waits for the key', (_kind, makeSecret) => {
    const stack = newStack();
    const secret = makeSecret(stack)!;
    const key = newKey(stack, { secret });

    const expression = Fn.select(0, Fn.split('|', `${secret.secretName}|${key.secret.secretArn}`));
    expect(stack.resolve(key.secret.secretName)).toEqual(stack.resolve(expression));
  });

  test('the name of a new secret is a part of its ARN, in an expression that waits for the key', () => {
    const stack = newStack();
    const key = newKey(stack);

    const {
      'Fn::Select': [
        index,
        {
          'Fn::Split': [
            separator,
            {
              'Fn::Join': [, parts],
            },
          ],
        },
      ],
    } = stack.resolve(key.secret.secretName);
    expect([index, separator]).toEqual([0, '|']);
    expect(JSON.stringify(parts[0])).toContain(JSON.stringify(new Wiring(stack).refTo(key.secret)));
    expect(parts.slice(-2)).toEqual(['|', { 'Fn::GetAtt': ['Key43586C89', 'SecretArn'] }]);
  });

  test('a given secret stays as it is', () => {
    const stack = newStack();
    const secret = emptySecret(stack);
    const arn = stack.resolve(secret.secretArn);
    const key = newKey(stack, { secret });

    expect(stack.resolve(secret.secretArn)).toEqual(arn);
    expect(new Wiring(stack).before(newClient(stack, secret.secretArn), key)).toEqual([]);
  });

  test.each<[string, (stack: Stack, encryptionKey: Key) => Partial<RotatingAccessKeyProps>]>([
    ['new', (_stack, encryptionKey) => ({ encryptionKey })],
    ['given', (stack, encryptionKey) => ({ secret: emptySecret(stack, encryptionKey) })],
  ])('the encryption key of a %s secret is in the stack, and may be given to a client', (_kind, props) => {
    const stack = newStack();
    const encryptionKey = new Key(stack, 'EncryptionKey');
    const key = newKey(stack, props(stack, encryptionKey));
    const role = newRole(stack);
    encryptionKey.grantDecrypt(role);
    key.secret.grantRead(role);
    newClient(stack, key.secret.secretArn);

    expect(key.secret.encryptionKey).toBe(encryptionKey);
    expect(new Wiring(stack).before(key.node.findChild('Key'), stack)).toContain('EncryptionKey');
  });

  test.each(SECRETS.slice(0, 2))('a statement for %s is in its one resource policy', (_kind, makeSecret) => {
    const stack = newStack();
    const secret = makeSecret(stack);
    const key = newKey(stack, { secret });
    const allow = (action: string) =>
      new PolicyStatement({
        actions: [`secretsmanager:${action}`],
        resources: [key.secret.secretArn],
        principals: [new AccountRootPrincipal()],
      });

    expect(key.secret.addToResourcePolicy(allow('GetSecretValue')).statementAdded).toBe(true);
    secret?.addToResourcePolicy(allow('DescribeSecret'));
    key.secret.denyAccountRootDelete();

    const { Statement } = new Wiring(stack).only('AWS::SecretsManager::ResourcePolicy').Properties.ResourcePolicy;
    const actions = ['GetSecretValue', ...(secret === undefined ? [] : ['DescribeSecret']), 'DeleteSecret'];
    expect(Statement.map(({ Action }: any) => Action)).toEqual(actions.map((action) => `secretsmanager:${action}`));
  });

  test('a statement for an imported secret is not added', () => {
    const stack = newStack();
    const key = newKey(stack, { secret: Secret.fromSecretCompleteArn(stack, 'Imported', COMPLETE_ARN) });

    expect(key.secret.addToResourcePolicy(new PolicyStatement()).statementAdded).toBe(false);
  });

  test.each(SECRETS.slice(0, 2))('the removal policy of %s can be set by it', (_kind, makeSecret) => {
    const stack = newStack();
    const key = newKey(stack, { secret: makeSecret(stack) });
    key.secret.applyRemovalPolicy(RemovalPolicy.RETAIN);

    expect(new Wiring(stack).only('AWS::SecretsManager::Secret').DeletionPolicy).toBe('Retain');
  });

  test('a tag of a new secret, and replicas that are added, reach it', () => {
    const stack = newStack();
    const { secret } = newKey(stack, { replicaRegions: [{ region: 'eu-west-1' }] });
    Tags.of(secret).add('team', 'mail');
    (secret as Secret).addReplicaRegion('us-east-1');

    expect(new Wiring(stack).of(secret).Properties).toEqual({
      Tags: [{ Key: 'team', Value: 'mail' }],
      ReplicaRegions: [{ Region: 'eu-west-1' }, { Region: 'us-east-1' }],
    });
  });

  test('a resource beside a nested stack with the key is deployed after that', () => {
    const stack = newStack();
    const nested = new NestedStack(stack, 'Nested');
    const key = newKey(nested, { secret: emptySecret(stack) });
    const client = newClient(stack, key.secret.secretArn);

    expect(new Wiring(stack).before(client, stack)).toContain('Nested.NestedStack/Nested.NestedStackResource');
  });

  test('the stack of a given secret refers to that secret itself', () => {
    const app = new App({ context });
    const [secrets, keys] = ['Secrets', 'Keys'].map((id) => new Stack(app, id));
    const secret = emptySecret(secrets);
    const key = newKey(keys, { secret });
    newClient(secrets, secret.secretArn);
    key.grants.read(newRole(secrets));

    app.synth();
    expect(keys.dependencies).toEqual([secrets]);
  });
});
