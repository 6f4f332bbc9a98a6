import {
  Stack,
  StackProps,
  Tags,
  aws_ec2 as ec2,
  aws_iam as iam,
  aws_kms as kms,
  aws_lambda as lambda,
  aws_logs as logs,
  aws_sqs as sqs,
} from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { RotatingAccessKey } from 'cdk-iam-access-key';

/** The short samples of docs/customizing.md, all in one stack. */
export class CustomizedStack extends Stack {
  constructor(scope: Construct, id: string, props?: StackProps) {
    super(scope, id, props);
    const user = new iam.User(this, 'User');
    const key = new RotatingAccessKey(this, 'Key', { user });

    // snippet:concurrency
    const handler = key.handler.node.defaultChild as lambda.CfnFunction;
    handler.reservedConcurrentExecutions = 5;
    // end-snippet

    // snippet:dead-letters
    const deadLetters = new sqs.Queue(this, 'DeadLetters', {
      encryption: sqs.QueueEncryption.KMS_MANAGED,
      enforceSSL: true,
    });
    deadLetters.grantSendMessages(key.handler);
    handler.deadLetterConfig = { targetArn: deadLetters.queueArn };
    // end-snippet

    // snippet:logs
    const logKey = new kms.Key(this, 'LogKey', { enableKeyRotation: true });
    logKey.addToResourcePolicy(
      new iam.PolicyStatement({
        principals: [new iam.ServicePrincipal(`logs.${this.region}.amazonaws.com`)],
        actions: ['kms:Encrypt', 'kms:Decrypt', 'kms:ReEncrypt*', 'kms:GenerateDataKey*', 'kms:DescribeKey'],
        resources: ['*'],
        conditions: {
          ArnLike: {
            'kms:EncryptionContext:aws:logs:arn': this.formatArn({ service: 'logs', resource: 'log-group:*' }),
          },
        },
      }),
    );
    const logGroup = key.logGroup.node.defaultChild as logs.CfnLogGroup;
    logGroup.retentionInDays = 365;
    logGroup.kmsKeyId = logKey.keyArn;
    // end-snippet

    // snippet:vpc
    const vpc = new ec2.Vpc(this, 'Vpc', { maxAzs: 2 });
    const securityGroup = new ec2.SecurityGroup(this, 'SecurityGroup', { vpc });
    handler.vpcConfig = {
      subnetIds: vpc.selectSubnets({ subnetType: ec2.SubnetType.PRIVATE_WITH_EGRESS }).subnetIds,
      securityGroupIds: [securityGroup.securityGroupId],
    };
    const role = key.handler.role!;
    role.addManagedPolicy(iam.ManagedPolicy.fromAwsManagedPolicyName('service-role/AWSLambdaVPCAccessExecutionRole'));
    // end-snippet

    // snippet:role
    const cfnRole = role.node.defaultChild as iam.CfnRole;
    cfnRole.roleName = 'rotating-key-vendor';
    Tags.of(role).add('rotates-access-keys', 'true');
    // end-snippet

    // snippet:boundary
    const boundary = iam.ManagedPolicy.fromManagedPolicyName(this, 'Boundary', 'developer-boundary');
    iam.PermissionsBoundary.of(this).apply(boundary);
    // end-snippet
  }
}
