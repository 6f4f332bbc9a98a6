import { SdkContractAccount, Troubles } from './sdk-contract-account';
import { ContractAccount, Setup } from '../../test/properties/contract';
import { FUNCTION_ARN, functionResources, Journal } from '../conformance/support/functions';
import { setOptions } from '../conformance/support/options';
import { versionWith } from '../conformance/support/secrets';
import { TestStack } from '../conformance/support/stacks';
import { unique } from '../conformance/support/unique';
import { until } from '../conformance/support/until';
import { newUser } from '../conformance/support/users';
import { EmbeddedAws } from '../embedded-aws';

/** Longer than any statement takes, however slow the machine. */
const LONG_SECONDS = 3600;

/** Creates a user and a secret of the emulator. If it rotates, the test of its schedule has ended. */
export async function emulatorAccount(
  aws: EmbeddedAws,
  { secret, rotates }: Setup,
  journal: Journal,
): Promise<ContractAccount> {
  await setOptions(aws, {});
  const secretId = secret ? await newSecret(aws, rotates, journal) : unique('no-secret');
  return new SdkContractAccount(aws, await newUser(aws), secretId, troublesOf(aws));
}

function troublesOf(aws: EmbeddedAws): Troubles {
  return {
    iamFallsBehind: () => setOptions(aws, { newKeySeconds: LONG_SECONDS, staleListSeconds: LONG_SECONDS }),
    iamCatchesUp: () => setOptions(aws, {}),
    throttle: (action) => setOptions(aws, { throttle: { [action]: 1 } }),
    loseAnswer: (action) => setOptions(aws, { loseAnswer: { [action]: 1 } }),
  };
}

async function newSecret(aws: EmbeddedAws, rotates: boolean, journal: Journal): Promise<string> {
  const stack = new TestStack(aws);
  const status = await stack.create({
    Secret: { Type: 'AWS::SecretsManager::Secret' },
    ...(rotates ? scheduleResources(journal) : {}),
  });
  expect(status).toBe('CREATE_COMPLETE');
  const secret = await stack.physicalId('Secret');
  if (rotates) {
    await until(
      'the test of the schedule',
      async () => journal.events().length,
      (events) => events > 0,
    );
    const pending = () => versionWith(aws, secret, 'AWSPENDING');
    await until('the throw-away version to be gone', pending, (version) => version === undefined);
  }
  return secret;
}

function scheduleResources(journal: Journal) {
  return {
    ...functionResources(journal, 'throw new Error("asked to fail");'),
    Schedule: {
      Type: 'AWS::SecretsManager::RotationSchedule',
      Properties: {
        SecretId: { Ref: 'Secret' },
        RotationLambdaARN: FUNCTION_ARN,
        RotationRules: { AutomaticallyAfterDays: 30 },
        RotateImmediatelyOnUpdate: false,
      },
    },
  };
}
