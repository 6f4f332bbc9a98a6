/**
 * `npm start` and `npm test` on a fresh clone: installs the project's own tools, then hands over to scripts/pipeline.
 *
 * Plain Node and no dependency, as nothing is installed yet.
 */
const { spawn, spawnSync } = require('node:child_process');
const { createHash } = require('node:crypto');
const { existsSync, readFileSync, writeFileSync } = require('node:fs');
const { join } = require('node:path');

const ROOT = join(__dirname, '..');
const STAMP = join(ROOT, 'node_modules', '.installed-lock.sha256');

requireNode(JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')).engines.node);
installDependencies();
handOver(process.execPath, ['--import', 'tsx', join(ROOT, 'scripts', 'pipeline', 'main.ts'), ...process.argv.slice(2)]);

function requireNode(range) {
  const wanted = range.match(/\d+(\.\d+)*/)[0];
  if (wanted.localeCompare(process.versions.node, undefined, { numeric: true }) > 0) {
    console.error(`Node ${process.versions.node} is too old: this project needs ${range}. Install a newer Node, then run the command again.`);
    process.exit(1);
  }
}

/** Installs what package-lock.json says, unless exactly that is installed. */
function installDependencies() {
  const lock = createHash('sha256').update(readFileSync(join(ROOT, 'package-lock.json'))).digest('hex');
  if (existsSync(STAMP) && readFileSync(STAMP, 'utf8') === lock) {
    return;
  }
  console.log('Installing the project\'s own tools (npm ci), about a minute ...');
  const { status } = spawnSync('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], { cwd: ROOT, stdio: 'inherit', shell: process.platform === 'win32' });
  if (status !== 0) {
    console.error('npm ci failed: its message above says why. Correct that, then run the command again.');
    process.exit(1);
  }
  writeFileSync(STAMP, lock);
}

/** Runs the program in place of this one: its signals and its exit status are this one's. */
function handOver(program, args) {
  const child = spawn(program, args, { cwd: ROOT, stdio: 'inherit' });
  for (const signal of ['SIGHUP', 'SIGINT', 'SIGTERM']) {
    process.on(signal, () => child.kill(signal));
  }
  child.on('exit', (status) => {
    process.exitCode = status ?? 1;
  });
}
