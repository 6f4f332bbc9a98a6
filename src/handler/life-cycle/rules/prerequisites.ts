import { alert, fail, Rule } from './rule';
import { KeyState } from '../key-state';
import { OWNER_KEY } from '../records';

/** What every task needs but Update, which reports it, and Delete, which succeeds without. */
export const PREREQUISITES: readonly Rule[] = [
  {
    name: 'fail-user-missing',
    when: 'the user does not exist',
    then: 'fail',
    evaluate: (state) => (state.userExists ? undefined : fail(missingUser(state))),
  },
  {
    name: 'fail-secret-missing',
    when: 'the secret does not exist',
    then: 'fail',
    evaluate: (state) => (state.secretExists ? undefined : fail(missingSecret(state))),
  },
  ownSecret(),
];

/**
 * Update changes nothing without a user or a secret, so it does not fail: CloudFormation would roll back by another
 * Update, which would fail as
 * well, and the stack would be in UPDATE_ROLLBACK_FAILED.
 */
export const PREREQUISITES_OF_UPDATE: readonly Rule[] = [
  {
    name: 'report-user-missing',
    when: 'the user does not exist',
    then: 'report it: nothing can be rotated',
    evaluate: (state) => (state.userExists ? undefined : alert('ERROR', missingUser(state))),
  },
  {
    name: 'report-secret-missing',
    when: 'the secret does not exist',
    then: 'report it: nothing can be rotated',
    evaluate: (state) => (state.secretExists ? undefined : alert('ERROR', missingSecret(state))),
  },
  ownSecret(),
];

function ownSecret(): Rule {
  return {
    name: 'fail-secret-of-other-construct',
    when: 'the secret belongs to another construct',
    then: 'fail: nothing is changed',
    evaluate: ({ records: { owner: other }, owner, secretId }) =>
      other !== undefined && other !== owner
        ? fail(`secret ${secretId} belongs to ${other}${remedyFor(other, owner)}`)
        : undefined,
  };
}

function missingUser({ userName }: KeyState): string {
  return `the IAM user ${userName} does not exist. Create it again, or remove the construct from its stack`;
}

function missingSecret({ secretId }: KeyState): string {
  return (
    `the secret ${secretId} does not exist, so that no key can be stored. Remove the construct from its ` +
    'stack, and add it again'
  );
}

const GIVE_OWN_SECRET = 'give each key a secret of its own';
const REMOVE_TAG = `remove the tag ${OWNER_KEY} of the secret`;

const OF_OTHER_STACK = `: ${GIVE_OWN_SECRET}, or remove that owner first; if its stack is gone, ${REMOVE_TAG}`;

/** CloudFormation creates the resources of a renamed construct before it deletes those of the former one. */
const OF_SAME_STACK =
  ', another construct of this stack: if this one was renamed or moved, keep its logical IDs, ' +
  'or remove it with the removal policy RETAIN in a deployment of its own first ' +
  `("Rename or move a construct" in docs/migration.md); if not, ${GIVE_OWN_SECRET}; ` +
  `if the stack has it no longer, ${REMOVE_TAG}`;

function remedyFor(other: string, owner: string): string {
  const [[otherStack, otherId], [stack, id]] = [other, owner].map(placeOf);
  return otherStack === stack && otherId !== id ? OF_SAME_STACK : OF_OTHER_STACK;
}

/** The unique end of the stack's ID, and the logical ID. A long owner is cut (src/handler/configuration.ts). */
function placeOf(owner: string): string[] {
  return owner.split('/').slice(-3, -1);
}
