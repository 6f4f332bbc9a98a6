import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { KeyRotation } from 'cdk-iam-access-key';

const DOCS = join(__dirname, '..', '..', 'docs');
const DOCUMENT = readFileSync(join(DOCS, 'consumers.md'), 'utf8');

test.each(['rotating-key', 'smtp-login'])('docs/consumers.md shows %s as it is', (script) => {
  expect(DOCUMENT).toContain(`\`\`\`sh\n${readFileSync(join(DOCS, 'consumers', script), 'utf8')}\`\`\`\n`);
});

test('each crontab of docs/consumers.md that runs a script finds the AWS CLI, where its installer puts it', () => {
  const blocks = [...DOCUMENT.matchAll(/^```\w*\n([^]*?)^```$/gm)].map(([, block]) => block);
  const crontabs = blocks.filter((block) => /^[\d*]+ .*\/rotating-key /m.test(block));

  expect(crontabs.length).toBeGreaterThan(2);
  expect(crontabs.filter((block) => !/^PATH=\/usr\/local\/bin:/.test(block))).toEqual([]);
});

test('docs/consumers.md names the overlap that a key has by default', () => {
  expect(DOCUMENT).toContain(`at least ${KeyRotation.onDemand().overlap.toDays()} days by default`);
});
