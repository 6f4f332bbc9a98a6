/**
 * One sample: constructs and synthesizes an app of access keys, each with a user of its own, and prints the milliseconds.
 *
 * Argument: JSON with the `side`, as in sides.ts, and the `app`, as in synthesis.ts.
 */
const { createHash } = require('node:crypto');
const { mkdtempSync, rmSync, statSync } = require('node:fs');
const { tmpdir } = require('node:os');
const { join } = require('node:path');

const { side, app: { keys, keysPerStack, env } } = JSON.parse(process.argv[2]);

// aws-cdk-lib loads a class when its name is first read. Reading every name here keeps that loading out of the timing on
// all sides: one that loads at `require`, before the clock starts, would otherwise look faster than one that loads later.
const { App, Stack } = require('aws-cdk-lib');
const { User, AccessKey: UpstreamAccessKey } = require('aws-cdk-lib/aws-iam');
const measured = require(require.resolve(side.module, { paths: [join(__dirname, '..', '..')] }));
if (!UpstreamAccessKey || !measured[side.construct]) {
  throw new Error(`module '${side.module}' exports no ${side.construct}`);
}
const secretsmanager = require('aws-cdk-lib/aws-secretsmanager');

const outdir = mkdtempSync(join(tmpdir(), 'bench-'));
try {
  const processorTime = process.cpuUsage();
  const started = performance.now();
  const app = new App({ outdir });
  let stack;
  for (let index = 0; index < keys; index++) {
    if (index % keysPerStack === 0) {
      stack = new Stack(app, `Stack${index / keysPerStack}`, { env });
    }
    const user = new User(stack, `User${index}`);
    // Read off the module each time, as compiled TypeScript does: a module's getter may cost something too.
    const key = new measured[side.construct](stack, `AccessKey${index}`, { user });
    if (side.secretBeside) {
      // Its class is loaded now, while the clock runs: so are those that a class with a Secret of its own makes use of.
      new secretsmanager.Secret(stack, `Secret${index}`, { secretStringValue: key.secretAccessKey });
    }
  }
  const constructed = performance.now();
  const assembly = app.synth();
  const synthesized = performance.now();
  const { user: userTime, system: systemTime } = process.cpuUsage(processorTime);

  const templates = assembly.stacks.map(({ template }) => template);
  console.log(JSON.stringify({
    construct: constructed - started,
    synth: synthesized - constructed,
    both: synthesized - started,
    processor: (userTime + systemTime) / 1000,
    templates: createHash('sha256').update(JSON.stringify(templates)).digest('hex'),
    resources: sum(templates.map(({ Resources }) => Object.keys(Resources).length)),
    templateBytes: sum(assembly.stacks.map(({ templateFullPath }) => statSync(templateFullPath).size)),
  }));
} finally {
  rmSync(outdir, { recursive: true, force: true });
}

function sum(values) {
  return values.reduce((total, value) => total + value, 0);
}
