import assert from 'node:assert/strict';
import { RemovalPolicy, Token, aws_iam as iam } from 'aws-cdk-lib';
import { type Checks, type SameNames, publicNames, stack, user } from './checks';
import { AccessKey, type AccessKeyProps } from 'cdk-iam-access-key';

export const accessKeyChecks: Checks = [
  [
    'the class, its statics and its props have the names of aws_iam.AccessKey',
    () => {
      const members: SameNames<AccessKey, iam.AccessKey> = true;
      const statics: SameNames<typeof AccessKey, typeof iam.AccessKey> = true;
      const props: SameNames<AccessKeyProps, iam.AccessKeyProps> = true;
      assert.ok(members && statics && props);
      assert.deepEqual(publicNames(AccessKey.prototype), publicNames(iam.AccessKey.prototype));
    },
  ],
  [
    'props of aws_iam.AccessKey fit, and so does the key where an IAccessKey is expected',
    () => {
      const props: iam.AccessKeyProps = { user: user(), serial: 1, status: iam.AccessKeyStatus.INACTIVE };
      const key: iam.IAccessKey = new AccessKey(stack, 'Key', props);
      assert.ok(Token.isUnresolved(key.accessKeyId));
    },
  ],
  [
    'the constructor takes an imported user and a CfnUser',
    () => {
      new AccessKey(stack, 'OfImportedUser', { user: iam.User.fromUserName(stack, 'Imported', 'bob') });
      new AccessKey(stack, 'OfCfnUser', { user: new iam.CfnUser(stack, 'CfnUser') });
    },
  ],
  [
    "accessKeyId, secretAccessKey and accessKeyRef are the resource's",
    () => {
      const key = new AccessKey(stack, 'Members', { user: user() });
      const logicalId = stack.getLogicalId(key.node.defaultChild as iam.CfnAccessKey);
      assert.deepEqual(stack.resolve(key.accessKeyId), { Ref: logicalId });
      assert.deepEqual(stack.resolve(key.accessKeyRef), { accessKeyId: { Ref: logicalId } });
      assert.deepEqual(stack.resolve(key.secretAccessKey), { 'Fn::GetAtt': [logicalId, 'SecretAccessKey'] });
    },
  ],
  [
    'the inherited members work',
    () => {
      const key = new AccessKey(stack, 'Inherited', { user: user() });
      key.applyRemovalPolicy(RemovalPolicy.RETAIN);
      assert.equal((key.node.defaultChild as iam.CfnAccessKey).cfnOptions.deletionPolicy, 'Retain');
      assert.equal(key.with(), key);
      assert.equal(key.stack, stack);
      assert.equal(key.env.account, stack.account);
      assert.equal(key.toString(), 'Stack/Inherited');
    },
  ],
  [
    'the statics work',
    () => {
      const key = new AccessKey(stack, 'Statics', { user: user() });
      assert.equal(AccessKey.PROPERTY_INJECTION_ID, 'cdk-iam-access-key.AccessKey');
      assert.ok(AccessKey.isConstruct(key) && AccessKey.isResource(key) && AccessKey.isOwnedResource(key));
      assert.ok(!AccessKey.isConstruct({}) && !AccessKey.isResource(stack) && !AccessKey.isOwnedResource(stack));
    },
  ],
  [
    'a missing user is refused by the compiler, and at run time',
    () => {
      assert.throws(
        // @ts-expect-error user is required
        () => new AccessKey(stack, 'NoUser', {}),
        {
          name: 'AccessKeyError',
          message:
            'Stack/NoUser (AccessKey): user is undefined; it must be an IAM user. Pass a User, a user that is ' +
            'imported by its name, or a CfnUser. [InvalidUser]',
        },
      );
    },
  ],
  ...[1.5, -1].map((serial): Checks[number] => [
    `serial ${serial} is refused`,
    () => {
      assert.throws(() => new AccessKey(stack, `Serial${serial}`, { user: user(), serial }), {
        name: 'AccessKeyError',
        message:
          `Stack/Serial${serial} (AccessKey): serial is ${serial}; it must be a whole number of zero or more. ` +
          'Start with 1 and add 1 for each replacement, or omit serial. [InvalidSerial]',
      });
    },
  ]),
];
