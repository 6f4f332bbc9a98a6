/** Writes docs/life-cycle.md and its picture from the rules that decide, so that what operators read is what runs. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Docstrings } from './life-cycle-doc-docstrings';
import { picture, TITLE } from './life-cycle-doc-picture';
import { labelsTable, policyTable, recordsTable, rulesTables, timingTable } from './life-cycle-doc-tables';

const DOCS = join(__dirname, '..', 'docs');
const PICTURE = 'images/life-cycle.svg';

const ALTERNATIVE = `${TITLE}: a key is made pending, becomes the current one, is replaced and still works during its overlap, `
  + 'is inactive during its recovery window, and is deleted. '
  + 'A revoked key is inactive at once. An orphan is what an interrupted run has left: it is deactivated and deleted, or turns out to be somebody else\'s. An unmanaged key was made elsewhere.';

export function lifeCycleDocument(): string {
  return `<!-- Written by scripts/life-cycle-doc.ts from src/handler/life-cycle. Do not edit. -->
# The life cycle of a key

For operators: what happens to a key, what it leaves on the secret, and which line of the log means what.

A run of the function looks at the user's keys and at the secret, does the first thing that a rule asks for, and looks again until nothing is left to do. It keeps nothing by itself: what it must remember stands on the
secret, so a run that is interrupted is finished by the next one. Each line of the log names the \`rule\` that decided, its \`action\` and the access key id. The reason is the \`message\`.
\`call-failed\` is no rule: AWS refused a call for good, and the message says which one and why.

![${ALTERNATIVE}](${PICTURE})

A bold frame is a key that works. A dashed line begins with something that happens: a person's doing, or another key's turn. When its stack deletes the construct, a key of ours goes from whichever state it is in, and so does an orphan.

${new Docstrings('situation.ts').of('Role')}

## What stands on the secret

Versions carry staging labels. A key of ours is one whose label stands on a version; every other key is unmanaged and is never touched, unless \`retireUnmanagedKeysAfter\` says so.

${labelsTable()}

Tags are what the life cycle remembers. Any of them may be removed: then what it would have said counts from the next look on, which delays and never hurries.

${recordsTable()}

## Times

What the construct's user chooses:

${policyTable()}

What follows from how AWS behaves:

${timingTable()}

## Rules

For each task the rules are asked from top to bottom. The first that applies decides.

${rulesTables()}
`;
}

if (require.main === module) {
  void picture().then((svg) => {
    mkdirSync(join(DOCS, 'images'), { recursive: true });
    writeFileSync(join(DOCS, PICTURE), svg);
    writeFileSync(join(DOCS, 'life-cycle.md'), lifeCycleDocument());
  });
}
