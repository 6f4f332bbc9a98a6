import { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { cleaningUpOnExit } from '../consumers/clean-exit';
import { inTemporaryFolder } from '../consumers/temporary-folder';

const START_DEADLINE_MS = 60_000;
const STOP_DEADLINE_MS = 5_000;
const POLL_MS = 50;

/** How many lines of a server's log explain its failure. */
const LAST_LINES = 30;

/** A server to start. */
export interface Server {
  /** The subject of the messages about it. */
  readonly name: string;

  /** Responds with a success once the server serves. */
  readonly readyUrl: string;

  /** Starts the process, as the leader of a process group and with pipes, in a folder that is empty. */
  spawn(folder: string): Promise<ChildProcess>;
}

/** A server that serves. */
export interface RunningServer {
  /** The folder with its state. */
  readonly folder: string;

  /** All lines that it has printed so far. */
  readonly lines: readonly string[];

  /** Settles when the process has ended, whatever ended it. */
  readonly ended: Promise<unknown>;

  /** Ends the process and removes its folder. */
  readonly stop: () => Promise<void>;
}

/** Starts a server, and returns when it serves. It ends with `stop()` or with this program. */
export async function startServer(server: Server): Promise<RunningServer> {
  return new Promise((resolve, reject) => {
    const ended: Promise<void> = inTemporaryFolder(async (folder) => {
      const child = await server.spawn(folder);
      await cleaningUpOnExit(
        () => signalGroup(child, 'SIGKILL'),
        async () => {
          const lines = recordLog(child);
          try {
            await untilReady(server, child, lines);
            await new Promise<void>((requestStop) => {
              resolve({
                folder,
                lines,
                ended: once(child, 'exit'),
                stop: async () => {
                  requestStop();
                  await ended;
                },
              });
            });
          } finally {
            await end(child);
          }
        },
      );
    });
    ended.catch(reject);
  });
}

/** The environment without proxies and without all that is set for another account: each of these names, undefined. */
export function withoutOwnSettings(): NodeJS.ProcessEnv {
  const names = Object.keys(process.env).filter((name) => /^AWS_|_proxy$/i.test(name));
  return Object.fromEntries(names.map((name) => [name, undefined]));
}

function recordLog({ stdout, stderr }: ChildProcess): string[] {
  const lines: string[] = [];
  [stdout!, stderr!].forEach((stream) => createInterface(stream).on('line', (line) => lines.push(line)));
  return lines;
}

async function untilReady({ name, readyUrl }: Server, child: ChildProcess, lines: string[]): Promise<void> {
  let problem = '';
  child.once('error', (error) => {
    problem = `did not start: ${error.message}`;
  });
  child.once('exit', (code, signal) => {
    problem = `ended with ${code ?? signal}`;
  });
  const deadline = Date.now() + START_DEADLINE_MS;
  while (!(await responds(readyUrl))) {
    if (Date.now() > deadline) {
      problem ||= `does not respond within ${START_DEADLINE_MS / 1000} seconds`;
    }
    if (problem) {
      throw new Error([`${name} ${problem}`, ...lines.slice(-LAST_LINES)].join('\n'));
    }
    await sleep(POLL_MS);
  }
}

async function responds(url: string): Promise<boolean> {
  try {
    return (await fetch(url)).ok;
  } catch {
    return false;
  }
}

/** Asks the server to end, and if it does not, ends it together with the processes that it runs. */
async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode === null && child.signalCode === null && child.pid !== undefined) {
    child.kill('SIGTERM');
    await Promise.race([once(child, 'exit'), sleep(STOP_DEADLINE_MS, undefined, { ref: false })]);
  }
  signalGroup(child, 'SIGKILL');
}

function signalGroup({ pid }: ChildProcess, signal: NodeJS.Signals): void {
  try {
    if (pid !== undefined) {
      process.kill(-pid, signal);
    }
  } catch {
    // The whole group has ended already.
  }
}
