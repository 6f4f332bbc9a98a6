import { DAY, Life } from './life';
import { factsOf, keyId, newSimulatedAws, SimulatedAws } from './simulated-aws';

/** Long enough for four rotations. */
const DAYS = 260;
const MAX_AGE = 90 * DAY;

interface Course {
  /** How often something is lost. */
  readonly every: number;
  /** What is lost, each time. */
  readonly lose: (life: Life) => void;
  /** How many days a client goes on with what it has read. */
  readonly readsEvery?: number;
}

/**
 * A deployed key from which something is lost again and again, with a client that reads the secret every week and may
 * never be refused.
 */
function live({ every, lose, readsEvery = 7 }: Course): Life {
  const life = new Life(newSimulatedAws());
  expect(life.create()).toMatchObject({ outcome: 'done' });
  let read = { key: life.current, at: life.now };
  let lost = life.now;
  life.days(DAYS, () => {
    if (life.now >= lost + every * DAY) {
      lost = life.now;
      lose(life);
    }
    if (life.now >= read.at + readsEvery * DAY) {
      read = { key: life.current, at: life.now };
    }
    life.use(read.key);
  });
  return life;
}

/** Jobs that revert drift remove every tag that the template does not know. */
function loseTags(life: Life): void {
  life.aws.secret.tags.forEach(([tag]) => life.operatorDoes({ does: 'removes a tag', tag }));
}

function withoutLabels(aws: SimulatedAws, isLost: (label: string) => boolean): SimulatedAws {
  const versions = aws.secret.versions.map((version) => ({
    ...version,
    labels: version.labels.filter((label) => !isLost(label)),
  }));
  return { ...aws, secret: { ...aws.secret, versions } };
}

/** Each replaced key was active for its overlap, and no longer than its greatest age; and the rotations went on. */
function expectTimelyRotations({ aws }: Life): void {
  expect(aws.iam.keysMade).toBe(5);
  for (const { replacedAt, statusAt, madeAt } of [0, 1, 2].map((n) => factsOf(aws, keyId(n))!)) {
    expect(statusAt! - replacedAt!).toBeGreaterThanOrEqual(14 * DAY);
    expect(statusAt! - madeAt).toBeLessThanOrEqual(MAX_AGE);
  }
}

test.each([1, 7, 13, 15])(
  'tags that are removed every %d days neither keep a replaced key active nor stop the rotations',
  (every) => {
    expectTimelyRotations(live({ every, lose: loseTags }));
  },
);

test.each(['replaced.', 'after.', 'accepted.'])(
  'a label %s that is removed every 20 days neither stops the rotations nor refuses a client',
  (prefix) => {
    // WHEN
    const life = live({
      every: 20,
      lose: (one) => {
        one.aws = withoutLabels(one.aws, (label) => label.startsWith(prefix));
      },
    });

    // THEN
    expectTimelyRotations(life);
  },
);

test(
  'a replaced key whose own record is removed before each end of its overlap stays active, and the log ' +
    'names the key that blocks the rotation with the cause',
  () => {
    // WHEN
    const life = live({
      every: 13,
      lose: (one) => {
        one.aws = withoutLabels(one.aws, (label) => label.startsWith('replaced.'));
      },
    });

    // THEN
    expect(life.aws.iam.keys.map(({ id, active }) => [id, active])).toEqual([
      [keyId(0), true],
      [keyId(1), true],
    ]);
    expect(life.said.slice(-10).join('\n')).toContain('the staging label with the start of the overlap was removed');
  },
);

test(
  'the labels that mark the keys are lost: no key is changed any more, every scheduled run reports it, and ' +
    'no client is refused',
  () => {
    // WHEN
    const life = live({
      every: 30,
      lose: (one) => {
        one.aws = withoutLabels(one.aws, (label) => label.startsWith('key.'));
      },
    });

    // THEN
    expect(life.aws.iam.keys).toEqual([expect.objectContaining({ id: keyId(0), active: true })]);
    expect(life.said.join('\n')).toContain('"rule":"report-no-managed-key"');
    expect(life.said.slice(-10)).toContain('{"RotationFailures":1}');
  },
);

test('a function that does not run for 15 of 16 days catches up whenever it does', () => {
  // GIVEN
  const life = new Life(newSimulatedAws());
  life.create();

  // WHEN
  for (let read = life.current; life.now < Date.UTC(2025, 0, 1) + DAYS * DAY; read = life.current) {
    life.pass(7.5 * DAY);
    life.use(read);
    life.pass(7.5 * DAY);
    life.days(1, () => life.use(life.current));
  }

  // THEN
  expect(life.aws.iam.keysMade).toBe(5);
  expect(life.aws.iam.keys.length).toBeLessThanOrEqual(2);
});
