import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { KeyRotation } from 'cdk-iam-access-key';

const DOCS = join(__dirname, '..', '..', 'docs');
const DOCUMENT = readFileSync(join(DOCS, 'clients.md'), 'utf8');

test.each(['rotating-key', 'smtp-login'])('docs/clients.md shows %s as it is', (script) => {
  expect(DOCUMENT).toContain(`\`\`\`sh\n${readFileSync(join(DOCS, 'clients', script), 'utf8')}\`\`\`\n`);
});

test('each crontab of docs/clients.md that runs a script finds the AWS CLI, where its installer puts it', () => {
  const blocks = [...DOCUMENT.matchAll(/^```\w*\n([^]*?)^```$/gm)].map(([, block]) => block);
  const crontabs = blocks.filter((block) => /^[\d*]+ .*\/rotating-key /m.test(block));

  expect(crontabs.length).toBeGreaterThan(2);
  expect(crontabs.filter((block) => !/^PATH=\/usr\/local\/bin:/.test(block))).toEqual([]);
});

test('each option of the script for Windows is in docs/clients.md', () => {
  // GIVEN
  const script = readFileSync(join(DOCS, 'clients', 'rotating-key.ps1'), 'utf8');
  const [, parameters] = /^param\(([^]*?)^\)/m.exec(script)!;

  // WHEN
  const names = [...parameters.matchAll(/\$(\w+)/g)].map(([, name]) => name);

  // THEN
  expect(names).toContain('CredentialsFile');
  expect(names.filter((name) => !DOCUMENT.includes(`-${name} `) && !DOCUMENT.includes(`\`-${name}`))).toEqual([]);
});

test('docs/clients.md names the overlap that a key has by default', () => {
  expect(DOCUMENT).toContain(`at least ${KeyRotation.onDemand().overlap.toDays()} days by default`);
});
