import { Scenario, Start } from './scenario';
import { SequentialRuns, goOnInPeace, runId } from './sequential-runs';
import { Time } from '../../../src/handler/life-cycle/effects';
import { Policy, TIMING } from '../../../src/handler/life-cycle/policy';
import {
  currentKey,
  factsOf,
  keyId,
  OperatorStep,
  OPERATOR,
  SimulatedAws,
  SimulatedAwsOptions,
} from '../simulated-aws';

const HOUR: Time = 60 * 60 * 1000;
const DAY: Time = 24 * HOUR;

/**
 * The shipped timing, but where states would differ by nothing but how often a run has tried in vain: longer pauses
 * between two looks, one test of a new key, and an IAM that is behind by ten seconds at most instead of a minute.
 */
const POLICY: Policy = {
  rotateAfter: 60 * DAY,
  overlap: 14 * DAY,
  recoveryWindow: 7 * DAY,
  maxAge: 90 * DAY,
  timing: { ...TIMING, pause: 40_000, acceptedInARow: 1, catchingUp: 15_000 },
};

const OPTIONS: Partial<SimulatedAwsOptions> = { staleness: 10_000 };

const FIRST = keyId(0);
const SECOND = keyId(1);

const create: Start = { name: 'Create', task: () => ({ kind: 'create', token: runId('create') }) };
const createAgain: Start = { ...create, name: 'Create, delivered again' };
const scheduledRun: Start = { name: 'scheduled run', task: () => ({ kind: 'scheduledRun' }) };
const otherScheduledRun: Start = { name: 'other scheduled run', task: () => ({ kind: 'scheduledRun' }) };
const revokeCurrent: Start = { name: 'revoke', task: () => ({ kind: 'revoke', keyId: FIRST }) };

function deletion(retain: boolean): Start {
  return { name: 'Delete', task: () => ({ kind: 'delete', created: true, retain }) };
}

/** What operators do who do not know better, and what matters to a key while nothing else is wrong. */
const MATTERS: readonly OperatorStep['does'][] = [
  'creates a key',
  'deactivates a key',
  'activates a key',
  'deletes a key',
  'moves AWSCURRENT to a version',
  'puts a value',
  'removes a tag',
];

function usualSteps({ does }: OperatorStep): boolean {
  return MATTERS.includes(does);
}

/** An operator signs with a key only if its secret access key is known. */
export function isKnown(step: OperatorStep, aws: SimulatedAws): boolean {
  if (step.does !== 'uses a key') {
    return true;
  }
  const facts = factsOf(aws, step.keyId);
  return facts?.madeBy === OPERATOR || facts?.storedAt !== undefined;
}

function deploy(sequence: SequentialRuns, days: number): void {
  if (sequence.run({ kind: 'create', token: runId('first') }) !== 'done') {
    throw new Error('no key is made, though nothing is in the way');
  }
  sequence.configure();
  sequence.time(days * DAY);
  sequence.scheduledRun();
}

/** Days of the common life, then the end of the stack. */
function live(sequence: SequentialRuns): void {
  goOnInPeace(sequence, false);
  sequence.delete(true);
}

function liveLong(sequence: SequentialRuns): void {
  goOnInPeace(sequence, true);
  sequence.delete(true);
}

/** Deploys that begin, and at once a second delivery of their event. */
const FIRST_KEY: Scenario = {
  name: 'first-key',
  about: 'Create, delivered twice',
  policy: POLICY,
  options: OPTIONS,
  prepare: () => undefined,
  starts: [create, createAgain],
  rotates: false,
  operatorSteps: usualSteps,
  afterwards: (sequence, endings) => {
    if (Object.values(endings).includes('done')) {
      sequence.configure();
      live(sequence);
    } else {
      sequence.time(5 * 60_000);
      sequence.delete(false);
    }
  },
};

const ROTATION: Scenario = {
  name: 'rotation',
  about: 'a scheduled rotation, and a scheduled run beside it',
  policy: POLICY,
  options: OPTIONS,
  prepare: (sequence) => deploy(sequence, 60),
  starts: [scheduledRun],
  rotates: true,
  operatorSteps: usualSteps,
  afterwards: live,
};

/**
 * The key that clients read is gone and an operator's key is in the way, so that nothing but this rotation can help.
 */
const EMPTY_PENDING: Scenario = {
  ...ROTATION,
  name: 'empty-pending',
  about:
    'a rotation that begins when its version has been pending without a key for hours, beside a scheduled run ' +
    'that may clear it',
  options: { ...OPTIONS, rotationMakesPendingVersion: true },
  prepare: (sequence) => {
    deploy(sequence, 60);
    sequence.operatorDoes({ does: 'deletes a key', keyId: FIRST });
    sequence.operatorDoes({ does: 'creates a key' });
    sequence.beginRotation(runId('scheduled'));
    sequence.run({ kind: 'scheduledRun' });
    sequence.time(2 * HOUR);
  },
};

const EMPTY_PENDING_AND_HEALTHY: Scenario = {
  ...EMPTY_PENDING,
  name: 'empty-pending-healthy',
  about: `${EMPTY_PENDING.about}, while the current key works`,
  prepare: (sequence) => {
    deploy(sequence, 62);
    sequence.beginRotation(runId('scheduled'));
    sequence.run({ kind: 'scheduledRun' });
    sequence.time(2 * HOUR);
  },
};

const STEP_TWICE: Scenario = {
  ...ROTATION,
  name: 'step-twice',
  about: 'a scheduled rotation, one step of which is delivered twice',
  starts: [],
  echoes: true,
};

function replace(sequence: SequentialRuns): void {
  deploy(sequence, 60);
  rotate(sequence);
}

function rotate(sequence: SequentialRuns): void {
  sequence.rotate(runId('rotation'));
  sequence.scheduledRun();
  if (currentKey(sequence.aws.secret) !== SECOND) {
    throw new Error('no key is replaced, though nothing is in the way');
  }
}

const SECOND_ROTATION: Scenario = {
  name: 'second-rotation',
  about: 'a rotation by hand while the replaced key is in its overlap, and a scheduled run beside it',
  policy: POLICY,
  options: OPTIONS,
  prepare: (sequence) => {
    replace(sequence);
    sequence.time(3 * DAY);
  },
  starts: [scheduledRun],
  rotates: true,
  operatorSteps: usualSteps,
  afterwards: live,
};

const DEADLINE: Scenario = {
  name: 'deactivation-deadline',
  about: 'two scheduled runs past the overlap, with a client who has used the replaced key',
  policy: POLICY,
  options: OPTIONS,
  prepare: (sequence) => {
    replace(sequence);
    sequence.time(13 * DAY);
    sequence.use(FIRST);
    sequence.time(7 * DAY + 7 * HOUR);
  },
  starts: [scheduledRun, otherScheduledRun],
  rotates: false,
  operatorSteps: (step, aws) =>
    usualSteps(step) ||
    (step.does === 'uses a key' && isKnown(step, aws)) ||
    step.does === 'lets a replica fall behind',
  afterwards: liveLong,
};

const DELETION: Scenario = {
  ...DEADLINE,
  name: 'recovery-window',
  about: 'two scheduled runs past the recovery window of the replaced key',
  prepare: (sequence) => {
    replace(sequence);
    sequence.time(14 * DAY + HOUR);
    sequence.scheduledRun();
    sequence.time(7 * DAY + HOUR);
  },
};

const REVOKE: Scenario = {
  name: 'revoke',
  about: 'a revoke of the current key beside a scheduled rotation',
  policy: POLICY,
  options: OPTIONS,
  prepare: (sequence) => deploy(sequence, 60),
  starts: [revokeCurrent],
  rotates: true,
  operatorSteps: usualSteps,
  afterwards: live,
};

const REVOKE_IN_OVERLAP: Scenario = {
  name: 'revoke-in-overlap',
  about: 'a revoke of the current key while the replaced one is in its overlap, and a scheduled run beside it',
  policy: POLICY,
  options: OPTIONS,
  prepare: (sequence) => {
    replace(sequence);
    sequence.time(3 * DAY);
  },
  starts: [{ name: 'revoke', task: () => ({ kind: 'revoke', keyId: SECOND }) }, scheduledRun],
  rotates: false,
  operatorSteps: usualSteps,
  afterwards: live,
};

const REVOKE_AND_REMOVAL: Scenario = {
  name: 'revoke-removal',
  about:
    'a revoke of the current key while the replaced one is in its overlap, beside a Delete that retains the ' +
    'current key',
  policy: POLICY,
  options: OPTIONS,
  prepare: REVOKE_IN_OVERLAP.prepare,
  starts: [{ name: 'revoke', task: () => ({ kind: 'revoke', keyId: SECOND }) }, deletion(true)],
  rotates: false,
  operatorSteps: usualSteps,
  afterwards: removed(true),
};

const RETIRE: Scenario = {
  name: 'retire',
  about: 'two scheduled runs when a key of an operator may be retired',
  policy: { ...POLICY, retireUnmanagedKeysAfter: 30 * DAY },
  options: OPTIONS,
  prepare: (sequence) => {
    sequence.operatorDoes({ does: 'creates a key' });
    sequence.time(DAY);
    sequence.use(FIRST);
    deploy(sequence, 29);
    sequence.time(DAY + HOUR);
  },
  starts: [scheduledRun, otherScheduledRun],
  rotates: false,
  operatorSteps: (step, aws) => usualSteps(step) || (step.does === 'uses a key' && isKnown(step, aws)),
  afterwards: liveLong,
};

const OVERDUE: Scenario = {
  name: 'overdue',
  about: 'a scheduled run that asks for an overdue rotation, which begins beside it, and another scheduled run',
  policy: POLICY,
  options: OPTIONS,
  prepare: (sequence) => {
    deploy(sequence, 60);
    sequence.time(2 * DAY);
  },
  starts: [scheduledRun, otherScheduledRun],
  rotates: false,
  operatorSteps: usualSteps,
  afterwards: live,
};

function removal(retain: boolean): Scenario {
  return {
    name: retain ? 'removal-retain' : 'removal',
    about:
      `Delete${retain ? ', which retains the current key,' : ''} beside a rotation that CloudFormation ` +
      'could not stop',
    policy: POLICY,
    options: OPTIONS,
    prepare: (sequence) => deploy(sequence, 60),
    starts: [deletion(retain)],
    rotates: true,
    operatorSteps: usualSteps,
    afterwards: removed(retain),
  };
}

function removed(retain: boolean): Scenario['afterwards'] {
  return (sequence, endings) => {
    sequence.time(5 * 60_000);
    if (!Object.values(endings).includes('done')) {
      sequence.delete(true, retain);
    }
    sequence.expectNothingLeft(retain);
  };
}

/** The key cannot be read back from the secret: only the run that made it can test it. */
function holdingSmtp(scenario: Scenario): Scenario {
  return {
    ...scenario,
    name: `smtp-${scenario.name}`,
    about: `${scenario.about}, of SMTP credentials`,
    holds: 'SMTP credentials',
  };
}

export const SCENARIOS: readonly Scenario[] = [
  FIRST_KEY,
  ROTATION,
  EMPTY_PENDING,
  EMPTY_PENDING_AND_HEALTHY,
  STEP_TWICE,
  OVERDUE,
  SECOND_ROTATION,
  DEADLINE,
  DELETION,
  REVOKE,
  REVOKE_IN_OVERLAP,
  REVOKE_AND_REMOVAL,
  RETIRE,
  removal(false),
  removal(true),
  ...[FIRST_KEY, ROTATION, EMPTY_PENDING, STEP_TWICE, REVOKE, removal(false)].map(holdingSmtp),
];
