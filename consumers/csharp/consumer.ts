import { cp, readFile, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { checkGeneratedCode } from './generated-code';
import { Consumer } from '../consumer';
import { packed } from '../dist';
import { ExampleConsumer } from '../example-consumer';
import { csharp as versions } from '../versions.json';

const OWN_PACKAGE = 'Cdk.IamAccessKey';

/** Needs the .NET SDK. It was written without one at hand: nothing in this consumer was tried before the first run with an SDK. */
const packageConsumer = new ExampleConsumer({
  language: 'csharp',
  tools: ['dotnet'],
  cdkVersion: versions['aws-cdk-lib'],

  // A packages folder of its own, as NuGet would take the package of an earlier run from the common one.
  environment: (folder) => ({
    NUGET_PACKAGES: join(folder, '..', 'packages'),
    DOTNET_CLI_TELEMETRY_OPTOUT: '1',
    DOTNET_NOLOGO: '1',
  }),

  async install(terminal, cdkVersion) {
    const nupkg = packed('dotnet', /\.nupkg$/);
    const version = basename(nupkg, '.nupkg').slice(`${OWN_PACKAGE}.`.length);
    await terminal.run('dotnet', 'new', 'nugetconfig');
    await terminal.run('dotnet', 'nuget', 'add', 'source', dirname(nupkg), '--name', 'dist', '--configfile', 'nuget.config');
    await setVersion(join(terminal.folder, 'AccessKeyExample.csproj'), 'Amazon.CDK.Lib', cdkVersion);
    await setVersion(join(terminal.folder, 'AccessKeyExample.csproj'), OWN_PACKAGE, version);
    await terminal.run('dotnet', 'build');
  },

  async checkApi(terminal) {
    // One program a project: the check takes the example's place.
    await rm(join(terminal.folder, 'Program.cs'));
    await cp(join(__dirname, 'ApiCheck.cs'), join(terminal.folder, 'ApiCheck.cs'));
    return terminal.tryRun('dotnet', 'run');
  },
});

async function setVersion(project: string, packageId: string, version: string): Promise<void> {
  const text = await readFile(project, 'utf8');
  await writeFile(project, text.replace(new RegExp(`(Include="${packageId}" Version=)"[^"]*"`), `$1"[${version}]"`));
}

/** The generated code is checked on every machine, the package where there is a .NET SDK. */
export const csharp: Consumer = {
  language: packageConsumer.language,
  tools: packageConsumer.tools,
  cdkVersion: packageConsumer.cdkVersion,

  async consume(progress) {
    return [...await checkGeneratedCode(progress), ...await packageConsumer.consume(progress)];
  },
};
