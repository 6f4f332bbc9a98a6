import { Action, Decision } from '../decision';
import { Key, Role, KeyState, withRole } from '../key-state';
import { isTag } from '../records';

/** The result of a rule: a decision without the rule's own name. */
export type RuleResult = Omit<Decision, 'rule'>;

/** One line of the table in `docs/rules.md`. For each task, the first rule that has a result decides. */
export interface Rule {
  readonly name: string;
  /** The state in which the rule applies, for operators. */
  readonly when: string;
  /** The action of the rule, for operators. */
  readonly then: string;
  readonly evaluate: (state: KeyState) => RuleResult | undefined;
}

export function decideBy(rules: readonly Rule[], state: KeyState): Decision {
  for (const { name, evaluate } of rules) {
    const result = evaluate(state);
    if (result) {
      return { rule: name, ...afterReplicas(state, result) };
    }
  }
  throw new Error('the last rule of each task applies always');
}

/**
 * A staging label is moved once the replicas have the last change, as a move while one is under way has left a replica
 * stuck.
 *
 * A replica that stays behind does not stop the rotation, and Delete does not wait for it.
 * @see https://github.com/square/password-rotation-lambda/pull/12
 */
function afterReplicas({ busyReplicas, task, run, now, policy: { timing } }: KeyState, result: RuleResult): RuleResult {
  const mayWait = busyReplicas.length > 0 && task.kind !== 'delete' && now < run.startedAt + timing.replicaCatchesUp;
  return mayWait && movesLabel(result.action)
    ? wait(`the secret is still being replicated to ${busyReplicas.map(({ region }) => region).join(', ')}`)
    : result;
}

function movesLabel(action: Action): boolean {
  return (
    ['promote', 'moveBack', 'label', 'unlabel'].includes(action.kind) ||
    ('records' in action && !action.records.every(isTag))
  );
}

/** The result on the first key in one of the roles that has one. */
export function onKeys(
  evaluate: (state: KeyState, key: Key) => RuleResult | undefined,
  ...roles: Role[]
): Rule['evaluate'] {
  return (state) => {
    for (const key of withRole(state, ...roles)) {
      const result = evaluate(state, key);
      if (result) {
        return result;
      }
    }
    return undefined;
  };
}

export const done = (reason: string): RuleResult => ({ action: { kind: 'done' }, reason });
export const fail = (reason: string): RuleResult => ({ action: { kind: 'fail' }, reason });
/** Ends the run as done, with a finding that an operator must act on. */
export const alert = (level: 'WARN' | 'ERROR', reason: string): RuleResult => ({ ...done(reason), alert: level });

const WAITING = 'Waiting, because ';
const CHECKS_AGAIN = ' This run checks again shortly.';

export const wait = (why: string): RuleResult => ({
  action: { kind: 'wait' },
  reason: `${WAITING}${why}.${CHECKS_AGAIN}`,
});

/** The reason of a wait, once the run that waited is over. */
export function afterWait(reason: string): string {
  return reason.replace(WAITING, 'It waited, because ').replace(CHECKS_AGAIN, '');
}
