import { EmbeddedAws, installEmbeddedAws } from '../embedded-aws';

/** The first run installs the emulator. */
const INSTALL_MS = 300_000;

/**
 * Starts an account for all tests of a file, and ends it after them. It is handed over before the first test, with
 * what else must be ready by then.
 */
export function beforeAllWithFreshAws(handOver: (aws: EmbeddedAws) => void | Promise<void>): void {
  let aws: EmbeddedAws | undefined;

  beforeAll(async () => {
    await installEmbeddedAws(() => undefined);
    aws = await EmbeddedAws.start();
    await handOver(aws);
  }, INSTALL_MS);

  afterAll(() => aws?.stop());
}
