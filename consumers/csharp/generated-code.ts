import { TypeSystem } from 'jsii-reflect';
import { apiOf } from './assembly-api';
import { Declarations, publicDeclarations } from './declarations';
import { csharpDocumentation } from './documentation';
import { Check } from '../consumer';
import { REPOSITORY } from '../dist';
import { checkDocumentation, documentationIn } from '../documentation';
import { check, messageOf, toolEnvironment } from '../example-consumer';
import { inTemporaryFolder } from '../temporary-folder';
import { Terminal } from '../terminal';

/** What jsii adds to every package for its own use, hidden from editors. */
const JSII_INTERNALS = /(^|\.)(NamespaceDoc|Internal\.DependencyResolution\.Anchor)$/;

/** Compares the public C# code with the jsii assembly, and reads its documentation. It needs no .NET SDK. */
export async function checkGeneratedCode(progress: (line: string) => void): Promise<Check[]> {
  progress('generates the C# code');
  try {
    const generated = await generate(progress);
    const expected = apiOf(
      await new TypeSystem().load(REPOSITORY, { validate: false, supportedFeatures: ['intersection-types'] }),
    );
    return [
      ...(await compareApis(publicDeclarations([...generated.values()]), expected)),
      ...(await checkDocumentation(csharpDocumentation, generated)),
    ];
  } catch (error) {
    return [{ name: 'code: the C# code is generated', outcome: 'failed', detail: messageOf(error) }];
  }
}

/** One check a type of the assembly, and one that no other type is public. */
export async function compareApis(generated: Declarations, expected: Declarations): Promise<Check[]> {
  const types = [...expected].map(([type, members]) =>
    check(`code: ${type} is what the assembly says`, async () => {
      const actual = generated.get(type) ?? [];
      const problems = [
        ...members.filter((member) => !actual.includes(member)).map((member) => `missing: ${member}`),
        ...actual.filter((member) => !members.includes(member)).map((member) => `not in the assembly: ${member}`),
      ];
      if (problems.length > 0) {
        throw new Error(problems.join('\n'));
      }
    }),
  );
  const others = check('code: no other type is public', async () => {
    const strangers = [...generated.keys()].filter((type) => !expected.has(type) && !JSII_INTERNALS.test(type));
    if (strangers.length > 0 || expected.size === 0) {
      throw new Error(`public beside the ${expected.size} types of the assembly: ${strangers.join(', ')}`);
    }
  });
  return Promise.all([...types, others]);
}

/** The C# files of the package, by their paths. */
async function generate(progress: (line: string) => void): Promise<ReadonlyMap<string, string>> {
  return inTemporaryFolder(async (folder) => {
    const terminal = new Terminal(REPOSITORY, toolEnvironment(folder), progress);
    await terminal.run('npx', '--no-install', 'projen', 'package:dotnet', '--code-only', '--outdir', folder);
    return documentationIn(folder, csharpDocumentation);
  });
}
