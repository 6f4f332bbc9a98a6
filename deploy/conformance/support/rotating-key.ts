import { join } from 'node:path';
import { GetAccessKeyLastUsedCommand, ListAccessKeysCommand } from '@aws-sdk/client-iam';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { GetSecretValueCommand } from '@aws-sdk/client-secrets-manager';
import { secretsOf, stagesOf } from './secrets';
import { Resources, TestStack } from './stacks';
import { iamOf, Key } from './users';
import { REPOSITORY } from '../../../consumers/dist';
import { EmbeddedAws } from '../../embedded-aws';

const BUNDLE = join(REPOSITORY, 'assets', 'handler', 'index.js');

const DAY_S = 24 * 3600;

/** The defaults of the design, in seconds, and what AWS makes long made short. Dates pass by the account's clock. */
const POLICY = {
  rotateAfter: 60 * DAY_S, overlap: 14 * DAY_S, recovery: 7 * DAY_S, maxAge: 90 * DAY_S,
  timing: { keySpreads: 0, pause: 0.1, catchingUp: 2, longestMint: 20 },
};

const arnOf = (resource: string) => ({ 'Fn::GetAtt': [resource, 'Arn'] });
const OWNER = { 'Fn::Join': ['/', [{ Ref: 'AWS::StackId' }, 'Key']] };

/** A stack with a user, a secret, and the function as it is shipped, which owns the user's key. */
export class RotatingKey {
  public static async deploy(aws: EmbeddedAws): Promise<RotatingKey> {
    const stack = new TestStack(aws);
    const status = await stack.create(resources());
    if (status !== 'CREATE_COMPLETE') {
      throw new Error(`the stack ends in ${status}: ${aws.log()}`);
    }
    return new RotatingKey(aws, stack, await stack.physicalId('User'), await stack.physicalId('Secret'), await stack.physicalId('Function'));
  }

  private readonly lambda: LambdaClient;

  private constructor(
    private readonly aws: EmbeddedAws, private readonly stack: TestStack, public readonly user: string, public readonly secret: string, private readonly functionName: string,
  ) {
    this.lambda = new LambdaClient({ ...aws.clientConfig, maxAttempts: 1 });
  }

  /** What a consumer reads. */
  public async current(): Promise<Key> {
    const { SecretString } = await secretsOf(this.aws).send(new GetSecretValueCommand({ SecretId: this.secret }));
    return JSON.parse(SecretString!);
  }

  /** The ids and statuses of the user's keys, the oldest first. */
  public async keys(): Promise<[id: string, status: string][]> {
    const { AccessKeyMetadata } = await iamOf(this.aws).send(new ListAccessKeysCommand({ UserName: this.user }));
    return AccessKeyMetadata!
      .sort((one, other) => one.CreateDate!.getTime() - other.CreateDate!.getTime())
      .map(({ AccessKeyId, Status }) => [AccessKeyId!, Status!]);
  }

  public async lastUse(AccessKeyId: string): Promise<Date | undefined> {
    return (await iamOf(this.aws).send(new GetAccessKeyLastUsedCommand({ AccessKeyId }))).AccessKeyLastUsed?.LastUsedDate;
  }

  /** All staging labels of the secret. */
  public async labels(): Promise<string[]> {
    return Object.values(await stagesOf(this.aws, this.secret)).flat();
  }

  public async tick(): Promise<string> {
    return this.invoke({ 'source': 'aws.events', 'detail-type': 'Scheduled Event' });
  }

  public async revoke(keyId: string): Promise<string> {
    return this.invoke({ revoke: keyId });
  }

  public delete(): Promise<void> {
    return this.stack.delete();
  }

  /** What the function ended with: nothing, or its error. */
  private async invoke(event: object): Promise<string> {
    const { FunctionError, Payload } = await this.lambda.send(new InvokeCommand({ FunctionName: this.functionName, Payload: JSON.stringify(event) }));
    return FunctionError === undefined ? '' : Payload!.transformToString();
  }
}

function resources(): Resources {
  return {
    User: { Type: 'AWS::IAM::User' },
    Secret: { Type: 'AWS::SecretsManager::Secret' },
    Role: {
      Type: 'AWS::IAM::Role',
      Properties: {
        AssumeRolePolicyDocument: {
          Version: '2012-10-17',
          Statement: [{ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }],
        },
        Policies: [{
          PolicyName: 'life-cycle',
          PolicyDocument: {
            Version: '2012-10-17',
            Statement: [
              {
                Effect: 'Allow',
                Action: ['ListAccessKeys', 'CreateAccessKey', 'UpdateAccessKey', 'DeleteAccessKey', 'GetAccessKeyLastUsed', 'GetUser'].map((action) => `iam:${action}`),
                Resource: arnOf('User'),
              },
              {
                Effect: 'Allow',
                Action: ['DescribeSecret', 'GetSecretValue', 'PutSecretValue', 'UpdateSecretVersionStage', 'TagResource', 'UntagResource', 'RotateSecret']
                  .map((action) => `secretsmanager:${action}`),
                Resource: { Ref: 'Secret' },
              },
            ],
          },
        }],
      },
    },
    Function: {
      Type: 'AWS::Lambda::Function',
      Properties: {
        Runtime: 'nodejs24.x',
        Handler: 'index.handler',
        Timeout: 240,
        Role: arnOf('Role'),
        Environment: {
          Variables: { OWNER, SECRET_ARN: { Ref: 'Secret' }, USER_ARN: arnOf('User'), METRIC_KEY: 'Key', POLICY: JSON.stringify(POLICY) },
        },
        // A template has no room for the bundle. The function runs on this machine, and loads it as it was built.
        Code: { ZipFile: `exports.handler = require(${JSON.stringify(BUNDLE)}).handler;` },
      },
    },
    Key: {
      Type: 'Custom::AccessKey',
      Properties: { ServiceToken: arnOf('Function'), UserName: { Ref: 'User' } },
    },
    Schedule: {
      Type: 'AWS::SecretsManager::RotationSchedule',
      DependsOn: ['Key'],
      Properties: {
        SecretId: { Ref: 'Secret' }, RotationLambdaARN: arnOf('Function'), RotationRules: { AutomaticallyAfterDays: 60 }, RotateImmediatelyOnUpdate: false,
      },
    },
  };
}
