import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { decisionPicture, DESCRIPTION } from '../../scripts/decision-picture';
import * as constructs from 'cdk-iam-access-key';

const ROOT = join(__dirname, '..', '..');
const PICTURE = readFileSync(join(ROOT, 'docs', 'images', 'which-construct.svg'), 'utf8');
const README = readFileSync(join(ROOT, 'README.md'), 'utf8');

/** Every construct that users make. */
const NAMES = Object.entries(constructs).filter(([, value]) => 'PROPERTY_INJECTION_ID' in value).map(([name]) => name);

test('the committed picture is the one that the script draws', () => {
  expect(PICTURE).toBe(decisionPicture());
});

test('the picture and the table of README.md lead to every construct', () => {
  const [table] = /^\| You want \|[^]*?\n\n/m.exec(README)!;

  expect(NAMES).toHaveLength(4);
  expect(NAMES.filter((name) => !PICTURE.includes(name))).toEqual([]);
  expect(NAMES.filter((name) => !table.includes(`\`${name}\``))).toEqual([]);
});

test('those who do not see the picture are told the same, by the picture and by README.md', () => {
  expect(PICTURE).toContain(`<desc id="description">${DESCRIPTION}</desc>`);
  expect(README).toContain(`![Which construct is yours. ${DESCRIPTION}](`);
});
