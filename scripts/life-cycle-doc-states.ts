/** A state of an access key, as the picture of docs/rules.md has it. */
export interface State {
  readonly name: string;
  /** The state in a few words. */
  readonly about: string;
  /** Whether the construct created the key, and its stack deletes it. */
  readonly isManaged?: boolean;
  readonly active?: boolean;
}

/** A transition of a key: by rules, or by an event. */
export interface Transition {
  readonly from: StateId;
  readonly to: StateId;
  readonly rules?: readonly string[];
  /** The event, where no rule alone causes the transition. */
  readonly event?: string;
}

export const STATES = {
  intent: { name: 'no key', about: 'a run has written a creation intent' },
  byOperator: { name: 'no key', about: 'an operator creates one' },
  pending: { name: 'pending', about: 'stored, no client reads it', isManaged: true, active: true },
  current: { name: 'current', about: 'clients read it', isManaged: true, active: true },
  replaced: { name: 'replaced', about: 'the overlap', isManaged: true, active: true },
  inactive: { name: 'inactive', about: 'the recovery window', isManaged: true },
  revoked: { name: 'revoked', about: 'inactive, because it leaked', isManaged: true },
  orphan: { name: 'orphaned', about: 'its secret access key is lost', active: true },
  inactiveOrphan: { name: 'inactive orphaned', about: 'can be activated again' },
  unmanaged: { name: 'unmanaged', about: 'not created by the construct', active: true },
  inactiveUnmanaged: { name: 'inactive unmanaged', about: 'can be activated again' },
  deleted: { name: 'deleted', about: '' },
} as const satisfies Record<string, State>;

export type StateId = keyof typeof STATES;

export const TRANSITIONS: readonly Transition[] = [
  { from: 'intent', to: 'pending', rules: ['create-key'] },
  { from: 'intent', to: 'orphan', event: 'the run is interrupted' },
  { from: 'byOperator', to: 'unmanaged', event: 'an operator creates a key' },
  { from: 'pending', to: 'current', rules: ['promote-pending-key', 'promote-first-key'] },
  { from: 'pending', to: 'replaced', rules: ['tag-outdated-key-abandoned'] },
  {
    from: 'pending',
    to: 'inactive',
    event: 'an operator deactivates it',
    rules: ['remove-pending-label-of-inactive-key'],
  },
  { from: 'current', to: 'replaced', event: 'a new key is promoted', rules: ['tag-first-seen'] },
  { from: 'replaced', to: 'inactive', rules: ['deactivate-replaced-key'] },
  { from: 'replaced', to: 'current', event: 'an operator moves AWSCURRENT back', rules: ['remove-outdated-tag'] },
  { from: 'inactive', to: 'replaced', event: 'an operator activates it', rules: ['keep-activated-replaced-key'] },
  { from: 'inactive', to: 'current', event: 'an operator moves AWSCURRENT back', rules: ['activate-current-key'] },
  {
    from: 'inactive',
    to: 'deleted',
    rules: ['delete-replaced-key', 'delete-key-to-make-room', 'delete-key-to-make-room-after-revoke'],
  },
  { from: 'pending', to: 'revoked', rules: ['deactivate-revoked-key', 'remove-pending-label-of-revoked-key'] },
  { from: 'current', to: 'revoked', rules: ['deactivate-revoked-key', 'resume-revoke'] },
  { from: 'replaced', to: 'revoked', rules: ['deactivate-revoked-key', 'resume-revoke'] },
  { from: 'replaced', to: 'current', event: 'the current key is revoked', rules: ['move-current-label-back'] },
  {
    from: 'revoked',
    to: 'deleted',
    event: 'a new key needs its place',
    rules: ['delete-replaced-key', 'delete-key-to-make-room', 'delete-key-to-make-room-after-revoke'],
  },
  { from: 'orphan', to: 'inactiveOrphan', rules: ['deactivate-orphaned-key'] },
  { from: 'orphan', to: 'unmanaged', rules: ['disown-used-orphaned-key'] },
  { from: 'inactiveOrphan', to: 'unmanaged', rules: ['keep-activated-orphaned-key'] },
  { from: 'inactiveOrphan', to: 'deleted', rules: ['delete-orphaned-key'] },
  { from: 'unmanaged', to: 'inactiveUnmanaged', rules: ['deactivate-unmanaged-key'] },
  { from: 'inactiveUnmanaged', to: 'unmanaged', rules: ['keep-activated-unmanaged-key'] },
  { from: 'inactiveUnmanaged', to: 'deleted', rules: ['delete-unmanaged-key'] },
];

/** From every state of a key of the construct, and of an orphaned key, when the stack deletes the construct. */
export const WITH_ITS_STACK = {
  to: 'deleted',
  rules: ['delete-managed-key', 'delete-unlisted-key'],
} as const satisfies Omit<Transition, 'from'>;
