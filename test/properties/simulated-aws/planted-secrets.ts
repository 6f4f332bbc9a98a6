/** Stands in every secret access key of the simulated AWS, so that all output can be searched for it. */
export const MARKER = 'MARKER-SECRET-';

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';
const ID_PREFIX = 'AKIASIMULATEDKEY';
const ID_LETTERS = 4;
const SECRET_LENGTH = 40;

/** Finds the ids of the simulated AWS's keys in a string, such as a secret's value. */
const KEY_ID = new RegExp(`${ID_PREFIX}[A-Z]{${ID_LETTERS}}`);

/** The id of the n-th key: twenty letters, as the ids of IAM's long-term keys are. */
export function keyId(n: number): string {
  return (
    ID_PREFIX +
    Array.from({ length: ID_LETTERS }, (_, digit) => LETTERS[Math.floor(n / 26 ** digit) % 26])
      .reverse()
      .join('')
  );
}

/** The secret of the n-th key: forty characters, as IAM's are. */
export function secretAccessKey(n: number): string {
  return `${MARKER}${n}-`.padEnd(SECRET_LENGTH, 'x');
}

/** The first key that a string names. */
export function keyIdIn(text: string): string | undefined {
  return KEY_ID.exec(text)?.[0];
}
