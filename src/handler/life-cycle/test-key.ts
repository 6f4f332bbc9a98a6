import { Active } from './active-run';
import { NO_SUCH_SECRET, once, patiently, unless } from './asking';
import { CallerIdentity, CallFailed, DescribedSecret, NewKey, Replica, Running } from './calls';
import { acceptedLabel, keyOf, PENDING } from './labels';

/** A key that AWS accepts, but that is not what it should be. */
export class WrongKey extends Error {}

/**
 * Signs with the stored key until AWS has accepted it several times in a row.
 *
 * A version without a key passes, since Secrets Manager tests also where there is nothing to test. So does one whose key only the run that made it could test:
 * that run has marked what it saw.
 * @see https://docs.aws.amazon.com/secretsmanager/latest/userguide/rotate-secrets_lambda-functions.html
 */
export function* testKey(active: Active, version: string, label: string): Running<void> {
  const { credentials } = active.configuration.payload;
  if (credentials === undefined) {
    return;
  }
  const stored = yield* unless(NO_SUCH_SECRET, patiently(active, active.run.deadline, 'getSecretValue', { version, label }), undefined);
  if (stored === undefined && label === PENDING) {
    yield* requireNoKey(active, version);
    return;
  }
  const key = stored && credentials(stored.value);
  if (key === undefined) {
    throw new WrongKey(`version ${version} holds no access key`);
  }
  yield* untilAccepted(active, key, version);
}

/** What is not pending is not tested: if it becomes pending again, that must not count as a test that was passed. */
function* requireNoKey(active: Active, version: string): Running<void> {
  const secret: DescribedSecret | undefined = yield* unless(NO_SUCH_SECRET, patiently(active, active.run.deadline, 'describeSecret', {}), undefined);
  if (keyOf(secret?.versions[version] ?? []) !== undefined) {
    throw new WrongKey(`version ${version} has a key and is not pending`);
  }
}

/** The same for a key that was just made and cannot be read again. What was seen is marked. */
export function* testNewKey(active: Active, key: NewKey, version: string): Running<void> {
  yield* untilAccepted(active, key, version);
  yield* untilReplicated(active);
  yield* patiently(active, active.run.deadline, 'updateSecretVersionStage', { label: acceptedLabel(key.id), to: version });
}

/** The next label is moved once the replicas have what was stored: see rules/rule.ts. */
function* untilReplicated(active: Active): Running<void> {
  const { timing } = active.configuration.policy;
  const isBusy = active.replicates && active.now < active.run.startedAt + timing.replicaCatchesUp
    && (yield* patiently(active, active.run.deadline, 'describeSecret', {})).replicas.some(({ status }: Replica) => status === 'InProgress');
  if (isBusy) {
    yield* once(active, 'sleep', { ms: timing.pause });
    yield* untilReplicated(active);
  }
}

function* untilAccepted(active: Active, key: NewKey, version: string): Running<void> {
  const { policy: { timing }, user } = active.configuration;
  const userId = yield* patiently(active, active.run.deadline, 'getUser', {});
  const request = { keyId: key.id, secretAccessKey: key.secretAccessKey };
  for (let accepted = 0; accepted < timing.acceptedInARow;) {
    const identity = yield* accept(active, request);
    accepted = identity ? accepted + 1 : 0;
    if (identity) {
      compare(identity, { account: user.account, arn: user.arn, userId });
    } else {
      yield* once(active, 'sleep', { ms: timing.pause });
    }
  }
  active.remember({ accepted: version });
}

/** `undefined` while the key is not known everywhere. */
function* accept(active: Active, request: { keyId: string; secretAccessKey: string }): Running<CallerIdentity | undefined> {
  try {
    return yield* once(active, 'getCallerIdentity', request);
  } catch (error) {
    if (error instanceof CallFailed && active.now + active.configuration.policy.timing.pause < active.run.deadline) {
      return undefined;
    }
    throw error;
  }
}

function compare(got: CallerIdentity, expected: CallerIdentity): void {
  const wrong = (['account', 'arn', 'userId'] as const).find((property) => got[property] !== expected[property]);
  if (wrong) {
    throw new WrongKey(`the key belongs to ${wrong} ${got[wrong]}, expected ${expected[wrong]}`);
  }
}
