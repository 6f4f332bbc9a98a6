import * as fc from 'fast-check';
import { Commands, commands } from './commands';
import { History } from './history';
import { Setting, settings } from './settings';
import { Broken } from '../explorer/sequential-runs';

export interface Search {
  readonly seed: number;
  readonly numRuns: number;
  /** It is interrupted after so many milliseconds. */
  readonly atMost?: number;
  /** Where a broken history was found before, both as they were reported then. It alone is tried. */
  readonly path?: string;
  readonly replayPath?: string;
}

/** What is wrong with the shortest history that was found, as a counterexample; `undefined` if all are right. */
export async function findBrokenHistory({
  seed,
  numRuns,
  atMost,
  path,
  replayPath,
}: Search): Promise<string | undefined> {
  const property = fc.asyncProperty(settings, commands(replayPath), async (setting, chosen) => {
    const history = new History(setting);
    try {
      await fc.asyncModelRun(() => ({ model: history, real: history }), chosen);
      history.end();
    } catch (error) {
      throw error instanceof Broken ? new Error(`${error.message}\n${history}`) : error;
    }
  });
  const tried = path === undefined ? { numRuns } : { numRuns: 1, path, endOnFailure: true };
  const details = await fc.check(property, {
    seed,
    ...tried,
    interruptAfterTimeLimit: atMost,
    markInterruptAsFailure: false,
  });
  return details.counterexample === null ? undefined : describe(details, ...details.counterexample);
}

function describe(
  { seed, counterexamplePath, errorInstance }: fc.RunDetails<[Setting, Commands]>,
  setting: Setting,
  chosen: Commands,
): string {
  const [, happened, replayPath] = /^(.*?) *\/\*replayPath="(.*)"\*\/$/.exec(String(chosen))!;
  return [
    String((errorInstance as Error)?.message ?? errorInstance),
    `Setting: ${JSON.stringify(setting)}`,
    `Commands: ${happened}`,
    `Once more: PROPERTY_SEED=${seed} PROPERTY_PATH=${counterexamplePath} PROPERTY_REPLAY_PATH=${replayPath} ` +
      'npx jest test/properties/histories.test.ts',
  ].join('\n');
}
