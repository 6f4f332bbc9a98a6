import { Decision } from '../decision';
import { Key, Role, Situation, withRole } from '../situation';

/** What a rule wants to be done: a decision, without the rule's own name. */
export type Verdict = Omit<Decision, 'rule'>;

/** One line of the table in `docs/life-cycle.md`. For each task, the first rule that has a verdict decides. */
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
      return { rule: name, ...verdict };
    }
  }
  throw new Error('the last rule of each task applies always');
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
export const wait = (reason: string): Verdict => ({ action: { kind: 'wait' }, reason });
