import { AwsCall, AwsCallName, serviceOf } from './aws-calls';
import { isFull, noSuchKey, noSuchUser, quotaExceeded, View } from './iam';
import { Result, succeeded } from './result';
import { SimulatedAws } from './simulated-aws';
import { identity, unknownKey } from './sts';
import { Failure } from '../../../src/handler/life-cycle/effects';

/** What may befall a call. */
export type Disturbance =
  /** Refused without effect: too many calls. */
  | { readonly kind: 'throttled' }
  /** Refused without effect, while the policy of a new role spreads. */
  | { readonly kind: 'denied' }
  /** Fails before it takes effect, and the outcome is unknown. */
  | { readonly kind: 'request lost' }
  /** Takes effect, and the outcome is unknown. */
  | { readonly kind: 'response lost' }
  /** Performed by a part of IAM that still takes this view for true, by its index in the simulated AWS's `iam.past`. */
  | { readonly kind: 'stale'; readonly view: number };

export const THROTTLED: Disturbance = { kind: 'throttled' };
export const DENIED: Disturbance = { kind: 'denied' };
export const REQUEST_LOST: Disturbance = { kind: 'request lost' };
export const RESPONSE_LOST: Disturbance = { kind: 'response lost' };

/** By how far each call's first refusal differs between the services, as the SDK names their errors. */
const CODES = {
  iam: { throttled: 'Throttling', denied: 'AccessDenied', lost: 'ServiceFailureException' },
  sts: { throttled: 'Throttling', denied: 'AccessDenied', lost: 'InternalFailure' },
  secretsManager: { throttled: 'ThrottlingException', denied: 'AccessDeniedException', lost: 'InternalServiceError' },
};

const READS: readonly AwsCallName[] = [
  'listAccessKeys',
  'getAccessKeyLastUsed',
  'getUser',
  'describeSecret',
  'getSecretValue',
  'getCallerIdentity',
];

/** All that can befall a call now, each once. */
export function disturbances(aws: SimulatedAws, call: AwsCall): readonly Disturbance[] {
  return [
    THROTTLED,
    // "No permissions are required": https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html
    ...(serviceOf(call.name) === 'sts' ? [] : [DENIED]),
    REQUEST_LOST,
    // A read whose response is lost cannot be distinguished from one that was.
    ...(READS.includes(call.name) ? [] : [RESPONSE_LOST]),
    ...(serviceOf(call.name) === 'secretsManager' ? [] : staleViews(aws)),
  ];
}

/** Says a disturbance in words. */
export function describeDisturbance(disturbance: Disturbance, { iam }: SimulatedAws): string {
  return disturbance.kind === 'stale'
    ? `as it was until ${new Date(iam.past[disturbance.view].until).toISOString()}`
    : disturbance.kind;
}

/** The failure that a disturbance other than a stale view is to the caller. */
export function failureOf(kind: Exclude<Disturbance['kind'], 'stale'>, name: AwsCallName): Failure {
  const codes = CODES[serviceOf(name)];
  switch (kind) {
    case 'throttled':
      return { code: codes.throttled, message: 'Rate exceeded', effect: 'none', retryable: true };
    case 'denied':
      return {
        code: codes.denied,
        message: `User is not authorized to perform: ${name}`,
        effect: 'none',
        retryable: true,
      };
    default:
      return {
        code: codes.lost,
        message: 'The request processing has failed because of an unknown error.',
        effect: 'unknown',
        retryable: true,
      };
  }
}

/** The response of a part of IAM that has not seen the latest changes; `undefined` if it passes the call on. */
export function staleResponse(aws: SimulatedAws, call: AwsCall, view: View): Result<unknown> | undefined {
  const viewed =
    'keyId' in call.request ? view.keys.find(({ id }) => id === (call.request as { keyId: string }).keyId) : undefined;
  switch (call.name) {
    case 'listAccessKeys':
      return view.userId === undefined ? noSuchUser(aws) : succeeded(aws, view.keys);
    case 'getUser':
      return view.userId === undefined ? noSuchUser(aws) : succeeded(aws, view.userId);
    case 'createAccessKey':
      return view.userId === undefined ? noSuchUser(aws) : isFull(view) ? quotaExceeded(aws) : undefined;
    case 'getCallerIdentity':
      return viewed?.active ? succeeded(aws, identity(aws, view.userId!)) : unknownKey(aws);
    case 'updateAccessKey':
    case 'deleteAccessKey':
    case 'getAccessKeyLastUsed':
      return viewed === undefined ? noSuchKey(aws, call.request.keyId) : undefined;
    default:
      throw new Error(`${call.name} is never stale: Secrets Manager is consistent`);
  }
}

function staleViews({ iam }: SimulatedAws): Disturbance[] {
  const facts = iam.past.map(({ userId, keys }) => JSON.stringify([userId, keys]));
  return facts.flatMap((fact, view) => (facts.indexOf(fact) === view ? [{ kind: 'stale' as const, view }] : []));
}
