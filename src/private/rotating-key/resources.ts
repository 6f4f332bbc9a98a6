import { join } from 'node:path';
import { CfnResource, CustomResource, Duration, Fn, Lazy, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { CfnRule } from 'aws-cdk-lib/aws-events';
import { Policy, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { CfnPermission, Code, EventInvokeConfig, Function, LoggingFormat, Runtime } from 'aws-cdk-lib/aws-lambda';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { CfnRotationSchedule } from 'aws-cdk-lib/aws-secretsmanager';
import { aws_iam } from 'aws-cdk-lib/interfaces';
import { Construct } from 'constructs';
import { metricNameOf, printable, TICK_INTERVAL } from './metrics';
import { Payload } from './payload';
import {
  encryptionStatements,
  invokeStatement,
  logStatement,
  secretStatement,
  tagStatement,
  userStatement,
} from './permissions';
import { Retention } from './retention';
import { LONGEST_INTERVAL_DAYS } from './rotation';
import { StoredSecret } from './secret-with-key';
import { KeyRotation } from '../../key-rotation';

/** The function as one file, built by scripts/handler-bundle.ts. */
const HANDLER = join(__dirname, '..', '..', '..', 'assets', 'handler');

/**
 * A run waits for its new role, which was seen to be denied for three minutes, for a new key to spread, and for other
 * runs. CloudFormation waits a little longer for the run.
 *
 * @see https://github.com/go-to-k/cdkd/pull/755
 */
const LONGEST_RUN = Duration.minutes(6);
const LONGEST_ANSWER = Duration.minutes(7);

export interface RotatingKeyResourcesProps {
  readonly rotation: KeyRotation;
  readonly user: aws_iam.IUserRef;
  readonly userName: string;
  readonly secret: StoredSecret;
  readonly payload: Payload;
  readonly retireUnmanagedKeysAfter?: Duration;
  readonly retention: Retention;
}

/**
 * The resources around a key's secret, in the order in which they are created.
 *
 * They are deleted in the opposite order: first what starts runs, then the custom resource, whose Delete needs the
 * function with all its permissions.
 */
export class RotatingKeyResources {
  public readonly handler: Function;
  public readonly logGroup: LogGroup;
  public readonly customResource: CustomResource;

  constructor(
    key: Construct,
    private readonly props: RotatingKeyResourcesProps,
  ) {
    const path = printable(key.node.path);
    this.logGroup = new LogGroup(key, 'LogGroup', {
      retention: RetentionDays.THREE_MONTHS,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const role = new Role(key, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
    // By its own property, as Stack.getLogicalId does not know an overridden one.
    const customResourceId = Lazy.string({
      produce: () => (this.customResource.node.defaultChild as CfnResource).logicalId,
    });
    this.handler = new Function(key, 'Function', {
      description: description('Rotates the access keys of an IAM user', path),
      code: Code.fromAsset(HANDLER),
      handler: 'index.handler',
      runtime: Runtime.NODEJS_24_X,
      timeout: LONGEST_RUN,
      memorySize: 256,
      role,
      logGroup: this.logGroup,
      // The function writes JSON itself. CloudWatch would not find the metrics in a wrapped line.
      loggingFormat: LoggingFormat.TEXT,
      environment: {
        OWNER: Fn.join('/', [Stack.of(key).stackId, customResourceId]),
        USER_ARN: props.user.userRef.userArn,
        SECRET_ARN: props.secret.secretArn,
        METRIC_KEY: metricNameOf(key),
        POLICY: this.policy,
        ...props.payload.environment,
      },
    });
    const policy = this.permissionsOf(role, [
      userStatement(props.user),
      secretStatement(props.secret, props.payload.isReadable),
      tagStatement(props.secret),
      ...encryptionStatements(key, props.secret),
      logStatement(this.logGroup),
      invokeStatement(this.handler),
    ]);
    const invocation = new EventInvokeConfig(key, 'EventInvokeConfig', {
      function: this.handler,
      retryAttempts: 0,
      maxEventAge: LONGEST_ANSWER,
    });
    const rule = new CfnRule(key, 'ScheduledRun', {
      description: description('Starts the scheduled runs of the function that rotates access keys', path),
      scheduleExpression: `rate(${TICK_INTERVAL.toHours()} hours)`,
      targets: [{ id: 'Function', arn: this.handler.functionArn, retryPolicy: { maximumRetryAttempts: 0 } }],
    });
    const permissions = [
      new CfnPermission(key, 'RotationPermission', {
        action: 'lambda:InvokeFunction',
        functionName: this.handler.functionArn,
        principal: 'secretsmanager.amazonaws.com',
        sourceArn: props.secret.secretArn,
        sourceAccount: Stack.of(key).account,
      }),
      new CfnPermission(key, 'ScheduledRunPermission', {
        action: 'lambda:InvokeFunction',
        functionName: this.handler.functionArn,
        principal: 'events.amazonaws.com',
        sourceArn: rule.attrArn,
      }),
    ];
    this.customResource = new CustomResource(key, 'Key', {
      resourceType: props.payload.resourceType,
      serviceToken: this.handler.functionArn,
      serviceTimeout: LONGEST_ANSWER,
      properties: {
        // A change of one of these is an Update, so that the function can refuse it.
        UserName: props.userName,
        SecretArn: props.secret.secretArn,
        // A change of the policy is an Update, which clears what would keep the schedule from being set.
        Policy: this.policy,
        RetainKey: Lazy.any({ produce: () => props.retention.retains }),
      },
    });
    this.customResource.node.addDependency(policy, invocation, permissions[0]);
    rule.node.addDependency(this.customResource);
    const schedule = new CfnRotationSchedule(key, 'RotationSchedule', {
      secretId: props.secret.secretArn,
      rotationLambdaArn: this.handler.functionArn,
      rotationRules: { automaticallyAfterDays: props.rotation.interval?.toDays() ?? LONGEST_INTERVAL_DAYS },
      rotateImmediatelyOnUpdate: false,
    });
    schedule.node.addDependency(this.customResource);
  }

  /**
   * All permissions of the function. They cannot be a part of the role, which the function waits for: one of them names
   * the function.
   *
   * The policy is attached by the role, when it is complete. So a role that `Role.customizeRoles` replaces has all of
   * it in the CDK's report, and the template has no policy.
   */
  private permissionsOf(role: Role, statements: PolicyStatement[]): Policy {
    const policy = new Policy(role.node.scope!, 'Policy', { statements });
    role.attachInlinePolicy(policy);
    return policy;
  }

  /** Durations in whole seconds (src/handler/configuration.ts). */
  private get policy(): string {
    const {
      rotation: { interval, overlap, recoveryWindow, maxAge },
      retireUnmanagedKeysAfter,
    } = this.props;
    const seconds = (duration?: Duration) => duration?.toSeconds();
    return JSON.stringify({
      rotateAfter: seconds(interval),
      overlap: seconds(overlap),
      recoveryWindow: seconds(recoveryWindow),
      maxAge: seconds(maxAge),
      retireUnmanagedKeysAfter: seconds(retireUnmanagedKeysAfter),
    });
  }
}

/** What an operator reads in a list of functions or rules. Lambda allows 256 characters. */
function description(what: string, path: string): string {
  return `${what}: ${path}`.slice(0, 256);
}
