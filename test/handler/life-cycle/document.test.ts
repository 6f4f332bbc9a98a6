import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { TABLES } from './tables';
import { RULES } from '../../../src/handler/life-cycle/decide';
import { Action } from '../../../src/handler/life-cycle/decision';

const SCRIPTS = join(__dirname, '..', '..', '..', 'scripts');

/** Defects made by hand are tried in a copy without scripts. */
const withScripts = existsSync(SCRIPTS) ? describe : describe.skip;

function states() {
  return jest.requireActual<typeof import('../../../scripts/life-cycle-doc-states')>(
    join(SCRIPTS, 'life-cycle-doc-states'),
  );
}

function tables() {
  return jest.requireActual<typeof import('../../../scripts/life-cycle-doc-tables')>(
    join(SCRIPTS, 'life-cycle-doc-tables'),
  );
}

const CHANGES_A_KEY: readonly Action['kind'][] = [
  'createKey',
  'promote',
  'moveBack',
  'activate',
  'deactivate',
  'delete',
];

const NAMES = [
  ...new Set(
    Object.values(RULES)
      .flat()
      .map(({ name }) => name),
  ),
];

withScripts('docs/rules.md', () => {
  test('the picture names rules that exist', () => {
    // GIVEN
    const { TRANSITIONS, WITH_ITS_STACK } = states();

    // WHEN
    const named = [...TRANSITIONS.flatMap(({ rules }) => rules ?? []), ...WITH_ITS_STACK.rules];

    // THEN
    expect(named.filter((name) => !NAMES.includes(name))).toEqual([]);
  });

  test('every rule that creates, promotes, activates, deactivates or deletes a key is in the picture', () => {
    // GIVEN
    const { TRANSITIONS, WITH_ITS_STACK } = states();
    const drawn: readonly string[] = [...TRANSITIONS.flatMap(({ rules }) => rules ?? []), ...WITH_ITS_STACK.rules];

    // WHEN
    const changing = Object.values(TABLES)
      .flat()
      .filter(({ action }) => CHANGES_A_KEY.includes(action.kind))
      .map(({ rule }) => rule);

    // THEN
    expect(changing.filter((rule) => !drawn.includes(rule))).toEqual([]);
  });

  test('in the picture every state but the first ones is reached, and every state but the last is left', () => {
    // GIVEN
    const { STATES, TRANSITIONS } = states();
    const ids = Object.keys(STATES);

    // THEN
    expect(ids.filter((id) => TRANSITIONS.every(({ to }) => to !== id))).toEqual(['intent', 'byOperator']);
    expect(ids.filter((id) => TRANSITIONS.every(({ from }) => from !== id))).toEqual(['deleted']);
  });

  test('every rule is a line of the tables, with its state and its action', () => {
    // WHEN
    const lines = tables().rulesTables().split('\n');

    // THEN
    for (const { name, when, then } of Object.values(RULES).flat()) {
      expect(lines).toContain(`| \`${name}\` | ${when} | ${then} |`);
    }
  });

  test.each([
    [1_000, '1 second'],
    [90_000, '90 seconds'],
    [900_000, '15 minutes'],
    [3_600_000, '1 hour'],
    [14 * 86_400_000, '14 days'],
  ])('%d milliseconds are %s', (ms, text) => {
    expect(tables().duration(ms)).toBe(text);
  });
});
