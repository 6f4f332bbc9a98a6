import { A_MONTH, brokenBy, Context, leftOver, NOTHING_LEFT_OVER, NOTHING_PAST_ITS_DATE, NOTHING_SEEN, ROTATION_HAPPENS, RunFacts, Step, Witness, witnessing } from '.';
import { TIMING } from '../../../src/handler/life-cycle/policy';
import { Task } from '../../../src/handler/life-cycle/task';
import {
  advance, answer, AwsCall, configureRotation, CURRENT, holder, keyId, newWorld, PENDING, perform, PersonStep, secretAccessKey, World,
} from '../world';
import { callOf, token } from '../world/asking';

const DAY = 24 * 60 * 60 * 1000;
const [FIRST, SECOND, THIRD] = [0, 1, 2].map(keyId);

const CONTEXT: Context = { policy: { rotateAfter: 60 * DAY, overlap: 14 * DAY, recoveryWindow: 7 * DAY, maxAge: 90 * DAY, timing: TIMING } };
const RETIRING: Context = { policy: { ...CONTEXT.policy, retireUnmanagedKeysAfter: 30 * DAY } };

/** A history that is made by hand: its runs do what no run of ours does. */
class Bad {
  public witness: Witness = NOTHING_SEEN;
  public readonly broken: string[] = [];
  private run: RunFacts;

  public constructor(public world: World = newWorld(), private readonly context: Context = CONTEXT) {
    this.run = factsOf(world, { kind: 'scheduledRun' });
  }

  /** A run begins, and all calls are its calls from now on. */
  public begin(task: Task, id: string = task.kind): this {
    this.run = { ...factsOf(this.world, task), id };
    return this.see({ before: this.world, after: this.world, by: id, run: this.run, starts: true });
  }

  public calls(name: AwsCall['name'], request: object): this {
    const call = callOf(name, request as never) as AwsCall;
    const { world, answer: given } = answer(this.world, call, this.run.id);
    expect(given.failure).toBeUndefined();
    return this.see({ before: this.world, after: world, by: this.run.id, run: this.run, call, answer: given });
  }

  public looks(): this {
    this.run = { ...this.run, listedAt: this.world.now, described: { at: this.world.now, current: holder(this.world.secret, CURRENT)?.id } };
    return this;
  }

  public ends(message = '', outcome: 'done' | 'failed' = 'done', said: string[] = []): this {
    return this.see({ before: this.world, after: this.world, by: this.run.id, run: this.run, ended: { outcome, rule: 'a rule', message }, said });
  }

  public person(step: PersonStep): this {
    const after = perform(this.world, step);
    return this.see({ before: this.world, after, by: 'a person', person: step });
  }

  public days(days: number): this {
    this.world = advance(this.world, days * DAY);
    return this;
  }

  /** A run makes the n-th key, stores it under the n-th token, and ends. */
  public makes(n: number, ...labels: string[]): this {
    return this.begin({ kind: 'createSecret', token: token(n) }, `createSecret ${n}`).calls('createAccessKey', {}).calls('putSecretValue', {
      token: token(n), value: JSON.stringify({ accessKeyId: keyId(n), secretAccessKey: secretAccessKey(n) }), labels: [`key.${keyId(n)}`, ...labels],
    }).ends();
  }

  /** A run signs with the n-th key, once that has spread. */
  public tests(n: number): this {
    this.world = advance(this.world, this.world.options.spreads);
    return this.begin({ kind: 'testSecret', token: token(n) }).calls('getCallerIdentity', { keyId: keyId(n), secretAccessKey: secretAccessKey(n) }).ends();
  }

  public promotes(from: number, to: number): this {
    return this.begin({ kind: 'finishSecret', token: token(to) }).looks().calls('updateSecretVersionStage', { label: CURRENT, from: token(from), to: token(to) }).ends();
  }

  public owned(): this {
    this.world = configureRotation(answer(this.world, callOf('tagResource', { tags: { 'cdk-iam-access-key:owner': 'me' } }), 'create').world, token(9));
    const { secret } = this.world;
    this.world = { ...this.world, rotations: [], secret: { ...secret, versions: secret.versions.filter(({ id }) => id !== token(9)) } };
    return this;
  }

  private see(step: Step): this {
    const broken = brokenBy(step, this.witness, this.context);
    this.witness = witnessing(this.witness, step, this.context);
    this.world = step.after;
    return broken === undefined ? this : (this.broken.push(broken), this);
  }
}

function factsOf(world: World, task: Task): RunFacts {
  return { id: task.kind, task, startedAt: world.now, alone: true };
}

/** The first key is current, and then the second. */
function replaced(): Bad {
  return new Bad().owned().makes(0, CURRENT).days(60).makes(1, PENDING).tests(1).promotes(0, 1);
}

test('the histories that the bad ones begin with are good', () => {
  expect(replaced().broken).toEqual([]);
});

describe('what a step may not do', () => {
  test.each<[string, () => Bad, RegExp]>([
    ['a key of a person is switched off', () => new Bad().person({ does: 'makes a key' }).begin({ kind: 'scheduledRun' })
      .calls('updateAccessKey', { keyId: FIRST, active: false }), /a person's key and was switched off/],
    ['a key of a person is deleted', () => new Bad().person({ does: 'makes a key' }).person({ does: 'deactivates a key', keyId: FIRST }).begin({ kind: 'scheduledRun' })
      .calls('deleteAccessKey', { keyId: FIRST }), /a person's key and was deleted/],
    ['a key of a person is retired before it was unused for long enough', () => new Bad(undefined, RETIRING).person({ does: 'makes a key' }).days(29).begin({ kind: 'scheduledRun' })
      .calls('updateAccessKey', { keyId: FIRST, active: false }), /a person's key and was switched off/],
    ['a retired key of a person is deleted before its recovery window is over', () => new Bad(undefined, RETIRING).person({ does: 'makes a key' }).days(31).begin({ kind: 'scheduledRun' })
      .calls('updateAccessKey', { keyId: FIRST, active: false }).days(6).begin({ kind: 'scheduledRun' }).calls('deleteAccessKey', { keyId: FIRST }), /a person's key and was deleted/],
    ['a key that a person has deactivated is activated', () => replaced().person({ does: 'deactivates a key', keyId: SECOND }).days(1).begin({ kind: 'scheduledRun' }).looks()
      .calls('updateAccessKey', { keyId: SECOND, active: true }), /deactivated by an operator and is activated by a run/],
    ['the current key is switched off', () => replaced().begin({ kind: 'scheduledRun' }).calls('updateAccessKey', { keyId: SECOND, active: false }), /is current and was switched off/],
    ['the current key is deleted', () => replaced().begin({ kind: 'scheduledRun' }).calls('deleteAccessKey', { keyId: SECOND }), /is current and was switched off/],
    ['the label moves to a key that is inactive', () => replaced().days(20).begin({ kind: 'scheduledRun' }).calls('updateAccessKey', { keyId: FIRST, active: false })
      .days(1).promotes(1, 0), /AWSCURRENT was moved to AKIASIMULATEDKEYAAAA, which does not work/],
    ['a race with a person who moves the label is not made good', () => replaced().days(20).begin({ kind: 'scheduledRun' }).looks()
      .person({ does: 'makes a version current', version: token(0) }).calls('updateAccessKey', { keyId: FIRST, active: false }).ends()
      .begin({ kind: 'scheduledRun' }, 'next scheduled run').looks().ends(), /a complete scheduled run has not activated it/],
    ['a replaced key is switched off within its overlap', () => replaced().days(13).begin({ kind: 'scheduledRun' })
      .calls('updateAccessKey', { keyId: FIRST, active: false }), /is switched off before its overlap is over/],
    ['a replaced key makes room within its overlap though nothing was revoked', () => replaced().days(13).begin({ kind: 'createSecret', token: token(2) }).looks()
      .calls('deleteAccessKey', { keyId: FIRST }), /is switched off before its overlap is over/],
    ['a replaced key makes room for the successor of a revoked one', () => replaced().begin({ kind: 'revoke', keyId: SECOND }).looks().calls('updateAccessKey', { keyId: SECOND, active: false })
      .calls('deleteAccessKey', { keyId: FIRST }), /is switched off before its overlap is over/],
    ['a replaced key makes room after its overlap, though it is active', () => replaced().days(20).begin({ kind: 'createSecret', token: token(2) }).looks()
      .calls('deleteAccessKey', { keyId: FIRST }), /was replaced, is active, and is ended by createSecret/],
    ['a scheduled run deletes a replaced key that it has not deactivated', () => replaced().days(20).begin({ kind: 'scheduledRun' }).looks()
      .calls('deleteAccessKey', { keyId: FIRST }), /was replaced, is active, and is ended by scheduledRun/],
    ['a replaced key is active after the end of its gate', () => replaced().begin({ kind: 'scheduledRun' }).ends().days(31).begin({ kind: 'scheduledRun' }).ends(), /past the end of its gate and still active/],
    ['a run asks to switch off the key that it saw as the current one', () => replaced().days(100).begin({ kind: 'scheduledRun' }).looks()
      .calls('updateAccessKey', { keyId: SECOND, active: false }), /is current and was switched off/],
    ['Delete leaves a key', () => replaced().begin({ kind: 'delete', created: true, retain: false }).looks().calls('deleteAccessKey', { keyId: FIRST }).ends(), /AAAB was made by createSecret 1 and is left/],
    ['Delete that retains the current key leaves another', () => replaced().begin({ kind: 'delete', created: true, retain: true }).looks().ends(), /AAAA was made by createSecret 0 and is left/],
    ['a tag tells a secret', () => new Bad().begin({ kind: 'scheduledRun' }).calls('tagResource', { tags: { key: secretAccessKey(0) } }), /with a secret access key in its request/],
    ['a label tells a secret', () => new Bad().makes(0, secretAccessKey(0)), /with a secret access key in its request/],
    ['a line of the log tells a secret', () => new Bad().begin({ kind: 'scheduledRun' }).ends('', 'done', [secretAccessKey(0)]), /a secret access key was said/],
    ['an outcome tells a secret', () => new Bad().begin({ kind: 'scheduledRun' }).ends(secretAccessKey(0), 'failed'), /a secret access key was said/],
    ['Create is done without a key', () => new Bad().begin({ kind: 'create', token: token(0) }).ends(), /Create is done, and no key is current/],
    ['Create is done before its key has spread', () => new Bad().begin({ kind: 'create', token: token(0) }).calls('createAccessKey', {}).calls('putSecretValue', { token: token(0), value: JSON.stringify({ accessKeyId: FIRST }), labels: [CURRENT] }).ends(), /which AWS does not accept/],
    ['a key becomes the current one that AWS has not accepted', () => new Bad().owned().makes(0, CURRENT).makes(1, PENDING).promotes(0, 1), /AAAB was made the current key, and AWS has not accepted it/],
    ['a line of the log tells a derived password', () => new Bad(newWorld({ firstVersionIsCurrent: false })).begin({ kind: 'createSecret', token: token(0) })
      .calls('putSecretValue', { token: token(0), value: '{"password":"derived"}', labels: [PENDING] }).ends('', 'done', ['is derived']), /a secret access key was said/],
    ['a key is made though a person has deactivated the current one', () => new Bad().owned().makes(0, CURRENT).person({ does: 'deactivates a key', keyId: FIRST }).days(1)
      .begin({ kind: 'createSecret', token: token(1) }).looks().calls('createAccessKey', {}), /a key is made, though a person has deactivated AKIASIMULATEDKEYAAAA/],
    ['the label moves though a person has moved it', () => replaced().days(20).begin({ kind: 'scheduledRun' }).looks().calls('updateAccessKey', { keyId: FIRST, active: false }).calls('deleteAccessKey', { keyId: FIRST })
      .begin({ kind: 'createSecret', token: token(2) }).looks().calls('createAccessKey', {}).calls('putSecretValue', { token: token(2), value: JSON.stringify({ accessKeyId: THIRD }), labels: [PENDING] })
      .person({ does: 'makes a version current', version: token(0) }).promotes(0, 2), /AWSCURRENT was moved by a person since AKIASIMULATEDKEYAAAC was made/],
    ['an orphan is deleted at once', () => new Bad().begin({ kind: 'createSecret', token: token(0) }).calls('createAccessKey', {}).begin({ kind: 'scheduledRun' })
      .calls('deleteAccessKey', { keyId: FIRST }), /less than a day ago, and is switched off/],
    ['a run makes two keys', () => new Bad().begin({ kind: 'createSecret', token: token(0) }).calls('createAccessKey', {}).calls('createAccessKey', {}), /has made a second key/],
    ['a scheduled run makes a key', () => new Bad().begin({ kind: 'scheduledRun' }).calls('createAccessKey', {}), /scheduledRun asks for a key/],
  ])('%s', (_, history, expected) => {
    expect(history().broken[0]).toMatch(expected);
  });
});

test('what a run asks for is judged even if nothing comes of it', () => {
  const bad = replaced().begin({ kind: 'scheduledRun' }).looks().calls('updateAccessKey', { keyId: FIRST, active: true });
  const call = callOf('updateAccessKey', { keyId: SECOND, active: false }) as AwsCall;
  const run: RunFacts = { ...factsOf(bad.world, { kind: 'scheduledRun' }), described: { at: bad.world.now, current: token(1) } };

  expect(brokenBy({ before: bad.world, after: bad.world, by: 'scheduled-run', run, call }, bad.witness, CONTEXT)).toMatch(/asked to be switched off/);
});

describe('what is tolerated', () => {
  test.each<[string, () => Bad]>([
    ['a revoked key is switched off while it is current', () => replaced().begin({ kind: 'revoke', keyId: SECOND }).looks().calls('updateAccessKey', { keyId: SECOND, active: false })],
    ['a replaced key is switched off after its overlap', () => replaced().days(14).begin({ kind: 'scheduledRun' }).calls('updateAccessKey', { keyId: FIRST, active: false })],
    ['a key of a person is retired in its time', () => new Bad(undefined, RETIRING).person({ does: 'makes a key' }).days(31).begin({ kind: 'scheduledRun' })
      .calls('updateAccessKey', { keyId: FIRST, active: false }).days(7).begin({ kind: 'scheduledRun' }).calls('deleteAccessKey', { keyId: FIRST })],
    ['a key that a person deactivates after the run has looked is activated', () => replaced().begin({ kind: 'scheduledRun' }).looks().person({ does: 'deactivates a key', keyId: SECOND })
      .calls('updateAccessKey', { keyId: SECOND, active: true })],
    ['Delete takes the current key', () => replaced().begin({ kind: 'delete', created: true, retain: false }).looks().calls('deleteAccessKey', { keyId: FIRST }).calls('deleteAccessKey', { keyId: SECOND }).ends()],
  ])('%s', (_, history) => {
    expect(history().broken).toEqual([]);
  });

  test('a key of a person that nobody uses, made when a run might have made it, is counted', () => {
    const bad = new Bad().begin({ kind: 'createSecret', token: token(0) }).calls('tagResource', { tags: { 'cdk-iam-access-key:intent:run': 'x' } })
      .person({ does: 'makes a key' }).days(1).begin({ kind: 'scheduledRun' }).calls('updateAccessKey', { keyId: FIRST, active: false });

    expect(bad.broken).toEqual([]);
    expect(bad.witness.residual).toEqual([FIRST]);
  });
});

describe('what may not be left at the end', () => {
  const end = ({ world, witness }: Bad, quietSince = 0) => ({ world, witness, quietSince });

  test('nothing is wrong with a good history', () => {
    for (const invariant of [NOTHING_LEFT_OVER, ROTATION_HAPPENS, NOTHING_PAST_ITS_DATE]) {
      expect(invariant.brokenAt(end(replaced()), CONTEXT)).toBeUndefined();
    }
  });

  test.each<[string, () => Bad, RegExp]>([
    ['an orphan', () => new Bad().owned().makes(0, CURRENT).begin({ kind: 'createSecret', token: token(1) }).calls('createAccessKey', {}), /AAAB was made by createSecret, and no label tells so/],
    ['an intent', () => new Bad().owned().begin({ kind: 'scheduledRun' }).calls('tagResource', { tags: { 'cdk-iam-access-key:intent:run': 'x' } }), /intent:run is left/],
    ['a pending label', () => new Bad().owned().makes(0, CURRENT).makes(1, PENDING), /AWSPENDING is left/],
    ['a record about nothing', () => new Bad().owned().begin({ kind: 'scheduledRun' }).calls('tagResource', { tags: { 'cdk-iam-access-key:replaced:AKIA': 'x' } }), /is about nothing/],
    ['a label of a key that is gone', () => replaced().person({ does: 'deletes a key', keyId: FIRST }).days(1), /its key is gone/],
  ])('%s', (_, history, expected) => {
    expect(NOTHING_LEFT_OVER.brokenAt(end(history()), CONTEXT)).toMatch(expected);
  });

  test.each<[string, () => Bad, RegExp]>([
    ['the key is overdue', () => new Bad().owned().makes(0, CURRENT).days(63), /its rotation was due/],
    ['the key is gone', () => new Bad().owned().makes(0, CURRENT).person({ does: 'deletes a key', keyId: FIRST }).days(1), /is gone and still current/],
    ['the key was revoked', () => new Bad().owned().makes(0, CURRENT).begin({ kind: 'revoke', keyId: FIRST }).calls('tagResource', { tags: { 'cdk-iam-access-key:revoked:x': 'x' } })
      .calls('updateAccessKey', { keyId: FIRST, active: false }).ends(), /was revoked and is still current/],
  ])('a rotation that never happens: %s', (_, history, expected) => {
    expect(ROTATION_HAPPENS.brokenAt(end(history()), CONTEXT)).toMatch(expected);
  });

  test('a rotation cannot happen while a key of a person is in the way', () => {
    const bad = new Bad().owned().makes(0, CURRENT).person({ does: 'makes a key' }).days(63);

    expect(ROTATION_HAPPENS.brokenAt(end(bad), CONTEXT)).toBeUndefined();
  });

  test.each<[string, () => Bad]>([
    ['active', () => replaced().begin({ kind: 'scheduledRun' }).ends().days(A_MONTH / DAY)],
    ['inactive', () => replaced().days(14).begin({ kind: 'scheduledRun' }).calls('updateAccessKey', { keyId: FIRST, active: false }).days(8)],
  ])('a replaced key that is %s after its dates', (_, history) => {
    expect(NOTHING_PAST_ITS_DATE.brokenAt(end(history()), CONTEXT)).toMatch(/AAAA is past its dates/);
  });

  test('a key that a run makes after Delete', () => {
    const bad = new Bad().owned().makes(0, CURRENT).begin({ kind: 'delete', created: true, retain: false }).looks().calls('deleteAccessKey', { keyId: FIRST }).ends().makes(1, PENDING);

    expect(bad.broken).toEqual([]);
    expect(leftOver(bad.world, false, bad.witness)).toMatch(/AAAB was made by createSecret 1/);
    expect(bad.world.iam.keys.map(({ id }) => id)).not.toContain(THIRD);
  });
});
