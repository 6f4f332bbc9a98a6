import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { basename, delimiter, dirname, join } from 'node:path';
import { documentedFor, Names, SCRIPT } from './documented';
import { Outcome, run } from './run';
import { inTemporaryFolder } from '../../consumers/temporary-folder';
import { EmbeddedAws } from '../embedded-aws';
import { AWS_CLI } from '../install-aws-cli';

/** All that the script may run. */
const TOOLS = ['aws', 'cat', 'date', 'mv', 'rm'];

/** What hands over the first key, beside them. */
const TOOLS_OF_HAND_OVER = ['mkdir', 'sh'];

/** What the program of a mail relay runs, beside them. */
const TOOLS_OF_SMTP_LOGIN = ['python3'];

/** The machine of a consumer outside AWS: a home folder with the documented files, and no tools but the documented ones. */
export class ConsumerHost {
  /** Lends a machine that was given the first key as the document says. */
  public static async lend<T>(aws: EmbeddedAws, secretArn: string, use: (host: ConsumerHost) => Promise<T>): Promise<T> {
    return inTemporaryFolder(async (home) => {
      const host = new ConsumerHost(aws, secretArn, home);
      const handOver = await host.handOver();
      if (handOver.exit !== 0) {
        throw new Error(`the first key is not handed over: ${handOver.stderr}`);
      }
      return use(host);
    });
  }

  public readonly keyFile: string;
  public readonly names: Names;
  private readonly argumentsLog: string;

  private constructor(private readonly aws: EmbeddedAws, secretArn: string, private readonly home: string) {
    this.keyFile = join(home, '.rotating-key', 'key.json');
    this.argumentsLog = join(home, 'arguments.log');
    this.names = { secretArn, home, script: join(home, 'rotating-key') };
    copyFileSync(SCRIPT, this.names.script);
    mkdirSync(join(home, '.aws'));
    writeFileSync(join(home, '.aws', 'config'), documentedFor(this.names, 'credential_process ='));
    this.addTools('bin', TOOLS);
    this.addTools('bin-of-hand-over', [...TOOLS, ...TOOLS_OF_HAND_OVER]);
  }

  /** Has no credential but what is in the home folder. */
  public get environment(): NodeJS.ProcessEnv {
    const { AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, ...environment } = this.aws.environment;
    return {
      ...environment,
      HOME: this.home,
      PATH: join(this.home, 'bin'),
      AWS_CONFIG_FILE: join(this.home, '.aws', 'config'),
      AWS_SHARED_CREDENTIALS_FILE: join(this.home, '.aws', 'credentials'),
    };
  }

  /** Hands over the current key by the documented command, in one machine. */
  public handOver(environment: NodeJS.ProcessEnv = {}): Promise<Outcome> {
    const command = documentedFor(this.names, 'ssh ').replace('ssh vendor@machine.example.com', 'sh -c');
    const env = { ...this.aws.environment, HOME: this.home, PATH: join(this.home, 'bin-of-hand-over'), ...environment };
    return run('/bin/sh', ['-c', command], env, this.home);
  }

  /** Runs the script: by itself, or with a program. */
  public script(program: string[] = [], environment: NodeJS.ProcessEnv = {}): Promise<Outcome> {
    return run(this.names.script, [this.keyFile, this.names.secretArn, ...program], { ...this.environment, ...environment }, this.home);
  }

  /** Runs the line of the documented crontab, as cron does: with the PATH that stands above it, and hardly another variable. */
  public cron(environment: NodeJS.ProcessEnv = {}): Promise<Outcome> {
    const [path, line] = documentedFor(this.names, '--refresh /home').trim().split('\n');
    const [, command] = /^\d+ \d+ \* \* \*\s+(.+)$/.exec(line)!;
    // The folders are those of this machine; the tools are in none of them.
    expect(path).toBe('PATH=/usr/local/bin:/usr/bin:/bin');
    const { AWS_ENDPOINT_URL } = this.environment;
    return run('/bin/sh', ['-c', command], { AWS_ENDPOINT_URL, HOME: this.home, PATH: join(this.home, 'bin'), ...environment }, this.home);
  }

  /** Runs the script with further arguments after those of --refresh. */
  public refresh(...args: string[]): Promise<Outcome> {
    return run(this.names.script, ['--refresh', this.keyFile, this.names.secretArn, ...args], this.environment, this.home);
  }

  /** Runs a command of the operator of the machine, who has all the tools there are. */
  public shell(command: string): Promise<Outcome> {
    return run('/bin/sh', ['-c', command], { ...process.env, HOME: this.home }, this.home);
  }

  /** Takes a tool away. */
  public removeTool(tool: string): void {
    rmSync(join(this.home, 'bin', tool));
  }

  /** Runs the AWS CLI with the documented profile. */
  public cli(args: string[], environment: NodeJS.ProcessEnv = { AWS_PROFILE: 'vendor' }): Promise<Outcome> {
    return run(join(this.home, 'bin', 'aws'), args, { ...this.environment, ...environment }, this.home);
  }

  /** Puts the documented program of a mail relay there: the program, and the file that it writes. */
  public addSmtpLogin(secretArn: string): { program: string; file: string } {
    const program = join(this.home, 'smtp-login');
    const content = documentedFor(this.names, 'sasl_passwd.new')
      .replaceAll('arn:aws:secretsmanager:eu-central-1:111122223333:secret:smtp', secretArn)
      .replaceAll('/etc/postfix', this.home);
    writeFileSync(program, content, { mode: 0o755 });
    this.addTools('bin', TOOLS_OF_SMTP_LOGIN);
    return { program, file: join(this.home, 'sasl_passwd') };
  }

  /** Puts the documented program there that writes an env file. */
  public addEnvFile(): { program: string; file: string } {
    const program = join(this.home, 'env-file');
    writeFileSync(program, documentedFor(this.names, '# env-file FILE'), { mode: 0o755 });
    this.addTools('bin', ['echo']);
    return { program, file: join(this.home, 'relay.env') };
  }

  /** What the file with the key holds. */
  public known(): string {
    return readFileSync(this.keyFile, 'utf8');
  }

  /** Puts something else into the file with the key; nothing takes the file away. */
  public replaceKnown(content: string | undefined): void {
    rmSync(this.keyFile);
    if (content !== undefined) {
      writeFileSync(this.keyFile, content);
    }
  }

  /** Has a tool fail from now on. */
  public breakTool(tool: string): void {
    writeFileSync(join(this.home, 'bin', tool), '#!/bin/sh\nexit 1\n');
  }

  /** Has the documented profile be the one that needs no name. */
  public makeProfileTheDefault(): void {
    const config = this.environment.AWS_CONFIG_FILE!;
    writeFileSync(config, readFileSync(config, 'utf8').replace('[profile vendor]', '[default]'));
  }

  /** The mode of each file in the folder of the key, by its name. */
  public modes(): Record<string, string> {
    const folder = dirname(this.keyFile);
    return Object.fromEntries(readdirSync(folder).map((file) => [file, statSync(join(folder, file)).mode.toString(8).slice(-3)]));
  }

  /** The arguments of all programs that ran so far, as `ps` shows them to every user of the machine. */
  public programs(): { name: string; args: string[] }[] {
    return readFileSync(this.argumentsLog, 'utf8').split('\0\n').filter((line) => line !== '').map((line) => {
      const [program, ...args] = line.split('\0');
      return { name: basename(program), args };
    });
  }

  public forgetPrograms(): void {
    writeFileSync(this.argumentsLog, '');
  }

  /** A folder for PATH in which each tool leaves its arguments before it runs. */
  private addTools(folder: string, tools: string[]): void {
    mkdirSync(join(this.home, folder), { recursive: true });
    for (const tool of tools) {
      const recording = `#!/bin/sh\nprintf '%s\\0' "$0" "$@" >>'${this.argumentsLog}'\necho >>'${this.argumentsLog}'\nexec '${pathOf(tool)}' "$@"\n`;
      writeFileSync(join(this.home, folder, tool), recording, { mode: 0o755 });
    }
  }
}

/** Those of the AWS CLI's own folder come first: a `python3` elsewhere may be a script that needs more tools. */
function pathOf(tool: string): string {
  const folders = [dirname(AWS_CLI), ...process.env.PATH!.split(delimiter)];
  return folders.map((folder) => join(folder, tool)).find((path) => existsSync(path))!;
}
