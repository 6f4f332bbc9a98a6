import {
  CfnOutput,
  CfnResource,
  Duration,
  RemovalPolicy,
  Stack,
  aws_iam as iam,
  aws_lambda as lambda,
} from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { RotatingKeyScenario } from './rotating-key-scenario';
import { SHORT_TIMING } from './short-timing';
// The compiled package: tsconfig.json of this folder and jest.config.cjs lead there.
import { KeyRotation, RotatingAccessKey } from 'cdk-iam-access-key';

/** Two users, a key of one of them, who may read it, and operators who may or may not handle leaks. */
export class RotatingKeyStack extends Stack {
  public readonly key: RotatingAccessKey;

  constructor(scope: Construct, id: string, scenario: RotatingKeyScenario) {
    super(scope, id);
    const users = { alice: new iam.User(this, 'Alice'), bob: new iam.User(this, 'Bob') };
    const owner = scenario.adopted === undefined ? users[scenario.owner ?? 'alice'] : userOf(this, scenario.adopted);
    this.key = new RotatingAccessKey(this, 'Key', {
      user: owner,
      fieldNames: scenario.fieldNames,
      rotation: KeyRotation.every(Duration.days(60), { overlap: days(scenario.overlapDays) }),
      retireUnmanagedKeysAfter: days(scenario.retireUnmanagedKeysAfterDays),
    });
    this.key.grants.readByUser();
    this.key.grants.revoke(new iam.User(this, 'Operator'));
    this.key.grants.rotate(new iam.User(this, 'Rotator'));
    if (scenario.retain) {
      this.key.applyRemovalPolicy(RemovalPolicy.RETAIN);
      // A user that has a key cannot be deleted.
      users.alice.applyRemovalPolicy(RemovalPolicy.RETAIN);
    }
    this.shorten(scenario);

    new CfnOutput(this, 'user', { value: owner.userName });
    new CfnOutput(this, 'secret', { value: this.key.secret.secretArn });
  }

  /** Only how long AWS takes, never how the key ages. */
  private shorten({
    maxCreateTime = SHORT_TIMING.maxCreateTime,
    functionTimeout,
    serviceTimeout,
  }: RotatingKeyScenario): void {
    const handler = this.key.node.findChild('Function').node.defaultChild as lambda.CfnFunction;
    const { variables } = this.resolve(handler.environment);
    handler.addPropertyOverride(
      'Environment.Variables.POLICY',
      JSON.stringify({ ...JSON.parse(variables.POLICY), timing: { ...SHORT_TIMING, maxCreateTime } }),
    );
    if (functionTimeout !== undefined) {
      handler.timeout = functionTimeout;
    }
    if (serviceTimeout !== undefined) {
      (this.key.node.findChild('Key').node.defaultChild as CfnResource).addPropertyOverride(
        'ServiceTimeout',
        serviceTimeout,
      );
    }
  }
}

function days(amount: number | undefined): Duration | undefined {
  return amount === undefined ? undefined : Duration.days(amount);
}

/** A user is known by the name, or by the ARN, which has the path. */
function userOf(stack: Stack, nameOrArn: string): iam.IUser {
  return nameOrArn.startsWith('arn:')
    ? iam.User.fromUserArn(stack, 'Adopted', nameOrArn)
    : iam.User.fromUserName(stack, 'Adopted', nameOrArn);
}
