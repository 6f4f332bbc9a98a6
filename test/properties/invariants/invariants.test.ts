import {
  A_MONTH,
  brokenBy,
  Context,
  leftOver,
  NOTHING_REMAINS,
  NOTHING_PAST_ITS_DATE,
  NOTHING_SEEN,
  ROTATION_HAPPENS,
  RunFacts,
  Step,
  Trace,
  tracedAfter,
} from '.';
import { TIMING } from '../../../src/handler/life-cycle/policy';
import { Task } from '../../../src/handler/life-cycle/task';
import {
  advance,
  performCall,
  AwsCall,
  configureRotation,
  CURRENT,
  holder,
  keyId,
  newSimulatedAws,
  PENDING,
  perform,
  OperatorStep,
  secretAccessKey,
  SimulatedAws,
} from '../simulated-aws';
import { callOf, token } from '../simulated-aws/single-calls';

const DAY = 24 * 60 * 60 * 1000;
const [FIRST, SECOND, THIRD] = [0, 1, 2].map(keyId);

const CONTEXT: Context = {
  policy: { rotateAfter: 60 * DAY, overlap: 14 * DAY, recoveryWindow: 7 * DAY, maxAge: 90 * DAY, timing: TIMING },
};
const RETIRING: Context = { policy: { ...CONTEXT.policy, retireUnmanagedKeysAfter: 30 * DAY } };

/** A history that is written by hand: its runs do what no run of the function does. */
class Bad {
  public trace: Trace = NOTHING_SEEN;
  public readonly broken: string[] = [];
  private run: RunFacts;

  public constructor(
    public aws: SimulatedAws = newSimulatedAws(),
    private readonly context: Context = CONTEXT,
  ) {
    this.run = factsOf(aws, { kind: 'scheduledRun' });
  }

  /** A run begins, and all calls are its calls from now on. */
  public begin(task: Task, id: string = task.kind): this {
    this.run = { ...factsOf(this.aws, task), id };
    return this.see({ before: this.aws, after: this.aws, by: id, run: this.run, starts: true });
  }

  public calls(name: AwsCall['name'], request: object): this {
    const call = callOf(name, request as never) as AwsCall;
    const { aws, result: given } = performCall(this.aws, call, this.run.id);
    expect(given.failure).toBeUndefined();
    return this.see({ before: this.aws, after: aws, by: this.run.id, run: this.run, call, result: given });
  }

  public looks(): this {
    this.run = {
      ...this.run,
      listedAt: this.aws.now,
      described: { at: this.aws.now, current: holder(this.aws.secret, CURRENT)?.id },
    };
    return this;
  }

  public ends(message = '', outcome: 'done' | 'failed' = 'done', said: string[] = []): this {
    return this.see({
      before: this.aws,
      after: this.aws,
      by: this.run.id,
      run: this.run,
      ended: { outcome, rule: 'a rule', message },
      said,
    });
  }

  public operatorDoes(step: OperatorStep): this {
    const after = perform(this.aws, step);
    return this.see({ before: this.aws, after, by: 'an operator', operator: step });
  }

  public days(days: number): this {
    this.aws = advance(this.aws, days * DAY);
    return this;
  }

  /** A run makes the n-th key, stores it under the n-th token, and ends. */
  public makes(n: number, ...labels: string[]): this {
    return this.begin({ kind: 'createSecret', token: token(n) }, `createSecret ${n}`)
      .calls('createAccessKey', {})
      .calls('putSecretValue', {
        token: token(n),
        value: JSON.stringify({ accessKeyId: keyId(n), secretAccessKey: secretAccessKey(n) }),
        labels: [`key.${keyId(n)}`, ...labels],
      })
      .ends();
  }

  /** A run signs with the n-th key, once that has spread. */
  public tests(n: number): this {
    this.aws = advance(this.aws, this.aws.options.spreads);
    return this.begin({ kind: 'testSecret', token: token(n) })
      .calls('getCallerIdentity', { keyId: keyId(n), secretAccessKey: secretAccessKey(n) })
      .ends();
  }

  public promotes(from: number, to: number): this {
    return this.begin({ kind: 'finishSecret', token: token(to) })
      .looks()
      .calls('updateSecretVersionStage', { label: CURRENT, from: token(from), to: token(to) })
      .ends();
  }

  public owned(): this {
    this.aws = configureRotation(
      performCall(this.aws, callOf('tagResource', { tags: { 'cdk-iam-access-key:owner': 'me' } }), 'create').aws,
      token(9),
    );
    const { secret } = this.aws;
    this.aws = {
      ...this.aws,
      rotations: [],
      secret: { ...secret, versions: secret.versions.filter(({ id }) => id !== token(9)) },
    };
    return this;
  }

  private see(step: Step): this {
    const broken = brokenBy(step, this.trace, this.context);
    this.trace = tracedAfter(this.trace, step, this.context);
    this.aws = step.after;
    return broken === undefined ? this : (this.broken.push(broken), this);
  }
}

function factsOf(aws: SimulatedAws, task: Task): RunFacts {
  return { id: task.kind, task, startedAt: aws.now, alone: true };
}

/** The first key is current, and then the second. */
function replaced(): Bad {
  return new Bad().owned().makes(0, CURRENT).days(60).makes(1, PENDING).tests(1).promotes(0, 1);
}

test('the histories with which the wrong ones begin are correct', () => {
  expect(replaced().broken).toEqual([]);
});

describe('a wrong step is found', () => {
  test.each<[string, () => Bad, RegExp]>([
    [
      'a key of an operator is deactivated',
      () =>
        new Bad()
          .operatorDoes({ does: 'creates a key' })
          .begin({ kind: 'scheduledRun' })
          .calls('updateAccessKey', { keyId: FIRST, active: false }),
      /an operator's key and was deactivated/,
    ],
    [
      'a key of an operator is deleted',
      () =>
        new Bad()
          .operatorDoes({ does: 'creates a key' })
          .operatorDoes({ does: 'deactivates a key', keyId: FIRST })
          .begin({ kind: 'scheduledRun' })
          .calls('deleteAccessKey', { keyId: FIRST }),
      /an operator's key and was deleted/,
    ],
    [
      'a key of an operator is retired before it was unused for long enough',
      () =>
        new Bad(undefined, RETIRING)
          .operatorDoes({ does: 'creates a key' })
          .days(29)
          .begin({ kind: 'scheduledRun' })
          .calls('updateAccessKey', { keyId: FIRST, active: false }),
      /an operator's key and was deactivated/,
    ],
    [
      'a retired key of an operator is deleted before its recovery window is over',
      () =>
        new Bad(undefined, RETIRING)
          .operatorDoes({ does: 'creates a key' })
          .days(31)
          .begin({ kind: 'scheduledRun' })
          .calls('updateAccessKey', { keyId: FIRST, active: false })
          .days(6)
          .begin({ kind: 'scheduledRun' })
          .calls('deleteAccessKey', { keyId: FIRST }),
      /an operator's key and was deleted/,
    ],
    [
      'a key that an operator has deactivated is activated',
      () =>
        replaced()
          .operatorDoes({ does: 'deactivates a key', keyId: SECOND })
          .days(1)
          .begin({ kind: 'scheduledRun' })
          .looks()
          .calls('updateAccessKey', { keyId: SECOND, active: true }),
      /deactivated by an operator and is activated by a run/,
    ],
    [
      'the current key is deactivated',
      () => replaced().begin({ kind: 'scheduledRun' }).calls('updateAccessKey', { keyId: SECOND, active: false }),
      /is current and was deactivated/,
    ],
    [
      'the current key is deleted',
      () => replaced().begin({ kind: 'scheduledRun' }).calls('deleteAccessKey', { keyId: SECOND }),
      /is current and was deactivated/,
    ],
    [
      'the label moves to a key that is inactive',
      () =>
        replaced()
          .days(20)
          .begin({ kind: 'scheduledRun' })
          .calls('updateAccessKey', { keyId: FIRST, active: false })
          .days(1)
          .promotes(1, 0),
      /AWSCURRENT was moved to AKIASIMULATEDKEYAAAA, which does not work/,
    ],
    [
      'a race with an operator who moves the label is not made good',
      () =>
        replaced()
          .days(20)
          .begin({ kind: 'scheduledRun' })
          .looks()
          .operatorDoes({ does: 'moves AWSCURRENT to a version', version: token(0) })
          .calls('updateAccessKey', { keyId: FIRST, active: false })
          .ends()
          .begin({ kind: 'scheduledRun' }, 'next scheduled run')
          .looks()
          .ends(),
      /a complete scheduled run has not activated it/,
    ],
    [
      'a replaced key is deactivated within its overlap',
      () =>
        replaced().days(13).begin({ kind: 'scheduledRun' }).calls('updateAccessKey', { keyId: FIRST, active: false }),
      /is deactivated before its overlap is over/,
    ],
    [
      'a replaced key makes room within its overlap though nothing was revoked',
      () =>
        replaced()
          .days(13)
          .begin({ kind: 'createSecret', token: token(2) })
          .looks()
          .calls('deleteAccessKey', { keyId: FIRST }),
      /is deactivated before its overlap is over/,
    ],
    [
      'a replaced key makes room for the successor of a revoked one',
      () =>
        replaced()
          .begin({ kind: 'revoke', keyId: SECOND })
          .looks()
          .calls('updateAccessKey', { keyId: SECOND, active: false })
          .calls('deleteAccessKey', { keyId: FIRST }),
      /is deactivated before its overlap is over/,
    ],
    [
      'a replaced key makes room after its overlap, though it is active',
      () =>
        replaced()
          .days(20)
          .begin({ kind: 'createSecret', token: token(2) })
          .looks()
          .calls('deleteAccessKey', { keyId: FIRST }),
      /was replaced, is active, and is ended by createSecret/,
    ],
    [
      'a scheduled run deletes a replaced key that it has not deactivated',
      () => replaced().days(20).begin({ kind: 'scheduledRun' }).looks().calls('deleteAccessKey', { keyId: FIRST }),
      /was replaced, is active, and is ended by scheduledRun/,
    ],
    [
      'a replaced key is active after its deactivation deadline',
      () => replaced().begin({ kind: 'scheduledRun' }).ends().days(31).begin({ kind: 'scheduledRun' }).ends(),
      /past its deactivation deadline and still active/,
    ],
    [
      'a run asks to deactivate the key that it saw as the current one',
      () =>
        replaced()
          .days(100)
          .begin({ kind: 'scheduledRun' })
          .looks()
          .calls('updateAccessKey', { keyId: SECOND, active: false }),
      /is current and was deactivated/,
    ],
    [
      'Delete leaves a key',
      () =>
        replaced()
          .begin({ kind: 'delete', created: true, retain: false })
          .looks()
          .calls('deleteAccessKey', { keyId: FIRST })
          .ends(),
      /AAAB was made by createSecret 1 and is left/,
    ],
    [
      'Delete that retains the current key leaves another',
      () => replaced().begin({ kind: 'delete', created: true, retain: true }).looks().ends(),
      /AAAA was made by createSecret 0 and is left/,
    ],
    [
      'a tag discloses a secret',
      () => new Bad().begin({ kind: 'scheduledRun' }).calls('tagResource', { tags: { key: secretAccessKey(0) } }),
      /with a secret access key in its request/,
    ],
    [
      'a label discloses a secret',
      () => new Bad().makes(0, secretAccessKey(0)),
      /with a secret access key in its request/,
    ],
    [
      'a line of the log discloses a secret',
      () => new Bad().begin({ kind: 'scheduledRun' }).ends('', 'done', [secretAccessKey(0)]),
      /a secret access key was said/,
    ],
    [
      'an outcome discloses a secret',
      () => new Bad().begin({ kind: 'scheduledRun' }).ends(secretAccessKey(0), 'failed'),
      /a secret access key was said/,
    ],
    [
      'Create is done without a key',
      () => new Bad().begin({ kind: 'create', token: token(0) }).ends(),
      /Create is done, and no key is current/,
    ],
    [
      'Create is done before its key has spread',
      () =>
        new Bad()
          .begin({ kind: 'create', token: token(0) })
          .calls('createAccessKey', {})
          .calls('putSecretValue', {
            token: token(0),
            value: JSON.stringify({ accessKeyId: FIRST }),
            labels: [CURRENT],
          })
          .ends(),
      /which AWS does not accept/,
    ],
    [
      'a key becomes the current one that AWS has not accepted',
      () => new Bad().owned().makes(0, CURRENT).makes(1, PENDING).promotes(0, 1),
      /AAAB was made the current key, and AWS has not accepted it/,
    ],
    [
      'a line of the log discloses a derived password',
      () =>
        new Bad(newSimulatedAws({ firstVersionIsCurrent: false }))
          .begin({ kind: 'createSecret', token: token(0) })
          .calls('putSecretValue', { token: token(0), value: '{"password":"derived"}', labels: [PENDING] })
          .ends('', 'done', ['is derived']),
      /a secret access key was said/,
    ],
    [
      'a key is made though an operator has deactivated the current one',
      () =>
        new Bad()
          .owned()
          .makes(0, CURRENT)
          .operatorDoes({ does: 'deactivates a key', keyId: FIRST })
          .days(1)
          .begin({ kind: 'createSecret', token: token(1) })
          .looks()
          .calls('createAccessKey', {}),
      /a key is made, though an operator has deactivated AKIASIMULATEDKEYAAAA/,
    ],
    [
      'the label moves though an operator has moved it',
      () =>
        replaced()
          .days(20)
          .begin({ kind: 'scheduledRun' })
          .looks()
          .calls('updateAccessKey', { keyId: FIRST, active: false })
          .calls('deleteAccessKey', { keyId: FIRST })
          .begin({ kind: 'createSecret', token: token(2) })
          .looks()
          .calls('createAccessKey', {})
          .calls('putSecretValue', {
            token: token(2),
            value: JSON.stringify({ accessKeyId: THIRD }),
            labels: [PENDING],
          })
          .operatorDoes({ does: 'moves AWSCURRENT to a version', version: token(0) })
          .promotes(0, 2),
      /AWSCURRENT was moved by an operator since AKIASIMULATEDKEYAAAC was made/,
    ],
    [
      'an orphan is deleted at once',
      () =>
        new Bad()
          .begin({ kind: 'createSecret', token: token(0) })
          .calls('createAccessKey', {})
          .begin({ kind: 'scheduledRun' })
          .calls('deleteAccessKey', { keyId: FIRST }),
      /less than a day ago, and is deactivated/,
    ],
    [
      'a run makes two keys',
      () =>
        new Bad()
          .begin({ kind: 'createSecret', token: token(0) })
          .calls('createAccessKey', {})
          .calls('createAccessKey', {}),
      /has made a second key/,
    ],
    [
      'a scheduled run creates a key',
      () => new Bad().begin({ kind: 'scheduledRun' }).calls('createAccessKey', {}),
      /scheduledRun asks for a key/,
    ],
  ])('%s', (_, history, expected) => {
    expect(history().broken[0]).toMatch(expected);
  });
});

test('a request of a run is checked even if it has no effect', () => {
  const bad = replaced()
    .begin({ kind: 'scheduledRun' })
    .looks()
    .calls('updateAccessKey', { keyId: FIRST, active: true });
  const call = callOf('updateAccessKey', { keyId: SECOND, active: false }) as AwsCall;
  const run: RunFacts = {
    ...factsOf(bad.aws, { kind: 'scheduledRun' }),
    described: { at: bad.aws.now, current: token(1) },
  };

  expect(brokenBy({ before: bad.aws, after: bad.aws, by: 'scheduled-run', run, call }, bad.trace, CONTEXT)).toMatch(
    /asked to be deactivated/,
  );
});

describe('a tolerated step is not reported', () => {
  test.each<[string, () => Bad]>([
    [
      'a revoked key is deactivated while it is current',
      () =>
        replaced()
          .begin({ kind: 'revoke', keyId: SECOND })
          .looks()
          .calls('updateAccessKey', { keyId: SECOND, active: false }),
    ],
    [
      'a replaced key is deactivated after its overlap',
      () =>
        replaced().days(14).begin({ kind: 'scheduledRun' }).calls('updateAccessKey', { keyId: FIRST, active: false }),
    ],
    [
      'a key of an operator is retired in its time',
      () =>
        new Bad(undefined, RETIRING)
          .operatorDoes({ does: 'creates a key' })
          .days(31)
          .begin({ kind: 'scheduledRun' })
          .calls('updateAccessKey', { keyId: FIRST, active: false })
          .days(7)
          .begin({ kind: 'scheduledRun' })
          .calls('deleteAccessKey', { keyId: FIRST }),
    ],
    [
      'a key that an operator deactivates after the run has looked is activated',
      () =>
        replaced()
          .begin({ kind: 'scheduledRun' })
          .looks()
          .operatorDoes({ does: 'deactivates a key', keyId: SECOND })
          .calls('updateAccessKey', { keyId: SECOND, active: true }),
    ],
    [
      'Delete takes the current key',
      () =>
        replaced()
          .begin({ kind: 'delete', created: true, retain: false })
          .looks()
          .calls('deleteAccessKey', { keyId: FIRST })
          .calls('deleteAccessKey', { keyId: SECOND })
          .ends(),
    ],
  ])('%s', (_, history) => {
    expect(history().broken).toEqual([]);
  });

  test('a key of an operator that no client uses and that a run might have created is counted', () => {
    const bad = new Bad()
      .begin({ kind: 'createSecret', token: token(0) })
      .calls('tagResource', { tags: { 'cdk-iam-access-key:intent:run': 'x' } })
      .operatorDoes({ does: 'creates a key' })
      .days(1)
      .begin({ kind: 'scheduledRun' })
      .calls('updateAccessKey', { keyId: FIRST, active: false });

    expect(bad.broken).toEqual([]);
    expect(bad.trace.residual).toEqual([FIRST]);
  });
});

describe('a wrong end is found', () => {
  const end = ({ aws, trace }: Bad, quietSince = 0) => ({ aws, trace, quietSince });

  test('a correct history has no error', () => {
    for (const invariant of [NOTHING_REMAINS, ROTATION_HAPPENS, NOTHING_PAST_ITS_DATE]) {
      expect(invariant.brokenAt(end(replaced()), CONTEXT)).toBeUndefined();
    }
  });

  test.each<[string, () => Bad, RegExp]>([
    [
      'an orphan',
      () =>
        new Bad()
          .owned()
          .makes(0, CURRENT)
          .begin({ kind: 'createSecret', token: token(1) })
          .calls('createAccessKey', {}),
      /AAAB was made by createSecret, and no label shows it/,
    ],
    [
      'an intent',
      () =>
        new Bad()
          .owned()
          .begin({ kind: 'scheduledRun' })
          .calls('tagResource', { tags: { 'cdk-iam-access-key:intent:run': 'x' } }),
      /intent:run is left/,
    ],
    ['a pending label', () => new Bad().owned().makes(0, CURRENT).makes(1, PENDING), /AWSPENDING is left/],
    [
      'a record about nothing',
      () =>
        new Bad()
          .owned()
          .begin({ kind: 'scheduledRun' })
          .calls('tagResource', { tags: { 'cdk-iam-access-key:replaced:AKIA': 'x' } }),
      /is about nothing/,
    ],
    [
      'a label of a key that is gone',
      () => replaced().operatorDoes({ does: 'deletes a key', keyId: FIRST }).days(1),
      /its key is gone/,
    ],
  ])('%s', (_, history, expected) => {
    expect(NOTHING_REMAINS.brokenAt(end(history()), CONTEXT)).toMatch(expected);
  });

  test.each<[string, () => Bad, RegExp]>([
    ['the key is overdue', () => new Bad().owned().makes(0, CURRENT).days(63), /its rotation was due/],
    [
      'the key is gone',
      () => new Bad().owned().makes(0, CURRENT).operatorDoes({ does: 'deletes a key', keyId: FIRST }).days(1),
      /is gone and still current/,
    ],
    [
      'the key was revoked',
      () =>
        new Bad()
          .owned()
          .makes(0, CURRENT)
          .begin({ kind: 'revoke', keyId: FIRST })
          .calls('tagResource', { tags: { 'cdk-iam-access-key:revoked:x': 'x' } })
          .calls('updateAccessKey', { keyId: FIRST, active: false })
          .ends(),
      /was revoked and is still current/,
    ],
  ])('a rotation that never happens is reported: %s', (_, history, expected) => {
    expect(ROTATION_HAPPENS.brokenAt(end(history()), CONTEXT)).toMatch(expected);
  });

  test('a rotation cannot happen while a key of an operator is in the way', () => {
    const bad = new Bad().owned().makes(0, CURRENT).operatorDoes({ does: 'creates a key' }).days(63);

    expect(ROTATION_HAPPENS.brokenAt(end(bad), CONTEXT)).toBeUndefined();
  });

  test.each<[string, () => Bad]>([
    [
      'active',
      () =>
        replaced()
          .begin({ kind: 'scheduledRun' })
          .ends()
          .days(A_MONTH / DAY),
    ],
    [
      'inactive',
      () =>
        replaced()
          .days(14)
          .begin({ kind: 'scheduledRun' })
          .calls('updateAccessKey', { keyId: FIRST, active: false })
          .days(8),
    ],
  ])('a replaced key that is %s after its dates is reported', (_, history) => {
    expect(NOTHING_PAST_ITS_DATE.brokenAt(end(history()), CONTEXT)).toMatch(/AAAA is past its dates/);
  });

  test('a key that a run creates after Delete is reported', () => {
    const bad = new Bad()
      .owned()
      .makes(0, CURRENT)
      .begin({ kind: 'delete', created: true, retain: false })
      .looks()
      .calls('deleteAccessKey', { keyId: FIRST })
      .ends()
      .makes(1, PENDING);

    expect(bad.broken).toEqual([]);
    expect(leftOver(bad.aws, false, bad.trace)).toMatch(/AAAB was made by createSecret 1/);
    expect(bad.aws.iam.keys.map(({ id }) => id)).not.toContain(THIRD);
  });
});
