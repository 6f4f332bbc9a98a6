/** What must not be left behind if this program is stopped half way, by Ctrl-C or by a signal. */
const cleanUps = new Set<() => void>();

const SIGNALS = { SIGHUP: 1, SIGINT: 2, SIGTERM: 15 } as const;

/** Does the work, and if a signal stops the program meanwhile, cleans up first. */
export async function cleaningUpOnExit<T>(cleanUp: () => void, work: () => Promise<T>): Promise<T> {
  cleanUps.add(cleanUp);
  try {
    return await work();
  } finally {
    cleanUps.delete(cleanUp);
  }
}

for (const [signal, number] of Object.entries(SIGNALS)) {
  // Not `once`: without a listener, a second Ctrl-C would end the program in the middle of the cleaning.
  process.on(signal, () => {
    // The last begun first: a program before the folder that it works in.
    [...cleanUps].reverse().forEach(tryTo);
    process.exit(128 + number);
  });
}

/** What cannot be cleaned up, such as a program that has just ended by itself, is no reason to leave the rest. */
function tryTo(cleanUp: () => void): void {
  try {
    cleanUp();
  } catch (error) {
    console.error(error);
  }
}
