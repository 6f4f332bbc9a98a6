import { SimulatedAws } from './simulated-aws';

/** Parts are never changed, so that each is put into words once, however many states share it. */
const known = new WeakMap<object, string>();

/**
 * The same string for two simulated AWS accounts that are equal, the history of keys included. Options are not part of
 * it.
 */
export function fingerprint({ now, iam, secret, rotations, keyHistory }: SimulatedAws): string {
  return `${now} ${part(iam)} ${part(secret)} ${part(rotations)} ${part(keyHistory)}`;
}

function part(value: object): string {
  const text = known.get(value) ?? JSON.stringify(value);
  known.set(value, text);
  return text;
}
