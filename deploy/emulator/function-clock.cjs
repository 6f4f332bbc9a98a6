/**
 * Loaded into each function of the emulator: its clock is as far ahead as the account's, and its pauses are as short as the account wants them
 * (embedded_aws/clock.py).
 */
const { readFileSync } = require('node:fs');
const timers = require('node:timers/promises');

const MachineDate = Date;
const pause = timers.setTimeout;

function account() {
  const [secondsAhead, pauses] = readFileSync(process.env.EMBEDDED_AWS_CLOCK, 'ascii').split(' ').map(Number);
  return { secondsAhead, pauses };
}

/** What pauses of this function have not taken: to the function, all of each has passed. */
let skipped = 0;

function now() {
  return MachineDate.now() + 1000 * account().secondsAhead + skipped;
}

globalThis.Date = class Date extends MachineDate {
  constructor(...fields) {
    super(...(fields.length === 0 ? [now()] : fields));
  }

  static now() {
    return now();
  }
};

timers.setTimeout = async (ms, ...rest) => {
  const taken = ms * account().pauses;
  const result = await pause(taken, ...rest);
  skipped += ms - taken;
  return result;
};
