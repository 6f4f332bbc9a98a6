import { Token } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { AccessKeyError } from './access-key-error';

/**
 * Refuses a serial that CloudFormation refuses only at deployment, or rounds.
 *
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-iam-accesskey.html
 */
export function validateSerial(key: IConstruct, serial: number | undefined): void {
  if (serial === undefined || Token.isUnresolved(serial)) {
    return;
  }
  if (!Number.isSafeInteger(serial) || serial < 0) {
    throw new AccessKeyError('InvalidSerial', key, {
      found: `serial is ${String(serial)}`,
      required: 'it must be a whole number of zero or more',
      remedy: 'Start with 1 and add 1 for each replacement, or omit serial',
    });
  }
}
