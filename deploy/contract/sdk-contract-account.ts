import {
  CreateUserCommand,
  DeleteAccessKeyCommand,
  DeleteUserCommand,
  ListAccessKeysCommand,
  UpdateAccessKeyCommand,
} from '@aws-sdk/client-iam';
import { DeleteSecretCommand, GetSecretValueCommand } from '@aws-sdk/client-secrets-manager';
import { AwsCall, SdkAccount } from '../../src/handler/aws/sdk-account';
import { EffectResult, EffectName } from '../../src/handler/life-cycle/effects';
import { ContractAccount, Fault, Operator } from '../../test/properties/contract';
import { secretsOf } from '../conformance/support/secrets';
import { iamOf, newKey, newUser } from '../conformance/support/users';
import { AwsAccount } from '../embedded-aws';

/** How an account delays and fails on request. `action` is the name of AWS's operation. */
export interface Troubles {
  iamFallsBehind(): Promise<void>;
  iamCatchesUp(): Promise<void>;
  throttle(action: string): Promise<void>;
  loseAnswer(action: string): Promise<void>;
}

/** A user and a secret of an account, asked through the function's own way to AWS. */
export class SdkContractAccount implements ContractAccount {
  public readonly user: { readonly name: string; readonly arn: string; readonly account: string };
  public readonly operator: Operator;
  private readonly sdk: SdkAccount;
  private readonly denied = new Set<EffectName>();

  public constructor(
    private readonly aws: AwsAccount,
    UserName: string,
    private readonly secretId: string,
    private readonly troubles: Troubles,
  ) {
    const iam = iamOf(aws);
    this.user = { name: UserName, arn: `arn:aws:iam::${aws.account}:user/${UserName}`, account: aws.account };
    this.sdk = new SdkAccount({ userName: UserName, secretId, client: aws.clientConfig });
    this.operator = {
      createKey: async () => {
        const { accessKeyId: id, secretAccessKey } = await newKey(aws, UserName);
        return { id, secretAccessKey };
      },
      setStatus: async (AccessKeyId, active) => {
        await iam.send(new UpdateAccessKeyCommand({ UserName, AccessKeyId, Status: active ? 'Active' : 'Inactive' }));
      },
      deleteKey: async (AccessKeyId) => {
        await iam.send(new DeleteAccessKeyCommand({ UserName, AccessKeyId }));
      },
      deleteUser: async () => {
        const { AccessKeyMetadata } = await iam.send(new ListAccessKeysCommand({ UserName }));
        await Promise.all(AccessKeyMetadata!.map(({ AccessKeyId }) => this.operator.deleteKey(AccessKeyId!)));
        await iam.send(new DeleteUserCommand({ UserName }));
      },
      createUserAgain: async () => {
        await iam.send(new CreateUserCommand({ UserName }));
      },
      scheduleDeletionOfSecret: async () => {
        await secretsOf(aws).send(new DeleteSecretCommand({ SecretId: secretId, RecoveryWindowInDays: 7 }));
      },
      readSecret: async () => {
        const { SecretString } = await secretsOf(aws).send(new GetSecretValueCommand({ SecretId: secretId }));
        return SecretString;
      },
    };
  }

  public async perform(call: AwsCall): Promise<EffectResult> {
    return this.denied.delete(call.name) ? this.performWithoutPermissions(call) : this.sdk.perform(call);
  }

  public iamFallsBehind(): Promise<void> {
    return this.troubles.iamFallsBehind();
  }

  public iamCatchesUp(): Promise<void> {
    return this.troubles.iamCatchesUp();
  }

  public async befalls(name: EffectName, what: Fault): Promise<void> {
    const action = name[0].toUpperCase() + name.slice(1);
    switch (what) {
      case 'throttled':
        return this.troubles.throttle(action);
      case 'response lost':
        return this.troubles.loseAnswer(action);
      case 'denied':
        this.denied.add(name);
    }
  }

  /** Performs a call as a function whose role has no permission yet. */
  private async performWithoutPermissions(call: AwsCall): Promise<EffectResult> {
    const credentials = await newKey(this.aws, await newUser(this.aws));
    const client = { ...this.aws.clientConfig, credentials };
    return new SdkAccount({ userName: this.user.name, secretId: this.secretId, client }).perform(call);
  }
}
