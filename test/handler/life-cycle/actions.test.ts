import { befalling, configurationOf, deployed, keysOf, labelsOf, Ran, rotated, rotating, run, tagsOf, token } from './run-harness';
import { performAction } from '../../../src/handler/life-cycle/actions';
import { Time } from '../../../src/handler/life-cycle/effects';
import { RunContext } from '../../../src/handler/life-cycle/run-context';
import { NOTHING_DONE_YET, Snapshot } from '../../../src/handler/life-cycle/snapshot';
import { Task } from '../../../src/handler/life-cycle/task';
import { advance, DENIED, dueRotations, keyId, newWorld, perform, PersonStep, World } from '../../properties/world';

const HOUR: Time = 3_600_000;
const DAY: Time = 24 * HOUR;
const FIRST = keyId(0);
const SECOND = keyId(1);
const SCHEDULED_RUN: Task = { kind: 'scheduledRun' };

function after(world: World, ...steps: PersonStep[]): World {
  return steps.reduce(perform, world);
}

/** The world in which a scheduled run has seen the replaced key, so long ago. */
function replacedFor(age: Time): World {
  return advance(run(rotated(), SCHEDULED_RUN).world, age);
}

test('Create claims the secret, makes a key, tests it and makes it the current one', () => {
  // WHEN
  const { value, world, reports } = run(newWorld({ firstVersionIsCurrent: false }), { kind: 'create', token: token(1) });

  // THEN
  expect(value).toMatchObject({ outcome: 'done', rule: 'finish-create' });
  expect(reports.map(({ rule }) => rule)).toEqual([
    'claim-secret', 'write-creation-intent', 'create-key', 'test-first-key', 'promote-first-key', 'finish-create',
  ]);
  expect(labelsOf(world, token(1))).toContain('AWSCURRENT');
  expect(tagsOf(world)).toEqual(['cdk-iam-access-key:owner']);
});

test('Create opens a secret again that an earlier stack has closed', () => {
  // GIVEN
  const { world } = run(deployed(), { kind: 'delete', created: true, retain: false });
  const emptied = { ...world, secret: { ...world.secret, versions: [] } };

  // WHEN
  const { value, world: opened } = run(advance(emptied, HOUR), { kind: 'create', token: token(3) });

  // THEN
  expect(value).toMatchObject({ outcome: 'done' });
  expect(tagsOf(opened)).toEqual(['cdk-iam-access-key:owner']);
});

test('Delete closes the secret, deletes the keys and releases it', () => {
  // WHEN
  const { value, world } = run(rotated(), { kind: 'delete', created: true, retain: false });

  // THEN
  expect(value).toMatchObject({ outcome: 'done', message: 'remaining access keys: none' });
  expect(keysOf(world)).toEqual({});
  expect(tagsOf(world)).toEqual(['cdk-iam-access-key:closed']);
});

test('a scheduled run writes down when it first saw a replaced key', () => {
  // WHEN
  const { world } = run(rotated(), SCHEDULED_RUN);

  // THEN
  expect(labelsOf(world, token(1))).toContain(`replaced.${new Date(world.now).toISOString()}.${FIRST}`);
  expect(tagsOf(world)).toEqual(['cdk-iam-access-key:owner']);
});

test('a replaced key that nobody uses is deactivated after its overlap, and deleted after its recovery window', () => {
  // WHEN
  const inactive = run(replacedFor(14 * DAY), SCHEDULED_RUN);
  const deleted = run(advance(inactive.world, 7 * DAY), SCHEDULED_RUN);

  // THEN
  expect(inactive.calls).toContain('getAccessKeyLastUsed');
  expect(keysOf(inactive.world)).toEqual({ [FIRST]: false, [SECOND]: true });
  expect(keysOf(deleted.world)).toEqual({ [SECOND]: true });
});

test('a list that is behind does not have a key deactivated twice in one run', () => {
  // WHEN
  const { calls } = run(replacedFor(14 * DAY), SCHEDULED_RUN, {
    before: (world, { name }) => name === 'listAccessKeys' && world.iam.past.length > 0
      ? { disturbance: { kind: 'stale', view: world.iam.past.length - 1 } } : undefined,
  });

  // THEN
  expect(calls.filter((name) => name === 'updateAccessKey')).toHaveLength(1);
});

test('a key whose last use IAM does not tell stays, and the run goes on', () => {
  // WHEN
  const { value, world } = run(replacedFor(14 * DAY), SCHEDULED_RUN, { before: befalling({ call: 'getAccessKeyLastUsed', disturbance: DENIED }) });

  // THEN
  expect(value).toMatchObject({ outcome: 'done', rule: 'finish-nothing-to-do' });
  expect(keysOf(world)).toEqual({ [FIRST]: true, [SECOND]: true });
});

test('a defect of ours is not taken for a last use that cannot be read', () => {
  // GIVEN
  const world = newWorld();
  const context = new RunContext({ id: 'run-1', startedAt: 0, deadline: HOUR, task: SCHEDULED_RUN }, configurationOf(world));
  const snapshot: Snapshot = { run: context.run, memory: NOTHING_DONE_YET, owner: 'x', userName: 'mail', secretId: 'secret', readable: true, keys: [], secret: undefined };
  const asking = performAction(context, { kind: 'askLastUse', keyId: FIRST }, snapshot);
  asking.next(undefined as never);

  // THEN
  expect(() => asking.throw(new TypeError('a defect'))).toThrow(new TypeError('a defect'));
});

test('a key that came back as the current one is activated', () => {
  // GIVEN
  const inactive = run(replacedFor(14 * DAY), SCHEDULED_RUN).world;

  // WHEN
  const { world } = run(after(inactive, { does: 'makes a version current', version: token(1) }), SCHEDULED_RUN);

  // THEN
  expect(keysOf(world)).toEqual({ [FIRST]: true, [SECOND]: true });
});

test('a key that turns out to be gone when it is changed counts as deleted', () => {
  // WHEN
  const { value, world } = run(after(deployed(), { does: 'deletes a key', keyId: FIRST }), { kind: 'revoke', keyId: FIRST });

  // THEN
  expect(value).toMatchObject({ outcome: 'done', rule: 'finish-revoke' });
  expect(dueRotations(world)).toHaveLength(1);
});

test('an overdue rotation is asked for, once', () => {
  // WHEN
  const { value, calls, world } = run(advance(deployed(), 61 * DAY), SCHEDULED_RUN);

  // THEN
  expect(value).toMatchObject({ outcome: 'done' });
  expect(calls.filter((name) => name === 'rotateSecret')).toHaveLength(1);
  expect(dueRotations(world)).toHaveLength(1);
});

test('what an interrupted run has left goes with the days: its label, its intent and its key', () => {
  // GIVEN
  const crashed = run(rotating(), { kind: 'createSecret', token: token(2) }, { before: (_, { name }) => ({ crash: name === 'putSecretValue' }) });

  // WHEN
  const scheduledRuns = [HOUR, 2 * HOUR, DAY, DAY, DAY].reduce<Ran[]>((done, age, index) =>
    [...done, run(advance((done.at(-1) ?? crashed).world, age), SCHEDULED_RUN, { id: `scheduled-run-${index}-`.padEnd(32, '0') })], []);

  // THEN
  const { world } = scheduledRuns.at(-1)!;
  expect(keysOf(world)).toEqual({ [FIRST]: true });
  expect(labelsOf(world, token(2))).toBeUndefined();
  expect(tagsOf(world)).toEqual(['cdk-iam-access-key:owner']);
});
