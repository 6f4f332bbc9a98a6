import { Time } from './effects';
import { isoTime, timeOf } from './records';

/** Secrets Manager's own staging labels. */
export const CURRENT = 'AWSCURRENT';
export const PENDING = 'AWSPENDING';

export const PREVIOUS = 'AWSPREVIOUS';

const KEY = 'key.';
const AFTER = 'after.';
const ACCEPTED = 'accepted.';
const REPLACED = 'replaced.';

/** Marks the version that holds a key. The key is managed because of this label, and the version is not purged. */
export function keyLabel(keyId: string): string {
  return `${KEY}${keyId}`;
}

/**
 * Marks which version was the current one when the key's version was created, so that a label that an operator moved
 * meanwhile is noticed.
 *
 * It names the key too: a label is on one version at a time, and several keys may have been created after the same
 * version.
 */
export function afterLabel(version: string, keyId: string): string {
  return `${AFTER}${version}.${keyId}`;
}

/**
 * Marks the version of a key that AWS has accepted, where only the run that created it could see that.
 * It stays as long as the key, so that a replaced key is never taken for an untested one.
 */
export function acceptedLabel(keyId: string): string {
  return `${ACCEPTED}${keyId}`;
}

/**
 * Marks the version of a replaced key with the time at which a run first saw that it was replaced. Its overlap counts
 * from then.
 *
 * It is a label and not a tag: the deactivation of an active key depends on it, and jobs that revert drift remove tags.
 */
export function replacedLabel(at: Time, keyId: string): string {
  return `${REPLACED}${isoTime(at)}.${keyId}`;
}

/** The key of a version with these labels. */
export function keyIdIn(labels: readonly string[]): string | undefined {
  return rest(KEY, labels);
}

export function afterOf(labels: readonly string[]): string | undefined {
  return rest(AFTER, labels)?.replace(/\.\w+$/, '');
}

/** Whether the key of a version with these labels was accepted. */
export function isMarkedAccepted(labels: readonly string[]): boolean {
  return rest(ACCEPTED, labels) !== undefined;
}

/** The replaced keys of a version with these labels, with the time at which each was first seen to be replaced. */
export function replacementsIn(
  labels: readonly string[],
): ReadonlyArray<{ readonly keyId: string; readonly at: Time; readonly label: string }> {
  return labels
    .filter((label) => label.startsWith(REPLACED))
    .map((label) => ({
      label,
      at: timeOf(label.slice(REPLACED.length, label.lastIndexOf('.'))),
      keyId: label.slice(label.lastIndexOf('.') + 1),
    }))
    .filter(({ at }) => Number.isFinite(at));
}

/** Whether a version with these labels is the current key, or was until the label was last moved. */
export function hasBeenCurrent(labels: readonly string[]): boolean {
  return labels.includes(CURRENT) || isPrevious(labels);
}

/** Whether a version with these labels was the current one before the label was last moved. */
export function isPrevious(labels: readonly string[]): boolean {
  return labels.includes(PREVIOUS);
}

/** Labels of a version that the function sets, and removes when the key is deleted. */
export function isManagedLabel(label: string): boolean {
  return [KEY, AFTER, ACCEPTED, REPLACED].some((prefix) => label.startsWith(prefix));
}

/** Whether this is the label that marks the version of a key. */
export function isKeyLabel(label: string): boolean {
  return label.startsWith(KEY);
}

function rest(prefix: string, labels: readonly string[]): string | undefined {
  return labels.find((label) => label.startsWith(prefix))?.slice(prefix.length);
}
