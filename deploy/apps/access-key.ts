import {
  App,
  CfnOutput,
  RemovalPolicy,
  SecretValue,
  Stack,
  aws_iam as iam,
  aws_secretsmanager as secretsmanager,
} from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { CONSTRUCTS, ConstructName, Scenario, stackName } from './scenario';
// The compiled package: tsconfig.json of this folder leads there.
import { AccessKey } from 'cdk-iam-access-key';

type AccessKeyClass = new (scope: Construct, id: string, props: iam.AccessKeyProps) => AccessKey | iam.AccessKey;

const CLASSES: Record<ConstructName, AccessKeyClass> = { thisPackage: AccessKey, awsIam: iam.AccessKey };

/** Two users, and the key of one of them in a secret. */
class AccessKeyStack extends Stack {
  constructor(scope: Construct, id: string, keyClass: AccessKeyClass, scenario: Scenario) {
    super(scope, id);
    const users = { alice: new iam.User(this, 'Alice'), bob: new iam.User(this, 'Bob') };
    const owner = users[scenario.owner ?? 'alice'];
    const key = new keyClass(this, 'AccessKey', {
      user: owner,
      serial: scenario.serial,
      status: scenario.status as iam.AccessKeyStatus,
    });
    const secret = new secretsmanager.Secret(this, 'Secret', {
      secretObjectValue: {
        accessKeyId: SecretValue.unsafePlainText(key.accessKeyId),
        secretAccessKey: key.secretAccessKey,
      },
    });
    if (scenario.retain) {
      key.applyRemovalPolicy(RemovalPolicy.RETAIN);
      // A user that has a key cannot be deleted.
      owner.applyRemovalPolicy(RemovalPolicy.RETAIN);
    }

    new CfnOutput(this, 'alice', { value: users.alice.userName });
    new CfnOutput(this, 'bob', { value: users.bob.userName });
    new CfnOutput(this, 'secret', { value: secret.secretArn });
  }
}

const app = new App();
const scenario: Scenario = JSON.parse(app.node.getContext('scenario'));
for (const construct of CONSTRUCTS) {
  new AccessKeyStack(app, stackName(app.node.getContext('case'), construct), CLASSES[construct], scenario);
}
