import { fail, Rule } from './rule';
import { OWNER_KEY } from '../records';

/** What every task needs but Delete, which succeeds without. */
export const PREREQUISITES: readonly Rule[] = [
  {
    name: 'fail-user-missing',
    when: 'the user does not exist',
    then: 'fail',
    judge: ({ userExists, userName }) => userExists ? undefined
      : fail(`the IAM user ${userName} does not exist: create it again, or remove the construct from its stack`),
  },
  {
    name: 'fail-secret-missing',
    when: 'the secret does not exist',
    then: 'fail',
    judge: ({ secretExists, secretId }) => secretExists ? undefined
      : fail(`the secret ${secretId} does not exist, so that no key can be stored: remove the construct from its stack, and add it again`),
  },
  {
    name: 'fail-secret-of-other-construct',
    when: 'the secret belongs to another construct',
    then: 'fail: nothing is changed',
    judge: ({ records: { owner: other }, owner }) => other !== undefined && other !== owner
      ? fail(`the secret belongs to ${other}${remedyFor(other, owner)}`) : undefined,
  },
];

const GIVE_OWN_SECRET = 'give each key a secret of its own';
const REMOVE_TAG = `remove the tag ${OWNER_KEY} of the secret`;

const OF_OTHER_STACK = `: ${GIVE_OWN_SECRET}, or remove that owner first; if its stack is gone, ${REMOVE_TAG}`;

/** CloudFormation creates the resources of a renamed construct before it deletes those of the former one. */
const OF_SAME_STACK = ', another construct of this stack: if this one was renamed or moved, keep its logical IDs, '
  + 'or remove it with the removal policy RETAIN in a deployment of its own first '
  + `("Rename or move a construct" in docs/moving.md); if not, ${GIVE_OWN_SECRET}; `
  + `if the stack has it no longer, ${REMOVE_TAG}`;

function remedyFor(other: string, owner: string): string {
  const [[otherStack, otherId], [stack, id]] = [other, owner].map(placeOf);
  return otherStack === stack && otherId !== id ? OF_SAME_STACK : OF_OTHER_STACK;
}

/** The unique end of the stack's ID, and the logical ID. A long owner is cut (src/handler/configuration.ts). */
function placeOf(owner: string): string[] {
  return owner.split('/').slice(-3, -1);
}
