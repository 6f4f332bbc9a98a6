import { findBrokenHistory } from './histories/check';

/** The same in every run, so that a change of the sources alone decides. */
const FIXED_SEEDS = [1, 2, 3];

const { PROPERTY_SEED, PROPERTY_RUNS, PROPERTY_PATH, PROPERTY_REPLAY_PATH } = process.env;

const numRuns = Number(PROPERTY_RUNS ?? 150);

test.each(FIXED_SEEDS)('random histories keep all invariants (seed %d)', async (seed) => {
  expect(await findBrokenHistory({ seed, numRuns })).toBeUndefined();
});

/** Another one in every run. What a broken history says at its end runs it again. */
const FRESH_SEED = Number(PROPERTY_SEED ?? Math.floor(Math.random() * 2 ** 31));

test(`random histories keep all invariants (seed ${FRESH_SEED})`, async () => {
  expect(
    await findBrokenHistory({ seed: FRESH_SEED, numRuns, path: PROPERTY_PATH, replayPath: PROPERTY_REPLAY_PATH }),
  ).toBeUndefined();
});
