/**
 * Deploys the documented example to a real account, and asks IAM and Secrets Manager what became of it.
 *
 * Run by `npm run integ` with credentials of an account that may be experimented with; never in CI.
 */
import { ExpectedResult, IntegTest, Match } from '@aws-cdk/integ-tests-alpha';
import { App, Stack } from 'aws-cdk-lib';
import { User } from 'aws-cdk-lib/aws-iam';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { AccessKey } from '../lib';

const app = new App();
const stack = new Stack(app, 'AccessKeyInteg');
const user = new User(stack, 'User');
const accessKey = new AccessKey(stack, 'AccessKey', { user, serial: 1 });
const secret = new Secret(stack, 'Secret', { secretStringValue: accessKey.secretAccessKey });

const { assertions } = new IntegTest(app, 'AccessKeyIntegTest', { testCases: [stack] });

assertions.awsApiCall('IAM', 'listAccessKeys', { UserName: user.userName }).expect(
  ExpectedResult.objectLike({
    AccessKeyMetadata: [{ UserName: user.userName, Status: 'Active' }],
  }),
);
assertions.awsApiCall('IAM', 'getAccessKeyLastUsed', { AccessKeyId: accessKey.accessKeyId }).expect(
  ExpectedResult.objectLike({
    UserName: user.userName,
  }),
);
// Its description, never its value: what an assertion reads stands in the log of its function.
assertions.awsApiCall('SecretsManager', 'describeSecret', { SecretId: secret.secretArn }).expect(
  ExpectedResult.objectLike({
    ARN: Match.stringLikeRegexp('^arn:.*:secretsmanager:.*'),
  }),
);
