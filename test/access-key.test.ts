import {
  App,
  CfnParameter,
  IPropertyInjector,
  InjectionContext,
  PropertyInjectors,
  RemovalPolicy,
  Stack,
} from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import { AccessKeyStatus, CfnAccessKey, CfnUser, User } from 'aws-cdk-lib/aws-iam';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { FLAG_SETS } from './flags';
import { AccessKey, AccessKeyProps } from 'cdk-iam-access-key';

describe.each(FLAG_SETS)('with %s', (_name, context) => {
  function newStack(): Stack {
    return new Stack(new App({ context }), 'Stack');
  }

  test('an access key is one AWS::IAM::AccessKey with the logical ID that aws_iam.AccessKey gives it', () => {
    // GIVEN
    const stack = newStack();

    // WHEN
    new AccessKey(stack, 'MyAccessKey', { user: new User(stack, 'MyUser') });

    // THEN
    const keys = Template.fromStack(stack).findResources('AWS::IAM::AccessKey');
    expect(keys).toEqual({
      MyAccessKeyF0FFBE2E: { Type: 'AWS::IAM::AccessKey', Properties: { UserName: { Ref: 'MyUserDC45028B' } } },
    });
  });

  test('the documented example stores the secret access key in a secret', () => {
    // GIVEN
    const stack = newStack();

    // WHEN
    const accessKey = new AccessKey(stack, 'AccessKey', { user: new User(stack, 'User') });
    new Secret(stack, 'Secret', { secretStringValue: accessKey.secretAccessKey });

    // THEN
    Template.fromStack(stack).hasResourceProperties('AWS::SecretsManager::Secret', {
      SecretString: { 'Fn::GetAtt': ['AccessKeyE6B25659', 'SecretAccessKey'] },
    });
  });

  test('serial and status reach the template', () => {
    // GIVEN
    const stack = newStack();

    // WHEN
    new AccessKey(stack, 'Key', {
      user: User.fromUserName(stack, 'User', 'bob'),
      serial: 0,
      status: AccessKeyStatus.INACTIVE,
    });

    // THEN
    Template.fromStack(stack).hasResourceProperties('AWS::IAM::AccessKey', {
      UserName: 'bob',
      Serial: 0,
      Status: 'Inactive',
    });
  });

  test('a CfnUser fits, too', () => {
    // GIVEN
    const stack = newStack();

    // WHEN
    new AccessKey(stack, 'Key', { user: new CfnUser(stack, 'User') });

    // THEN
    Template.fromStack(stack).hasResourceProperties('AWS::IAM::AccessKey', { UserName: { Ref: 'User' } });
  });

  test('tokens pass through every prop', () => {
    // GIVEN
    const stack = newStack();
    const name = new CfnParameter(stack, 'Name');
    const serial = new CfnParameter(stack, 'Serial', { type: 'Number' });
    const status = new CfnParameter(stack, 'Status');

    // WHEN
    new AccessKey(stack, 'Key', {
      user: User.fromUserName(stack, 'User', name.valueAsString),
      serial: serial.valueAsNumber,
      status: status.valueAsString as AccessKeyStatus,
    });

    // THEN
    Template.fromStack(stack).hasResourceProperties('AWS::IAM::AccessKey', {
      UserName: { Ref: 'Name' },
      Serial: { Ref: 'Serial' },
      Status: { Ref: 'Status' },
    });
  });

  test('the id, the reference and the environment are those of the key', () => {
    // GIVEN
    const stack = new Stack(new App({ context }), 'Stack', {
      env: { account: '111111111111', region: 'eu-central-1' },
    });

    // WHEN
    const key = new AccessKey(stack, 'Key', { user: new User(stack, 'User') });

    // THEN
    const id = stack.resolve(key.accessKeyId);
    expect(id).toEqual({ Ref: stack.getLogicalId(key.node.defaultChild as CfnAccessKey) });
    expect(stack.resolve(key.accessKeyRef)).toEqual({ accessKeyId: id });
    expect(key.env).toEqual({ account: '111111111111', region: 'eu-central-1' });
    expect(key.stack).toBe(stack);
    expect(key.toString()).toBe('Stack/Key');
  });

  test('a removal policy reaches the key', () => {
    // GIVEN
    const stack = newStack();
    const key = new AccessKey(stack, 'Key', { user: new User(stack, 'User') });

    // WHEN
    key.applyRemovalPolicy(RemovalPolicy.RETAIN);

    // THEN
    Template.fromStack(stack).hasResource('AWS::IAM::AccessKey', {
      DeletionPolicy: 'Retain',
      UpdateReplacePolicy: 'Retain',
    });
  });

  test('the status Expired is a warning with an id and the remedy', () => {
    // GIVEN
    const stack = newStack();

    // WHEN
    new AccessKey(stack, 'Key', { user: new User(stack, 'User'), status: AccessKeyStatus.EXPIRED });

    // THEN
    Annotations.fromStack(stack).hasWarning(
      '/Stack/Key',
      Match.stringLikeRegexp(
        'Stack/Key \\(AccessKey\\): status is Expired.*it must be Active or Inactive. Use Inactive.*\\[ack: ' +
          'cdk-iam-access-key:expired\\]',
      ),
    );
  });

  test('an active or inactive key has no warning', () => {
    // GIVEN
    const stack = newStack();

    // WHEN
    new AccessKey(stack, 'On', { user: new User(stack, 'User1'), status: AccessKeyStatus.ACTIVE, serial: 1 });
    new AccessKey(stack, 'Off', { user: new User(stack, 'User2'), status: AccessKeyStatus.INACTIVE });

    // THEN
    expect(Annotations.fromStack(stack).findWarning('*', Match.anyValue())).toEqual([]);
  });

  test('a property injector under the id of this class sets its props', () => {
    // GIVEN
    class FirstSerial implements IPropertyInjector {
      public readonly constructUniqueId = AccessKey.PROPERTY_INJECTION_ID;
      public inject(props: AccessKeyProps, _context: InjectionContext): AccessKeyProps {
        return { serial: 7, ...props };
      }
    }
    const stack = newStack();
    PropertyInjectors.of(stack).add(new FirstSerial());

    // WHEN
    new AccessKey(stack, 'Key', { user: new User(stack, 'User') });

    // THEN
    expect(AccessKey.PROPERTY_INJECTION_ID).toBe('cdk-iam-access-key.AccessKey');
    Template.fromStack(stack).hasResourceProperties('AWS::IAM::AccessKey', { Serial: 7 });
  });
});
