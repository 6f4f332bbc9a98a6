import {
  createAccessKey,
  deleteAccessKey,
  getAccessKeyLastUsed,
  getUser,
  listAccessKeys,
  updateAccessKey,
} from './iam';
import { Result } from './result';
import { rotateSecret } from './rotation';
import { describeSecret, getSecretValue, putSecretValue, updateSecretVersionStage } from './secrets-manager';
import { SimulatedAws } from './simulated-aws';
import { getCallerIdentity } from './sts';
import { tagResource, untagResource } from './tags';
import { Effect, EffectName, Effects } from '../../../src/handler/life-cycle/effects';

/** The calls that go to AWS. */
export type AwsCallName = Exclude<EffectName, 'sleep' | 'report' | 'publishMetrics'>;
export type AwsCall = Extract<Effect, { name: AwsCallName }>;

type Services = {
  readonly [N in AwsCallName]: (aws: SimulatedAws, request: Effects[N]['request']) => Result<Effects[N]['result']>;
};

const SERVICES: Services = {
  listAccessKeys,
  createAccessKey,
  updateAccessKey,
  deleteAccessKey,
  getAccessKeyLastUsed,
  getUser,
  describeSecret,
  getSecretValue,
  putSecretValue,
  updateSecretVersionStage,
  tagResource,
  untagResource,
  rotateSecret,
  getCallerIdentity,
};

const SECRETS_MANAGER: readonly AwsCallName[] = [
  'describeSecret',
  'getSecretValue',
  'putSecretValue',
  'updateSecretVersionStage',
  'tagResource',
  'untagResource',
  'rotateSecret',
];

export function isAwsCall(call: Effect): call is AwsCall {
  return call.name in SERVICES;
}

export function serviceOf(name: AwsCallName): 'iam' | 'sts' | 'secretsManager' {
  if (name === 'getCallerIdentity') {
    return 'sts';
  }
  return SECRETS_MANAGER.includes(name) ? 'secretsManager' : 'iam';
}

/** What a call does when nothing befalls it. */
export function undisturbed({ name, request }: AwsCall, aws: SimulatedAws): Result<unknown> {
  const service = SERVICES[name] as (aws: SimulatedAws, request: AwsCall['request']) => Result<unknown>;
  return service(aws, request);
}
