/** Runs the library's tests against packages that are installed elsewhere (scripts/pipeline/installed-tests.ts). */
const { jest } = require('../package.json');

const folder = process.env.INSTALLED_PACKAGES;
if (!folder) {
  throw new Error('INSTALLED_PACKAGES is not set: it must name the folder whose node_modules holds the packages under test');
}

module.exports = {
  rootDir: '..',
  testMatch: ['<rootDir>/test/**/*.test.ts'],
  // The repository's own scripts are no part of the tarball, and the function is in it as a bundle, which the deploy tests run.
  testPathIgnorePatterns: ['/node_modules/', '<rootDir>/test/(repository|handler|properties)/'],
  globalSetup: jest.globalSetup,
  globalTeardown: jest.globalTeardown,
  transform: jest.transform,
  testTimeout: jest.testTimeout,
  moduleNameMapper: { '^(aws-cdk-lib|constructs|cdk-iam-access-key)(/.*)?$': `${folder}/node_modules/$1$2` },
};
