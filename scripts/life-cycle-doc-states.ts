/** Where a key can be in its life, for people. The picture in `docs/life-cycle.md` is drawn from this. */
export interface State {
  readonly name: string;
  /** What the key is for consumers, in a few words. */
  readonly about: string;
  /** A key of ours: it goes with its stack. */
  readonly ours?: boolean;
  readonly active?: boolean;
}

/** How a key comes from one state to another: by rules of ours, or by something that happens. */
export interface Transition {
  readonly from: StateId;
  readonly to: StateId;
  readonly rules?: readonly string[];
  /** What happens, where no rule of ours makes the change by itself. */
  readonly event?: string;
}

export const STATES = {
  made: { name: 'no key', about: 'a run has announced one' },
  byHand: { name: 'no key', about: 'somebody else makes one' },
  pending: { name: 'pending', about: 'stored, not read by anybody yet', ours: true, active: true },
  current: { name: 'current', about: 'what consumers read', ours: true, active: true },
  replaced: { name: 'replaced', about: 'still works: the overlap', ours: true, active: true },
  inactive: { name: 'inactive', about: 'the recovery period', ours: true },
  revoked: { name: 'revoked', about: 'inactive, because it leaked', ours: true },
  orphan: { name: 'orphan', about: 'its secret is lost', active: true },
  inactiveOrphan: { name: 'inactive orphan', about: 'can be activated again' },
  foreign: { name: 'foreign', about: 'not made here', active: true },
  inactiveForeign: { name: 'inactive foreign', about: 'can be activated again' },
  deleted: { name: 'deleted', about: '' },
} as const satisfies Record<string, State>;

export type StateId = keyof typeof STATES;

export const TRANSITIONS: readonly Transition[] = [
  { from: 'made', to: 'pending', rules: ['announced'] },
  { from: 'made', to: 'orphan', event: 'the run is interrupted' },
  { from: 'byHand', to: 'foreign', event: 'a person makes a key' },
  { from: 'pending', to: 'current', rules: ['promote', 'first-key-accepted'] },
  { from: 'pending', to: 'replaced', rules: ['pending-version-is-outdated'] },
  { from: 'pending', to: 'inactive', event: 'a person deactivates it', rules: ['pending-key-is-inactive'] },
  { from: 'current', to: 'replaced', event: 'the next key is promoted', rules: ['seen-first'] },
  { from: 'replaced', to: 'inactive', rules: ['replaced-key-deactivated'] },
  { from: 'replaced', to: 'current', event: 'a person moves AWSCURRENT back', rules: ['no-longer-so'] },
  { from: 'inactive', to: 'replaced', event: 'a person activates it', rules: ['replaced-key-activated-by-person'] },
  { from: 'inactive', to: 'current', event: 'a person moves AWSCURRENT back', rules: ['current-key-came-back'] },
  { from: 'inactive', to: 'deleted', rules: ['replaced-key-deleted', 'key-makes-room', 'revoke-makes-room'] },
  { from: 'pending', to: 'revoked', rules: ['revoke-deactivates', 'revoke-of-pending-key'] },
  { from: 'current', to: 'revoked', rules: ['revoke-deactivates', 'revoke-interrupted'] },
  { from: 'replaced', to: 'revoked', rules: ['revoke-deactivates', 'revoke-interrupted'] },
  { from: 'replaced', to: 'current', event: 'the current key is revoked', rules: ['label-moved-back'] },
  { from: 'revoked', to: 'deleted', event: 'the next key needs its slot', rules: ['replaced-key-deleted', 'key-makes-room', 'revoke-makes-room'] },
  { from: 'orphan', to: 'inactiveOrphan', rules: ['orphan-deactivated'] },
  { from: 'orphan', to: 'foreign', rules: ['orphan-is-used'] },
  { from: 'inactiveOrphan', to: 'foreign', rules: ['orphan-activated-by-person'] },
  { from: 'inactiveOrphan', to: 'deleted', rules: ['orphan-deleted'] },
  { from: 'foreign', to: 'inactiveForeign', rules: ['foreign-key-deactivated'] },
  { from: 'inactiveForeign', to: 'foreign', rules: ['foreign-key-activated-by-person'] },
  { from: 'inactiveForeign', to: 'deleted', rules: ['foreign-key-deleted'] },
];

/** From every state of a key of ours, and of an orphan, when the stack deletes the construct. */
export const WITH_ITS_STACK = { to: 'deleted', rules: ['key-of-ours', 'key-of-ours-not-listed'] } as const satisfies Omit<Transition, 'from'>;
