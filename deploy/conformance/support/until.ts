import { setTimeout as sleep } from 'node:timers/promises';

const DEADLINE_MS = 20_000;
const POLL_MS = 25;

/**
 * Asks again until the value is the expected one. The deadline only bounds a failure: a slow machine takes longer, not
 * other ways.
 */
export async function until<T>(what: string, ask: () => Promise<T>, holds: (value: T) => boolean): Promise<T> {
  const deadline = Date.now() + DEADLINE_MS;
  let value = await ask();
  while (!holds(value)) {
    if (Date.now() > deadline) {
      throw new Error(`still waiting for ${what}, last value ${JSON.stringify(value)}`);
    }
    await sleep(POLL_MS);
    value = await ask();
  }
  return value;
}
