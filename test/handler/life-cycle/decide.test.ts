import { Row } from './decision-row';
import { NOW, POLICY, seen } from './snapshot-builder';
import { TABLES } from './tables';
import { decide, RULES } from '../../../src/handler/life-cycle/decide';
import { classify } from '../../../src/handler/life-cycle/key-state';
import { decideBy } from '../../../src/handler/life-cycle/rules/rule';
import { Task } from '../../../src/handler/life-cycle/task';
import { BANNED_WORDS } from '../../banned-words';

const TASKS = Object.keys(TABLES) as Task['kind'][];

/** The rules whose finding an operator must act on, with the level at which it is logged. */
const ALERTS: Readonly<Record<string, string>> = {
  'report-secret-scheduled-for-deletion': 'ERROR',
  'report-rotation-blocked': 'WARN',
  'report-replication-failed': 'WARN',
  'report-no-managed-key': 'ERROR',
  'report-current-key-inactive': 'ERROR',
  'report-user-missing': 'ERROR',
  'report-secret-missing': 'ERROR',
  'report-keys-without-secret': 'WARN',
};

describe.each(TASKS)('the task %s', (task) => {
  test.each(TABLES[task])('$rule: $state', ({ given, policy, rule, action, reason, endsRun, before }: Row) => {
    // GIVEN
    const chosen = { ...POLICY, ...policy };
    expect(given.run.task.kind).toBe(task);

    // WHEN
    const decision = decide(given, chosen, NOW);

    // THEN
    expect({ rule: decision.rule, action: decision.action, endsRun: decision.endsRun ?? false }).toEqual({
      rule,
      action,
      endsRun: endsRun ?? false,
    });
    expect(decision.alert).toBe(ALERTS[rule]);
    expect(decision.reason).toMatch(reason === undefined ? /^\w/ : exactly(reason));
    expect(decision.reason).not.toMatch(BANNED_WORDS);
    expect(before === undefined ? undefined : decide(given, chosen, NOW - 1).rule).toBe(before);
  });

  test('each rule decides in a row of its table', () => {
    // GIVEN
    const rules = RULES[task].map(({ name }) => name);

    // WHEN
    const tried = TABLES[task].map(({ rule }) => rule);

    // THEN
    expect(rules.filter((rule) => !tried.includes(rule))).toEqual([]);
  });

  test('no two rules of a task have the same name', () => {
    const names = RULES[task].map(({ name }) => name);

    expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
  });
});

test('rules of the same name have the same description, so that a log line has one meaning', () => {
  // GIVEN
  const all = Object.values(RULES).flat();

  // WHEN
  const meanings = new Map(all.map(({ name, when, then }) => [name, `${when}: ${then}`]));

  // THEN
  expect(all.filter(({ name, when, then }) => meanings.get(name) !== `${when}: ${then}`)).toEqual([]);
});

test('a list of rules without a rule for a state throws', () => {
  expect(() => decideBy([], classify(seen({ kind: 'scheduledRun' }), POLICY, NOW))).toThrow(
    'the last rule of each task applies always',
  );
});

function exactly(text: string): RegExp {
  return new RegExp(`^${text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}$`);
}
