import { cp, readFile, readdir, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { checkGeneratedCode } from './generated-code';
import { Consumer } from '../consumer';
import { packed, REPOSITORY } from '../dist';
import { ExampleConsumer } from '../example-consumer';
import { csharp as versions } from '../versions.json';

const OWN_PACKAGE = 'Cdk.IamAccessKey';

/** Needs the .NET SDK. docs/verification.md says when it was run with one. */
export const csharpPackage = new ExampleConsumer({
  language: 'csharp',
  tools: ['dotnet'],
  cdkVersion: versions['aws-cdk-lib'],

  // A packages folder of its own, as NuGet would take the package of an earlier run from the common one.
  environment: (examples) => ({
    NUGET_PACKAGES: join(examples, '..', 'packages'),
    DOTNET_CLI_TELEMETRY_OPTOUT: '1',
    DOTNET_NOLOGO: '1',
    // A folder with the packages that the registry of the machine lacks. CONTRIBUTING.md says how to make them.
    RestoreAdditionalProjectSources: process.env.RestoreAdditionalProjectSources,
  }),

  // NuGet looks for its configuration in the folders around a project, too.
  async install(examples) {
    await examples.run('dotnet', 'new', 'nugetconfig');
    await examples.run(
      'dotnet',
      'nuget',
      'add',
      'source',
      dirname(nupkg()),
      '--name',
      'dist',
      '--configfile',
      'nuget.config',
    );
  },

  async build(example, cdkVersion) {
    const project = (await readdir(example.folder)).find((file) => file.endsWith('.csproj'))!;
    await setVersion(join(example.folder, project), 'Amazon.CDK.Lib', cdkVersion);
    await setVersion(
      join(example.folder, project),
      OWN_PACKAGE,
      basename(nupkg(), '.nupkg').slice(`${OWN_PACKAGE}.`.length),
    );
    await example.run('dotnet', 'build');
  },

  unitTests: {
    passed: /Passed: +3, Skipped: +0/,
    async run(example) {
      const tests = `${example.folder}-test`;
      await cp(join(REPOSITORY, 'examples', 'csharp', basename(tests)), tests, { recursive: true });
      return example.in(tests).tryRun('dotnet', 'test');
    },
  },

  async checkApi(example) {
    // One program a project: the check's Program.cs takes the example's place.
    await cp(join(__dirname, 'ApiCheck'), example.folder, { recursive: true });
    return example.tryRun('dotnet', 'run');
  },
});

function nupkg(): string {
  return packed('dotnet', /\.nupkg$/);
}

async function setVersion(project: string, packageId: string, version: string): Promise<void> {
  const text = await readFile(project, 'utf8');
  await writeFile(project, text.replace(new RegExp(`(Include="${packageId}" Version=)"[^"]*"`), `$1"[${version}]"`));
}

/** The generated code is checked on every machine, the package where there is a .NET SDK. */
export const csharp: Consumer = {
  language: csharpPackage.language,
  tools: csharpPackage.tools,
  cdkVersion: csharpPackage.cdkVersion,

  async consume(progress) {
    return [...(await checkGeneratedCode(progress)), ...(await csharpPackage.consume(progress))];
  },
};
