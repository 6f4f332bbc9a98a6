/**
 * One sample: constructs and synthesizes an app of access keys, each with a user of its own, and prints the milliseconds.
 *
 * Arguments: the module that exports AccessKey, the number of keys, the number of keys in a stack.
 */
const { createHash } = require('node:crypto');
const { mkdtempSync, rmSync } = require('node:fs');
const { tmpdir } = require('node:os');
const { join } = require('node:path');

const [module_, keys, keysPerStack] = process.argv.slice(2);

// aws-cdk-lib loads a class when its name is first read. Reading every name here keeps that loading out of the timing on
// both sides: one that loads at `require`, before the clock starts, would otherwise look faster than one that loads later.
const { App, Stack } = require('aws-cdk-lib');
const { User, AccessKey: UpstreamAccessKey } = require('aws-cdk-lib/aws-iam');
const measured = require(require.resolve(module_, { paths: [join(__dirname, '..', '..')] }));
if (!UpstreamAccessKey || !measured.AccessKey) {
  throw new Error(`module '${module_}' exports no AccessKey`);
}

const outdir = mkdtempSync(join(tmpdir(), 'bench-'));
try {
  const processorTime = process.cpuUsage();
  const started = performance.now();
  const app = new App({ outdir });
  let stack;
  for (let index = 0; index < Number(keys); index++) {
    if (index % Number(keysPerStack) === 0) {
      stack = new Stack(app, `Stack${index / Number(keysPerStack)}`);
    }
    const user = new User(stack, `User${index}`);
    // Read off the module each time, as compiled TypeScript does: a module's getter may cost something too.
    new measured.AccessKey(stack, `AccessKey${index}`, { user });
  }
  const constructed = performance.now();
  const assembly = app.synth();
  const synthesized = performance.now();
  const { user: userTime, system: systemTime } = process.cpuUsage(processorTime);

  const templates = JSON.stringify(assembly.stacks.map(({ template }) => template));
  console.log(JSON.stringify({
    construct: constructed - started,
    synth: synthesized - constructed,
    both: synthesized - started,
    processor: (userTime + systemTime) / 1000,
    templates: createHash('sha256').update(templates).digest('hex'),
  }));
} finally {
  rmSync(outdir, { recursive: true, force: true });
}
