import { Duration } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { isScheduled, KeyRotation } from '../../key-rotation';
import { AccessKeyError, Problem, shown } from '../access-key-error';

/** Secrets Manager chooses the hour of a rotation, inside a window. */
const WINDOW_DAYS = 1;

/** https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_RotationRulesType.html */
export const LONGEST_INTERVAL_DAYS = 1000;

/** IAM reports the last use of a key hours later, so a shorter time would retire a key that a client uses. */
const SHORTEST_RETIREMENT_DAYS = 1;

const RETIREMENT = 'the time after which unmanaged keys are retired';

/** Refuses a rotation that would leave a key active for too long, or find no free access key. */
export function validateRotation(key: IConstruct, rotation: KeyRotation): void {
  const refuse: Refuse = (problem) => {
    throw new AccessKeyError('InvalidRotation', key, problem);
  };
  refuseOtherValue(refuse, rotation);
  const { interval, overlap, recoveryWindow, maxAge } = rotation;
  refuseUnknown(refuse, 'the interval', interval);
  refuseUnknown(refuse, 'the overlap', overlap);
  refuseUnknown(refuse, 'the recovery window', recoveryWindow);
  refuseUnknown(refuse, 'the maximum age', maxAge);
  refuseNoOverlap(refuse, overlap);
  if (interval) {
    refuseInterval(refuse, interval);
    refuseTooOld(refuse, interval, overlap, maxAge);
    refuseNoFreeSlot(refuse, interval, overlap, recoveryWindow);
  } else {
    refuseShorterThanOverlap(refuse, overlap, maxAge);
  }
}

/** Not all languages check types: it may be a duration, or have none as its interval. */
function refuseOtherValue(refuse: Refuse, rotation: KeyRotation): void {
  const hasInterval = isScheduled(rotation);
  const isRotation = hasInterval !== undefined;
  const durations = isRotation ? [rotation.overlap, rotation.recoveryWindow, rotation.maxAge] : [];
  const all = hasInterval ? [rotation.interval, ...durations] : durations;
  if (!isRotation || all.some((duration) => !(duration instanceof Duration))) {
    refuse({
      found: `the rotation is ${isRotation ? 'a KeyRotation without a duration' : shown(rotation)}`,
      required: 'it must be a KeyRotation whose interval, overlap, recovery window and maximum age are durations',
      remedy: 'Create it with an interval, such as 60 days, or on demand',
    });
  }
}

export function validateRetirement(key: IConstruct, retireUnmanagedKeysAfter: Duration | undefined): void {
  const refuse: Refuse = (problem) => {
    throw new AccessKeyError('InvalidRetirement', key, problem);
  };
  refuseUnknown(refuse, RETIREMENT, retireUnmanagedKeysAfter);
  if (retireUnmanagedKeysAfter && daysOf(retireUnmanagedKeysAfter) < SHORTEST_RETIREMENT_DAYS) {
    refuse({
      found: `${RETIREMENT} is ${retireUnmanagedKeysAfter.toHumanString()}`,
      required: 'it must be at least 1 day, because IAM reports the last use of an access key hours later',
      remedy: 'Make it longer than the longest time between two uses of the key to retire',
    });
  }
}

type Refuse = (problem: Problem) => void;

/** The function reckons in whole seconds. */
function refuseUnknown(refuse: Refuse, name: string, duration: Duration | undefined): void {
  if (duration?.isUnresolved()) {
    refuse({
      found: `${name} is known only at deployment`,
      required: 'it must be known at synthesis',
      remedy: 'Pass a number of days',
    });
  }
  if (duration && !Number.isInteger(duration.toSeconds({ integral: false }))) {
    refuse({
      found: `${name} is ${duration.toHumanString()}`,
      required: 'it must be a whole number of seconds',
      remedy: 'Pass a number of seconds, hours or days',
    });
  }
}

function refuseNoOverlap(refuse: Refuse, overlap: Duration): void {
  if (overlap.toSeconds() === 0) {
    refuse({
      found: 'the overlap is zero',
      required: 'it must be longer, because clients need time to read the new key',
      remedy: 'Make it longer than the longest time between two reads of any client',
    });
  }
}

function refuseInterval(refuse: Refuse, interval: Duration): void {
  const count = daysOf(interval);
  if (!Number.isInteger(count) || count < 1 || count > LONGEST_INTERVAL_DAYS) {
    refuse({
      found: `the interval is ${interval.toHumanString()}`,
      required: `it must be whole days from 1 to ${LONGEST_INTERVAL_DAYS}, as Secrets Manager requires`,
      remedy: 'Pass a number of days',
    });
  }
}

function refuseTooOld(refuse: Refuse, interval: Duration, overlap: Duration, maxAge: Duration): void {
  const longest = Math.floor(daysOf(maxAge) - daysOf(overlap) - WINDOW_DAYS);
  if (daysOf(interval) > longest) {
    refuse({
      found: `the interval is ${interval.toHumanString()} and the overlap is ${overlap.toHumanString()}`,
      required:
        'interval, overlap and one day for a late rotation must not exceed the maximum age of ' +
        `${maxAge.toHumanString()}, so the ` +
        (longest < 1
          ? 'overlap must be shorter'
          : `interval must be at most ${Duration.days(longest).toHumanString()}`),
      remedy: 'Shorten the interval or the overlap, or set a longer maximum age',
    });
  }
}

function refuseNoFreeSlot(refuse: Refuse, interval: Duration, overlap: Duration, recoveryWindow: Duration): void {
  const shortest = overlap.plus(recoveryWindow).plus(Duration.days(WINDOW_DAYS));
  if (daysOf(interval) <= daysOf(shortest)) {
    refuse({
      found:
        `the interval is ${interval.toHumanString()}, the overlap is ${overlap.toHumanString()} ` +
        `and the recovery window is ${recoveryWindow.toHumanString()}`,
      required:
        `the interval must be longer than ${shortest.toHumanString()}, ` +
        'so that a replaced key is deleted before the next rotation needs a free access key',
      remedy: 'Shorten the overlap or the recovery window, or rotate less often',
    });
  }
}

function refuseShorterThanOverlap(refuse: Refuse, overlap: Duration, maxAge: Duration): void {
  if (daysOf(overlap) >= daysOf(maxAge)) {
    refuse({
      found: `the overlap is ${overlap.toHumanString()}`,
      required: `it must be shorter than the maximum age of ${maxAge.toHumanString()}`,
      remedy: 'Shorten the overlap, or set a longer maximum age',
    });
  }
}

function daysOf(duration: Duration): number {
  return duration.toDays({ integral: false });
}
