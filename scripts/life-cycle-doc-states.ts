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
  inactive: { name: 'inactive', about: 'the recovery window', ours: true },
  revoked: { name: 'revoked', about: 'inactive, because it leaked', ours: true },
  orphan: { name: 'orphan', about: 'its secret is lost', active: true },
  inactiveOrphan: { name: 'inactive orphan', about: 'can be activated again' },
  unmanaged: { name: 'unmanaged', about: 'not made here', active: true },
  inactiveUnmanaged: { name: 'inactive unmanaged', about: 'can be activated again' },
  deleted: { name: 'finish-delete', about: '' },
} as const satisfies Record<string, State>;

export type StateId = keyof typeof STATES;

export const TRANSITIONS: readonly Transition[] = [
  { from: 'made', to: 'pending', rules: ['create-key'] },
  { from: 'made', to: 'orphan', event: 'the run is interrupted' },
  { from: 'byHand', to: 'unmanaged', event: 'a person makes a key' },
  { from: 'pending', to: 'current', rules: ['promote-pending-key', 'promote-first-key'] },
  { from: 'pending', to: 'replaced', rules: ['tag-outdated-key-abandoned'] },
  { from: 'pending', to: 'inactive', event: 'a person deactivates it', rules: ['remove-pending-label-of-inactive-key'] },
  { from: 'current', to: 'replaced', event: 'the next key is promoted', rules: ['tag-first-seen'] },
  { from: 'replaced', to: 'inactive', rules: ['deactivate-replaced-key'] },
  { from: 'replaced', to: 'current', event: 'a person moves AWSCURRENT back', rules: ['remove-outdated-tag'] },
  { from: 'inactive', to: 'replaced', event: 'a person activates it', rules: ['keep-activated-replaced-key'] },
  { from: 'inactive', to: 'current', event: 'a person moves AWSCURRENT back', rules: ['activate-current-key'] },
  { from: 'inactive', to: 'deleted', rules: ['delete-replaced-key', 'delete-key-to-make-room', 'delete-key-to-make-room-after-revoke'] },
  { from: 'pending', to: 'revoked', rules: ['deactivate-revoked-key', 'remove-pending-label-of-revoked-key'] },
  { from: 'current', to: 'revoked', rules: ['deactivate-revoked-key', 'resume-revoke'] },
  { from: 'replaced', to: 'revoked', rules: ['deactivate-revoked-key', 'resume-revoke'] },
  { from: 'replaced', to: 'current', event: 'the current key is revoked', rules: ['move-current-label-back'] },
  { from: 'revoked', to: 'deleted', event: 'the next key needs its slot', rules: ['delete-replaced-key', 'delete-key-to-make-room', 'delete-key-to-make-room-after-revoke'] },
  { from: 'orphan', to: 'inactiveOrphan', rules: ['deactivate-orphaned-key'] },
  { from: 'orphan', to: 'unmanaged', rules: ['disown-used-orphaned-key'] },
  { from: 'inactiveOrphan', to: 'unmanaged', rules: ['keep-activated-orphaned-key'] },
  { from: 'inactiveOrphan', to: 'deleted', rules: ['delete-orphaned-key'] },
  { from: 'unmanaged', to: 'inactiveUnmanaged', rules: ['deactivate-unmanaged-key'] },
  { from: 'inactiveUnmanaged', to: 'unmanaged', rules: ['keep-activated-unmanaged-key'] },
  { from: 'inactiveUnmanaged', to: 'deleted', rules: ['delete-unmanaged-key'] },
];

/** From every state of a key of ours, and of an orphan, when the stack deletes the construct. */
export const WITH_ITS_STACK = { to: 'deleted', rules: ['delete-managed-key', 'delete-unlisted-key'] } as const satisfies Omit<Transition, 'from'>;
