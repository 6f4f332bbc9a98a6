import { deleteKey, setStatus } from './change-keys';
import { createAndStoreKey } from './create-key';
import { Action } from './decision';
import { CallFailed, EffectName, Effects, Routine } from './effects';
import { CURRENT, keyLabel, replacedLabel, replacementsIn } from './labels';
import { CLOSED_KEY, intentKey, isTag, OWNER_KEY, isoTime, timeKey, TimeRecord, timeTag } from './records';
import { callOnce, callWithRetries } from './retry';
import { tokenOf } from './rules/create-key';
import { RunContext } from './run-context';
import { LastUse, Snapshot } from './snapshot';
import { writeIntent } from './take-snapshot';
import { testKey } from './test-key';

type Performers = {
  readonly [K in Action['kind']]: (
    context: RunContext,
    action: Extract<Action, { kind: K }>,
    snapshot: Snapshot,
  ) => Routine<void>;
};

/** How each action is performed. Nothing is decided here. */
const ACTIONS: Performers = {
  *done() {
    /* The loop ends. */
  },
  *fail() {
    /* The loop ends. */
  },
  *wait(context) {
    yield* callOnce(context, 'sleep', { ms: context.configuration.policy.timing.pause });
  },
  *askLastUse(context, { keyId }) {
    context.remember({ lastUse: { ...context.memory.lastUse, [keyId]: yield* lastUse(context, keyId) } });
  },
  *record(context, { records }, snapshot) {
    for (const { of } of records.filter((record) => !isTag(record))) {
      const to = versionsOf(snapshot).find(({ labels }) => labels.includes(keyLabel(of)))!.id;
      yield* call(context, 'updateSecretVersionStage', { label: replacedLabel(context.now, of), to });
    }
    const tags: Record<string, string> = Object.assign(
      {},
      ...records.filter(isTag).map((record) => timeTag(record, context.now)),
    );
    if (Object.keys(tags).length > 0) {
      yield* call(context, 'tagResource', { tags });
    }
  },
  *forget(context, { records, intents, owner, closed }, snapshot) {
    // First the labels: a run that is interrupted after them finds the tags, and begins again.
    for (const request of labelsToRemove(
      snapshot,
      records.filter((record) => !isTag(record)),
    )) {
      yield* call(context, 'updateSecretVersionStage', request);
    }
    const keys = [
      ...records.filter(isTag).map(timeKey),
      ...(intents ?? []).map(intentKey),
      ...(owner ? [OWNER_KEY] : []),
      ...(closed ? [CLOSED_KEY] : []),
    ];
    if (keys.length > 0) {
      yield* call(context, 'untagResource', { keys });
    }
  },
  *claim(context) {
    yield* call(context, 'tagResource', { tags: { [OWNER_KEY]: context.configuration.owner } });
  },
  *close(context) {
    yield* call(context, 'tagResource', { tags: { [CLOSED_KEY]: isoTime(context.now) } });
  },
  *writeIntent(context, _, { keys }) {
    yield* writeIntent(context, tokenOf(context.run.task), keys!);
  },
  *createKey(context, { after }) {
    yield* createAndStoreKey(context, after);
  },
  *test(context, { version, label }) {
    yield* testKey(context, version, label);
  },
  *promote(context, { version, from }) {
    yield* moveCurrent(context, version, from);
  },
  *moveBack(context, { version, from }) {
    yield* moveCurrent(context, version, from);
  },
  *label(context, { version, label }) {
    yield* call(context, 'updateSecretVersionStage', { label, to: version });
  },
  *unlabel(context, { version, label }) {
    yield* call(context, 'updateSecretVersionStage', { label, from: version });
  },
  *rotate(context, { token }) {
    yield* call(context, 'rotateSecret', { token });
    context.remember({ rotated: true });
  },
  *activate(context, { keyId }) {
    yield* changeStatus(context, keyId, true);
  },
  *deactivate(context, { keyId }) {
    yield* changeStatus(context, keyId, false);
  },
  *delete(context, { keyId, sure }) {
    yield* deleteKey(context, keyId, sure);
    context.remember({ deleted: [...context.memory.deleted, keyId] });
  },
};

/** The staging labels that hold these records, and the versions that carry them. */
function labelsToRemove(
  snapshot: Snapshot,
  records: readonly TimeRecord[],
): { readonly label: string; readonly from: string }[] {
  return versionsOf(snapshot).flatMap(({ id, labels }) =>
    replacementsIn(labels)
      .filter(({ keyId }) => records.some(({ of }) => of === keyId))
      .map(({ label }) => ({ label, from: id })),
  );
}

function versionsOf({ secret }: Snapshot): { readonly id: string; readonly labels: readonly string[] }[] {
  return Object.entries(secret!.versions).map(([id, labels]) => ({ id, labels }));
}

export function performAction(context: RunContext, action: Action, snapshot: Snapshot): Routine<void> {
  return (ACTIONS[action.kind] as (context: RunContext, action: Action, snapshot: Snapshot) => Routine<void>)(
    context,
    action,
    snapshot,
  );
}

function call<N extends EffectName>(
  context: RunContext,
  name: N,
  request: Effects[N]['request'],
): Routine<Effects[N]['result']> {
  return callWithRetries(context, context.run.deadline, name, request);
}

/** Delete waits twice as long for a run whose snapshot is older. */
function moveCurrent(context: RunContext, to: string, from: string | undefined): Routine<void> {
  const soon = Math.min(context.now + context.configuration.policy.timing.maxCreateTime / 2, context.run.deadline);
  return callWithRetries(context, soon, 'updateSecretVersionStage', { label: CURRENT, from, to });
}

/** A key that was deleted meanwhile has no status. */
function* changeStatus(context: RunContext, keyId: string, status: boolean): Routine<void> {
  const exists = yield* setStatus(context, keyId, status);
  const { changed, deleted } = context.memory;
  context.remember(exists ? { changed: { ...changed, [keyId]: status } } : { deleted: [...deleted, keyId] });
}

/** A last use that cannot be read counts as a use, and never stops a run. */
function* lastUse(context: RunContext, keyId: string): Routine<LastUse> {
  try {
    const soon = Math.min(context.now + context.configuration.policy.timing.catchingUp, context.run.deadline);
    return (yield* callWithRetries(context, soon, 'getAccessKeyLastUsed', { keyId })) ?? 'never';
  } catch (error) {
    if (error instanceof CallFailed) {
      return 'unreadable';
    }
    throw error;
  }
}
