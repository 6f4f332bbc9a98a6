import { CallerIdentity, CallFailed, DescribedSecret, NewKey, Replica, Routine } from './effects';
import { acceptedLabel, keyIdIn, PENDING } from './labels';
import { NO_SUCH_SECRET, callOnce, callWithRetries, orElseOn } from './retry';
import { RunContext } from './run-context';

/** A key that AWS accepts, but that is another key than expected. The run that it ends adds the user and the secret. */
export class WrongKey extends Error {}

/**
 * Signs with the stored key until AWS has accepted it several times in a row.
 *
 * A version without a key passes, since Secrets Manager tests also where there is nothing to test. So does one whose
 * key only the run that created it could test: that run has marked what it saw.
 * @see https://docs.aws.amazon.com/secretsmanager/latest/userguide/rotate-secrets_lambda-functions.html
 */
export function* testKey(context: RunContext, version: string, label: string): Routine<void> {
  const { parse } = context.configuration.secretFormat;
  if (parse === undefined) {
    return;
  }
  const value = yield* storedValue(context, version, label);
  if (value === undefined) {
    return;
  }
  const key = parse(value);
  if (key === undefined) {
    throw new WrongKey(`Version ${version} holds no access key.`);
  }
  yield* untilAccepted(context, key, version);
}

/**
 * The value of a version that carries the label; `undefined` for one without a key.
 *
 * What is not pending is not tested: if it becomes pending again, that must not count as a test that was passed.
 * GetSecretValue may not find a version for seconds after it was stored, though DescribeSecret says that it carries
 * the label.
 * @see https://github.com/aws/aws-sdk-js-v3/issues/7701
 */
function* storedValue(context: RunContext, version: string, label: string): Routine<string | undefined> {
  const stored = yield* orElseOn(
    NO_SUCH_SECRET,
    callWithRetries(context, context.run.deadline, 'getSecretValue', { version, label }),
    undefined,
  );
  if (stored !== undefined) {
    return stored.value;
  }
  const secret: DescribedSecret | undefined = yield* orElseOn(
    NO_SUCH_SECRET,
    callWithRetries(context, context.run.deadline, 'describeSecret', {}),
    undefined,
  );
  const labels = secret?.versions[version] ?? [];
  if (keyIdIn(labels) === undefined && label === PENDING) {
    return undefined;
  }
  if (!labels.includes(label)) {
    throw new WrongKey(
      `Version ${version} ${label === PENDING ? 'has an access key but is not pending' : 'holds no access key'}.`,
    );
  }
  const { pause } = context.configuration.policy.timing;
  if (context.now + pause >= context.run.deadline) {
    throw new WrongKey(
      `Version ${version} has the staging label ${label}, but Secrets Manager does not return its value yet.`,
    );
  }
  yield* callOnce(context, 'sleep', { ms: pause });
  return yield* storedValue(context, version, label);
}

/** The same for a key that was just created and cannot be read again. A label marks it as accepted. */
export function* testNewKey(context: RunContext, key: NewKey, version: string): Routine<void> {
  yield* untilAccepted(context, key, version);
  yield* untilReplicated(context);
  yield* callWithRetries(context, context.run.deadline, 'updateSecretVersionStage', {
    label: acceptedLabel(key.id),
    to: version,
  });
}

/** The next label is moved once the replicas have what was stored: see rules/rule.ts. */
function* untilReplicated(context: RunContext): Routine<void> {
  const { timing } = context.configuration.policy;
  const isBusy =
    context.replicates &&
    context.now < context.run.startedAt + timing.replicaCatchesUp &&
    (yield* callWithRetries(context, context.run.deadline, 'describeSecret', {})).replicas.some(
      ({ status }: Replica) => status === 'InProgress',
    );
  if (isBusy) {
    yield* callOnce(context, 'sleep', { ms: timing.pause });
    yield* untilReplicated(context);
  }
}

function* untilAccepted(context: RunContext, key: NewKey, version: string): Routine<void> {
  const {
    policy: { timing },
    user,
  } = context.configuration;
  const userId = yield* callWithRetries(context, context.run.deadline, 'getUser', {});
  const request = { keyId: key.id, secretAccessKey: key.secretAccessKey };
  for (let accepted = 0; accepted < timing.acceptedInARow;) {
    const identity = yield* accept(context, request);
    accepted = identity ? accepted + 1 : 0;
    if (identity) {
      compare(key.id, identity, { account: user.account, arn: user.arn, userId });
    } else {
      yield* callOnce(context, 'sleep', { ms: timing.pause });
    }
  }
  context.remember({ accepted: version });
}

/** `undefined` while the key is not known everywhere. */
function* accept(
  context: RunContext,
  request: { keyId: string; secretAccessKey: string },
): Routine<CallerIdentity | undefined> {
  try {
    return yield* callOnce(context, 'getCallerIdentity', request);
  } catch (error) {
    if (error instanceof CallFailed && context.now + context.configuration.policy.timing.pause < context.run.deadline) {
      return undefined;
    }
    throw error;
  }
}

/** The parts of an identity, for operators. */
const NAMES: Record<keyof CallerIdentity, string> = { account: 'account', arn: 'user', userId: 'user ID' };

function compare(keyId: string, got: CallerIdentity, expected: CallerIdentity): void {
  const wrong = (['account', 'arn', 'userId'] as const).find((property) => got[property] !== expected[property]);
  if (wrong) {
    throw new WrongKey(
      `The stored access key ${keyId} belongs to ${NAMES[wrong]} ${got[wrong]}, but it must belong to ` +
        `${expected[wrong]}.`,
    );
  }
}
