import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { KeyRotation } from 'cdk-iam-access-key';

const DOCS = join(__dirname, '..', '..', 'docs');
const DOCUMENT = readFileSync(join(DOCS, 'consumers.md'), 'utf8');

test('docs/consumers.md shows the script as it is', () => {
  expect(DOCUMENT).toContain(`\`\`\`sh\n${readFileSync(join(DOCS, 'consumers', 'rotating-key'), 'utf8')}\`\`\`\n`);
});

test('docs/consumers.md names the overlap that a key has by default', () => {
  expect(DOCUMENT).toContain(`at least ${KeyRotation.onDemand().overlap.toDays()} days by default`);
});
