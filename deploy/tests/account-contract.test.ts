import { CreateUserCommand, DeleteAccessKeyCommand, DeleteUserCommand, ListAccessKeysCommand, UpdateAccessKeyCommand } from '@aws-sdk/client-iam';
import { DeleteSecretCommand } from '@aws-sdk/client-secrets-manager';
import { beforeAllWithFreshAws } from './fresh-aws';
import { AwsCall, SdkAccount } from '../../src/handler/aws/sdk-account';
import { Answer, CallName } from '../../src/handler/life-cycle/calls';
import { CONTRACT, ContractAccount, Fault, hold, People, Setup, Statement } from '../../test/properties/contract';
import { FUNCTION_ARN, functionResources, Journal, withJournal } from '../conformance/support/functions';
import { setOptions } from '../conformance/support/options';
import { secretsOf, versionWith } from '../conformance/support/secrets';
import { TestStack } from '../conformance/support/stacks';
import { unique } from '../conformance/support/unique';
import { until } from '../conformance/support/until';
import { iamOf, newKey, newUser } from '../conformance/support/users';
import { EmbeddedAws } from '../embedded-aws';

/** Longer than any statement takes, however slow the machine. */
const LONG_SECONDS = 3600;

/** Statements that the embedded AWS does not fulfil, with the reason. Each is tried nevertheless: once it holds, its line must go. */
const SIMULATED_ONLY: Readonly<Record<string, string>> = {
  'the same token with the same value does nothing, even if its labels have moved meanwhile': 'a repeated put takes its labels off other versions',
  'a value is put as the current one with further labels': 'the further labels are dropped',
  'the first value of a secret is also the current one, whatever labels it is put with': 'only AWSCURRENT makes a value the current one',
  'a token has at least 32 characters': 'tokens are not checked',
  'the current label moves, and is never taken off': 'it can be taken off',
  'a secret has at most twenty labels': 'labels are not counted',
  'a tag has letters, digits, spaces and + - = . _ : / @ and no other character': 'tags are not checked',
  'a tag has at most 128 and 256 characters, and at least one in its key': 'tags are not checked',
  'a secret has at most fifty tags': 'tags are not counted',
};

const STATEMENTS = Object.values(CONTRACT).flat();

let aws: EmbeddedAws;

beforeAllWithFreshAws((fresh) => {
  aws = fresh;
});

/** A user and a secret of the embedded AWS, asked through the function's own way to AWS. */
class EmbeddedAccount implements ContractAccount {
  /** Makes them. The rotation's schedule has done its test, so that nothing happens by itself any more. */
  public static async fresh({ secret, rotates }: Setup, journal: Journal): Promise<EmbeddedAccount> {
    await setOptions(aws, {});
    return new EmbeddedAccount(await newUser(aws), secret ? await secretOf(rotates, journal) : unique('no-secret'));
  }

  public readonly user: { readonly name: string; readonly arn: string; readonly account: string };
  public readonly people: People;
  private readonly sdk: SdkAccount;
  private readonly denied = new Set<CallName>();

  private constructor(UserName: string, private readonly secretId: string) {
    const iam = iamOf(aws);
    this.user = { name: UserName, arn: `arn:aws:iam::${aws.account}:user/${UserName}`, account: aws.account };
    this.sdk = new SdkAccount({ userName: UserName, secretId, client: aws.clientConfig });
    this.people = {
      makeKey: async () => {
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
        await Promise.all(AccessKeyMetadata!.map(({ AccessKeyId }) => this.people.deleteKey(AccessKeyId!)));
        await iam.send(new DeleteUserCommand({ UserName }));
      },
      makeUserAgain: async () => {
        await iam.send(new CreateUserCommand({ UserName }));
      },
      scheduleDeletionOfSecret: async () => {
        await secretsOf(aws).send(new DeleteSecretCommand({ SecretId: secretId, RecoveryWindowInDays: 7 }));
      },
    };
  }

  public async perform(call: AwsCall): Promise<Answer> {
    return this.denied.delete(call.name) ? this.performWithoutRights(call) : this.sdk.perform(call);
  }

  public async iamFallsBehind(): Promise<void> {
    await setOptions(aws, { newKeySeconds: LONG_SECONDS, staleListSeconds: LONG_SECONDS });
  }

  public async iamCatchesUp(): Promise<void> {
    await setOptions(aws, {});
  }

  public async befalls(name: CallName, what: Fault): Promise<void> {
    const action = name[0].toUpperCase() + name.slice(1);
    switch (what) {
      case 'throttled':
        return setOptions(aws, { throttle: { [action]: 1 } });
      case 'answer lost':
        return setOptions(aws, { loseAnswer: { [action]: 1 } });
      case 'denied':
        this.denied.add(name);
    }
  }

  /** As a function whose role may do nothing yet. */
  private async performWithoutRights(call: AwsCall): Promise<Answer> {
    const credentials = await newKey(aws, await newUser(aws));
    return new SdkAccount({ userName: this.user.name, secretId: this.secretId, client: { ...aws.clientConfig, credentials } }).perform(call);
  }
}

async function secretOf(rotates: boolean, journal: Journal): Promise<string> {
  const stack = new TestStack(aws);
  const status = await stack.create({
    Secret: { Type: 'AWS::SecretsManager::Secret' },
    ...rotates ? scheduleResources(journal) : {},
  });
  expect(status).toBe('CREATE_COMPLETE');
  const secret = await stack.physicalId('Secret');
  if (rotates) {
    await until('the test of the schedule', async () => journal.events().length, (events) => events > 0);
    await until('the throw-away version to be gone', () => versionWith(aws, secret, 'AWSPENDING'), (version) => version === undefined);
  }
  return secret;
}

function scheduleResources(journal: Journal) {
  return {
    ...functionResources(journal, 'throw new Error("asked to fail");'),
    Schedule: {
      Type: 'AWS::SecretsManager::RotationSchedule',
      Properties: {
        SecretId: { Ref: 'Secret' }, RotationLambdaARN: FUNCTION_ARN, RotationRules: { AutomaticallyAfterDays: 30 }, RotateImmediatelyOnUpdate: false,
      },
    },
  };
}

function holdOnEmbedded(statement: Statement): Promise<void> {
  return withJournal((journal) => hold(statement, (setup) => EmbeddedAccount.fresh(setup, journal)));
}

describe.each(Object.entries(CONTRACT))('%s', (_subject, statements) => {
  test.each(statements.filter(({ statement }) => !(statement in SIMULATED_ONLY)))('$statement', holdOnEmbedded);
});

describe('simulated only', () => {
  test.each(Object.entries(SIMULATED_ONLY))('%s: %s', async (statement) => {
    const [simulated] = STATEMENTS.filter((other) => other.statement === statement);

    await expect(holdOnEmbedded(simulated)).rejects.toThrow('expect');
  });
});
