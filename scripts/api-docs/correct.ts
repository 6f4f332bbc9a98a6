/**
 * `tsx scripts/api-docs/correct.ts`: corrects API.md and docs/api/*.md, as jsii-docgen has written them, by the
 * assembly.
 *
 * test/repository/api-docs.test.ts compares the result with the assembly.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Assembly, TypeSystem } from 'jsii-reflect';
import { correctCsharp } from './csharp';
import { correctGo } from './go';
import { correctJava } from './java';
import { withoutDirectives } from './page';
import { correctPython } from './python';

const ROOT = join(__dirname, '..', '..');

export const CORRECTIONS: Record<string, (page: string, assembly: Assembly) => string> = {
  'API.md': (page) => page,
  'docs/api/csharp.md': correctCsharp,
  'docs/api/go.md': correctGo,
  'docs/api/java.md': correctJava,
  'docs/api/python.md': correctPython,
};

/** The assembly of this repository, with those that it names. */
export async function loadAssembly(): Promise<Assembly> {
  return new TypeSystem().load(ROOT, { validate: false, supportedFeatures: ['intersection-types'] });
}

if (require.main === module) {
  void loadAssembly().then((assembly) => {
    for (const [file, correct] of Object.entries(CORRECTIONS)) {
      const path = join(ROOT, file);
      writeFileSync(path, correct(withoutDirectives(readFileSync(path, 'utf8'), assembly), assembly));
    }
  });
}
