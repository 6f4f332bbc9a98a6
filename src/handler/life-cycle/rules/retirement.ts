import { Time } from '../effects';
import { deactivatedByUs, has, hasSince, Key, lastUseOf, recorded, Situation } from '../situation';
import { onKeys, Rule, Verdict } from './rule';

/** When a key that is no longer wanted is deactivated, and deleted. */
export interface Retirement {
  /** The earliest moment of its deactivation. */
  readonly from: Time;
  /** It must not have been used since. */
  readonly unusedSince: Time;
  /** When it is deactivated even if it is used; `undefined`: never. */
  readonly until?: Time;
  /** Something else than its use that keeps it active. */
  readonly held?: boolean;
  /** How long it is inactive before it is deleted. */
  readonly rest: Time;
}

/** How keys of one kind leave. The same steps for all: record, deactivate, record, rest, delete. */
export interface Retiring {
  /** The kind of key in the rules' names, such as `replaced-key`. */
  readonly name: string;
  /** The kind of key, for people. */
  readonly what: string;
  /** Whether keys of this kind are retired at all in this situation. */
  readonly applies: (situation: Situation) => boolean;
  readonly role: Key['role'];
  /** Whether an inactive key leaves however lately it was used. */
  readonly inactiveLeaves: boolean;
  /** Whether its last use is asked for once more before it is deleted, and any use keeps it. */
  readonly usedStays?: boolean;
  readonly retirement: (situation: Situation, key: Key) => Retirement | undefined;
  /** What a person means who activates such a key again. */
  readonly onReactivated: (situation: Situation, key: Key) => Verdict;
  readonly meaningOfReactivation: string;
}

/** The name of a rule for one kind of key. */
type RuleName = (key: string) => string;

type KeyJudge = (situation: Situation, key: Key, retirement: Retirement) => Verdict | undefined;

export function retiringRules(retiring: Retiring): Rule[] {
  const rule = (name: RuleName, when: string, then: string, judge: KeyJudge): Rule => ({
    name: name(retiring.name),
    when: `${retiring.what} ${when}`,
    then,
    judge: (situation) => retiring.applies(situation) ? onKeys((_, key) => {
      const retirement = retiring.retirement(situation, key);
      return retirement && judge(situation, key, retirement);
    }, retiring.role)(situation) : undefined,
  });
  return [
    {
      name: `keep-activated-${retiring.name}`,
      when: `${retiring.what} is active though it was found inactive half an hour ago or earlier`,
      then: retiring.meaningOfReactivation,
      judge: (situation) => retiring.applies(situation) ? onKeys((_, key) =>
        key.active && hasSince(situation, 'deactivated', key.id, situation.policy.timing.settling) ? retiring.onReactivated(situation, key) : undefined,
      retiring.role)(situation) : undefined,
    },
    rule((key) => `read-last-use-of-${key}`, 'may be deactivated if it is no longer used', 'ask IAM when it was last used',
      (situation, key, retirement) => lastUseOf(situation, key.id) === undefined
        && (mayBeDeactivated(retiring, situation, key, retirement) || (retiring.usedStays && hasRested(situation, key, retirement)))
        ? { action: { kind: 'askLastUse', keyId: key.id }, reason: `key ${key.id} may be deactivated if it is no longer used` } : undefined),
    rule((key) => `keep-used-${key}`, 'was about to be deactivated half an hour ago or earlier, and is used again', 'forget that it was to be deactivated',
      (situation, key, retirement) => isActive(situation, key) && hasSince(situation, 'deactivating', key.id, situation.policy.timing.settling) && !isDue(situation, key, retirement)
        ? { action: { kind: 'forget', records: [{ kind: 'deactivating', of: key.id }] }, reason: `key ${key.id} is used again and stays active` } : undefined),
    rule((key) => `tag-${key}-for-deactivation`, 'is past its time and no longer used, or past its last day', 'write down that it will be deactivated',
      (situation, key, retirement) => isActive(situation, key) && isDue(situation, key, retirement) && !deactivatedByUs(situation, key.id)
        ? { action: { kind: 'record', records: [{ kind: 'deactivating', of: key.id }] }, reason: `key ${key.id} is due for deactivation` } : undefined),
    rule((key) => `deactivate-${key}`, 'is to be deactivated', 'deactivate it',
      (situation, key, retirement) => isActive(situation, key) && isDue(situation, key, retirement)
        ? { action: { kind: 'deactivate', keyId: key.id }, reason: `key ${key.id} is due for deactivation` } : undefined),
    rule((key) => `tag-inactive-${key}`, 'is inactive', 'write down since when',
      (situation, key, retirement) => !key.active && recorded(situation, 'deactivated', key.id) === undefined && (retiring.inactiveLeaves || deactivatedByUs(situation, key.id) || isDue(situation, key, retirement))
        ? { action: { kind: 'record', records: [{ kind: 'deactivated', of: key.id }] }, reason: `key ${key.id} is inactive` } : undefined),
    rule((key) => `delete-${key}`, 'has been inactive for long enough', 'delete it',
      (situation, key, retirement) => hasRested(situation, key, retirement) && (!retiring.usedStays || lastUseOf(situation, key.id) === 'never')
        ? { action: { kind: 'delete', keyId: key.id }, reason: `key ${key.id} has been inactive for long enough` } : undefined),
  ];
}

function hasRested(situation: Situation, { id, active }: Key, { rest }: Retirement): boolean {
  return !active && hasSince(situation, 'deactivated', id, rest);
}

/** A list may still say active shortly after the deactivation. */
function isActive(situation: Situation, key: Key): boolean {
  return key.active && !has(situation, 'deactivated', key.id);
}

function mayBeDeactivated({ inactiveLeaves }: Retiring, situation: Situation, key: Key, retirement: Retirement): boolean {
  return (key.active || !inactiveLeaves) && isInQuestion(situation, key, retirement);
}

/** Whether its last use matters now. */
function isInQuestion(situation: Situation, { id }: Key, { from, until, held }: Retirement): boolean {
  const { now } = situation;
  return !has(situation, 'deactivated', id) && now >= from && !(until !== undefined && now >= until) && !held;
}

function isDue(situation: Situation, key: Key, { from, unusedSince, until, held }: Retirement): boolean {
  if (until !== undefined && situation.now >= until) {
    return true;
  }
  const lastUse = lastUseOf(situation, key.id);
  return situation.now >= from && !held && (lastUse === 'never' || (typeof lastUse === 'number' && lastUse < unusedSince));
}
