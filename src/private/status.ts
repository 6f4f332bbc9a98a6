import { AccessKeyStatus } from 'aws-cdk-lib/aws-iam';
import { IConstruct } from 'constructs';
import { warn } from './access-key-error';

/** IAM has this status, but CloudFormation cannot set when the access key expires. */
export function warnOfExpiredStatus(key: IConstruct, status: AccessKeyStatus | undefined): void {
  if (status === AccessKeyStatus.EXPIRED) {
    warn(key, 'expired', {
      found: 'status is Expired, so the access key cannot sign requests and still counts towards the access key quota',
      required: 'it must be Active or Inactive',
      remedy: 'Use Inactive to disable the access key temporarily, or remove the construct',
    });
  }
}
