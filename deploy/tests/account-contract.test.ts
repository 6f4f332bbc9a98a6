import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAllWithFreshAws } from './fresh-aws';
import { REPOSITORY } from '../../consumers/dist';
import { CONTRACT, hold, Statement } from '../../test/properties/contract';
import { AccountName, ComparedAccount, withEmulator, withMoto } from '../contract/compared-account';
import { DEVIATIONS } from '../contract/deviations';
import { OPEN_QUESTIONS } from '../contract/open-questions';
import { disagreements } from '../contract/table';
import { EmbeddedAws } from '../embedded-aws';
import { installMoto } from '../install-moto';
import { MotoServer } from '../moto-server';

type Compare = (account: ComparedAccount) => Promise<void>;

const STATEMENTS = Object.values(CONTRACT).flat();

let emulator: EmbeddedAws;
let moto: MotoServer;

beforeAllWithFreshAws(async (fresh) => {
  emulator = fresh;
  await installMoto(() => undefined);
  moto = await MotoServer.start();
});

afterAll(() => moto?.stop());

const ACCOUNTS: [title: string, name: AccountName, using: (compare: Compare) => Promise<void>][] = [
  ['the emulator', 'emulator', (compare) => withEmulator(emulator, compare)],
  ["moto's server", 'moto', (compare) => withMoto(moto, compare)],
];

describe.each(ACCOUNTS)('%s', (_title, name, using) => {
  const holds = (statement: Statement) => using(({ newAccount }) => hold(statement, newAccount));
  const deviating = DEVIATIONS.filter((row) => row[name] !== undefined);
  const isDeviation = (text: string) => deviating.some(({ statement }) => statement === text);

  const fulfilled = Object.entries(CONTRACT)
    .map(([subject, all]) => [subject, all.filter(({ statement }) => !isDeviation(statement))] as const)
    .filter(([, statements]) => statements.length > 0);

  describe.each(fulfilled)('%s', (_subject, statements) => {
    test.each(statements)('$statement', holds);
  });

  // Each is tried nevertheless: once an account does as stated, its cell must go.
  test.each(deviating)('deviates from: $statement', async (row) => {
    const statement = STATEMENTS.find((other) => other.statement === row.statement)!;

    expect(await failure(holds(statement))).toContain(row[name]!.seen);
  });

  test.each(OPEN_QUESTIONS)('has the documented result: $question', ({ ask, results }) =>
    using(async (account) => {
      expect(await ask(account)).toBe(results[name]);
    }),
  );
});

test('the document shows where moto, the emulator and the documents of AWS disagree', () => {
  expect(readFileSync(join(REPOSITORY, 'docs', 'emulator.md'), 'utf8')).toContain(disagreements());
});

test('each deviation names a statement of the contract', () => {
  const statements = STATEMENTS.map(({ statement }) => statement);

  expect(DEVIATIONS.filter(({ statement }) => !statements.includes(statement))).toEqual([]);
});

/** The message of a failed assertion, with single spaces and without colours. */
async function failure(statement: Promise<void>): Promise<string> {
  const [{ status, reason }] = (await Promise.allSettled([statement])) as PromiseRejectedResult[];
  expect(status).toBe('rejected' as never);
  // eslint-disable-next-line no-control-regex
  return (reason as Error).message.replace(/\u001b\[\d+m/g, '').replace(/\s+/g, ' ');
}
