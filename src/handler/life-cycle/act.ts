import { Active } from './active-run';
import { callOnce, callWithRetries } from './retry';
import { CallFailed, EffectName, Effects, Routine } from './effects';
import { deleteKey, setStatus } from './changing-keys';
import { Action } from './decision';
import { CURRENT, keyLabel, replacedLabel, replacementsIn } from './labels';
import { mint } from './mint';
import { LastUse, Observation } from './observation';
import { announce } from './observe';
import { CLOSED_KEY, intentKey, isTag, OWNER_KEY, text, timeKey, TimeRecord, timeTag } from './records';
import { tokenOf } from './rules/minting';
import { testKey } from './test-key';

type Acting = { readonly [K in Action['kind']]: (active: Active, action: Extract<Action, { kind: K }>, observation: Observation) => Routine<void> };

/** How each action is done. Nothing is decided here. */
const ACTIONS: Acting = {
  * done() { /* The loop ends. */ },
  * fail() { /* The loop ends. */ },
  * wait(active) {
    yield* callOnce(active, 'sleep', { ms: active.configuration.policy.timing.pause });
  },
  * askLastUse(active, { keyId }) {
    active.remember({ lastUse: { ...active.memory.lastUse, [keyId]: yield* lastUse(active, keyId) } });
  },
  * record(active, { records }, observation) {
    for (const { of } of records.filter((record) => !isTag(record))) {
      const to = versionsOf(observation).find(({ labels }) => labels.includes(keyLabel(of)))!.id;
      yield* call(active, 'updateSecretVersionStage', { label: replacedLabel(active.now, of), to });
    }
    const tags: Record<string, string> = Object.assign({}, ...records.filter(isTag).map((record) => timeTag(record, active.now)));
    if (Object.keys(tags).length > 0) {
      yield* call(active, 'tagResource', { tags });
    }
  },
  * forget(active, { records, intents, owner, closed }, observation) {
    // First the labels: a run that is interrupted after them finds the tags, and begins again.
    for (const request of labelsToRemove(observation, records.filter((record) => !isTag(record)))) {
      yield* call(active, 'updateSecretVersionStage', request);
    }
    const keys = [
      ...records.filter(isTag).map(timeKey), ...(intents ?? []).map(intentKey), ...owner ? [OWNER_KEY] : [], ...closed ? [CLOSED_KEY] : [],
    ];
    if (keys.length > 0) {
      yield* call(active, 'untagResource', { keys });
    }
  },
  * claim(active) {
    yield* call(active, 'tagResource', { tags: { [OWNER_KEY]: active.configuration.owner } });
  },
  * close(active) {
    yield* call(active, 'tagResource', { tags: { [CLOSED_KEY]: text(active.now) } });
  },
  * announce(active, _, { keys }) {
    yield* announce(active, tokenOf(active.run.task), keys!);
  },
  * mint(active, { after }) {
    yield* mint(active, after);
  },
  * test(active, { version, label }) {
    yield* testKey(active, version, label);
  },
  * promote(active, { version, from }) {
    yield* moveCurrent(active, version, from);
  },
  * moveBack(active, { version, from }) {
    yield* moveCurrent(active, version, from);
  },
  * label(active, { version, label }) {
    yield* call(active, 'updateSecretVersionStage', { label, to: version });
  },
  * unlabel(active, { version, label }) {
    yield* call(active, 'updateSecretVersionStage', { label, from: version });
  },
  * rotate(active, { token }) {
    yield* call(active, 'rotateSecret', { token });
    active.remember({ rotated: true });
  },
  * activate(active, { keyId }) {
    yield* changeStatus(active, keyId, true);
  },
  * deactivate(active, { keyId }) {
    yield* changeStatus(active, keyId, false);
  },
  * delete(active, { keyId, sure }) {
    yield* deleteKey(active, keyId, sure);
    active.remember({ deleted: [...active.memory.deleted, keyId] });
  },
};

/** The staging labels that hold these records, and the versions that carry them. */
function labelsToRemove(observation: Observation, records: readonly TimeRecord[]): { readonly label: string; readonly from: string }[] {
  return versionsOf(observation).flatMap(({ id, labels }) => replacementsIn(labels)
    .filter(({ keyId }) => records.some(({ of }) => of === keyId))
    .map(({ label }) => ({ label, from: id })));
}

function versionsOf({ secret }: Observation): { readonly id: string; readonly labels: readonly string[] }[] {
  return Object.entries(secret!.versions).map(([id, labels]) => ({ id, labels }));
}

export function act(active: Active, action: Action, observation: Observation): Routine<void> {
  return (ACTIONS[action.kind] as (active: Active, action: Action, observation: Observation) => Routine<void>)(active, action, observation);
}

function call<N extends EffectName>(active: Active, name: N, request: Effects[N]['request']): Routine<Effects[N]['result']> {
  return callWithRetries(active, active.run.deadline, name, request);
}

/** Delete waits twice as long for a run that has looked before it. */
function moveCurrent(active: Active, to: string, from: string | undefined): Routine<void> {
  const soon = Math.min(active.now + active.configuration.policy.timing.longestMint / 2, active.run.deadline);
  return callWithRetries(active, soon, 'updateSecretVersionStage', { label: CURRENT, from, to });
}

/** A key that was deleted meanwhile has no status. */
function* changeStatus(active: Active, keyId: string, status: boolean): Routine<void> {
  const exists = yield* setStatus(active, keyId, status);
  const { changed, deleted } = active.memory;
  active.remember(exists ? { changed: { ...changed, [keyId]: status } } : { deleted: [...deleted, keyId] });
}

/** A last use that cannot be read never lets a key go, and never stops a run. */
function* lastUse(active: Active, keyId: string): Routine<LastUse> {
  try {
    const soon = Math.min(active.now + active.configuration.policy.timing.catchingUp, active.run.deadline);
    return (yield* callWithRetries(active, soon, 'getAccessKeyLastUsed', { keyId })) ?? 'never';
  } catch (error) {
    if (error instanceof CallFailed) {
      return 'unreadable';
    }
    throw error;
  }
}
