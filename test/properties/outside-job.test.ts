import { DAY, Life, POLICY } from './life';
import { keyId, newSimulatedAws } from './simulated-aws';
import { Policy } from '../../src/handler/life-cycle/policy';

const FIRST = keyId(0);

/**
 * The age at which the job deactivates every key of every user, as many accounts have one (GovWifi/govwifi-terraform
 * PR 818).
 */
const LIMIT = 45 * DAY;

/** What a job that knows nothing of the construct does once a day. */
function cleanUp(life: Life): void {
  life.aws.iam.keys
    .filter(({ active, createdAt }) => active && life.now >= createdAt + LIMIT)
    .forEach(({ id }) => life.operatorDoes({ does: 'deactivates a key', keyId: id }));
}

function deployed(policy: Policy): Life {
  const life = new Life(newSimulatedAws(), policy);
  expect(life.create()).toMatchObject({ outcome: 'done' });
  return life;
}

/** Days with the job, each of which ends with what a client does. */
function daysWithJob(life: Life, days: number, each: () => void): void {
  for (let day = 0; day < days; day++) {
    cleanUp(life);
    life.days(1, each);
  }
}

test(
  'a current key that a job deactivates is reported by the next scheduled run and by each one after it, and ' +
    'no key is created',
  () => {
    // GIVEN
    const life = deployed(POLICY);
    daysWithJob(life, 45, () => life.use(FIRST));
    expect(life.said.join('\n')).not.toContain('"RotationFailures"');

    // WHEN
    daysWithJob(life, 10, () => undefined);

    // THEN
    const reports = life.said.filter(
      (line) => line.includes('"level":"ERROR"') && line.includes('"rule":"report-current-key-inactive"'),
    );
    expect(reports.length).toBeGreaterThanOrEqual(40);
    expect(life.said.filter((line) => line.includes('"RotationFailures":1')).length).toBe(reports.length);
    expect(life.aws.iam.keys).toEqual([expect.objectContaining({ id: FIRST, active: false })]);
  },
);

test.each<[string, (life: Life) => void]>([
  ['activates it', (life) => life.operatorDoes({ does: 'activates a key', keyId: FIRST })],
  ['revokes it', (life) => void life.revoke(FIRST)],
])('after a job has deactivated the current key, clients continue as soon as an operator %s', (_, act) => {
  // GIVEN
  const life = deployed(POLICY);
  daysWithJob(life, 55, () => undefined);

  // WHEN
  act(life);

  // THEN
  life.use(life.current);
  life.days(30, () => life.use(life.current));
});

test('a rotation whose keys are never as old as the limit of a job is not disturbed by the job', () => {
  // GIVEN
  const life = deployed({ ...POLICY, rotateAfter: 28 * DAY, overlap: 14 * DAY, maxAge: LIMIT });
  let read = { key: life.current, at: life.now };

  // WHEN
  daysWithJob(life, 260, () => {
    read = life.now >= read.at + 7 * DAY ? { key: life.current, at: life.now } : read;
    life.use(read.key);
  });

  // THEN
  expect(life.aws.iam.keysMade).toBeGreaterThanOrEqual(8);
  expect(life.said.join('\n')).not.toContain('"RotationFailures"');
});
