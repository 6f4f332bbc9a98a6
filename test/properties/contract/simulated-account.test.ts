import { CONTRACT, hold } from '.';
import { SimulatedAccount } from './simulated-account';

describe.each(Object.entries(CONTRACT))('%s', (_subject, statements) => {
  test.each(statements.map((statement) => [statement.statement, statement] as const))(
    '%s',
    async (_statement, statement) => {
      await hold(statement, async (setup) => new SimulatedAccount(setup));
    },
  );
});
