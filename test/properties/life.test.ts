import { DAY, HOUR, Life } from './life';
import { currentKey, factsOf, keyId, MARKER, newSimulatedAws } from './simulated-aws';

const FIRST = keyId(0);
const SECOND = keyId(1);

/** A deployed key, and when it was made. */
function deployed(): Life {
  const life = new Life(newSimulatedAws());
  expect(life.create()).toMatchObject({ outcome: 'done' });
  return life;
}

function statuses({ aws }: Life): Record<string, boolean> {
  return Object.fromEntries(aws.iam.keys.map(({ id, active }) => [id, active]));
}

function labels({ aws }: Life): readonly string[][] {
  return aws.secret.versions.map((version) => [...version.labels]);
}

function tagsOf({ aws }: Life): string[] {
  return aws.secret.tags.map(([key]) => key);
}

/** Nothing of the key is left, and nothing secret was said. */
function expectGone(life: Life): void {
  expect(life.delete()).toMatchObject({ outcome: 'done' });
  expect(statuses(life)).toEqual({});
  expect(life.said.join('\n')).not.toContain(MARKER);
}

test('a deployed key is current and works, and nothing else exists', () => {
  const life = deployed();

  life.use(life.current);
  expect(statuses(life)).toEqual({ [FIRST]: true });
  expect(labels(life)).toEqual([['AWSCURRENT', `key.${FIRST}`]]);
  expect(tagsOf(life)).toEqual(['cdk-iam-access-key:owner']);
  expectGone(life);
});

test('no client that reads every week loses access in two hundred days of scheduled rotations, and no key remains', () => {
  // GIVEN
  const life = deployed();
  let read = { key: life.current, at: life.now };
  let rotated = life.now;

  // WHEN
  life.days(200, () => {
    if (life.now >= rotated + 60 * DAY) {
      rotated = life.now;
      life.rotate();
    }
    if (life.now >= read.at + 7 * DAY) {
      read = { key: life.current, at: life.now };
    }
    life.use(read.key);
  });

  // THEN
  expect(life.current).toBe(keyId(3));
  expect(life.aws.iam.keysMade).toBe(4);
  const facts = [0, 1, 2].map((n) => factsOf(life.aws, keyId(n))!);
  for (const { replacedAt, statusAt, deletedAt, madeAt } of facts) {
    expect(statusAt! - replacedAt!).toBeGreaterThanOrEqual(14 * DAY);
    expect(statusAt! - replacedAt!).toBeLessThan(15 * DAY);
    expect((deletedAt ?? life.now) - madeAt).toBeLessThan(90 * DAY);
  }
  expectGone(life);
});

test("without Secrets Manager's schedule the scheduled runs ask for each rotation a day late", () => {
  // GIVEN
  const life = deployed();

  // WHEN
  life.days(200, () => life.use(life.current));

  // THEN
  expect(life.aws.iam.keysMade).toBe(4);
  expect(factsOf(life.aws, FIRST)!.replacedAt! - factsOf(life.aws, FIRST)!.madeAt).toBeLessThan(61 * DAY + 7 * HOUR);
  expectGone(life);
});

test('a client that never reads again keeps the replaced key until its deactivation deadline', () => {
  // GIVEN
  const life = deployed();
  life.days(60, () => life.use(FIRST));
  life.rotate();

  // WHEN
  life.days(29.7, () => life.use(FIRST));
  const before = statuses(life);
  life.days(1);

  // THEN
  expect(before).toEqual({ [FIRST]: true, [SECOND]: true });
  expect(statuses(life)).toEqual({ [FIRST]: false, [SECOND]: true });
  expectGone(life);
});

test('a revoked key is inactive at once, and its replacement is current', () => {
  // GIVEN
  const life = deployed();
  life.days(3);

  // WHEN
  expect(life.revoke(FIRST)).toMatchObject({ outcome: 'done' });

  // THEN
  expect(statuses(life)).toEqual({ [FIRST]: false, [SECOND]: true });
  expect(life.current).toBe(SECOND);
  expectGone(life);
});

test('a current key that an operator has deleted is replaced', () => {
  // GIVEN
  const life = deployed();
  life.operatorDoes({ does: 'deletes a key', keyId: FIRST });

  // WHEN
  life.days(1);

  // THEN
  expect(statuses(life)).toEqual({ [SECOND]: true });
  life.use(life.current);
  expectGone(life);
});

test('a current key that an operator has deactivated stays inactive', () => {
  // GIVEN
  const life = deployed();
  life.operatorDoes({ does: 'deactivates a key', keyId: FIRST });

  // WHEN
  life.days(100);

  // THEN
  expect(statuses(life)).toEqual({ [FIRST]: false });
  expect(life.aws.iam.keysMade).toBe(1);
});

test(
  'after a revoke in an overlap the replaced key still works, and the key in the secret is refused only ' +
    'while the revoke runs',
  () => {
    // GIVEN
    const life = deployed();
    life.days(60);
    life.rotate();
    life.days(3);

    // WHEN
    expect(life.revoke(SECOND)).toMatchObject({ outcome: 'done' });

    // THEN
    const third = keyId(2);
    expect(statuses(life)).toEqual({ [FIRST]: true, [third]: true });
    expect(life.current).toBe(third);
    expect(life.said.join('\n')).toContain(
      `"message":"Deleting access key ${SECOND}, because a rotation needs a free access key of the user. ` +
        'It is revoked. It was last used on ',
    );

    // WHEN the client that still has the first key reads the secret within its overlap, which has begun again
    life.days(13.9, () => life.use(FIRST));
    life.days(30, () => life.use(third));

    // THEN
    expect(statuses(life)).toEqual({ [third]: true });
    expectGone(life);
  },
);

test('while the successor of a revoked key is created, the secret holds the key that was replaced', () => {
  // GIVEN
  const life = deployed();
  life.days(60);
  life.rotate();
  const { revokedAt, held } = { revokedAt: life.now, held: new Set<string | undefined>() };

  // WHEN
  life.run({ kind: 'revoke', keyId: SECOND }, { before: (aws) => void held.add(currentKey(aws.secret)) });

  // THEN
  expect([...held]).toEqual([SECOND, FIRST]);
  expect(life.now - revokedAt).toBeLessThan(5_000);
  life.use(life.current);
});
