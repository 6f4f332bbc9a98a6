import { Duration, Lazy, ScopedAws, Stack } from 'aws-cdk-lib';
import { Metric, MetricOptions } from 'aws-cdk-lib/aws-cloudwatch';
import { IConstruct } from 'constructs';

/** The function publishes under these, by its log (src/handler/reports/metrics.ts). */
const NAMESPACE = 'CdkIamAccessKey';
const DIMENSION = 'Key';

/** The scheduled runs have the same interval, so each period has a value. */
export const TICK_INTERVAL = Duration.hours(6);

/** CloudFormation and the CDK allow no longer dimension. */
const LONGEST_NAME = 255;
const LONGEST_STACK_NAME = 128;
const LONGEST_PATH = LONGEST_NAME - LONGEST_STACK_NAME - '/'.length;

const HASH_LENGTH = 8;

/** One token for each key, so that two metrics of a key are known to be the same. */
const metricNames = new WeakMap<IConstruct, string>();

/**
 * The value of the key's dimension: the name of its stack, and its path in that stack.
 *
 * It is unique within an account and region, however often a template is deployed: by a StackSet, as a product of
 * Service Catalog, under several names.
 */
export function metricNameOf(key: IConstruct): string {
  const name = metricNames.get(key) ?? `${deployedNameOf(Stack.of(key))}/${pathInStack(key)}`;
  metricNames.set(key, name);
  return name;
}

/**
 * The name that a stack is deployed under, which only the stack itself knows.
 *
 * In the stack and in those nested in it, it is a reference to `AWS::StackName`. Elsewhere it is the name that the app
 * deploys the stack under: a reference to another stack would be an export, and could not cross regions or accounts.
 */
function deployedNameOf(stack: Stack): string {
  return Lazy.uncachedString({
    produce: ({ scope }) => (isOrIsNestedIn(Stack.of(scope), stack) ? new ScopedAws(stack).stackName : stack.stackName),
  });
}

function isOrIsNestedIn(stack: Stack | undefined, outer: Stack): boolean {
  return stack !== undefined && (stack === outer || isOrIsNestedIn(stack.nestedStackParent, outer));
}

/** The end of a path that is too long, after a hash of the whole path. */
function pathInStack(key: IConstruct): string {
  const path = printable(
    key.node.scopes
      .slice(Stack.of(key).node.scopes.length)
      .map(({ node }) => node.id)
      .join('/'),
  );
  const end = path.slice(HASH_LENGTH - LONGEST_PATH);
  return path.length <= LONGEST_PATH ? path : key.node.addr.slice(-HASH_LENGTH) + end;
}

/**
 * A text of printable ASCII, as CloudWatch allows no other.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_Dimension.html
 */
export function printable(text: string): string {
  return text.replace(/[^ -~]+/g, encodeURIComponent);
}

export function keyMetric(key: IConstruct, metricName: string, options?: MetricOptions): Metric {
  return new Metric({
    namespace: NAMESPACE,
    metricName,
    dimensionsMap: { [DIMENSION]: metricNameOf(key) },
    statistic: 'Sum',
    period: TICK_INTERVAL,
    ...options,
  }).attachTo(key);
}
