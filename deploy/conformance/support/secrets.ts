import { CreateSecretCommand, DescribeSecretCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { unique } from './unique';
import { Key } from './users';
import { AwsAccount } from '../../embedded-aws';

/** A client of the account's root user, or of a key's holder. The SDK writes into the credentials that it is given. */
export function secretsOf(aws: AwsAccount, credentials: Key = aws.clientConfig.credentials): SecretsManagerClient {
  return new SecretsManagerClient({ ...aws.clientConfig, credentials: { ...credentials }, maxAttempts: 1 });
}

export async function newSecret(aws: AwsAccount, SecretString?: string): Promise<string> {
  const { ARN } = await secretsOf(aws).send(new CreateSecretCommand({ Name: unique('secret'), SecretString }));
  return ARN!;
}

/** The version that carries a staging label. */
export async function versionWith(aws: AwsAccount, SecretId: string, stage: string): Promise<string | undefined> {
  const stages = await stagesOf(aws, SecretId);
  return Object.keys(stages).find((version) => stages[version].includes(stage));
}

export async function stagesOf(aws: AwsAccount, SecretId: string): Promise<Record<string, string[]>> {
  return (await secretsOf(aws).send(new DescribeSecretCommand({ SecretId }))).VersionIdsToStages ?? {};
}
