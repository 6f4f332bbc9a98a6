const { TestEnvironment } = require('jest-environment-node');

const SIGNALS = ['SIGHUP', 'SIGINT', 'SIGTERM'];

/**
 * Gives the tests the real `process`. Jest's copy of it hears no signal, and so Ctrl-C would leave behind what a test has
 * started (consumers/clean-exit.ts).
 *
 * Each test file loads that module anew. The listeners of a file end with it, or they would end the program before those of
 * the next file could clean up.
 */
module.exports = class extends TestEnvironment {
  async setup() {
    await super.setup();
    this.listenersBefore = SIGNALS.flatMap((signal) => process.listeners(signal));
    this.global.process = process;
  }

  async teardown() {
    for (const signal of SIGNALS) {
      process.listeners(signal)
        .filter((listener) => !this.listenersBefore.includes(listener))
        .forEach((listener) => process.off(signal, listener));
    }
    await super.teardown();
  }
};
