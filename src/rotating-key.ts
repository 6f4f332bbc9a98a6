import { IResource } from 'aws-cdk-lib';
import { Metric, MetricOptions } from 'aws-cdk-lib/aws-cloudwatch';
import { IFunction } from 'aws-cdk-lib/aws-lambda';
import { ILogGroup } from 'aws-cdk-lib/aws-logs';
import { ISecret } from 'aws-cdk-lib/aws-secretsmanager';
import { aws_iam } from 'aws-cdk-lib/interfaces';
import { RotatingKeyGrants } from './rotating-key-grants';

/**
 * Credentials that are stored in a secret and rotated automatically: a RotatingAccessKey or SesSmtpCredentials.
 *
 * Use it as the type of a parameter in code that accepts both, such as code that creates alarms.
 */
export interface IRotatingKey extends IResource {
  /** The secret that holds the current key as JSON. */
  readonly secret: ISecret;

  /** The IAM user that the access keys belong to. */
  readonly user: aws_iam.IUserRef;

  /** The Lambda function that creates, rotates and deletes the access keys. */
  readonly handler: IFunction;

  /** The log group of the function. */
  readonly logGroup: ILogGroup;

  /** Grants permissions to read, rotate or revoke the access key. */
  readonly grants: RotatingKeyGrants;

  /**
   * The age of the current key in days. Maximum over 6 hours.
   *
   * @param options Properties of the metric.
   */
  metricKeyAge(options?: MetricOptions): Metric;

  /**
   * The number of scheduled runs that found a replaced key in use after its overlap. Sum over 6 hours.
   *
   * @param options Properties of the metric.
   */
  metricReplacedKeyInUse(options?: MetricOptions): Metric;

  /**
   * The number of failed runs, and of scheduled runs that found a problem which requires an operator. Sum over 6 hours.
   *
   * @param options Properties of the metric.
   */
  metricRotationFailures(options?: MetricOptions): Metric;

  /**
   * The number of runs that could not create an access key because the user has an unmanaged key. Sum over 6 hours.
   *
   * @param options Properties of the metric.
   */
  metricBlockedByUnmanagedKey(options?: MetricOptions): Metric;
}
