import { AccountName, ComparedAccount } from './compared-account';
import type { Right } from './table';
import { ContractAccount, Setup } from '../../test/properties/contract';
import { ask, attach, labelsOf, put, token } from '../../test/properties/contract/requests';
import { newSecret, stagesOf } from '../conformance/support/secrets';

/** A question that the contract leaves open. */
export interface OpenQuestion {
  readonly question: string;

  /** What AWS's documents or others say about it. */
  readonly source: string;

  readonly right: Right;

  /** The exact result of each account. */
  readonly results: Readonly<Record<AccountName, string>>;

  ask(account: ComparedAccount): Promise<string>;
}

const DOCS = 'https://docs.aws.amazon.com/secretsmanager/latest';

export const OPEN_QUESTIONS: readonly OpenQuestion[] = [
  {
    question: 'Which labels a pending version has after AWSCURRENT has moved to it',
    source:
      `[The user guide](${DOCS}/userguide/rotate-secrets_lambda-functions.html) says that AWSPENDING leaves, ` +
      `and [RotateSecret](${DOCS}/apireference/API_RotateSecret.html) that it may stay`,
    right: 'not documented',
    results: { emulator: 'AWSCURRENT and AWSPENDING and key.two', moto: 'AWSCURRENT and AWSPENDING and key.two' },
    async ask(compared) {
      const account = await rotating(compared);
      await ask(account, 'updateSecretVersionStage', { label: 'AWSCURRENT', from: token(1), to: token(2) });
      return shown([(await labelsOf(account, 2)) ?? []]);
    },
  },
  {
    question: 'Which labels a secret with a value has after its rotation was scheduled without an immediate one',
    source: `[RotateSecret](${DOCS}/apireference/API_RotateSecret.html): the test's version is removed`,
    right: 'the emulator',
    results: { emulator: 'AWSCURRENT', moto: 'AWSCURRENT; AWSPENDING' },
    ask: (compared) => labelsAfterSchedule(compared, 'value'),
  },
  {
    question: 'Which labels a secret without a value has after its rotation was scheduled without an immediate one',
    source: `[RotateSecret](${DOCS}/apireference/API_RotateSecret.html) does not require a value`,
    right: 'the emulator',
    results: { emulator: 'no version', moto: 'fails with status 500' },
    ask: labelsAfterSchedule,
  },
];

const SETUP: Setup = { secret: true, rotates: false };

/** Creates a current version, and a pending one with a label of its own. */
async function rotating({ newAccount }: ComparedAccount): Promise<ContractAccount> {
  const account = await newAccount(SETUP);
  await put(account, 1, 'AWSCURRENT');
  await put(account, 2, 'AWSPENDING');
  await attach(account, 2, 'key.two');
  return account;
}

async function labelsAfterSchedule({ aws, schedule }: ComparedAccount, value?: string): Promise<string> {
  const secret = await newSecret(aws, value);
  try {
    await schedule(secret);
  } catch (error) {
    const { $response } = error as { readonly $response?: { readonly statusCode: number } };
    if ($response === undefined) {
      throw error;
    }
    return `fails with status ${$response.statusCode}`;
  }
  return shown(Object.values(await stagesOf(aws, secret)));
}

/** The labels of each version, in alphabetical order. */
function shown(versions: readonly (readonly string[])[]): string {
  const each = versions.map((labels) => [...labels].sort().join(' and '));
  return each.length === 0 ? 'no version' : each.sort().join('; ');
}
