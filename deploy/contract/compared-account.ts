import { emulatorAccount } from './emulator-account';
import { motoAccount, newMotoFunction } from './moto-account';
import { scheduleRotation } from './schedule-rotation';
import { NewAccount } from '../../test/properties/contract';
import { functionResources, withJournal } from '../conformance/support/functions';
import { versionWith } from '../conformance/support/secrets';
import { TestStack } from '../conformance/support/stacks';
import { until } from '../conformance/support/until';
import { AwsAccount, EmbeddedAws } from '../embedded-aws';
import { MotoServer } from '../moto-server';

/** The accounts that are compared with AWS's documents. */
export type AccountName = 'emulator' | 'moto';

/** An account that is compared with AWS's documents. */
export interface ComparedAccount {
  readonly aws: AwsAccount;

  /** Creates a user and a secret that nothing else uses. */
  readonly newAccount: NewAccount;

  /** Schedules the rotation of a secret without an immediate one. Returns when the test of the schedule has ended. */
  schedule(secret: string): Promise<void>;
}

/** Compares the emulator. */
export function withEmulator(aws: EmbeddedAws, compare: (account: ComparedAccount) => Promise<void>): Promise<void> {
  return withJournal((journal) =>
    compare({
      aws,
      newAccount: (setup) => emulatorAccount(aws, setup, journal),
      schedule: async (secret) => {
        const stack = new TestStack(aws);
        expect(await stack.create(functionResources(journal, ''))).toBe('CREATE_COMPLETE');
        const name = await stack.physicalId('Function');
        await scheduleRotation(aws, secret, `arn:aws:lambda:${aws.region}:${aws.account}:function:${name}`);
        await until(
          'the test of the schedule',
          async () => journal.events().length,
          (events) => events > 0,
        );
        const pending = () => versionWith(aws, secret, 'AWSPENDING');
        await until('the test version to be gone', pending, (version) => version === undefined);
      },
    }),
  );
}

/** Compares moto's server. */
export function withMoto(aws: MotoServer, compare: (account: ComparedAccount) => Promise<void>): Promise<void> {
  return compare({
    aws,
    newAccount: (setup) => motoAccount(aws, setup),
    schedule: async (secret) => scheduleRotation(aws, secret, await newMotoFunction(aws)),
  });
}
