import * as fc from 'fast-check';
import { Time } from '../../../src/handler/life-cycle/effects';
import { Policy, TIMING } from '../../../src/handler/life-cycle/policy';
import { Holds } from '../explorer/scenario';
import { SimulatedAwsOptions } from '../simulated-aws';

const MINUTE: Time = 60_000;
const HOUR: Time = 60 * MINUTE;
const DAY: Time = 24 * HOUR;

/** In which simulated AWS, and by which rules, a history happens. */
export interface Setting {
  readonly options: Partial<SimulatedAwsOptions>;
  readonly policy: Policy;
  readonly holds: Holds;
  /** Whether it begins with a key that was deployed in peace. */
  readonly isDeployed: boolean;
  /** How it ends. */
  readonly isLong: boolean;
  readonly retain: boolean;
}

/**
 * Each keeps the rules that are checked at synth: the overlap fits into the greatest age, and the recovery window into
 * the time until the next rotation.
 */
const POLICIES: readonly Policy[] = [
  { rotateAfter: 60 * DAY, overlap: 14 * DAY, recoveryWindow: 7 * DAY, maxAge: 90 * DAY, timing: TIMING },
  { rotateAfter: 10 * DAY, overlap: 3 * DAY, recoveryWindow: 2 * DAY, maxAge: 14 * DAY, timing: TIMING },
  { rotateAfter: 30 * DAY, overlap: 20 * DAY, recoveryWindow: 7 * DAY, maxAge: 90 * DAY, timing: TIMING },
  { rotateAfter: undefined, overlap: 5 * DAY, recoveryWindow: 2 * DAY, maxAge: 30 * DAY, timing: TIMING },
  {
    rotateAfter: 20 * DAY,
    overlap: 4 * DAY,
    recoveryWindow: 3 * DAY,
    maxAge: 90 * DAY,
    retireUnmanagedKeysAfter: 6 * DAY,
    timing: TIMING,
  },
];

const options: fc.Arbitrary<Partial<SimulatedAwsOptions>> = fc.record(
  {
    firstVersionIsCurrent: fc.boolean(),
    filledVersionTakesLabels: fc.boolean(),
    rotationMakesPendingVersion: fc.boolean(),
    pendingLabel: fc.constantFrom('leaves with promotion' as const, 'leaves after rotation' as const, 'stays' as const),
    retried: fc.constantFrom('rotation' as const, 'step' as const),
    retryPutsPendingBack: fc.boolean(),
    supersededRotationsGoOn: fc.boolean(),
    unlabelledVersionsVanish: fc.boolean(),
    staleness: fc.constantFrom(0, 20_000, MINUTE),
    spreads: fc.constantFrom(0, 10_000, 40_000, 90_000),
    lastUsedLags: fc.constantFrom(0, 4 * HOUR),
  },
  { requiredKeys: [] },
);

export const settings: fc.Arbitrary<Setting> = fc.record({
  options,
  policy: fc.constantFrom(...POLICIES),
  holds: fc.constantFrom('access key' as const, 'SMTP credentials' as const),
  isDeployed: fc.nat(9).map((n) => n < 9),
  isLong: fc.nat(3).map((n) => n === 3),
  retain: fc.boolean(),
});
