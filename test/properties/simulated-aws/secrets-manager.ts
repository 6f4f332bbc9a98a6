import { moved, removed, withoutUnlabelled } from './labels';
import { refused, Result, succeeded } from './result';
import { CURRENT, holder, PENDING, Secret, Version, versionOf, withVersion } from './secret';
import type { SimulatedAws } from './simulated-aws';
import { Effects, DescribedSecret } from '../../../src/handler/life-cycle/effects';

/**
 * https://docs.aws.amazon.com/secretsmanager/latest/userguide/reference_limits.html: labels across all versions of a
 * secret.
 */
const LABELS_PER_SECRET = 20;

/**
 * https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_PutSecretValue.html#SecretsManager-PutSecretValue-request-ClientRequestToken
 */
const TOKEN = /^[\w-]{32,64}$/;

/**
 * Also successful while the secret waits for its deletion.
 * https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_DescribeSecret.html
 */
export function describeSecret(aws: SimulatedAws): Result<DescribedSecret> {
  const { existence, versions, tags, replicas, deletionDate } = aws.secret;
  return existence === 'absent'
    ? noSecret(aws)
    : succeeded(aws, {
        versions: Object.fromEntries(
          versions.filter(({ labels }) => labels.length > 0).map(({ id, labels }) => [id, labels]),
        ),
        tags: Object.fromEntries(tags),
        deletionDate,
        replicas,
      });
}

/**
 * "The two parameters must refer to the same secret version."
 * https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_GetSecretValue.html
 */
export function getSecretValue(
  aws: SimulatedAws,
  request: Effects['getSecretValue']['request'],
): Result<Effects['getSecretValue']['result']> {
  return whilePresent(aws, () => {
    const version = versionOf(aws.secret, request.version);
    return version?.value === undefined || !version.labels.includes(request.label)
      ? refused(
          aws,
          'ResourceNotFoundException',
          `Secrets Manager can't find the specified secret value for VersionId: ${request.version}`,
        )
      : succeeded(aws, { value: version.value, createdAt: version.createdAt });
  });
}

/** https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_PutSecretValue.html */
export function putSecretValue(
  aws: SimulatedAws,
  request: Effects['putSecretValue']['request'],
): Result<readonly string[]> {
  return whilePresent(aws, () => {
    if (!TOKEN.test(request.token)) {
      return refused(aws, 'InvalidParameterException', 'ClientRequestToken must have 32 to 64 characters.');
    }
    const existing = versionOf(aws.secret, request.token);
    return existing?.value === undefined ? storeValue(aws, request, existing) : repeatPut(aws, request, existing);
  });
}

/** https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_UpdateSecretVersionStage.html */
export function updateSecretVersionStage(
  aws: SimulatedAws,
  { label, from, to }: Effects['updateSecretVersionStage']['request'],
): Result<void> {
  return whilePresent(aws, () => {
    const missing = [from, to].find((id) => id !== undefined && versionOf(aws.secret, id) === undefined);
    if (missing !== undefined) {
      return refused(
        aws,
        'ResourceNotFoundException',
        `Secrets Manager can't find the specified secret version: ${missing}.`,
      );
    }
    const attached = holder(aws.secret, label)?.id;
    if (from !== undefined ? from !== attached : attached !== undefined && attached !== to) {
      return invalidParameter(aws, `RemoveFromVersionId must be the version that has the staging label ${label}.`);
    }
    if (to === undefined) {
      return takeOff(aws, label, from);
    }
    const secret = moved(aws.secret, label, to);
    const leaves =
      label === CURRENT && aws.options.pendingLabel === 'leaves with promotion' && holder(secret, PENDING)?.id === to;
    return labelled(aws, leaves ? removed(secret, PENDING) : secret);
  });
}

/** A secret that waits for its deletion can only be described. */
export function whilePresent<T>(aws: SimulatedAws, work: () => Result<T>): Result<T> {
  switch (aws.secret.existence) {
    case 'present':
      return work();
    case 'absent':
      return noSecret(aws);
    case 'waits for its deletion':
      return refused(
        aws,
        'InvalidRequestException',
        "You can't perform this operation on the secret because it was marked for deletion.",
      );
  }
}

/** The secret after a change, without what AWS would not keep. */
export function tidied({ options }: SimulatedAws, secret: Secret): Secret {
  return options.unlabelledVersionsVanish ? withoutUnlabelled(secret) : secret;
}

export function invalidParameter(aws: SimulatedAws, message: string): Result<never> {
  return refused(aws, 'InvalidParameterException', message);
}

/** A token that has no value yet: a new version, or one that RotateSecret has made. */
function storeValue(
  aws: SimulatedAws,
  { token, value, labels }: Effects['putSecretValue']['request'],
  empty: Version | undefined,
): Result<readonly string[]> {
  const { options, secret, now } = aws;
  const isFirst = secret.versions.every((version) => version.value === undefined);
  const wanted = [
    ...(empty !== undefined && !options.filledVersionTakesLabels ? [PENDING] : labels),
    ...(isFirst && options.firstVersionIsCurrent ? [CURRENT] : []),
  ];
  const stored = withVersion(secret, {
    id: token,
    value,
    createdAt: empty?.createdAt ?? now,
    labels: empty?.labels ?? [],
  });
  const result = labelled(
    aws,
    wanted.reduce((after, label) => moved(after, label, token), stored),
  );
  return result.failure
    ? (result as Result<never>)
    : succeeded(result.aws, versionOf(result.aws.secret, token)!.labels);
}

/** "The operation succeeds but does nothing. However, if the secret data is different, then the operation fails." */
function repeatPut(
  aws: SimulatedAws,
  { token, value }: Effects['putSecretValue']['request'],
  existing: Version,
): Result<readonly string[]> {
  return existing.value === value
    ? succeeded(aws, existing.labels)
    : refused(
        aws,
        'ResourceExistsException',
        `You can't use ClientRequestToken ${token} because that value is already in use for a version.`,
      );
}

/**
 * AWSCURRENT moves and is never taken off, as Terraform's documentation of `aws_secretsmanager_secret_version` warns.
 */
function takeOff(aws: SimulatedAws, label: string, from: string | undefined): Result<void> {
  return from === undefined || label === CURRENT
    ? invalidParameter(aws, `MoveToVersionId is missing for the staging label ${label}.`)
    : labelled(aws, removed(aws.secret, label));
}

function labelled(aws: SimulatedAws, secret: Secret): Result<void> {
  const labels = secret.versions.reduce((sum, version) => sum + version.labels.length, 0);
  return labels > LABELS_PER_SECRET
    ? refused(aws, 'LimitExceededException', `A secret has at most ${LABELS_PER_SECRET} staging labels.`)
    : succeeded({ ...aws, secret: tidied(aws, secret) });
}

function noSecret(aws: SimulatedAws): Result<never> {
  return refused(aws, 'ResourceNotFoundException', "Secrets Manager can't find the specified secret.");
}
