import assert from 'node:assert/strict';
import {
  App,
  CfnResource,
  RemovalPolicy,
  Stack,
  aws_iam as iam,
  aws_kms as kms,
  aws_secretsmanager as secretsmanager,
} from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { actions, type Checks, type SameNames, stack, user } from './checks';
import { AccessKey, AccessKeySecret, type AccessKeyFieldNames, type AccessKeySecretProps } from 'cdk-iam-access-key';

type Props =
  'accessKey' | 'fieldNames' | 'secretName' | 'description' | 'encryptionKey' | 'replicaRegions' | 'removalPolicy';

function secretOf(id: string, props: Partial<AccessKeySecretProps> = {}): AccessKeySecret {
  return new AccessKeySecret(stack, id, { accessKey: new AccessKey(stack, `${id}Key`, { user: user() }), ...props });
}

/** The stack is the key's own, as a template needs the whole app. */
function keyInOwnStack(app: App): AccessKey {
  const ownStack = new Stack(app, 'OwnStack');
  return new AccessKey(ownStack, 'AccessKey', { user: new iam.User(ownStack, 'User') });
}

function assertSecret(
  accessKey: AccessKey,
  props: Partial<AccessKeySecretProps>,
  resource: Record<string, unknown>,
): void {
  new AccessKeySecret(accessKey.stack, 'Secret', { accessKey, ...props });
  Template.fromStack(accessKey.stack).hasResource('AWS::SecretsManager::Secret', resource);
}

/** What the template has in place of the key in its own stack: a JSON of references, in fields of these names. */
function json(fields: Required<AccessKeyFieldNames>): object {
  const secretAccessKey = { 'Fn::GetAtt': ['AccessKeyE6B25659', 'SecretAccessKey'] };
  const parts = [
    `{"${fields.userName}":"`,
    { Ref: 'User00B015A1' },
    `","${fields.accessKeyId}":"`,
    { Ref: 'AccessKeyE6B25659' },
    `","${fields.secretAccessKey}":"`,
    secretAccessKey,
    '"}',
  ];
  return { 'Fn::Join': ['', parts] };
}

export const accessKeySecretChecks: Checks = [
  [
    'AccessKeySecret and its statics have the names of a Secret, and its props have these',
    () => {
      const members: SameNames<AccessKeySecret, secretsmanager.Secret> = true;
      const statics: SameNames<typeof AccessKeySecret, typeof secretsmanager.Secret> = true;
      const props: SameNames<AccessKeySecretProps, Record<Props, unknown>> = true;
      assert.ok(members && statics && props);
    },
  ],
  [
    'AccessKeySecret fits where a Secret is expected: secretArn, secretValueFromJson and grantRead work',
    () => {
      const secret: secretsmanager.Secret = secretOf('SecretMembers');
      const reference = { Ref: stack.getLogicalId(secret.node.defaultChild as CfnResource) };
      assert.deepEqual(stack.resolve(secret.secretArn), reference);
      assert.deepEqual(stack.resolve(secret.secretValueFromJson('accessKeyId')), {
        'Fn::Join': ['', ['{{resolve:secretsmanager:', reference, ':SecretString:accessKeyId::}}']],
      });
      const role = new iam.Role(stack, 'SecretGrantee', { assumedBy: new iam.AccountRootPrincipal() });
      assert.deepEqual(actions(secret.grantRead(role)), [
        'secretsmanager:DescribeSecret',
        'secretsmanager:GetSecretValue',
      ]);
    },
  ],
  [
    'AccessKeySecret: the inherited members work',
    () => {
      const secret = secretOf('InheritedSecret');
      secret.applyRemovalPolicy(RemovalPolicy.RETAIN);
      assert.equal((secret.node.defaultChild as CfnResource).cfnOptions.deletionPolicy, 'Retain');
      assert.equal(secret.with(), secret);
      assert.equal(secret.stack, stack);
      assert.equal(secret.env.account, stack.account);
      assert.equal(secret.toString(), 'Stack/InheritedSecret');
    },
  ],
  [
    'AccessKeySecret: the statics work',
    () => {
      const secret = secretOf('StaticsSecret');
      assert.equal(AccessKeySecret.PROPERTY_INJECTION_ID, 'cdk-iam-access-key.AccessKeySecret');
      assert.ok(
        AccessKeySecret.isConstruct(secret) &&
          AccessKeySecret.isResource(secret) &&
          AccessKeySecret.isOwnedResource(secret),
      );
      assert.ok(AccessKeySecret.isSecret(secret) && !AccessKeySecret.isSecret(stack));
    },
  ],
  [
    'AccessKeySecret holds the key as one JSON of references, if nothing else is said',
    () => {
      assertSecret(
        keyInOwnStack(new App()),
        {},
        {
          DeletionPolicy: 'Delete',
          Properties: {
            SecretString: json({
              userName: 'userName',
              accessKeyId: 'accessKeyId',
              secretAccessKey: 'secretAccessKey',
            }),
          },
        },
      );
    },
  ],
  [
    'AccessKeySecret takes the names of its fields',
    () => {
      const fieldNames = { accessKeyId: 'id', secretAccessKey: 'secret', userName: 'user' };
      assertSecret(keyInOwnStack(new App()), { fieldNames }, { Properties: { SecretString: json(fieldNames) } });
    },
  ],
  [
    'AccessKeySecret takes the props of a Secret',
    () => {
      const accessKey = keyInOwnStack(new App());
      const encryptionKey = new kms.Key(accessKey.stack, 'EncryptionKey');
      const replicaRegions: secretsmanager.ReplicaRegion[] = [{ region: 'eu-central-1' }];
      assertSecret(
        accessKey,
        {
          secretName: 'mail',
          description: 'sends mail',
          encryptionKey,
          replicaRegions,
          removalPolicy: RemovalPolicy.RETAIN,
        },
        {
          DeletionPolicy: 'Retain',
          Properties: {
            Name: 'mail',
            Description: 'sends mail',
            KmsKeyId: accessKey.stack.resolve(encryptionKey.keyArn),
            ReplicaRegions: [{ Region: 'eu-central-1' }],
          },
        },
      );
    },
  ],
  [
    'a missing access key is refused by the compiler, and at run time',
    () => {
      assert.throws(
        // @ts-expect-error accessKey is required
        () => new AccessKeySecret(stack, 'NoKey', {}),
        {
          name: 'AccessKeyError',
          code: 'MissingAccessKey',
          message:
            'Stack/NoKey (AccessKeySecret): no access key is passed; an AccessKey of the same stack is ' +
            'required. Pass the access key that this secret stores. [MissingAccessKey]',
        },
      );
    },
  ],
  [
    'equal names of fields are refused by AccessKeySecret',
    () => {
      assert.throws(() => secretOf('EqualNames', { fieldNames: { userName: 'accessKeyId' } }), {
        name: 'AccessKeyError',
        code: 'InvalidFieldNames',
        message:
          "Stack/EqualNames (AccessKeySecret): the field names are 'accessKeyId', 'accessKeyId', " +
          "'secretAccessKey'; they must be different, and none of them can be empty. Change 'accessKeyId', or omit " +
          'the field names. [InvalidFieldNames]',
      });
    },
  ],
  [
    'a key of another stack is refused by AccessKeySecret',
    () => {
      const app = new App();
      assert.throws(() => new AccessKeySecret(new Stack(app, 'Other'), 'Secret', { accessKey: keyInOwnStack(app) }), {
        name: 'AccessKeyError',
        code: 'SecretLeavesStack',
        message:
          "Other/Secret (AccessKeySecret): access key 'OwnStack/AccessKey' is in stack 'OwnStack'; it must " +
          "be in the same stack 'Other', because its secret access key must not leave its stack. Create " +
          'the AccessKeySecret in the stack of its AccessKey, and pass the secret to the other stack. ' +
          '[SecretLeavesStack]',
      });
    },
  ],
];
