import { setTimeout as sleep } from 'node:timers/promises';

const DEADLINE_MS = 20_000;
const POLL_MS = 25;

/** Asks again until the answer is what is waited for. The deadline only bounds a failure: a slow machine takes longer, not other ways. */
export async function until<T>(what: string, ask: () => Promise<T>, holds: (answer: T) => boolean): Promise<T> {
  const deadline = Date.now() + DEADLINE_MS;
  let answer = await ask();
  while (!holds(answer)) {
    if (Date.now() > deadline) {
      throw new Error(`still waiting for ${what}, last answer ${JSON.stringify(answer)}`);
    }
    await sleep(POLL_MS);
    answer = await ask();
  }
  return answer;
}
