import { Life, POLICY } from './life';
import { AwsCall, CURRENT, factsOf, Interruption, keyId, newSimulatedAws, SimulatedAws } from './simulated-aws';
import { Time } from '../../src/handler/life-cycle/effects';

const FIRST = keyId(0);
const SECOND = keyId(1);

/**
 * Each change of a version is copied to a replica, which takes a while. Counts the label moves that come before the
 * copy is done.
 */
class ReplicatedLife extends Life {
  public readonly tooEarly: string[] = [];
  private changedAt = -Infinity;

  public constructor(private readonly takes: Time) {
    super(newSimulatedAws(), POLICY, { before: (aws, call) => this.before(aws, call) });
  }

  private before(aws: SimulatedAws, call: AwsCall): Interruption {
    const isBusy = aws.now < this.changedAt + this.takes;
    if (call.name === 'updateSecretVersionStage' && isBusy) {
      this.tooEarly.push(`${call.request.label} at ${new Date(aws.now).toISOString()}`);
    }
    if (call.name === 'updateSecretVersionStage' || call.name === 'putSecretValue') {
      this.changedAt = aws.now;
    }
    return {
      aws: {
        ...aws,
        secret: { ...aws.secret, replicas: [{ region: 'eu-central-1', status: isBusy ? 'InProgress' : 'InSync' }] },
      },
    };
  }
}

test('no staging label is moved while a replica is being updated', () => {
  // GIVEN
  const life = new ReplicatedLife(25_000);

  // WHEN
  expect(life.create()).toMatchObject({ outcome: 'done' });
  life.days(130, () => life.use(life.current));
  expect(life.revoke(life.current!)).toMatchObject({ outcome: 'done' });
  life.days(70);

  // THEN
  expect(life.aws.iam.keysMade).toBeGreaterThanOrEqual(4);
  expect(life.tooEarly).toEqual([]);
});

test('a replica that is never updated to the end does not stop the rotations', () => {
  // GIVEN
  const life = new ReplicatedLife(Infinity);

  // WHEN
  life.create();
  life.days(200, () => life.use(life.current));

  // THEN
  expect(life.aws.iam.keysMade).toBe(4);
});

test('a replica that cannot be updated fails Create with the reason of AWS, and leaves no key', () => {
  // GIVEN
  const life = new Life(newSimulatedAws());
  life.operatorDoes({ does: 'lets a replica fail' });

  // WHEN
  const outcome = life.create();

  // THEN
  expect(outcome).toMatchObject({
    outcome: 'failed',
    message: expect.stringContaining('eu-central-1: The encryption key does not exist.'),
  });
  expect(life.aws.iam.keys).toEqual([]);
});

test(
  'a replica that cannot be updated later on is reported by each scheduled run, and its clients keep the ' +
    'replaced key for as long as possible',
  () => {
    // GIVEN
    const life = new Life(newSimulatedAws());
    life.create();
    life.days(60);
    life.rotate();
    life.operatorDoes({ does: 'lets a replica fail' });

    // WHEN
    life.days(29.7, () => life.use(FIRST));
    const { said } = life;
    life.days(1);

    // THEN
    expect(factsOf(life.aws, FIRST)).toMatchObject({ active: false });
    expect(life.aws.secret.versions.find(({ labels }) => labels.includes(CURRENT))!.labels).toContain(`key.${SECOND}`);
    const reports = said.filter((line) => line.includes('"rule":"report-replication-failed"'));
    expect(reports.length).toBeGreaterThan(100);
    expect(reports.every((line) => !line.includes('"level"') || line.includes('"level":"WARN"'))).toBe(true);
    expect(said.join('\n')).not.toContain('ReplacedKeyInUse');
    expect(said.join('\n')).toContain('"RotationFailures":1');
  },
);
