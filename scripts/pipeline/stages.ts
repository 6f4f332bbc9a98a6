import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { explorerJob } from './explorer-job';
import { floorVersions, installedTests } from './installed-tests';
import { jestChecks } from './jest-job';
import { command, Job, projenTask, Stage } from './job';
import { mutantJobs } from './mutants';
import { unchangedFiles } from './unchanged-files';
import { Consumer, consumers, Language } from '../../consumers';
import { REPOSITORY } from '../../consumers/dist';
import cdkVersions from '../../consumers/versions.json';

const emptyDist: Job = {
  title: 'Empty dist/',
  run: async () => {
    rmSync(join(REPOSITORY, 'dist'), { recursive: true, force: true });
    return [];
  },
};

const compile = [projenTask('Copy the examples into the documents', 'readme'), projenTask('Compile', 'compile')];

/** The slowest first, so that the quick ones fill the gaps. */
const PACKAGES: Record<Language, Job> = {
  java: projenTask('Package for Java', 'package:java', { tools: ['java', 'mvn'] }),
  python: projenTask('Package for Python', 'package:python', { tools: ['python3'] }),
  go: projenTask('Package for Go', 'package:go', { tools: ['go'] }),
  typescript: projenTask('Package for npm', 'package:js'),
  csharp: projenTask('Package for .NET', 'package:dotnet', { tools: ['dotnet'] }),
};

const packages = Object.values(PACKAGES);

const useInEachLanguage = (['java', 'python', 'go', 'typescript', 'csharp'] as const).map((language) =>
  useIn(consumers.find((consumer) => consumer.language === language)!),
);

function useIn(consumer: Consumer): Job {
  return {
    title: `Install and use in ${consumer.language}, aws-cdk-lib ${consumer.cdkVersion}`,
    language: consumer.language,
    // C# has checks that need no SDK; it reports which are not run.
    tools: consumer.language === 'csharp' ? [] : consumer.tools,
    run: async (terminal) => consumer.consume(terminal.progress),
  };
}

/** Each job needs the one before. */
function inTurn(jobs: Job[]): Stage[] {
  return jobs.map((job) => [job]);
}

/** `npm start`: from the sources to the package of one language. */
export function packageStages(language: Language): Stage[] {
  return inTurn([emptyDist, ...compile, PACKAGES[language]]);
}

/** `npm run consume`: from the sources to the documented example in every language. */
export function consumeStages(): Stage[] {
  return [...inTurn([emptyDist, ...compile]), packages, useInEachLanguage];
}

/** `npm test`: every test. */
export function testStages(): Stage[] {
  const files = unchangedFiles();
  return [
    ...inTurn([emptyDist, files.before, projenTask('Generate the project files', 'default'), ...compile]),
    [
      ...packages,
      { title: 'Test the sources', run: (terminal) => jestChecks(terminal, 'sources', []) },
      explorerJob,
      ...mutantJobs(),
      projenTask('Write the API reference', 'docgen'),
      projenTask('Lint', 'eslint'),
      command('Check the types of tests and scripts', ['npx', 'tsc', '--noEmit', '--project', 'tsconfig.dev.json']),
      projenTask('Compare the API with its baseline', 'compat'),
    ],
    ...inTurn([files.after]),
    [
      {
        title: 'Deploy to the embedded AWS',
        tools: ['python3'],
        run: (terminal) => jestChecks(terminal, 'deploy', ['--config', 'deploy/jest.config.cjs']),
      },
      ...useInEachLanguage,
      installedTests('the floor,', floorVersions()),
      installedTests('the newest', cdkVersions.typescript),
    ],
  ];
}
