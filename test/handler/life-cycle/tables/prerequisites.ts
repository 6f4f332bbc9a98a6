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
      reason: 'the IAM user mail does not exist. Create it again, or remove the construct from its stack',
    },
    {
      state: 'there is no secret',
      given: seen(task, withoutSecret()),
      rule: `${missing}-secret-missing`,
      action,
      reason:
        `the secret ${SECRET} does not exist, so that no key can be stored. Remove the construct from ` +
        'its stack, and add it again',
    },
    ...OTHER_OWNERS.map(({ state, owner, reason }) => ({
      state,
      given: seen(task, currentKey(), serving(`${STACK}/Key/alice`), ownedBy(owner)),
      rule: 'fail-secret-of-other-construct',
      action: FAIL,
      reason: `secret ${SECRET} belongs to ${owner}${reason}`,
    })),
  ];
}

const STACK_OF_THIS_NAME = 'arn:aws:cloudformation:eu-central-1:111122223333:stack/Shop';
const STACK = `${STACK_OF_THIS_NAME}/7c1d2f60-0d1f-11f0-9c3a-0a1b2c3d4e5f`;
const FORMER_STACK = `${STACK_OF_THIS_NAME}/11111111-0d1f-11f0-9c3a-0a1b2c3d4e5f`;

const OF_OTHER_STACK =
  ': give each key a secret of its own, or remove that owner first; ' +
  'if its stack is gone, remove the tag cdk-iam-access-key:owner of the secret';
const OF_SAME_STACK =
  ', another construct of this stack: if this one was renamed or moved, keep its logical IDs, ' +
  'or remove it with the removal policy RETAIN in a deployment of its own first ' +
  '("Rename or move a construct" in docs/migration.md); if not, give each key a secret of its own; ' +
  'if the stack has it no longer, remove the tag cdk-iam-access-key:owner of the secret';

/** Whose secret it may be, as configuration.ts writes it: of a long owner the end alone. */
const OTHER_OWNERS = [
  {
    state: "the secret is another construct's",
    owner: 'other-stack/key',
    reason: OF_OTHER_STACK,
  },
  {
    state: 'the secret is that of a former stack of the same name',
    owner: `${FORMER_STACK}/Former/alice`,
    reason: OF_OTHER_STACK,
  },
  {
    state: "the secret is the construct's own for another user",
    owner: `${STACK}/Key/bob`,
    reason: OF_OTHER_STACK,
  },
  {
    state: 'the secret is that of another construct of the stack',
    owner: `${STACK}/Former/alice`,
    reason: OF_SAME_STACK,
  },
  {
    state: 'the secret is that of another construct of the stack, for another user',
    owner: `${STACK}/Former/bob`,
    reason: OF_SAME_STACK,
  },
  {
    state: 'the secret is that of another construct of the stack, and its owner is known by the end alone',
    owner: `${STACK}/${'Long'.repeat(40)}/alice`.slice(-256),
    reason: OF_SAME_STACK,
  },
] as const;

/** The construct whose function looks. */
function serving(owner: string): Fact {
  return (snapshot) => ({ ...snapshot, owner });
}
