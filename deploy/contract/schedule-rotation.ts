import { RotateSecretCommand } from '@aws-sdk/client-secrets-manager';
import { secretsOf } from '../conformance/support/secrets';
import { AwsAccount } from '../embedded-aws';

/** Configures a rotation by a function without an immediate one, as CloudFormation does. */
export async function scheduleRotation(aws: AwsAccount, SecretId: string, functionArn: string): Promise<void> {
  await secretsOf(aws).send(
    new RotateSecretCommand({
      SecretId,
      RotationLambdaARN: functionArn,
      RotationRules: { AutomaticallyAfterDays: 30 },
      RotateImmediately: false,
    }),
  );
}
