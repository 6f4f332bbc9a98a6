import * as recommendedFlags from 'aws-cdk-lib/recommended-feature-flags.json';

const { default: _interop, ...recommended } = recommendedFlags as Record<string, unknown>;

/** The contexts that every behaviour must hold under: a new app's flags, and an old app's. */
export const FLAG_SETS: [string, Record<string, unknown>][] = [
  ['all recommended feature flags', recommended],
  ['no feature flags', {}],
];
