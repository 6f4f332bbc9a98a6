import { Task } from '../../../../src/handler/life-cycle/task';
import { currentKey, ownedBy, seen, withoutSecret, withoutUser } from '../observing';
import { FAIL, Row } from '../row';

/** What every task needs but Delete, which succeeds without. */
export function prerequisiteRows(task: Task): Row[] {
  return [
    {
      state: 'there is no user',
      given: seen(task, withoutUser()),
      rule: 'user-is-gone',
      action: FAIL,
      reason: 'the user does not exist',
    },
    {
      state: 'there is no secret',
      given: seen(task, withoutSecret()),
      rule: 'secret-is-gone',
      action: FAIL,
      reason: 'the secret does not exist',
    },
    {
      state: 'the secret is another construct\'s',
      given: seen(task, currentKey(), ownedBy('other-stack/key')),
      rule: 'secret-of-another',
      action: FAIL,
      reason: 'the secret belongs to other-stack/key: give each key a secret of its own, or remove that owner first; '
        + 'if its stack is gone, remove the tag cdk-iam-access-key:owner of the secret',
    },
  ];
}
