/**
 * Lets `lib/index.js` load a class when its name is first read, as aws-cdk-lib's own index files do.
 *
 * An app that imports the package and uses one class then does not pay for the others, nor for the parts of aws-cdk-lib
 * that they extend.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const REQUIRE = /^var (\w+) = (require\("[^"]+"\));$/gm;

export function withLazyExports(code: string): string {
  const lazy = code.replace(REQUIRE, 'const $1 = () => $2;').replace(/return (\w+_\d+)\./g, 'return $1().');
  const modules = code.match(REQUIRE)?.length ?? 0;
  const getters = lazy.match(/return \w+_\d+\(\)\./g)?.length ?? 0;
  if (modules === 0 || getters < modules) {
    throw new Error(
      `lib/index.js requires ${modules} modules and reads ${getters} names of them, expected at least one of ` +
        `each: the compiler's ` +
        'output has changed, adapt scripts/lazy-exports.ts',
    );
  }
  return lazy;
}

if (require.main === module) {
  const file = join(__dirname, '..', 'lib', 'index.js');
  writeFileSync(file, withLazyExports(readFileSync(file, 'utf8')));
}
