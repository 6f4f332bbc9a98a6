import { Decision, levelOf } from './decision';
import { Metrics } from './effects';
import { lastUseOf, KeyState, withRole } from './key-state';
import { DAY } from './policy';
import { deactivationDeadline, endOfOverlap } from './rules/replaced-keys';

/** The metrics that a run publishes, by its last snapshot. */
export function metricsOf(state: KeyState, decision: Decision): Metrics {
  const { currentKey, now, task } = state;
  const isScheduledRun = task.kind === 'scheduledRun';
  return present({
    KeyAge: isScheduledRun && currentKey ? (now - currentKey.createdAt) / DAY : undefined,
    RotationFailures: levelOf(decision) === 'INFO' ? undefined : 1,
    ReplacedKeyInUse: isScheduledRun && hasReplacedKeyInUse(state) ? 1 : undefined,
    BlockedByUnmanagedKey: isBlockedByUnmanagedKey(state, decision.rule) ? 1 : undefined,
  });
}

function present(metrics: Metrics): Metrics {
  return Object.fromEntries(Object.entries(metrics).filter(([, value]) => value !== undefined));
}

/**
 * Whether a replaced key stays active after its overlap because it is used, or may be. One that a replica keeps active
 * was not read.
 */
function hasReplacedKeyInUse(state: KeyState): boolean {
  return (
    state.healthy &&
    withRole(state, 'replaced').some((key) => {
      const from = endOfOverlap(state, key);
      return (
        key.active &&
        from !== undefined &&
        state.now >= from &&
        state.now < deactivationDeadline(state, key, from) &&
        ![undefined, 'never'].includes(lastUseOf(state, key.id) as string)
      );
    })
  );
}

const BLOCKED: readonly string[] = [
  'fail-no-free-access-key',
  'fail-unmanaged-key',
  'fail-two-unmanaged-keys',
  'report-rotation-blocked',
  'fail-revoke-blocked',
];

function isBlockedByUnmanagedKey(state: KeyState, rule: string): boolean {
  return BLOCKED.includes(rule) && withRole(state, 'unmanaged').length > 0;
}
