import {
  CloudFormationClient,
  DescribeStackResourcesCommand,
  DescribeStacksCommand,
} from '@aws-sdk/client-cloudformation';
import {
  AccessKeyMetadata,
  CreateAccessKeyCommand,
  DeleteAccessKeyCommand,
  IAMClient,
  ListAccessKeysCommand,
  ListUsersCommand,
  NoSuchEntityException,
} from '@aws-sdk/client-iam';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import {
  DescribeSecretCommand,
  GetSecretValueCommand,
  ListSecretsCommand,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { EmbeddedAws } from './embedded-aws';

export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

/** What the services of the emulator say, by the official SDKs. */
export class Account {
  private readonly iam: IAMClient;
  private readonly secrets: SecretsManagerClient;
  private readonly cloudFormation: CloudFormationClient;

  constructor(private readonly aws: EmbeddedAws) {
    this.iam = new IAMClient(aws.clientConfig);
    this.secrets = new SecretsManagerClient(aws.clientConfig);
    this.cloudFormation = new CloudFormationClient(aws.clientConfig);
  }

  /** The owner of these credentials: the ARN that STS returns, or the code of the error that it refuses with. */
  public async signIn(credentials: Credentials): Promise<string> {
    const client = new STSClient({ ...this.aws.clientConfig, credentials });
    try {
      return (await client.send(new GetCallerIdentityCommand())).Arn!;
    } catch (error) {
      return (error as Error).name;
    }
  }

  /** The keys of a user, or undefined where there is no such user. */
  public async keysOf(userName: string): Promise<AccessKeyMetadata[] | undefined> {
    try {
      return (await this.iam.send(new ListAccessKeysCommand({ UserName: userName }))).AccessKeyMetadata!;
    } catch (error) {
      if (error instanceof NoSuchEntityException) {
        return undefined;
      }
      throw error;
    }
  }

  /** Creates a key as an operator does in the console. */
  public async createKey(userName: string): Promise<Credentials> {
    const { AccessKey } = await this.iam.send(new CreateAccessKeyCommand({ UserName: userName }));
    return { accessKeyId: AccessKey!.AccessKeyId!, secretAccessKey: AccessKey!.SecretAccessKey! };
  }

  public async deleteKey(userName: string, accessKeyId: string): Promise<void> {
    await this.iam.send(new DeleteAccessKeyCommand({ UserName: userName, AccessKeyId: accessKeyId }));
  }

  public async secretValue(arn: string): Promise<string> {
    return (await this.secrets.send(new GetSecretValueCommand({ SecretId: arn }))).SecretString!;
  }

  /** The staging labels of all versions of a secret. */
  public async labelsOf(arn: string): Promise<string[]> {
    const { VersionIdsToStages } = await this.secrets.send(new DescribeSecretCommand({ SecretId: arn }));
    return Object.values(VersionIdsToStages!).flat();
  }

  /**
   * Has the schedule's event come to the one function of a stack. The account's schedules keep the time of the machine.
   */
  public async scheduledRun(stack: string): Promise<void> {
    const { StackResources } = await this.cloudFormation.send(new DescribeStackResourcesCommand({ StackName: stack }));
    const { PhysicalResourceId } = StackResources!.find(
      ({ ResourceType }) => ResourceType === 'AWS::Lambda::Function',
    )!;
    const event = { source: 'aws.events', 'detail-type': 'Scheduled Event' };
    const { FunctionError, Payload } = await new LambdaClient(this.aws.clientConfig).send(
      new InvokeCommand({ FunctionName: PhysicalResourceId, Payload: JSON.stringify(event) }),
    );
    if (FunctionError !== undefined) {
      throw new Error(`the function fails: ${Payload!.transformToString()}`);
    }
  }

  /** The names of the secrets of the account. */
  public async secretNames(): Promise<string[]> {
    return (await this.secrets.send(new ListSecretsCommand({ IncludePlannedDeletion: true }))).SecretList!.map(
      ({ Name }) => Name!,
    );
  }

  public async userNames(): Promise<string[]> {
    return (await this.iam.send(new ListUsersCommand())).Users!.map(({ UserName }) => UserName!);
  }

  /** The status of each stack that is there, by the stack's name. */
  public async stacks(): Promise<Record<string, string>> {
    const { Stacks } = await this.cloudFormation.send(new DescribeStacksCommand());
    return Object.fromEntries(Stacks!.map(({ StackName, StackStatus }) => [StackName, StackStatus]));
  }
}
