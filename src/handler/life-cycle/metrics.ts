import { Metrics } from './effects';
import { Decision, levelOf } from './decision';
import { DAY } from './policy';
import { endOfGate, endOfOverlap } from './rules/replaced-keys';
import { lastUseOf, Situation, withRole } from './situation';

/** What the last look of a run is worth telling CloudWatch. */
export function metricsOf(situation: Situation, decision: Decision): Metrics {
  const { currentKey, now, task } = situation;
  const isScheduledRun = task.kind === 'scheduledRun';
  return present({
    KeyAge: isScheduledRun && currentKey ? (now - currentKey.createdAt) / DAY : undefined,
    RotationFailures: levelOf(decision) === 'INFO' ? undefined : 1,
    ReplacedKeyInUse: isScheduledRun && hasReplacedKeyInUse(situation) ? 1 : undefined,
    BlockedByUnmanagedKey: isBlockedByUnmanagedKey(situation, decision.rule) ? 1 : undefined,
  });
}

function present(metrics: Metrics): Metrics {
  return Object.fromEntries(Object.entries(metrics).filter(([, value]) => value !== undefined));
}

/** Whether a replaced key stays active after its overlap because it is used, or may be. One that a replica holds back was not asked about. */
function hasReplacedKeyInUse(situation: Situation): boolean {
  return situation.healthy && withRole(situation, 'replaced').some((key) => {
    const from = endOfOverlap(situation, key);
    return key.active && from !== undefined && situation.now >= from && situation.now < endOfGate(situation, key, from) && ![undefined, 'never'].includes(lastUseOf(situation, key.id) as string);
  });
}

const BLOCKED: readonly string[] = ['fail-no-free-access-key', 'fail-unmanaged-key', 'fail-two-unmanaged-keys', 'report-rotation-blocked', 'fail-revoke-blocked'];

function isBlockedByUnmanagedKey(situation: Situation, rule: string): boolean {
  return BLOCKED.includes(rule) && withRole(situation, 'unmanaged').length > 0;
}

