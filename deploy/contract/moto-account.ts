import { CreateRoleCommand } from '@aws-sdk/client-iam';
import { CreateFunctionCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { UpdateSecretVersionStageCommand } from '@aws-sdk/client-secrets-manager';
import { scheduleRotation } from './schedule-rotation';
import { SdkContractAccount, Troubles } from './sdk-contract-account';
import { AwsCall } from '../../src/handler/aws/sdk-account';
import { EffectResult } from '../../src/handler/life-cycle/effects';
import { ContractAccount, Setup } from '../../test/properties/contract';
import { newSecret, secretsOf, versionWith } from '../conformance/support/secrets';
import { unique } from '../conformance/support/unique';
import { iamOf, newUser } from '../conformance/support/users';
import { MotoServer } from '../moto-server';

/** Creates a user and a secret of moto's server. */
export async function motoAccount(aws: MotoServer, { secret, rotates }: Setup): Promise<ContractAccount> {
  return new MotoAccount(aws, await newUser(aws), secret ? await newSecret(aws) : unique('no-secret'), rotates);
}

/** moto cannot schedule the rotation of a secret without a value. So it is scheduled as soon as there is one. */
class MotoAccount extends SdkContractAccount {
  public constructor(
    private readonly moto: MotoServer,
    userName: string,
    private readonly secret: string,
    private rotates: boolean,
  ) {
    super(moto, userName, secret, NO_TROUBLES);
  }

  public async perform(call: AwsCall): Promise<EffectResult> {
    const result = await super.perform(call);
    if (this.rotates && call.name === 'putSecretValue' && result.failure === undefined) {
      this.rotates = false;
      await scheduleRotation(this.moto, this.secret, await newMotoFunction(this.moto));
      await this.removeTestVersion();
    }
    return result;
  }

  /** The test of the schedule leaves its version pending, and no rotation could begin. */
  private async removeTestVersion(): Promise<void> {
    const RemoveFromVersionId = await versionWith(this.moto, this.secret, 'AWSPENDING');
    await secretsOf(this.moto).send(
      new UpdateSecretVersionStageCommand({
        SecretId: this.secret,
        VersionStage: 'AWSPENDING',
        RemoveFromVersionId,
      }),
    );
  }
}

/** moto has neither delays nor failures on request. */
const NO_TROUBLES: Troubles = {
  iamFallsBehind: async () => undefined,
  iamCatchesUp: async () => undefined,
  throttle: async () => undefined,
  loseAnswer: async () => undefined,
};

/** Creates a function with its role. moto invokes no function, so that the code does not matter. */
export async function newMotoFunction(aws: MotoServer): Promise<string> {
  const Statement = [{ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }];
  const { Role } = await iamOf(aws).send(
    new CreateRoleCommand({
      RoleName: unique('role'),
      AssumeRolePolicyDocument: JSON.stringify({ Version: '2012-10-17', Statement }),
    }),
  );
  const lambda = new LambdaClient({ ...aws.clientConfig, maxAttempts: 1 });
  const { FunctionArn } = await lambda.send(
    new CreateFunctionCommand({
      FunctionName: unique('function'),
      Role: Role!.Arn,
      Runtime: 'nodejs24.x',
      Handler: 'index.handler',
      Code: { ZipFile: Buffer.from('unused') },
    }),
  );
  return FunctionArn!;
}
