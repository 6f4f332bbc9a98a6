/** Loaded into each function of the embedded AWS: its clock is as far ahead as the account's (embedded_aws/clock.py). */
const { readFileSync } = require('node:fs');

const MachineDate = Date;

function now() {
  return MachineDate.now() + 1000 * Number(readFileSync(process.env.EMBEDDED_AWS_CLOCK, 'ascii'));
}

globalThis.Date = class Date extends MachineDate {
  constructor(...fields) {
    super(...(fields.length === 0 ? [now()] : fields));
  }

  static now() {
    return now();
  }
};
