import { Annotations } from 'aws-cdk-lib';
import { AccessKeyStatus } from 'aws-cdk-lib/aws-iam';
import { IConstruct } from 'constructs';
import { describeProblem } from './access-key-error';

/** IAM knows the status, but CloudFormation cannot tell when it ends: the key is dead and still takes a slot. */
export function warnOfExpiredStatus(key: IConstruct, status: AccessKeyStatus | undefined): void {
  if (status === AccessKeyStatus.EXPIRED) {
    Annotations.of(key).addWarningV2('cdk-iam-access-key:expired', describeProblem(key, {
      got: 'status is Expired, a key that cannot sign and still takes one of the user\'s two slots',
      expected: 'Active or Inactive',
      remedy: 'use Inactive to switch the key off for a while, or remove the construct',
    }));
  }
}
