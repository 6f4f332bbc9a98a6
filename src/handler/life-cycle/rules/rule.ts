import { Action, Decision } from '../decision';
import { isTag } from '../records';
import { Key, Role, Situation, withRole } from '../situation';

/** What a rule wants to be done: a decision, without the rule's own name. */
export type Verdict = Omit<Decision, 'rule'>;

/** One line of the table in `docs/rules.md`. For each task, the first rule that has a verdict decides. */
export interface Rule {
  readonly name: string;
  /** The state that the rule is about, for people. */
  readonly when: string;
  /** What it does, for people. */
  readonly then: string;
  readonly judge: (situation: Situation) => Verdict | undefined;
}

export function decideBy(rules: readonly Rule[], situation: Situation): Decision {
  for (const { name, judge } of rules) {
    const verdict = judge(situation);
    if (verdict) {
      return { rule: name, ...afterReplicas(situation, verdict) };
    }
  }
  throw new Error('the last rule of each task applies always');
}

/**
 * A staging label is moved once the replicas have the last change, as a move while one is under way has left a replica stuck.
 *
 * A replica that stays behind does not stop the rotation, and Delete does not wait for it.
 * @see https://github.com/square/password-rotation-lambda/pull/12
 */
function afterReplicas({ busyReplicas, secretId, task, run, now, policy: { timing } }: Situation, verdict: Verdict): Verdict {
  const mayWait = busyReplicas.length > 0 && task.kind !== 'delete' && now < run.startedAt + timing.replicaCatchesUp;
  return mayWait && movesLabel(verdict.action) ? wait(`the secret ${secretId} is still being replicated to ${busyReplicas.map(({ region }) => region).join(', ')}`) : verdict;
}

function movesLabel(action: Action): boolean {
  return ['promote', 'moveBack', 'label', 'unlabel'].includes(action.kind) || ('records' in action && !action.records.every(isTag));
}

/** The verdict on the first key in one of the roles that has one. */
export function onKeys(judge: (situation: Situation, key: Key) => Verdict | undefined, ...roles: Role[]): Rule['judge'] {
  return (situation) => {
    for (const key of withRole(situation, ...roles)) {
      const verdict = judge(situation, key);
      if (verdict) {
        return verdict;
      }
    }
    return undefined;
  };
}

export const done = (reason: string): Verdict => ({ action: { kind: 'done' }, reason });
export const fail = (reason: string): Verdict => ({ action: { kind: 'fail' }, reason });
/** Ends the run well, with a finding that an operator must act on. */
export const alert = (level: 'WARN' | 'ERROR', reason: string): Verdict => ({ ...done(reason), alert: level });
export const wait = (reason: string): Verdict => ({ action: { kind: 'wait' }, reason });
