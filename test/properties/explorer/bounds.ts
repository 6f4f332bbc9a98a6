import { Bounds } from './moves';

const WITHOUT_DISTURBANCE: Bounds = { faults: 0, operatorSteps: 0 };
const FAULT: Bounds = { faults: 1, operatorSteps: 0, switches: 2 };
const OPERATOR: Bounds = { faults: 0, operatorSteps: 1, switches: 2 };

/** Scenarios in which three runs go on at once have too many interleavings for two minutes. */
const NARROWER: Readonly<Record<string, readonly Bounds[]>> = {
  'smtp-first-key': [WITHOUT_DISTURBANCE, { ...FAULT, switches: 1 }, { ...OPERATOR, switches: 1 }],
  'empty-pending': [WITHOUT_DISTURBANCE, FAULT, { ...OPERATOR, switches: 1 }],
  'smtp-empty-pending': [WITHOUT_DISTURBANCE, { ...FAULT, switches: 1 }, { ...OPERATOR, switches: 1 }],
  overdue: [{ ...WITHOUT_DISTURBANCE, switches: 4 }, FAULT, { ...OPERATOR, switches: 1 }],
  revoke: [WITHOUT_DISTURBANCE, { ...FAULT, switches: 1 }, { ...OPERATOR, switches: 1 }],
  'smtp-revoke': [
    { ...WITHOUT_DISTURBANCE, switches: 3 },
    { ...FAULT, switches: 1 },
    { ...OPERATOR, switches: 0 },
  ],
  'revoke-in-overlap': [
    { ...WITHOUT_DISTURBANCE, switches: 3 },
    { ...FAULT, switches: 1 },
    { ...OPERATOR, switches: 0 },
  ],
  'revoke-removal': [
    { ...WITHOUT_DISTURBANCE, switches: 3 },
    { ...FAULT, switches: 1 },
    { ...OPERATOR, switches: 0 },
  ],
  removal: [WITHOUT_DISTURBANCE, FAULT, { ...OPERATOR, switches: 1 }],
  'smtp-removal': [
    { ...WITHOUT_DISTURBANCE, switches: 4 },
    { ...FAULT, switches: 1 },
    { ...OPERATOR, switches: 1 },
  ],
  'removal-retain': [WITHOUT_DISTURBANCE, { ...FAULT, switches: 1 }, { ...OPERATOR, switches: 1 }],
};

/**
 * What is explored always: every interleaving without a disturbance, and one disturbance at every moment of those with
 * few switches between runs.
 */
export function usualBounds(scenario: string): readonly Bounds[] {
  return NARROWER[scenario] ?? [WITHOUT_DISTURBANCE, FAULT, OPERATOR];
}

/** No more than fit in the memory of a small machine. */
const MOST_STATES = 2_500_000;

/** What takes longer: one disturbance in every interleaving, all kinds of faults, and two disturbances. */
export const SOAK_BOUNDS: readonly Bounds[] = [
  { ...FAULT, switches: undefined, states: MOST_STATES },
  { ...OPERATOR, switches: undefined, states: MOST_STATES },
  { ...FAULT, allFaults: true, states: MOST_STATES },
  { faults: 1, operatorSteps: 1, switches: 1, states: MOST_STATES },
  { faults: 2, operatorSteps: 0, switches: 1, states: MOST_STATES },
];

/** What fits between two changes of the sources. */
export function quickBounds(scenario: string): readonly Bounds[] {
  return [
    { ...FAULT, switches: scenario in NARROWER ? 0 : 1 },
    { ...OPERATOR, switches: 0 },
  ];
}
