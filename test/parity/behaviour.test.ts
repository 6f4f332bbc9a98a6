import {
  App,
  CfnOutput,
  CfnResource,
  IPropertyInjector,
  PropertyInjectors,
  RemovalPolicy,
  Resource,
  Stack,
  Token,
} from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as iam from 'aws-cdk-lib/aws-iam';
import { CfnSecret } from 'aws-cdk-lib/aws-secretsmanager';
import { Construct, IConstruct, IMixin } from 'constructs';
import { BEHAVIOUR_DIFFERENCES } from './differences';
import { AccessKey } from 'cdk-iam-access-key';

const CLASSES: [string, typeof iam.AccessKey | typeof AccessKey][] = [
  ['aws_iam.AccessKey', iam.AccessKey],
  ['AccessKey', AccessKey],
];

function newStack(account?: string): Stack {
  return new Stack(new App(), 'MyStack', account ? { env: { account, region: 'eu-central-1' } } : {});
}

// The first five are what upstream's own unit tests show (aws-cdk-lib/aws-iam/test/access-key.test.ts).
describe.each(CLASSES)('%s', (_name, AccessKeyOf) => {
  test('the user name is identified via reference', () => {
    const stack = newStack();
    const user = new iam.User(stack, 'MyUser');

    new AccessKeyOf(stack, 'MyAccessKey', { user });

    Template.fromStack(stack).templateMatches({
      Resources: {
        MyUserDC45028B: { Type: 'AWS::IAM::User' },
        MyAccessKeyF0FFBE2E: { Type: 'AWS::IAM::AccessKey', Properties: { UserName: { Ref: 'MyUserDC45028B' } } },
      },
    });
  });

  test('the active status is specified with correct capitalization', () => {
    const stack = newStack();

    new AccessKeyOf(stack, 'MyAccessKey', { user: new iam.User(stack, 'MyUser'), status: iam.AccessKeyStatus.ACTIVE });

    Template.fromStack(stack).hasResourceProperties('AWS::IAM::AccessKey', { Status: 'Active' });
  });

  test('the inactive status is specified with correct capitalization', () => {
    const stack = newStack();

    new AccessKeyOf(stack, 'MyAccessKey', {
      user: new iam.User(stack, 'MyUser'),
      status: iam.AccessKeyStatus.INACTIVE,
    });

    Template.fromStack(stack).hasResourceProperties('AWS::IAM::AccessKey', { Status: 'Inactive' });
  });

  test('the access key id is the reference and the secret is the attribute', () => {
    const stack = newStack();

    const accessKey = new AccessKeyOf(stack, 'MyAccessKey', { user: new iam.User(stack, 'MyUser') });

    expect(stack.resolve(accessKey.accessKeyId)).toEqual({ Ref: 'MyAccessKeyF0FFBE2E' });
    expect(stack.resolve(accessKey.secretAccessKey.unsafeUnwrap())).toEqual({
      'Fn::GetAtt': ['MyAccessKeyF0FFBE2E', 'SecretAccessKey'],
    });
  });

  test('the serial reaches the resource, incremented or not', () => {
    for (const serial of [0, 1, 2]) {
      const stack = newStack();
      new AccessKeyOf(stack, 'MyAccessKey', { user: new iam.User(stack, 'MyUser'), serial });
      Template.fromStack(stack).hasResourceProperties('AWS::IAM::AccessKey', { Serial: serial });
    }
  });

  test('a mixin is applied and the key comes back', () => {
    class Retained implements IMixin {
      public supports(construct: IConstruct): construct is CfnResource {
        return CfnResource.isCfnResource(construct);
      }
      public applyTo(construct: IConstruct): void {
        (construct as CfnResource).applyRemovalPolicy(RemovalPolicy.RETAIN);
      }
    }
    const stack = newStack();
    const accessKey = new AccessKeyOf(stack, 'MyAccessKey', { user: new iam.User(stack, 'MyUser') });

    expect(accessKey.with(new Retained())).toBe(accessKey);

    Template.fromStack(stack).hasResource('AWS::IAM::AccessKey', { DeletionPolicy: 'Retain' });
  });

  test("an injector under the class's own id sets props", () => {
    class Off implements IPropertyInjector {
      public readonly constructUniqueId = AccessKeyOf.PROPERTY_INJECTION_ID;
      public inject(props: any): any {
        return { ...props, status: iam.AccessKeyStatus.INACTIVE };
      }
    }
    const stack = newStack();
    PropertyInjectors.of(stack).add(new Off());

    new AccessKeyOf(stack, 'MyAccessKey', { user: new iam.User(stack, 'MyUser') });

    Template.fromStack(stack).hasResourceProperties('AWS::IAM::AccessKey', { Status: 'Inactive' });
  });

  test('the static methods identify it', () => {
    const stack = newStack();
    const accessKey = new AccessKeyOf(stack, 'MyAccessKey', { user: new iam.User(stack, 'MyUser') });

    expect(AccessKeyOf.isConstruct(accessKey)).toBe(true);
    expect(AccessKeyOf.isResource(accessKey)).toBe(true);
    expect(AccessKeyOf.isOwnedResource(accessKey)).toBe(true);
    expect(AccessKeyOf.isConstruct({})).toBeFalsy();
    expect(AccessKeyOf.isResource(new Construct(stack, 'Plain'))).toBe(false);
    expect(accessKey).toBeInstanceOf(Resource);
    expect(accessKey).toBeInstanceOf(AccessKeyOf);
    expect(accessKey.node.defaultChild).toBeInstanceOf(iam.CfnAccessKey);
    expect(accessKey.node.children.map((child) => child.node.id)).toEqual(['Resource']);
    expect(accessKey.toString()).toBe('MyStack/MyAccessKey');
  });

  test('it can be extended', () => {
    class Company extends AccessKeyOf {
      public readonly purpose = 'mail';
    }
    const stack = newStack();

    const accessKey = new Company(stack, 'MyAccessKey', { user: new iam.User(stack, 'MyUser') });

    expect(accessKey.purpose).toBe('mail');
    Template.fromStack(stack).resourceCountIs('AWS::IAM::AccessKey', 1);
  });

  test('tokens pass through every prop', () => {
    const stack = newStack();

    new AccessKeyOf(stack, 'MyAccessKey', {
      user: iam.User.fromUserName(stack, 'MyUser', Token.asString({ Ref: 'Name' })),
      serial: Token.asNumber({ Ref: 'Serial' }),
      status: Token.asString({ Ref: 'Status' }) as iam.AccessKeyStatus,
    });

    Template.fromStack(stack, { skipCyclicalDependenciesCheck: true }).hasResourceProperties('AWS::IAM::AccessKey', {
      UserName: { Ref: 'Name' },
      Serial: { Ref: 'Serial' },
      Status: { Ref: 'Status' },
    });
  });
});

/** What upstream accepts and we refuse, or the other way round: each row of the table, done to both. */
const REFUSED: Record<Exclude<keyof typeof BEHAVIOUR_DIFFERENCES, 'propertyInjectionId'>, (AccessKeyOf: any) => App> = {
  badSerial: (AccessKeyOf) => {
    const stack = newStack();
    new AccessKeyOf(stack, 'Key', { user: new iam.User(stack, 'User'), serial: -1 });
    return stack.node.root as App;
  },
  badUserName: (AccessKeyOf) => {
    const stack = newStack();
    new AccessKeyOf(stack, 'Key', { user: iam.User.fromUserName(stack, 'User', '*') });
    return stack.node.root as App;
  },
  thirdKey: (AccessKeyOf) => {
    const stack = newStack();
    const user = new iam.User(stack, 'User');
    ['A', 'B', 'C'].forEach((id) => new AccessKeyOf(stack, id, { user }));
    return stack.node.root as App;
  },
  otherAccount: (AccessKeyOf) => {
    const stack = newStack('111111111111');
    new AccessKeyOf(stack, 'Key', { user: iam.User.fromUserArn(stack, 'User', 'arn:aws:iam::222222222222:user/bob') });
    return stack.node.root as App;
  },
  crossStackSecret: (AccessKeyOf) => {
    const stack = newStack();
    const key = new AccessKeyOf(stack, 'Key', { user: new iam.User(stack, 'User') });
    new CfnSecret(new Stack(stack.node.root as App, 'Other'), 'Secret', {
      secretString: key.secretAccessKey.unsafeUnwrap(),
    });
    return stack.node.root as App;
  },
  outputOfSecret: (AccessKeyOf) => {
    const stack = newStack();
    const key = new AccessKeyOf(stack, 'Key', { user: new iam.User(stack, 'User') });
    new CfnOutput(stack, 'Secret', { value: key.secretAccessKey.unsafeUnwrap() });
    return stack.node.root as App;
  },
};

describe('the differences', () => {
  test.each(Object.entries(REFUSED))('%s is accepted by aws_iam.AccessKey and refused here', (row, makeApp) => {
    expect(BEHAVIOUR_DIFFERENCES).toHaveProperty(row);
    expect(() => makeApp(iam.AccessKey).synth()).not.toThrow();
    expect(() => makeApp(AccessKey).synth()).toThrow(/ \(AccessKey\): .+; .+\. .+ \[\w+\]/);
  });

  test('propertyInjectionId: each class has its own', () => {
    expect(iam.AccessKey.PROPERTY_INJECTION_ID).toBe('aws-cdk-lib.aws-iam.AccessKey');
    expect(AccessKey.PROPERTY_INJECTION_ID).toBe('cdk-iam-access-key.AccessKey');
  });
});
