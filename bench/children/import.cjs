/**
 * One sample: requires modules in the given order and prints the milliseconds.
 *
 * Arguments: modules as the repository's root would require them, each with `#Name` where that export is to be read too.
 */
const { createRequire } = require('node:module');
const { join } = require('node:path');

const requireFromRoot = createRequire(join(__dirname, '..', '..', 'package.json'));
const steps = process.argv.slice(2).map((argument) => argument.split('#'));

const started = performance.now();
for (const [module_, name] of steps) {
  const loaded = requireFromRoot(module_);
  if (name !== undefined && loaded[name] === undefined) {
    throw new Error(`module '${module_}' exports no ${name}`);
  }
}
console.log(JSON.stringify(performance.now() - started));
