import { Metrics, Time } from '../life-cycle/effects';

export const NAMESPACE = 'CdkIamAccessKey';

/** The dimension is the construct, which stays the same whatever the secret is called. */
export const DIMENSION = 'Key';

/** CloudWatch knows no days. */
const UNITS: Readonly<Record<keyof Metrics, 'Count' | 'None'>> = {
  KeyAge: 'None',
  RotationFailures: 'Count',
  ReplacedKeyInUse: 'Count',
  BlockedByUnmanagedKey: 'Count',
};

/**
 * One line of JSON that CloudWatch turns into metrics. It costs no call and needs no permission, and only metrics with
 * a value are paid for.
 *
 * The line must be a log event of its own: Lambda's console would wrap it.
 * @see
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
 */
export function metricLine(metrics: Metrics, key: string, now: Time): string {
  const names = Object.keys(metrics) as Array<keyof Metrics>;
  return JSON.stringify({
    _aws: {
      Timestamp: now,
      CloudWatchMetrics: [
        {
          Namespace: NAMESPACE,
          Dimensions: [[DIMENSION]],
          Metrics: names.map((name) => ({ Name: name, Unit: UNITS[name] })),
        },
      ],
    },
    [DIMENSION]: key,
    ...metrics,
  });
}
