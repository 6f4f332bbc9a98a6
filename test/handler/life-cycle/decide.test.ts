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
    expect(decision.reason).toMatch(reason === undefined ? /./ : exactly(reason));
    expect(faultsOf(decision.reason)).toEqual([]);
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

test.each([
  ['Deleting access key AKIA, because it is inactive. No action is needed.', []],
  ['To keep it, run "aws secretsmanager restore-secret --secret-id A.B" before 2026.', []],
  ['the key is gone.', ['starts with a small letter']],
  ['The key is gone', ['does not end with a period']],
  [`The key is gone. ${'Very '.repeat(25)}long.`, [`has 26 words: ${'Very '.repeat(25)}long.`]],
  ['x '.repeat(600), ['starts with a small letter', 'does not end with a period', 'is cut in a response']],
])('the check of a reason finds its faults: %s', (reason, faults) => {
  expect(faultsOf(reason)).toEqual(expect.arrayContaining(faults));
  expect(faultsOf(reason).length === 0).toBe(faults.length === 0);
});

/** A sentence that operators read has no more words. A quoted command is one word. */
const MOST_WORDS = 25;

/** CloudFormation's response has room for so many bytes of a reason (src/handler/cloudformation-response.ts). */
const LONGEST_REASON_BYTES = 1_000;

/** What is wrong with a reason, if anything. */
function faultsOf(reason: string): string[] {
  const sentences = reason.replace(/"[^"]*"/g, '"command"').split(/(?<=\.) (?=[A-Z])/);
  return [
    ...(/^[A-Z]/.test(reason) ? [] : ['starts with a small letter']),
    ...(reason.endsWith('.') ? [] : ['does not end with a period']),
    ...(Buffer.byteLength(reason) <= LONGEST_REASON_BYTES ? [] : ['is cut in a response']),
    ...sentences
      .filter((sentence) => sentence.split(' ').length > MOST_WORDS)
      .map((sentence) => `has ${sentence.split(' ').length} words: ${sentence}`),
  ];
}

function exactly(text: string): RegExp {
  return new RegExp(`^${text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}$`);
}
