import { Time } from '../effects';
import { deactivatedByFunction, has, hasSince, Key, lastUseOf, recorded, KeyState } from '../key-state';
import { onKeys, Rule, RuleResult } from './rule';

/** When a key is deactivated, and deleted. */
export interface RetirementDates {
  /** The earliest moment of its deactivation. */
  readonly from: Time;
  /** It must not have been used since. */
  readonly unusedSince: Time;
  /** When it is deactivated even if it is used; `undefined`: never. */
  readonly until?: Time;
  /** Whether something other than its use keeps it active. */
  readonly held?: boolean;
  /** How long it is inactive before it is deleted. */
  readonly rest: Time;
}

/** How keys of one kind are retired. The same steps for all: record, deactivate, record, rest, delete. */
export interface RetirementSettings {
  /** The kind of key in the rules' names, such as `replaced-key`. */
  readonly name: string;
  /** The kind of key, for operators. */
  readonly what: string;
  /** Whether keys of this kind are retired at all in this state. */
  readonly applies: (state: KeyState) => boolean;
  readonly role: Key['role'];
  /** Whether an inactive key is retired even if it was used recently. */
  readonly retiresInactive: boolean;
  /** Whether its last use is asked for once more before it is deleted, and any use keeps it. */
  readonly keepsUsed?: boolean;
  readonly retirement: (state: KeyState, key: Key) => RetirementDates | undefined;
  /** The result if an operator activates such a key again. */
  readonly onReactivated: (state: KeyState, key: Key) => RuleResult;
  readonly meaningOfReactivation: string;
}

/** The name of a rule for one kind of key. */
type RuleName = (key: string) => string;

type EvaluateKey = (state: KeyState, key: Key, retirement: RetirementDates) => RuleResult | undefined;

export function retirementRules(settings: RetirementSettings): Rule[] {
  const rule = (name: RuleName, when: string, then: string, evaluate: EvaluateKey): Rule => ({
    name: name(settings.name),
    when: `${settings.what} ${when}`,
    then,
    evaluate: (state) =>
      settings.applies(state)
        ? onKeys((_, key) => {
            const retirement = settings.retirement(state, key);
            return retirement && evaluate(state, key, retirement);
          }, settings.role)(state)
        : undefined,
  });
  return [
    {
      name: `keep-activated-${settings.name}`,
      when: `${settings.what} is active though it was found inactive half an hour ago or earlier`,
      then: settings.meaningOfReactivation,
      evaluate: (state) =>
        settings.applies(state)
          ? onKeys(
              (_, key) =>
                key.active && hasSince(state, 'deactivated', key.id, state.policy.timing.settling)
                  ? settings.onReactivated(state, key)
                  : undefined,
              settings.role,
            )(state)
          : undefined,
    },
    rule(
      (key) => `read-last-use-of-${key}`,
      'may be deactivated if it is no longer used',
      'ask IAM when it was last used',
      (state, key, retirement) =>
        lastUseOf(state, key.id) === undefined &&
        (mayBeDeactivated(settings, state, key, retirement) ||
          (settings.keepsUsed && hasRested(state, key, retirement)))
          ? {
              action: { kind: 'askLastUse', keyId: key.id },
              reason: `Reading when access key ${key.id} was last used, because it is retired once no client uses it.`,
            }
          : undefined,
    ),
    rule(
      (key) => `keep-used-${key}`,
      'was about to be deactivated half an hour ago or earlier, and is used again',
      'remove the record that it was to be deactivated',
      (state, key, retirement) =>
        isActive(state, key) &&
        hasSince(state, 'deactivating', key.id, state.policy.timing.settling) &&
        !isDue(state, key, retirement)
          ? {
              action: { kind: 'forget', records: [{ kind: 'deactivating', of: key.id }] },
              reason: `Keeping access key ${key.id} active, because a client uses it again.`,
            }
          : undefined,
    ),
    rule(
      (key) => `tag-${key}-for-deactivation`,
      'is past its time and no longer used, or past its deactivation deadline',
      'record that it will be deactivated',
      (state, key, retirement) =>
        isActive(state, key) && isDue(state, key, retirement) && !deactivatedByFunction(state, key.id)
          ? {
              action: { kind: 'record', records: [{ kind: 'deactivating', of: key.id }] },
              reason: `Recording that access key ${key.id} will be deactivated, because ${whyDue(state, retirement)}.`,
            }
          : undefined,
    ),
    rule(
      (key) => `deactivate-${key}`,
      'is to be deactivated',
      'deactivate it',
      (state, key, retirement) =>
        isActive(state, key) && isDue(state, key, retirement)
          ? {
              action: { kind: 'deactivate', keyId: key.id },
              reason:
                `Deactivating access key ${key.id}, because ${whyDue(state, retirement)}. ` +
                'An operator can activate it again until it is deleted.',
            }
          : undefined,
    ),
    rule(
      (key) => `tag-inactive-${key}`,
      'is inactive',
      'record the time',
      (state, key, retirement) =>
        !key.active &&
        recorded(state, 'deactivated', key.id) === undefined &&
        (settings.retiresInactive || deactivatedByFunction(state, key.id) || isDue(state, key, retirement))
          ? {
              action: { kind: 'record', records: [{ kind: 'deactivated', of: key.id }] },
              reason: `Recording the time, because access key ${key.id} is inactive and its recovery window starts.`,
            }
          : undefined,
    ),
    rule(
      (key) => `delete-${key}`,
      'has been inactive for long enough',
      'delete it',
      (state, key, retirement) =>
        hasRested(state, key, retirement) && (!settings.keepsUsed || lastUseOf(state, key.id) === 'never')
          ? {
              action: { kind: 'delete', keyId: key.id },
              reason: `Deleting access key ${key.id}, because it was inactive for its whole recovery window.`,
            }
          : undefined,
    ),
  ];
}

function hasRested(state: KeyState, { id, active }: Key, { rest }: RetirementDates): boolean {
  return !active && hasSince(state, 'deactivated', id, rest);
}

/** A list may still say active shortly after the deactivation. */
function isActive(state: KeyState, key: Key): boolean {
  return key.active && !has(state, 'deactivated', key.id);
}

function mayBeDeactivated(
  { retiresInactive }: RetirementSettings,
  state: KeyState,
  key: Key,
  retirement: RetirementDates,
): boolean {
  return (key.active || !retiresInactive) && isInQuestion(state, key, retirement);
}

/** Whether its last use matters now. */
function isInQuestion(state: KeyState, { id }: Key, { from, until, held }: RetirementDates): boolean {
  const { now } = state;
  return !has(state, 'deactivated', id) && now >= from && !(until !== undefined && now >= until) && !held;
}

/** Why a key that is due is deactivated, for operators. */
function whyDue({ now }: KeyState, { until }: RetirementDates): string {
  return until !== undefined && now >= until ? 'its deactivation deadline has passed' : 'no client uses it any more';
}

function isDue(state: KeyState, key: Key, { from, unusedSince, until, held }: RetirementDates): boolean {
  if (until !== undefined && state.now >= until) {
    return true;
  }
  const lastUse = lastUseOf(state, key.id);
  return state.now >= from && !held && (lastUse === 'never' || (typeof lastUse === 'number' && lastUse < unusedSince));
}
