export { performCall, type Performed, type Observer } from './perform-call';
export { type AwsCall, type AwsCallName, isAwsCall, serviceOf } from './aws-calls';
export {
  RESPONSE_LOST,
  DENIED,
  describeDisturbance,
  type Disturbance,
  disturbances,
  REQUEST_LOST,
  THROTTLED,
} from './disturbances';
export { fingerprint } from './fingerprint';
export { type Actor, currentKey, factsOf, type KeyHistory, type KeyFacts, OPERATOR } from './key-facts';
export type { Iam, Key, View } from './iam';
export { keyId, keyIdIn, MARKER, secretAccessKey } from './planted-secrets';
export { DEFAULTS, type SimulatedAwsOptions } from './options';
export { available, describeStep, perform, type OperatorStep } from './operator-actions';
export {
  cancelRotation,
  configureRotation,
  dueRotations,
  type Rotation,
  rotateSecret,
  type Step,
  stepFailed,
  stepSucceeded,
} from './rotation';
export { type Driven, type Driving, type Interruption, runSequentially } from './run-sequentially';
export { CURRENT, holder, PENDING, PREVIOUS, type Secret, type Version, versionOf } from './secret';
export { advance, newSimulatedAws, type SimulatedAws } from './simulated-aws';
