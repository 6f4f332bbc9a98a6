import { Active } from './active-run';
import { NO_SUCH_SECRET, once, patiently, unless } from './asking';
import { CallerIdentity, CallFailed, Running } from './calls';
import { PENDING } from './labels';

/** A key that AWS accepts, but that is not what it should be. */
export class WrongKey extends Error {}

/**
 * Signs with the stored key until AWS has accepted it several times in a row.
 *
 * A pending version without a value passes: Secrets Manager tests also where there is nothing to test.
 * @see https://docs.aws.amazon.com/secretsmanager/latest/userguide/rotate-secrets_lambda-functions.html
 */
export function* testKey(active: Active, version: string, label: string): Running<void> {
  const { payload, policy: { timing }, user } = active.configuration;
  const stored = yield* unless(NO_SUCH_SECRET, patiently(active, active.run.deadline, 'getSecretValue', { version, label }), undefined);
  if (stored === undefined && label === PENDING) {
    return;
  }
  const key = stored && payload.credentials(stored.value);
  if (stored === undefined || key === undefined) {
    throw new WrongKey(`version ${version} holds no access key`);
  }
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
