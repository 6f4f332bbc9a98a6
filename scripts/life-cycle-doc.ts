/** Writes docs/rules.md and its picture from the rules of the function, so that maintainers read what runs. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Docstrings } from './life-cycle-doc-docstrings';
import { picture, TITLE } from './life-cycle-doc-picture';
import { labelsTable, policyTable, recordsTable, rulesTables, timingTable } from './life-cycle-doc-tables';

const DOCS = join(__dirname, '..', 'docs');
const PICTURE = 'images/life-cycle.svg';

const ALTERNATIVE =
  `${TITLE}: a key is created as the pending key, is promoted, is replaced and still active during its overlap, ` +
  'is inactive during its recovery window, and is deleted. ' +
  'A revoked key is inactive immediately. ' +
  'An interrupted run leaves an orphaned key, which is deactivated and deleted, or is found to be unmanaged. ' +
  'An unmanaged key was not created by the construct.';

export function lifeCycleDocument(): string {
  return oneSentenceALine(
    `<!-- Written by scripts/life-cycle-doc.ts from src/handler/life-cycle. Do not edit. -->

# Rules

This document is for maintainers: the rules by which the function decides, in the order in which it evaluates them.
[Operations](operations.md) has the actions for operators.

A run takes a snapshot of the user's keys and of the secret. The first rule that applies decides on an action, and the
run repeats this until a rule ends it. All state is on the secret, so the next run continues an interrupted one. Each
line of the log has the \`rule\` that decided, its \`action\` and the access key ID. The reason is the \`message\`.
\`call-failed\` is not a rule: AWS refused a call, and the message names the call and the reason.

![${ALTERNATIVE}](${PICTURE})

A bold frame is an active key. A dashed arrow is triggered by an operator or by the rotation of another key. Deleting
the construct deletes every key that it created and every orphaned key, whatever its state.

${new Docstrings('key-state.ts').of('Role')}

## What is stored on the secret

A key belongs to the construct if a version has its staging label. Every other key is unmanaged, and is changed only
if \`retireUnmanagedKeysAfter\` is set.

${labelsTable()}

Most tags are the start of a waiting time. If such a tag is removed, the waiting time starts again at the next
scheduled run, which delays an action and never causes one.

${recordsTable()}

## Times

The properties of the construct:

${policyTable()}

Constants that follow from the behavior of AWS:

${timingTable()}

## Rules

For each task, the rules are evaluated from top to bottom. The first one that applies decides.

${rulesTables()}
`.replaceAll('<access key id>', '<access key ID>'),
  );
}

/** Rows of tables stay as they are. */
function oneSentenceALine(markdown: string): string {
  return markdown
    .replace(/(?<=^[^|!<#\n].*)\n(?=[^|!<#\n])/gm, ' ')
    .split('\n')
    .map((line) => (/^[|!<]/.test(line) ? line : line.replace(/(?<=[A-Za-z)`]\.) (?=[A-Z[`])/g, '\n')))
    .join('\n');
}

if (require.main === module) {
  void picture().then((svg) => {
    mkdirSync(join(DOCS, 'images'), { recursive: true });
    writeFileSync(join(DOCS, PICTURE), svg);
    writeFileSync(join(DOCS, 'rules.md'), lifeCycleDocument());
  });
}
