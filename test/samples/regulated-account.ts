import {
  Duration,
  Stack,
  StackProps,
  Tags,
  aws_cloudwatch as cloudwatch,
  aws_cloudwatch_actions as actions,
  aws_ec2 as ec2,
  aws_iam as iam,
  aws_kms as kms,
  aws_lambda as lambda,
  aws_logs as logs,
  aws_sns as sns,
  aws_sqs as sqs,
} from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { KeyRotation, RotatingAccessKey } from 'cdk-iam-access-key';

// snippet:regulated-account
/**
 * A rotating key for an account with strict rules. It needs a region of the stack, because the VPC and the KMS key
 * depend on it.
 */
export class RegulatedKeyStack extends Stack {
  constructor(scope: Construct, id: string, props: StackProps) {
    super(scope, id, props);

    // One KMS key for the secret, the log group, the dead letters and the alarms' topic.
    const encryptionKey = new kms.Key(this, 'EncryptionKey', { enableKeyRotation: true });
    encryptionKey.addToResourcePolicy(
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
    encryptionKey.grantEncryptDecrypt(new iam.ServicePrincipal('cloudwatch.amazonaws.com'));

    const user = new iam.User(this, 'User');
    const key = new RotatingAccessKey(this, 'Key', {
      user,
      encryptionKey,
      rotation: KeyRotation.every(Duration.days(60), { maxAge: Duration.days(90) }),
    });
    const handler = key.handler.node.defaultChild as lambda.CfnFunction;
    const role = key.handler.role!;

    // Logs: encrypted, and kept for a year.
    const logGroup = key.logGroup.node.defaultChild as logs.CfnLogGroup;
    logGroup.retentionInDays = 365;
    logGroup.kmsKeyId = encryptionKey.keyArn;

    // A VPC without internet access. The endpoint for IAM exists only in us-east-1.
    const vpc = new ec2.Vpc(this, 'Vpc', {
      maxAzs: 2,
      natGateways: 0,
      subnetConfiguration: [{ name: 'Isolated', subnetType: ec2.SubnetType.PRIVATE_ISOLATED }],
      gatewayEndpoints: { S3: { service: ec2.GatewayVpcEndpointAwsService.S3 } },
    });
    vpc.addInterfaceEndpoint('SecretsManager', { service: ec2.InterfaceVpcEndpointAwsService.SECRETS_MANAGER });
    vpc.addInterfaceEndpoint('Sts', { service: ec2.InterfaceVpcEndpointAwsService.STS });
    vpc.addInterfaceEndpoint('Logs', { service: ec2.InterfaceVpcEndpointAwsService.CLOUDWATCH_LOGS });
    vpc.addInterfaceEndpoint('Iam', { service: ec2.InterfaceVpcEndpointAwsService.IAM });
    const securityGroup = new ec2.SecurityGroup(this, 'SecurityGroup', { vpc, allowAllOutbound: false });
    securityGroup.addEgressRule(ec2.Peer.anyIpv4(), ec2.Port.tcp(443));
    handler.vpcConfig = {
      subnetIds: vpc.isolatedSubnets.map((subnet) => subnet.subnetId),
      securityGroupIds: [securityGroup.securityGroupId],
    };
    role.addManagedPolicy(iam.ManagedPolicy.fromAwsManagedPolicyName('service-role/AWSLambdaVPCAccessExecutionRole'));
    key.node.addDependency(vpc);

    // Reserved concurrency, and a queue for events that the function could not handle.
    handler.reservedConcurrentExecutions = 5;
    const deadLetters = new sqs.Queue(this, 'DeadLetters', { encryptionMasterKey: encryptionKey, enforceSSL: true });
    deadLetters.grantSendMessages(key.handler);
    handler.deadLetterConfig = { targetArn: deadLetters.queueArn };

    // A permissions boundary for the role and the user, and the tag that the service control policy requires.
    iam.PermissionsBoundary.of(this).apply(
      iam.ManagedPolicy.fromManagedPolicyName(this, 'Boundary', 'developer-boundary'),
    );
    Tags.of(role).add('rotates-access-keys', 'true');

    // Alarms with an action.
    const operators = new sns.Topic(this, 'Operators', { masterKey: encryptionKey, enforceSSL: true });
    const rotationFailures = key.metricRotationFailures().createAlarm(this, 'RotationFailures', {
      threshold: 1,
      evaluationPeriods: 1,
      treatMissingData: cloudwatch.TreatMissingData.NOT_BREACHING,
    });
    rotationFailures.addAlarmAction(new actions.SnsAction(operators));
    const keyAge = key.metricKeyAge().createAlarm(this, 'KeyAge', {
      threshold: 63,
      comparisonOperator: cloudwatch.ComparisonOperator.GREATER_THAN_THRESHOLD,
      evaluationPeriods: 2,
      treatMissingData: cloudwatch.TreatMissingData.BREACHING,
    });
    keyAge.addAlarmAction(new actions.SnsAction(operators));
  }
}
// end-snippet
