import { cp, mkdir, readFile, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { packed, REPOSITORY } from '../dist';
import { ExampleConsumer } from '../example-consumer';
import { Terminal } from '../terminal';
import { java as versions } from '../versions.json';

const OWN_ARTIFACT = 'io.github.cdk-iam-access-key:cdk-iam-access-key';

/** The package within `dist/`. */
export const OWN_FOLDER = 'java/io/github/cdk-iam-access-key/cdk-iam-access-key';
const SOURCES = 'src/main/java/com/example';

export const java = new ExampleConsumer({
  language: 'java',
  tools: ['java', 'mvn'],
  cdkVersion: versions['aws-cdk-lib'],

  // A JVM does not know TMPDIR.
  environment: (examples) => ({
    MAVEN_OPTS: `${process.env.MAVEN_OPTS ?? ''} -Djava.io.tmpdir=${join(examples, '..', 'tmp')}`,
  }),

  // Maven looks for its configuration in the folders around a project, too.
  async install(examples, cdkVersion, example) {
    const version = basename(packed(OWN_FOLDER, /^\d+\.\d+\.\d+/));
    await mkdir(join(examples.folder, '.mvn'));
    await writeFile(
      join(examples.folder, '.mvn', 'maven.config'),
      ['--batch-mode', `-Daws-cdk-lib.version=${cdkVersion}`, `-Dcdk-iam-access-key.version=${version}`, ''].join('\n'),
    );
    await removeCachedPackage(example);
  },

  async build(example) {
    await addRepository(join(example.folder, 'pom.xml'));
    await example.run('mvn', '--quiet', 'compile');
  },

  unitTests: {
    passed: /Tests run: 3, Failures: 0, Errors: 0, Skipped: 0/,
    run: async (example) => example.tryRun('mvn', 'test'),
  },

  async checkApi(example) {
    await cp(join(__dirname, 'apicheck'), join(example.folder, SOURCES, 'apicheck'), { recursive: true });
    return example.tryRun('mvn', '--quiet', 'compile', 'exec:java', '-Dexec.mainClass=com.example.apicheck.ApiCheck');
  },
});

/** Makes `dist/java` a repository of the project. */
async function addRepository(pom: string): Promise<void> {
  const repository = `<repositories><repository>
    <id>dist</id>
    <url>${pathToFileURL(join(REPOSITORY, 'dist', 'java'))}</url>
  </repository></repositories>`;
  const project = await readFile(pom, 'utf8');
  await writeFile(pom, project.replace('</project>', `${repository}</project>`));
}

/**
 * Lets Maven forget the package of an earlier run, which has the same version. A repository id of its own for each run
 * does not help: Maven then asks the repository whether it has the file, and uses the cached one.
 */
async function removeCachedPackage(project: Terminal): Promise<void> {
  await project.run('mvn', '--quiet', 'dependency:purge-local-repository', `-DmanualInclude=${OWN_ARTIFACT}`);
}
