import { Duration } from 'aws-cdk-lib';
import { Metric, MetricOptions } from 'aws-cdk-lib/aws-cloudwatch';
import { IConstruct } from 'constructs';

/** The function publishes under these, by its log (src/handler/reports/metrics.ts). */
const NAMESPACE = 'CdkIamAccessKey';
const DIMENSION = 'Key';

/** The ticks come as often, so that a period has a value. */
export const TICK_INTERVAL = Duration.hours(6);

/** The CDK allows no longer dimension, as CloudWatch once did. */
const LONGEST_NAME = 255;

/**
 * What a key is called in metrics: its path, in which CloudWatch allows printable ASCII alone.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_Dimension.html
 */
export function metricNameOf(key: IConstruct): string {
  return key.node.path.replace(/[^ -~]+/g, encodeURIComponent).slice(-LONGEST_NAME);
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
