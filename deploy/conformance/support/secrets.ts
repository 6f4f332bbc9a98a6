import { CreateSecretCommand, DescribeSecretCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { unique } from './unique';
import { EmbeddedAws } from '../../embedded-aws';

export function secretsOf(aws: EmbeddedAws): SecretsManagerClient {
  return new SecretsManagerClient({ ...aws.clientConfig, maxAttempts: 1 });
}

export async function newSecret(aws: EmbeddedAws, SecretString?: string): Promise<string> {
  const { ARN } = await secretsOf(aws).send(new CreateSecretCommand({ Name: unique('secret'), SecretString }));
  return ARN!;
}

/** The version that carries a staging label. */
export async function versionWith(aws: EmbeddedAws, SecretId: string, stage: string): Promise<string | undefined> {
  const stages = await stagesOf(aws, SecretId);
  return Object.keys(stages).find((version) => stages[version].includes(stage));
}

export async function stagesOf(aws: EmbeddedAws, SecretId: string): Promise<Record<string, string[]>> {
  return (await secretsOf(aws).send(new DescribeSecretCommand({ SecretId }))).VersionIdsToStages ?? {};
}
