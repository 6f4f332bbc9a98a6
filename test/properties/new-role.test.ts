import { Life, MINUTE, POLICY } from './life';
import { DENIED, factsOf, MARKER, newSimulatedAws } from './simulated-aws';
import { DEADLINE_MS } from '../../src/handler/handler';
import { Time } from '../../src/handler/life-cycle/effects';

const SECOND = 1_000;

/** The time of the function (src/private/rotating-key/resources.ts). */
const FUNCTION_LASTS = 6 * MINUTE;

/**
 * A life that begins with a new role. IAM denies all that the role asks for until its policy is known everywhere.
 *
 * The key that is tested signs by itself, and GetCallerIdentity needs no permission.
 */
class LifeOfNewRole extends Life {
  public readonly startedAt: Time;

  public constructor(deniedFor: Time) {
    const aws = newSimulatedAws();
    super(
      aws,
      POLICY,
      {
        before: ({ now }, { name }) =>
          now < aws.now + deniedFor && name !== 'getCallerIdentity' ? { disturbance: DENIED } : undefined,
      },
      FUNCTION_LASTS - DEADLINE_MS,
    );
    this.startedAt = aws.now;
  }
}

function keys({ aws }: Life): string[] {
  return aws.iam.keys.map(({ id }) => id);
}

/** CloudFormation's request after a Create that failed. */
function rollBack(life: Life) {
  return life.run({ kind: 'delete', created: false, retain: false }).value;
}

// A function called 0.7 s after its role was made was denied for 177 s: https://github.com/go-to-k/cdkd/pull/755
test.each([0, 30, 60, 120, 150, 177, 240, 300])(
  'a Create creates a working key in time if its new role is denied for %i s',
  (seconds) => {
    // GIVEN
    const life = new LifeOfNewRole(seconds * SECOND);

    // WHEN
    const { value } = life.run({ kind: 'create', token: 'create'.padEnd(36, '0') });

    // THEN
    expect(value).toMatchObject({ outcome: 'done', rule: 'finish-create' });
    expect(life.now - life.startedAt).toBeLessThan(FUNCTION_LASTS);
    expect(factsOf(life.aws, life.current!)!.madeAt - life.startedAt).toBeGreaterThanOrEqual(seconds * SECOND);
    expect(keys(life)).toEqual([life.current]);
    life.use(life.current);
  },
);

test.each([359, 400, 3_600])('a Create fails in time, without a key, if its new role is denied for %i s', (seconds) => {
  // GIVEN
  const life = new LifeOfNewRole(seconds * SECOND);

  // WHEN
  const { value } = life.run({ kind: 'create', token: 'create'.padEnd(36, '0') });

  // THEN
  expect(value).toMatchObject({ outcome: 'failed', message: expect.stringContaining('AccessDenied') });
  expect(life.now - life.startedAt).toBeLessThan(FUNCTION_LASTS);
  expect(keys(life)).toEqual([]);
  expect(life.aws.secret.tags).toEqual([]);
  expect(life.said.join('\n')).not.toContain(MARKER);
});

test('a Create ends with a working key, or leaves none after its Delete, however long its new role is denied', () => {
  const outcomes = new Set<string>();
  for (let seconds = 290; seconds <= 370; seconds++) {
    const life = new LifeOfNewRole(seconds * SECOND);
    const { value } = life.run({ kind: 'create', token: 'create'.padEnd(36, '0') });
    outcomes.add(value!.outcome);
    if (value!.outcome === 'done') {
      life.use(life.current);
    } else {
      expect(rollBack(life)).toMatchObject({ outcome: 'done' });
      expect(keys(life)).toEqual([]);
    }
  }
  expect(outcomes).toEqual(new Set(['done', 'failed']));
});
