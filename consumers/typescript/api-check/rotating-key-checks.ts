import assert from 'node:assert/strict';
import {
  App,
  CfnResource,
  Duration,
  RemovalPolicy,
  Resource,
  Stack,
  aws_cloudwatch as cloudwatch,
  aws_iam as iam,
  aws_kms as kms,
  aws_secretsmanager as secretsmanager,
} from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { actions, type Checks, stack } from './checks';
import {
  type IRotatingKey,
  KeyRotation,
  RotatingAccessKey,
  SesSmtpCredentials,
  type RotatingAccessKeyProps,
} from 'cdk-iam-access-key';

type RotatingKeyClass = typeof RotatingAccessKey | typeof SesSmtpCredentials;

export type RotatingKeyMembers = keyof Resource | keyof IRotatingKey;

export type RotatingKeyProps =
  'rotation' | 'retireUnmanagedKeysAfter' | 'secret' | 'encryptionKey' | 'replicaRegions' | 'removalPolicy';

type Make = (id: string, props?: Pick<RotatingAccessKeyProps, RotatingKeyProps>) => IRotatingKey;

/** What the function of a rotating key is told. The stack is the key's own, as a template needs the whole app. */
export function assertEnvironment(addKey: (ownStack: Stack) => unknown, variables: Record<string, unknown>): void {
  const ownStack = new Stack(new App(), 'OwnStack');
  addKey(ownStack);
  Template.fromStack(ownStack).hasResourceProperties('AWS::Lambda::Function', {
    Environment: { Variables: variables },
  });
}

/** What every construct that rotates access keys has. */
export function rotatingKeyChecks(type: RotatingKeyClass, make: Make): Checks {
  const key: Make = (id, props) => make(`${type.name}${id}`, props);
  return [
    [
      `${type.name} takes the props of every rotating key`,
      () => {
        key('NewSecret', {
          rotation: KeyRotation.onDemand(),
          retireUnmanagedKeysAfter: Duration.days(30),
          encryptionKey: new kms.Key(stack, `${type.name}EncryptionKey`),
          replicaRegions: [{ region: 'eu-central-1' }],
          removalPolicy: RemovalPolicy.DESTROY,
        });
        const secret = new secretsmanager.Secret(stack, `${type.name}GivenSecret`);
        assert.equal(key('OfGivenSecret', { secret }).secret.node.defaultChild, secret.node.defaultChild);
      },
    ],
    [
      `${type.name}: read, readByUser, rotate and revoke grant these permissions and no others`,
      () => {
        const { grants } = key('Grants');
        const role = new iam.Role(stack, `${type.name}Grantee`, { assumedBy: new iam.AccountRootPrincipal() });
        const reading = ['secretsmanager:DescribeSecret', 'secretsmanager:GetSecretValue'];
        assert.deepEqual(actions(grants.read(role)), reading);
        assert.deepEqual(actions(grants.readByUser()), reading);
        assert.deepEqual(actions(grants.readByUser()), reading);
        assert.deepEqual(actions(grants.rotate(role)), ['lambda:InvokeFunction', 'secretsmanager:RotateSecret']);
        assert.deepEqual(actions(grants.revoke(role)), ['lambda:InvokeFunction']);
      },
    ],
    [
      `${type.name}: the metrics are the key's, by stack name and path, and can be changed`,
      () => {
        const it = key('Metrics');
        const metrics: cloudwatch.Metric[] = [
          it.metricKeyAge(),
          it.metricReplacedKeyInUse(),
          it.metricRotationFailures(),
          it.metricBlockedByUnmanagedKey(),
        ];
        assert.deepEqual(
          metrics.map(({ metricName }) => metricName),
          ['KeyAge', 'ReplacedKeyInUse', 'RotationFailures', 'BlockedByUnmanagedKey'],
        );
        assert.deepEqual(
          metrics.map(({ statistic }) => statistic),
          ['Maximum', 'Sum', 'Sum', 'Sum'],
        );
        metrics.forEach(({ dimensions }) =>
          assert.deepEqual(stack.resolve(dimensions), {
            Key: { 'Fn::Join': ['', [{ Ref: 'AWS::StackName' }, `/${type.name}Metrics`]] },
          }),
        );
        assert.equal(it.metricKeyAge({ statistic: 'Minimum' }).statistic, 'Minimum');
      },
    ],
    [
      `${type.name}: the inherited members work, and applyRemovalPolicy reaches the secret`,
      () => {
        const it = key('Inherited');
        it.applyRemovalPolicy(RemovalPolicy.RETAIN);
        assert.equal((it.secret.node.defaultChild as CfnResource).cfnOptions.deletionPolicy, 'Retain');
        assert.equal(it.stack, stack);
        assert.equal(it.env.account, stack.account);
        assert.equal(it.toString(), `Stack/${type.name}Inherited`);
      },
    ],
    [
      `${type.name}: the statics work`,
      () => {
        const it = key('Statics');
        assert.equal(type.PROPERTY_INJECTION_ID, `cdk-iam-access-key.${type.name}`);
        assert.ok(type.isConstruct(it) && type.isResource(it));
        assert.ok(!type.isConstruct({}) && !type.isResource(stack));
        // The CDK looks for a default child, and none of the resources of a rotating key is more the key than the
        // others.
        assert.ok(!type.isOwnedResource(it));
      },
    ],
  ];
}
