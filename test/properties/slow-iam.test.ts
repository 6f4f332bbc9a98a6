import { DAY, Life, MINUTE, POLICY } from './life';
import { AwsCall, factsOf, Interruption, keyId, newSimulatedAws, SimulatedAws } from './simulated-aws';

const FIRST = keyId(0);
const SECOND = keyId(1);

/** IAM lists what was true so long ago, each time. */
const STALE = 20 * MINUTE;

/**
 * Moments at which scheduled runs come, in minutes after something changed: on both sides of each time that the
 * function waits.
 */
const MOMENTS = [1, 5, 14, 16, 19, 21, 31, 45];

function listsThePast({ iam }: SimulatedAws, { name }: AwsCall): Interruption | undefined {
  return name === 'listAccessKeys' && iam.past.length > 0 ? { disturbance: { kind: 'stale', view: 0 } } : undefined;
}

function slowLife(): Life {
  return new Life(newSimulatedAws({ staleness: STALE }), POLICY, { before: listsThePast });
}

function scheduledRuns(life: Life): void {
  const start = life.now;
  for (const moment of MOMENTS) {
    life.pass(Math.max(start + moment * MINUTE - life.now, 0));
    life.scheduledRun();
  }
}

test('lists that stay stale for twenty minutes after Create lead to no second key', () => {
  // GIVEN
  const life = slowLife();

  // WHEN
  expect(life.create()).toMatchObject({ outcome: 'done' });
  scheduledRuns(life);
  life.days(3, () => life.use(life.current));

  // THEN
  expect(life.aws.iam.keysMade).toBe(1);
  expect(life.current).toBe(FIRST);
});

test('lists that stay stale for twenty minutes after a rotation lead to one key for it, and none is deleted', () => {
  // GIVEN
  const life = slowLife();
  life.create();
  life.days(60);

  // WHEN
  life.rotate();
  scheduledRuns(life);
  life.days(3, () => life.use(FIRST));

  // THEN
  expect(life.aws.iam.keysMade).toBe(2);
  expect(life.current).toBe(SECOND);
  expect([FIRST, SECOND].map((id) => factsOf(life.aws, id)?.active)).toEqual([true, true]);
});

test(
  'lists that stay stale for twenty minutes after a revoke lead to one replacement, and the revoked key is ' +
    'never activated',
  () => {
    // GIVEN
    const life = slowLife();
    life.create();
    life.days(3);

    // WHEN
    life.revoke(FIRST);
    scheduledRuns(life);
    life.days(1);
    life.days(3, () => life.use(life.current));

    // THEN
    expect(life.aws.iam.keysMade).toBe(2);
    expect(life.current).toBe(SECOND);
    expect(factsOf(life.aws, FIRST)).toMatchObject({ active: false });
  },
);

test('a whole life with lists that are always twenty minutes behind refuses no client', () => {
  // GIVEN
  const life = slowLife();
  life.create();
  let read = { key: life.current, at: life.now };

  // WHEN
  life.days(200, () => {
    read = life.now >= read.at + 7 * DAY ? { key: life.current, at: life.now } : read;
    life.use(read.key);
  });

  // THEN
  expect(life.aws.iam.keysMade).toBe(4);
});
