import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { RULES } from '../../src/handler/life-cycle/decide';
import { BANNED_WORDS } from '../banned-words';

/** Every text that users see in an editor or an API reference, in all languages, by where it is. */
function textsOf(value: unknown, path: string[] = []): [where: string, text: string][] {
  if (typeof value !== 'object' || value === null) {
    return [];
  }
  return Object.entries(value).flatMap(([name, part]) => name === 'docs'
    ? Object.entries(part as object).filter(([kind]) => ['summary', 'remarks', 'default', 'returns'].includes(kind))
      .map(([kind, text]): [string, string] => [[...path, kind].join('.'), String(text)])
    : textsOf(part, [...path, (part as { name?: string } | null)?.name ?? name]));
}

const { types } = JSON.parse(readFileSync(join(__dirname, '..', '..', '.jsii'), 'utf8'));
const TEXTS = textsOf(types);

test('the docstrings of all languages are found', () => {
  expect(TEXTS.length).toBeGreaterThan(100);
});

test('docstrings use the words of AWS', () => {
  expect(TEXTS.filter(([, text]) => BANNED_WORDS.test(text))).toEqual([]);
});

test('docstrings begin with a capital letter, and say what they are about', () => {
  const summaries = TEXTS.filter(([where]) => where.endsWith('.summary'));

  expect(summaries.filter(([, text]) => !/^[A-Z]/.test(text) || /^(What|Who|How|Nobody|Whoever|Lets)\b/.test(text))).toEqual([]);
});

test('a parameter is documented in one sentence, because jsii emits no other', () => {
  expect(TEXTS.filter(([where]) => /\.parameters\.\w+\.remarks$/.test(where))).toEqual([]);
});

test('defaults are no TypeScript, because each language shows them as they are', () => {
  expect(TEXTS.filter(([where, text]) => where.endsWith('.default') && /\w\(|=>|[{}]/.test(text))).toEqual([]);
});

test('the names of rules use the words of AWS', () => {
  const names = Object.values(RULES).flat().map(({ name }) => name.replaceAll('-', ' '));

  expect(names.filter((name) => BANNED_WORDS.test(name))).toEqual([]);
});
