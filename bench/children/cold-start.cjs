/**
 * One sample: loads a function's bundle as Lambda does, and prints the milliseconds from the start of this process until its
 * handler can be called.
 *
 * Argument: the bundle from the repository's root. Without one, the process loads nothing.
 */
const { join } = require('node:path');

const [bundle] = process.argv.slice(2);
if (bundle !== undefined && typeof require(join(__dirname, '..', '..', bundle)).handler !== 'function') {
  throw new Error(`bundle '${bundle}' exports no handler`);
}
console.log(JSON.stringify(performance.now()));
