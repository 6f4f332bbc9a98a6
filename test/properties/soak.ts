import { exploreAll } from './explore';
import { findBrokenHistory } from './histories/check';

const MINUTE = 60_000;
const HISTORIES_AT_ONCE = 500;

/**
 * Looks for broken histories for as long as one wants: `node --import tsx test/properties/soak.ts --minutes 60
 * [--explore]`.
 *
 * First random histories, each batch with a fresh seed that is printed; with `--explore`, then the explorer with its
 * widest bounds, which takes its own time.
 */
async function main(args: readonly string[]): Promise<boolean> {
  const end = Date.now() + Number(args[args.indexOf('--minutes') + 1] ?? 10) * MINUTE;
  for (let seed = Date.now() % 2 ** 31; Date.now() < end; seed++) {
    const broken = await findBrokenHistory({ seed, numRuns: HISTORIES_AT_ONCE, atMost: end - Date.now() });
    process.stdout.write(`${JSON.stringify({ seed, histories: HISTORIES_AT_ONCE, ok: broken === undefined })}\n`);
    if (broken !== undefined) {
      process.stdout.write(`VIOLATION: ${broken}\n`);
      return false;
    }
  }
  return !args.includes('--explore') || exploreAll(['--soak']);
}

main(process.argv.slice(2)).then(
  (isRight) => {
    process.exitCode = isRight ? 0 : 1;
  },
  (error: unknown) => {
    process.stderr.write(`${error}\n`);
    process.exitCode = 1;
  },
);
