/** Runs the tests that deploy to the emulator. They need `lib/`: compile first. */
const { jest } = require('../package.json');

module.exports = {
  rootDir: '..',
  testMatch: ['<rootDir>/deploy/**/*.test.ts'],
  testEnvironment: '<rootDir>/deploy/jest-environment.cjs',
  transform: jest.transform,
  // The compiled package.
  moduleNameMapper: { '^cdk-iam-access-key$': '<rootDir>/lib/index.js' },
  testTimeout: jest.testTimeout,
  // In the process that signals are sent to.
  maxWorkers: 1,
};
