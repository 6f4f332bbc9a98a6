/** Secrets Manager's own staging labels. */
export const CURRENT = 'AWSCURRENT';
export const PENDING = 'AWSPENDING';

const PREVIOUS = 'AWSPREVIOUS';

const KEY = 'key.';
const AFTER = 'after.';
const ACCEPTED = 'accepted.';

/** Marks the version that holds a key. It is what makes the key ours, and keeps the version from being purged. */
export function keyLabel(keyId: string): string {
  return `${KEY}${keyId}`;
}

/**
 * Marks which version was the current one when the key's version was made, so that a label that a person moved meanwhile is noticed.
 *
 * It names the key too: a label is on one version at a time, and several keys may have been made after the same version.
 */
export function afterLabel(version: string, keyId: string): string {
  return `${AFTER}${version}.${keyId}`;
}

/**
 * Marks the version of a key that was accepted by AWS, where only the run that made it could see that. It stays as long as the key, so that an old key is never taken for one that nobody has tested.
 */
export function acceptedLabel(keyId: string): string {
  return `${ACCEPTED}${keyId}`;
}

/** The key of a version with these labels. */
export function keyOf(labels: readonly string[]): string | undefined {
  return rest(KEY, labels);
}

export function afterOf(labels: readonly string[]): string | undefined {
  return rest(AFTER, labels)?.replace(/\.\w+$/, '');
}

/** Whether the key of a version with these labels was accepted. */
export function isMarkedAccepted(labels: readonly string[]): boolean {
  return rest(ACCEPTED, labels) !== undefined;
}

/** Whether a version with these labels is the current one, or was until the label was last moved. */
export function hasBeenCurrent(labels: readonly string[]): boolean {
  return labels.includes(CURRENT) || labels.includes(PREVIOUS);
}

/** Labels of a version that we set and that go when its key is gone. */
export function isOurs(label: string): boolean {
  return [KEY, AFTER, ACCEPTED].some((prefix) => label.startsWith(prefix));
}

function rest(prefix: string, labels: readonly string[]): string | undefined {
  return labels.find((label) => label.startsWith(prefix))?.slice(prefix.length);
}
