/**
 * `npm start` and `npm test` on a fresh clone: installs the project's own tools, then hands over to scripts/pipeline.
 *
 * Plain Node and no dependency, as nothing is installed yet.
 */
const { spawnSync } = require('node:child_process');
const { createHash } = require('node:crypto');
const { existsSync, readFileSync, writeFileSync } = require('node:fs');
const { join } = require('node:path');

const ROOT = join(__dirname, '..');
const STAMP = join(ROOT, 'node_modules', '.installed-lock.sha256');

requireNode(JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')).engines.node);
installDependencies();
process.exitCode = run(process.execPath, [join(ROOT, 'node_modules', 'tsx', 'dist', 'cli.mjs'), join(ROOT, 'scripts', 'pipeline', 'main.ts'), ...process.argv.slice(2)]);

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
  const status = run('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error']);
  if (status !== 0) {
    console.error('npm ci failed: its message above says why. Mend that, then run the command again.');
    process.exit(1);
  }
  writeFileSync(STAMP, lock);
}

function run(program, args) {
  return spawnSync(program, args, { cwd: ROOT, stdio: 'inherit', shell: process.platform === 'win32' && program === 'npm' }).status ?? 1;
}
