import {
  CreateAccessKeyCommand,
  DeleteAccessKeyCommand,
  GetAccessKeyLastUsedCommand,
  GetUserCommand,
  IAMClient,
  ListAccessKeysCommand,
  UpdateAccessKeyCommand,
} from '@aws-sdk/client-iam';
import {
  DescribeSecretCommand,
  GetSecretValueCommand,
  PutSecretValueCommand,
  RotateSecretCommand,
  SecretsManagerClient,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateSecretVersionStageCommand,
} from '@aws-sdk/client-secrets-manager';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { failureOf, LONGEST_MESSAGE } from './failures';
import { EffectResult, Effect, EffectName, Effects, Time } from '../life-cycle/effects';

/** The effects that are calls to AWS. */
export type AwsCallName = Exclude<EffectName, 'sleep' | 'report' | 'publishMetrics'>;
export type AwsCall = Extract<Effect, { name: AwsCallName }>;

export interface SdkAccountOptions {
  /** The one user whose keys are managed. */
  readonly userName: string;
  /** The one secret that holds them. */
  readonly secretId: string;
  /**
   * The options of the clients beside their defaults, such as an endpoint.
   *
   * @default - what the function's environment says
   */
  readonly client?: ClientOptions;
  /**
   * Returns the time of a result.
   *
   * @default Date.now
   */
  readonly clock?: () => Time;
}

export interface ClientOptions {
  readonly endpoint?: string;
  readonly region?: string;
  readonly credentials?: { readonly accessKeyId: string; readonly secretAccessKey: string };
}

/**
 * No call takes longer. So a run that begins its last call just before its deadline still ends before it is stopped.
 */
export const LONGEST_CALL_MS = 8_000;

/**
 * Each call is made once: CreateAccessKey must not be tried again by a library that does not know what it does, and
 * the life cycle has its own back-off for the others.
 *
 * Without `throwOnRequestTimeout` the SDK only warns of a call that takes too long, and the call continues.
 */
const ONCE = {
  maxAttempts: 1,
  requestHandler: { connectionTimeout: 3_000, requestTimeout: LONGEST_CALL_MS, throwOnRequestTimeout: true },
};

interface Options {
  readonly abortSignal?: AbortSignal;
}

type Performing = {
  readonly [N in AwsCallName]: (request: Effects[N]['request'], options: Options) => Promise<Effects[N]['result']>;
};

/** The AWS account, by the official SDK. The only file that imports it; it decides nothing. */
export class SdkAccount {
  private readonly iam: IAMClient;
  private readonly secrets: SecretsManagerClient;
  private readonly clock: () => Time;

  private readonly calls: Performing = {
    listAccessKeys: async (_, options) => {
      const { AccessKeyMetadata = [] } = await this.iam.send(new ListAccessKeysCommand(this.user), options);
      return AccessKeyMetadata.map(({ AccessKeyId, Status, CreateDate }) => ({
        id: AccessKeyId!,
        active: Status === 'Active',
        createdAt: CreateDate!.getTime(),
      }));
    },
    createAccessKey: async (_, options) => {
      const { AccessKey } = await this.iam.send(new CreateAccessKeyCommand(this.user), options);
      return { id: AccessKey!.AccessKeyId!, secretAccessKey: AccessKey!.SecretAccessKey! };
    },
    updateAccessKey: async ({ keyId, active }, options) => {
      await this.iam.send(
        new UpdateAccessKeyCommand({ ...this.user, AccessKeyId: keyId, Status: active ? 'Active' : 'Inactive' }),
        options,
      );
    },
    deleteAccessKey: async ({ keyId }, options) => {
      await this.iam.send(new DeleteAccessKeyCommand({ ...this.user, AccessKeyId: keyId }), options);
    },
    getAccessKeyLastUsed: async ({ keyId }, options) => {
      const { AccessKeyLastUsed } = await this.iam.send(
        new GetAccessKeyLastUsedCommand({ AccessKeyId: keyId }),
        options,
      );
      return AccessKeyLastUsed?.LastUsedDate?.getTime();
    },
    getUser: async (_, options) => {
      const { User } = await this.iam.send(new GetUserCommand(this.user), options);
      return User!.UserId!;
    },
    describeSecret: async (_, options) => {
      const secret = await this.secrets.send(new DescribeSecretCommand(this.secret), options);
      const { VersionIdsToStages: versions = {}, Tags = [], DeletedDate, ReplicationStatus = [] } = secret;
      return {
        versions,
        tags: Object.fromEntries(Tags.map(({ Key, Value }) => [Key!, Value!])),
        deletionDate: DeletedDate?.getTime(),
        replicas: ReplicationStatus.map(({ Region: region, Status: status, StatusMessage: message }) => ({
          region: region!,
          status: status!,
          message: message?.slice(0, LONGEST_MESSAGE),
        })),
      };
    },
    getSecretValue: async ({ version, label }, options) => {
      const { SecretString: value = '', CreatedDate } = await this.secrets.send(
        new GetSecretValueCommand({
          ...this.secret,
          VersionId: version,
          VersionStage: label,
        }),
        options,
      );
      return { value, createdAt: CreatedDate!.getTime() };
    },
    putSecretValue: async ({ token, value, labels }, options) => {
      const { VersionStages = [] } = await this.secrets.send(
        new PutSecretValueCommand({
          ...this.secret,
          ClientRequestToken: token,
          SecretString: value,
          VersionStages: [...labels],
        }),
        options,
      );
      return VersionStages;
    },
    updateSecretVersionStage: async ({ label, from, to }, options) => {
      await this.secrets.send(
        new UpdateSecretVersionStageCommand({
          ...this.secret,
          VersionStage: label,
          RemoveFromVersionId: from,
          MoveToVersionId: to,
        }),
        options,
      );
    },
    tagResource: async ({ tags }, options) => {
      const Tags = Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
      await this.secrets.send(new TagResourceCommand({ ...this.secret, Tags }), options);
    },
    untagResource: async ({ keys }, options) => {
      await this.secrets.send(new UntagResourceCommand({ ...this.secret, TagKeys: [...keys] }), options);
    },
    rotateSecret: async ({ token }, options) => {
      await this.secrets.send(new RotateSecretCommand({ ...this.secret, ClientRequestToken: token }), options);
    },
    getCallerIdentity: async ({ keyId, secretAccessKey }, options) => {
      // It asks the region's own endpoint, as the SDK does by default: most clients sign there.
      const sts = new STSClient({
        ...ONCE,
        ...this.options.client,
        credentials: { accessKeyId: keyId, secretAccessKey },
      });
      try {
        const { Account, Arn, UserId } = await sts.send(new GetCallerIdentityCommand({}), options);
        return { account: Account!, arn: Arn!, userId: UserId! };
      } finally {
        sts.destroy();
      }
    },
  };

  public constructor(private readonly options: SdkAccountOptions) {
    this.iam = new IAMClient({ ...ONCE, ...options.client });
    this.secrets = new SecretsManagerClient({ ...ONCE, ...options.client });
    this.clock = options.clock ?? Date.now;
  }

  /** One call, once. It never throws: a failure is part of the result. The signal ends a call that is under way. */
  public async perform(call: AwsCall, abortSignal?: AbortSignal): Promise<EffectResult> {
    try {
      const value = await (this.calls[call.name] as (request: unknown, options: Options) => Promise<unknown>)(
        call.request,
        { abortSignal },
      );
      return { now: this.clock(), value };
    } catch (error) {
      return { now: this.clock(), failure: failureOf(error, call.request) };
    }
  }

  private get user() {
    return { UserName: this.options.userName };
  }

  private get secret() {
    return { SecretId: this.options.secretId };
  }
}
