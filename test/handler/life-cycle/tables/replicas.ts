import { Action } from '../../../../src/handler/life-cycle/decision';
import { Task } from '../../../../src/handler/life-cycle/task';
import { Row, WAIT } from '../decision-row';
import { Fact, MINUTE, replicaBehind, replicatedTo, seen, startedAgo } from '../snapshot-builder';

/** A staging label that a task is about to move while a replica is being updated. */
export function busyReplicaRows(task: Task, rule: string, action: Action, endsRun: boolean, ...facts: Fact[]): Row[] {
  const state = `a staging label is to be moved (${action.kind}), and a replica`;
  return [
    {
      state: `${state} is being updated`,
      given: seen(task, ...facts, replicaBehind()),
      rule,
      action: WAIT,
      reason:
        'Waiting, because the secret is still being replicated to eu-central-1. This run checks again ' + 'shortly.',
      endsRun: undefined,
    },
    {
      state: `${state} has been updated for as long as a run waits`,
      given: seen(task, ...facts, replicaBehind(), startedAgo(2 * MINUTE)),
      rule,
      action,
      endsRun,
    },
    {
      state: `${state} cannot be updated`,
      given: seen(task, ...facts, replicatedTo({ region: 'eu-central-1', status: 'Failed' })),
      rule,
      action,
      endsRun,
    },
  ];
}
