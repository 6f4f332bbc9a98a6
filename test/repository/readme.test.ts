import { anchorsOf, textOf } from './documents';
import * as constructs from 'cdk-iam-access-key';

const README = textOf('README.md');

/** The guides that README leads to, each in the words of one language. */
const GUIDES = ['docs/python.md', 'docs/java.md', 'docs/go.md', 'docs/csharp.md'];

/** Every class that users create. */
const NAMES = Object.entries(constructs)
  .filter(([, value]) => 'PROPERTY_INJECTION_ID' in value)
  .map(([name]) => name);

test('README.md has at most 240 lines', () => {
  expect(README.split('\n').length - 1).toBeLessThanOrEqual(240);
});

test('the table of README.md leads to every construct', () => {
  const [table] = /^\| Requirement \|[^]*?\n\n/m.exec(README)!;

  expect(NAMES).toHaveLength(4);
  expect(NAMES.filter((name) => !table.includes(`\`${name}\``))).toEqual([]);
});

test('README.md names each type of resource that a RotatingAccessKey creates', () => {
  const { Resources } = JSON.parse(textOf('consumers/golden/rotating-access-key.template.json')) as {
    Resources: Record<string, { Type: string }>;
  };
  const created = Object.entries(Resources)
    .filter(([id]) => id.startsWith('Key'))
    .map(([, { Type }]) => Type);
  const [, list] = /^### What it creates\n\n([^]*?)\n\n/m.exec(README)!;
  const named = [...list.matchAll(/`([A-Z]\w+::[\w:]+)`/g)].map(([, type]) => type);

  expect(named.sort()).toEqual([...new Set(created)].sort());
});

test.each(GUIDES)('%s has the sections that README.md leads to, and the same order as the other guides', (guide) => {
  const sections = [
    'an-access-key-with-a-secret',
    'install',
    'a-rotating-access-key',
    'ses-smtp-credentials',
    'names',
    'options',
    'errors',
    'unit-tests',
  ];

  expect([...anchorsOf(textOf(guide))].filter((anchor) => sections.includes(anchor))).toEqual(sections);
});
