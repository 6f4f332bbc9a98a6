import { Duration } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { KeyRotation } from '../../key-rotation';
import { AccessKeyError, Problem } from '../access-key-error';

/** Secrets Manager chooses the hour of a rotation, inside a window. */
const WINDOW_DAYS = 1;

/** https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_RotationRulesType.html */
export const LONGEST_INTERVAL_DAYS = 1000;

/** IAM shows a use of a key only hours later, so that a shorter time would take a key from a consumer that uses it. */
const SHORTEST_RETIREMENT_DAYS = 1;

/** Refuses a rotation that would leave a key active for too long, or find no free slot. */
export function validateRotation(key: IConstruct, { interval, overlap, recoveryWindow, maxAge }: KeyRotation): void {
  const refuse: Refuse = (problem) => {
    throw new AccessKeyError('InvalidRotation', key, problem);
  };
  Object.entries({ interval, overlap, recoveryWindow, maxAge }).forEach(([name, duration]) => refuseUnknown(refuse, name, duration));
  refuseNoOverlap(refuse, overlap);
  if (interval) {
    refuseInterval(refuse, interval);
    refuseTooOld(refuse, interval, overlap, maxAge);
    refuseNoFreeSlot(refuse, interval, overlap, recoveryWindow);
  } else {
    refuseShorterThanOverlap(refuse, overlap, maxAge);
  }
}

export function validateRetirement(key: IConstruct, retireUnmanagedKeysAfter: Duration | undefined): void {
  const refuse: Refuse = (problem) => {
    throw new AccessKeyError('InvalidRetirement', key, problem);
  };
  refuseUnknown(refuse, 'retireUnmanagedKeysAfter', retireUnmanagedKeysAfter);
  if (retireUnmanagedKeysAfter && daysOf(retireUnmanagedKeysAfter) < SHORTEST_RETIREMENT_DAYS) {
    refuse({
      got: `retireUnmanagedKeysAfter is ${text(retireUnmanagedKeysAfter)}`,
      expected: `at least ${SHORTEST_RETIREMENT_DAYS} day, as IAM shows a use of a key only hours later`,
      remedy: 'make it longer than the longest time between two uses of the key that is to go',
    });
  }
}

type Refuse = (problem: Problem) => void;

/** The function reckons in whole seconds. */
function refuseUnknown(refuse: Refuse, name: string, duration: Duration | undefined): void {
  if (duration?.isUnresolved()) {
    refuse({ got: `${name} is known only at deployment`, expected: 'a duration that is known at synthesis', remedy: 'give it as a number of days' });
  }
  if (duration && !Number.isInteger(duration.toSeconds({ integral: false }))) {
    refuse({ got: `${name} is ${text(duration)}`, expected: 'whole seconds', remedy: 'give it as a number of days' });
  }
}

function refuseNoOverlap(refuse: Refuse, overlap: Duration): void {
  if (overlap.toSeconds() === 0) {
    refuse({
      got: 'overlap is zero', expected: 'some time in which consumers read the next key', remedy: 'make it longer than the longest time between two reads of any consumer',
    });
  }
}

function refuseInterval(refuse: Refuse, interval: Duration): void {
  const count = daysOf(interval);
  if (!Number.isInteger(count) || count < 1 || count > LONGEST_INTERVAL_DAYS) {
    refuse({ got: `the interval is ${text(interval)}`, expected: `whole days from 1 to ${LONGEST_INTERVAL_DAYS}, as Secrets Manager wants`, remedy: 'use Duration.days' });
  }
}

function refuseTooOld(refuse: Refuse, interval: Duration, overlap: Duration, maxAge: Duration): void {
  const longest = Math.floor(daysOf(maxAge) - daysOf(overlap) - WINDOW_DAYS);
  if (daysOf(interval) > longest) {
    refuse({
      got: `an interval of ${text(interval)} with an overlap of ${text(overlap)}`,
      expected: `${longest < 1 ? 'a shorter overlap' : `an interval of at most ${days(longest)}`}, so that no key is active for more than maxAge (${text(maxAge)}), `
        + 'the day that Secrets Manager may take included',
      remedy: 'shorten interval or overlap, or set a longer maxAge',
    });
  }
}

function refuseNoFreeSlot(refuse: Refuse, interval: Duration, overlap: Duration, recoveryWindow: Duration): void {
  const shortest = daysOf(overlap) + daysOf(recoveryWindow) + WINDOW_DAYS;
  if (daysOf(interval) <= shortest) {
    refuse({
      got: `an interval of ${text(interval)} with an overlap of ${text(overlap)} and a recovery window of ${text(recoveryWindow)}`,
      expected: `an interval of more than ${days(shortest)}, so that a replaced key is gone before the next one needs its slot`,
      remedy: 'shorten the overlap or the recovery window, or rotate less often',
    });
  }
}

function refuseShorterThanOverlap(refuse: Refuse, overlap: Duration, maxAge: Duration): void {
  if (daysOf(overlap) >= daysOf(maxAge)) {
    refuse({ got: `an overlap of ${text(overlap)}`, expected: `less than maxAge (${text(maxAge)})`, remedy: 'shorten overlap, or set a longer maxAge' });
  }
}

function daysOf(duration: Duration): number {
  return duration.toDays({ integral: false });
}

function text(duration: Duration): string {
  return days(daysOf(duration));
}

function days(count: number): string {
  return `${count} ${count === 1 ? 'day' : 'days'}`;
}
