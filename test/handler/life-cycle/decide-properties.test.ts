import * as fc from 'fast-check';
import { anySnapshot, anyPolicy } from './any-snapshot';
import { NOW, POLICY, RUN } from './snapshot-builder';
import { decide, RULES } from '../../../src/handler/life-cycle/decide';
import { Action, Decision, levelOf } from '../../../src/handler/life-cycle/decision';
import { classify } from '../../../src/handler/life-cycle/key-state';
import { metricsOf } from '../../../src/handler/life-cycle/metrics';
import { Policy } from '../../../src/handler/life-cycle/policy';
import { CLOSED_KEY, intentKey } from '../../../src/handler/life-cycle/records';
import { Snapshot } from '../../../src/handler/life-cycle/snapshot';

const RUNS = { numRuns: 3_000 };

function always(holds: (snapshot: Snapshot, policy: Policy, decision: Decision) => void): void {
  fc.assert(
    fc.property(anySnapshot, anyPolicy, (snapshot, policy) => holds(snapshot, policy, decide(snapshot, policy, NOW))),
    RUNS,
  );
}

/** What the decision would do to which key. */
function touched({ action }: Decision, ...kinds: Action['kind'][]): string | undefined {
  return kinds.includes(action.kind) && 'keyId' in action ? action.keyId : undefined;
}

test('every state is decided by a rule of its task, and the same state has the same decision', () => {
  fc.assert(
    fc.property(anySnapshot, anyPolicy, (snapshot, policy) => {
      // GIVEN
      deepFreeze(snapshot);
      deepFreeze(policy);

      // WHEN
      const decision = decide(snapshot, policy, NOW);

      // THEN
      expect(decide(structuredClone(snapshot), policy, NOW)).toEqual(decision);
      expect(RULES[snapshot.run.task.kind].map(({ name }) => name)).toContain(decision.rule);
      expect(decision.reason).not.toMatch(/undefined|NaN|Infinity|Invalid/);
    }),
    RUNS,
  );
});

test('a state that counts as a failure is logged above INFO, and none other', () => {
  always((snapshot, policy, decision) => {
    const { RotationFailures } = metricsOf(classify(snapshot, policy, NOW), decision);

    expect(levelOf(decision) === 'INFO').toBe(RotationFailures === undefined);
    if (/^(report|fail)-/.test(decision.rule) && ['done', 'fail'].includes(decision.action.kind)) {
      expect(RotationFailures).toBe(1);
    }
  });
});

test('what fails or is reported names its user or its secret, as CloudFormation shows no more than the reason', () => {
  always((snapshot, _, decision) => {
    if (levelOf(decision) !== 'INFO') {
      expect(
        [snapshot.userName, snapshot.secretId].some((name) => decision.reason.includes(name)) ? '' : decision,
      ).toBe('');
    }
  });
});

test('an unmanaged key is neither deactivated nor deleted, unless the policy says when, and then by a scheduled run', () => {
  always((snapshot, policy, decision) => {
    const keyId = touched(decision, 'activate', 'deactivate', 'delete');
    const role = classify(snapshot, policy, NOW).keys.find(({ id }) => id === keyId)?.role;

    expect(role).not.toBe('inFlight');
    if (role === 'unmanaged') {
      expect(policy.retireUnmanagedKeysAfter).toBeDefined();
      expect(snapshot.run.task.kind).toBe('scheduledRun');
    }
  });
});

test('a key that IAM does not list is touched only if a version is labelled with it', () => {
  always((snapshot, _, decision) => {
    const keyId = touched(decision, 'activate', 'deactivate', 'delete');
    const listed = snapshot.keys?.some(({ id }) => id === keyId) || snapshot.memory.created?.id === keyId;

    expect(
      keyId === undefined || listed || Object.values(snapshot.secret!.versions).flat().includes(`key.${keyId}`),
    ).toBe(true);
  });
});

test('the current key is deactivated only because it was revoked, and deleted only after that or with its stack', () => {
  always((snapshot, policy, decision) => {
    const { currentKey, records, task } = classify(snapshot, policy, NOW);
    const isCurrent = (keyId: string | undefined) => keyId !== undefined && keyId === currentKey?.id;
    const isLeaving = task.kind === 'delete' && !task.retain;

    if (isCurrent(touched(decision, 'deactivate')) || (isCurrent(touched(decision, 'delete')) && !isLeaving)) {
      expect(records.times).toContainEqual(expect.objectContaining({ kind: 'revoked', of: currentKey!.id }));
    }
    if (isCurrent(touched(decision, 'delete')) && !isLeaving) {
      expect(currentKey).toMatchObject({ active: false });
    }
  });
});

test('a replaced key is deactivated or deleted by a scheduled run only while another key works', () => {
  always((snapshot, policy, decision) => {
    const { healthy, keys, records, task } = classify(snapshot, policy, NOW);
    const keyId = touched(decision, 'deactivate', 'delete');
    const isRevoked = records.times.some(({ kind, of }) => kind === 'revoked' && of === keyId);

    if (
      task.kind === 'scheduledRun' &&
      !isRevoked &&
      keys.some(({ id, role }) => id === keyId && role === 'replaced')
    ) {
      expect(healthy).toBe(true);
    }
  });
});

test('an active key that was current once is ended by no task but a scheduled run and Delete, unless it was revoked', () => {
  always((snapshot, policy, decision) => {
    const {
      keys,
      records: { times },
      task,
    } = classify(snapshot, policy, NOW);
    const keyId = touched(decision, 'deactivate', 'delete');
    const key = keys.find(({ id, role, active }) => id === keyId && ['current', 'replaced'].includes(role) && active);
    const isRecorded = (kinds: readonly string[]) => times.some(({ kind, of }) => kinds.includes(kind) && of === keyId);

    if (key && !isRecorded(['revoked', 'abandoned'])) {
      expect(['scheduledRun', 'delete']).toContain(task.kind);
    }
    if (key && task.kind === 'scheduledRun') {
      expect(decision.action.kind).toBe('deactivate');
    }
  });
});

test('AWSCURRENT is moved back only from a revoked key, to an active one', () => {
  always((snapshot, policy, decision) => {
    if (decision.action.kind === 'moveBack') {
      const {
        action: { version, from },
      } = decision as { action: { version: string; from: string } };
      const {
        versions,
        keys,
        records: { times },
      } = classify(snapshot, policy, NOW);
      const keyIn = (id: string) => versions.find((one) => one.id === id)!.keyId;

      expect(keys).toContainEqual(expect.objectContaining({ id: keyIn(version), active: true, role: 'replaced' }));
      expect(times).toContainEqual(expect.objectContaining({ kind: 'revoked', of: keyIn(from) }));
    }
  });
});

test(
  "a key is created only if the snapshot shows this run's own fresh intent, an open secret and a free " + 'access key',
  () => {
    always((snapshot, policy, decision) => {
      if (decision.action.kind === 'createKey') {
        const { tags } = snapshot.secret!;
        const start = Date.parse(tags[intentKey(RUN)].split(' ')[1]);

        expect(NOW - start).toBeLessThan(policy.timing.maxCreateTime / 2);
        expect(tags).not.toHaveProperty([CLOSED_KEY]);
        expect(classify(snapshot, POLICY, NOW).keys.length).toBeLessThan(2);
        expect(['create', 'createSecret']).toContain(snapshot.run.task.kind);
      }
    });
  },
);

test('the generated states reach most rules', () => {
  // WHEN
  const reached = new Set(
    fc
      .sample(fc.tuple(anySnapshot, anyPolicy), { numRuns: 20_000, seed: 1 })
      .map(([snapshot, policy]) => decide(snapshot, policy, NOW).rule),
  );

  // THEN
  const all = new Set(
    Object.values(RULES)
      .flat()
      .map(({ name }) => name),
  );
  expect(reached.size).toBeGreaterThan(0.85 * all.size);
});

function deepFreeze(value: unknown): void {
  if (typeof value === 'object' && value !== null) {
    Object.values(Object.freeze(value)).forEach(deepFreeze);
  }
}
