import { AwsCdkConstructLibraryOptions } from 'projen/lib/awscdk';
import { UpdateSnapshot } from 'projen/lib/javascript';

/** Folders with TypeScript that is linted and type-checked, beside `src`. */
const developmentFolders = ['test', 'projenrc', 'scripts', 'consumers', 'deploy', 'bench'];

/**
 * Tests import the package by its name, as users do.
 *
 * Here the name leads to `src`, for coverage and a quick loop. `npm test` runs the same tests once more
 * against the packed tarball (scripts/installed-tests.config.cjs).
 */
const packageByName = {
  '^cdk-iam-access-key$': '<rootDir>/src',
  '^cdk-iam-access-key/package.json$': '<rootDir>/package.json',
};

export const testConventions = {
  tsconfigDevFile: 'tsconfig.dev.json',
  tsconfigDev: {
    compilerOptions: {
      rootDir: '.',
      paths: { 'cdk-iam-access-key': ['./src/index.ts'], 'cdk-iam-access-key/package.json': ['./package.json'] },
    },
    include: [...developmentFolders.map((folder) => `${folder}/**/*.ts`), 'src/**/*.ts', '.projenrc.ts'],
  },
  typecheckTests: true,
  prettier: true,
  prettierOptions: { settings: { printWidth: 120, singleQuote: true } },
  eslintOptions: {
    dirs: ['src'],
    devdirs: developmentFolders,
    // typescript-eslint by itself looks for files named tsconfig.json.
    projectService: false,
    tsconfigPath: './tsconfig.dev.json',
    // A check never rewrites what it checks.
    commandOptions: { fix: false, extraArgs: ['--max-warnings=0'] },
  },
  jestOptions: {
    updateSnapshot: UpdateSnapshot.NEVER,
    passWithNoTests: false,
    // From 2.260.0 on, each synthesis prints a report of its warnings.
    extraCliOptions: ['--silent'],
    jestConfig: {
      moduleNameMapper: packageByName,
      globalSetup: '<rootDir>/test/setup/temporary-folder.ts',
      globalTeardown: '<rootDir>/test/setup/remove-temporary-folder.ts',
      // These hold types alone: nothing of them runs.
      collectCoverageFrom: [
        'src/**/*.ts',
        '!src/handler/life-cycle/{decision,task}.ts',
        '!src/access-key-field-names.ts',
        '!src/rotating-key.ts',
        '!src/private/rotating-key/payload.ts',
      ],
      coverageThreshold: { branches: 100, functions: 100, lines: 100, statements: 100 },
      coverageReporters: ['lcov'],
      testTimeout: 120_000,
    },
  },
} satisfies Partial<AwsCdkConstructLibraryOptions>;
