import { Task } from '../../../../src/handler/life-cycle/task';
import { DONE, FAIL, Row } from '../decision-row';
import { currentKey, Fact, ownedBy, SECRET, seen, withoutSecret, withoutUser } from '../snapshot-builder';

/** What every task needs but Delete, which succeeds without. Update reports what is missing, and ends well. */
export function prerequisiteRows(task: Task): Row[] {
  const [missing, action] = task.kind === 'update' ? (['report', DONE] as const) : (['fail', FAIL] as const);
  return [
    {
      state: 'there is no user',
      given: seen(task, withoutUser()),
      rule: `${missing}-user-missing`,
      action,
      reason:
        'The IAM user mail does not exist, so no access key can be rotated. Create the user again, or ' +
        'remove the construct and its secret from the stack.',
    },
    {
      state: 'there is no secret',
      given: seen(task, withoutSecret()),
      rule: `${missing}-secret-missing`,
      action,
      reason:
        `The secret ${SECRET} does not exist, so no access key can be stored. Remove the construct from ` +
        'its stack, and add it again, which creates a secret and an access key.',
    },
    ...OTHER_OWNERS.map(({ state, owner, described, reason }) => ({
      state,
      given: seen(task, currentKey(), serving(`${STACK}/Key/alice`), ownedBy(owner)),
      rule: 'fail-secret-of-other-construct',
      action: FAIL,
      reason: `Another construct owns the secret ${SECRET}: ${described}. ${reason}`,
    })),
  ];
}

const STACK_OF_THIS_NAME = 'arn:aws:cloudformation:eu-central-1:111122223333:stack/Shop';
const STACK = `${STACK_OF_THIS_NAME}/7c1d2f60-0d1f-11f0-9c3a-0a1b2c3d4e5f`;
const FORMER_STACK = `${STACK_OF_THIS_NAME}/11111111-0d1f-11f0-9c3a-0a1b2c3d4e5f`;

const OF_OTHER_STACK =
  'If the owner still exists, pass another secret to this construct. ' +
  'If the owner was deleted, remove the tag cdk-iam-access-key:owner from the secret. ' +
  'Then deploy the stack of this construct again.';
const OF_SAME_STACK =
  'If this construct was renamed or moved, restore its former logical IDs, or follow ' +
  'https://github.com/cdk-iam-access-key/cdk-iam-access-key/blob/main/docs/migration.md#rename-or-move-a-construct. ' +
  OF_OTHER_STACK;

/** Whose secret it may be, as configuration.ts writes it: of a long owner the end alone. */
const OTHER_OWNERS = [
  {
    state: "the secret is another construct's",
    owner: 'other-stack/key',
    described: 'other-stack/key',
    reason: OF_OTHER_STACK,
  },
  {
    state: 'the secret is that of a former stack of the same name',
    owner: `${FORMER_STACK}/Former/alice`,
    described: `the resource with the logical ID Former for user alice in stack ${FORMER_STACK}`,
    reason: OF_OTHER_STACK,
  },
  {
    state: "the secret is the construct's own for another user",
    owner: `${STACK}/Key/bob`,
    described: `the resource with the logical ID Key for user bob in stack ${STACK}`,
    reason: OF_OTHER_STACK,
  },
  {
    state: 'the secret is that of another construct of the stack',
    owner: `${STACK}/Former/alice`,
    described: `the resource with the logical ID Former for user alice in stack ${STACK}`,
    reason: OF_SAME_STACK,
  },
  {
    state: 'the secret is that of another construct of the stack, for another user',
    owner: `${STACK}/Former/bob`,
    described: `the resource with the logical ID Former for user bob in stack ${STACK}`,
    reason: OF_SAME_STACK,
  },
  {
    state: 'the secret is that of another construct of the stack, and its owner is known by the end alone',
    owner: `${STACK}/${'Long'.repeat(40)}/alice`.slice(-256),
    described:
      `the resource with the logical ID ${'Long'.repeat(40)} for user alice in stack ` +
      `${STACK.slice(-(256 - 160 - 7))}`,
    reason: OF_SAME_STACK,
  },
] as const;

/** The construct whose function looks. */
function serving(owner: string): Fact {
  return (snapshot) => ({ ...snapshot, owner });
}
