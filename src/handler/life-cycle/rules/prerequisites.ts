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
 * Update, which would fail as well, and the stack would be in UPDATE_ROLLBACK_FAILED.
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
      other !== undefined && other !== owner ? fail(describeOtherOwner(secretId, other, owner)) : undefined,
  };
}

function missingUser({ userName }: KeyState): string {
  return (
    `The IAM user ${userName} does not exist, so no access key can be rotated. ` +
    'Create the user again, or remove the construct and its secret from the stack.'
  );
}

function missingSecret({ secretId }: KeyState): string {
  return (
    `The secret ${secretId} does not exist, so no access key can be stored. ` +
    'Remove the construct from its stack, and add it again, which creates a secret and an access key.'
  );
}

/** The construct of an owner, for operators. An operator may have changed the tag, which is then shown as it is. */
export function describeOwner(owner: string): string {
  const [, stack, id, user] = /^(.+)\/([^/]+)\/([^/]+)$/.exec(owner) ?? [];
  return stack === undefined ? owner : `the resource with the logical ID ${id} for user ${user} in stack ${stack}`;
}

/** CloudFormation creates the resources of a renamed construct before it deletes those of the former one. */
const IF_RENAMED =
  'If this construct was renamed or moved, restore its former logical IDs, or follow ' +
  'https://github.com/cdk-iam-access-key/cdk-iam-access-key/blob/main/docs/migration.md#rename-or-move-a-construct. ';

function describeOtherOwner(secretId: string, other: string, owner: string): string {
  const isOfSameStack = isOtherConstructOfStack(other, owner);
  return (
    `Another construct owns the secret ${secretId}: ${describeOwner(other)}. ` +
    `${isOfSameStack ? IF_RENAMED : ''}` +
    'If the owner still exists, pass another secret to this construct. ' +
    `If the owner was deleted, remove the tag ${OWNER_KEY} from the secret. ` +
    'Then deploy the stack of this construct again.'
  );
}

function isOtherConstructOfStack(other: string, owner: string): boolean {
  const [[otherStack, otherId], [stack, id]] = [other, owner].map(placeOf);
  return otherStack === stack && otherId !== id;
}

/** The unique end of the stack's ID, and the logical ID. A long owner is cut (src/handler/configuration.ts). */
function placeOf(owner: string): string[] {
  return owner.split('/').slice(-3, -1);
}
