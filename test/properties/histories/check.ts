import * as fc from 'fast-check';
import { commands } from './command';
import { History } from './history';
import { settings } from './setting';
import { Broken } from '../explorer/alone';

/** What is wrong with the shortest history that was found, in sentences; `undefined` if all are right. */
export function findBrokenHistory({ seed, numRuns, until }: { seed: number; numRuns: number; until?: number }): string | undefined {
  const property = fc.property(settings, commands, (setting, chosen) => {
    const history = new History(setting);
    try {
      chosen.forEach((command) => history.do(command));
      history.end();
    } catch (error) {
      throw error instanceof Broken ? new Error(`${error.message}\n${JSON.stringify(setting)}\n${history.toString()}`) : error;
    }
  });
  const details = fc.check(property, { seed, numRuns, interruptAfterTimeLimit: until, markInterruptAsFailure: false });
  return details.failed ? `seed ${seed}: ${String((details.errorInstance as Error)?.message ?? details.errorInstance)}\n${JSON.stringify(details.counterexample)}` : undefined;
}
