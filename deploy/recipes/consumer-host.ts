import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { basename, delimiter, dirname, join } from 'node:path';
import { crontab } from './crontab';
import { documentedFor, Names, SCRIPT, SMTP_LOGIN } from './documented';
import { Outcome, run } from './run';
import { inTemporaryFolder } from '../../consumers/temporary-folder';
import { EmbeddedAws } from '../embedded-aws';
import { AWS_CLI } from '../install-aws-cli';

/** All that the script may run. */
const TOOLS = ['aws', 'cat', 'date', 'mv', 'rm'];

/** What hands over the first key, beside them. */
const TOOLS_OF_HAND_OVER = ['mkdir', 'sh'];

/** What `smtp-login` runs, beside them. */
const TOOLS_OF_SMTP_LOGIN = ['python3'];

/** What the hand-over to Kubernetes runs, beside a stand-in for kubectl. */
const TOOLS_OF_KUBERNETES = ['python3', 'cat'];

/** All that a program of cron finds in its environment (crontab(5)), but for its PATH. */
const CRON = { LOGNAME: 'vendor', SHELL: '/bin/sh' };

/**
 * The machine of a client outside AWS: a home folder with the documented files, and no tools but the documented ones.
 */
export class ConsumerHost {
  /** Lends a machine that was given the first key as the document says. */
  public static async lend<T>(
    aws: EmbeddedAws,
    secretArn: string,
    use: (host: ConsumerHost) => Promise<T>,
  ): Promise<T> {
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
  private readonly cronPath: string;
  private smtpSecretArn = '';

  private constructor(
    private readonly aws: EmbeddedAws,
    secretArn: string,
    private readonly home: string,
  ) {
    this.keyFile = join(home, '.rotating-key', 'key.json');
    this.argumentsLog = join(home, 'arguments.log');
    this.cronPath = join(home, 'bin-of-cron');
    this.names = { secretArn, home, script: join(home, 'rotating-key') };
    copyFileSync(SCRIPT, this.names.script);
    mkdirSync(join(home, '.aws'));
    writeFileSync(join(home, '.aws', 'config'), documentedFor(this.names, 'credential_process = /usr/local'));
    this.addTools('bin', TOOLS);
    this.addTools(
      'bin-of-cron',
      TOOLS.filter((tool) => tool !== 'aws'),
    );
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
    const command = documentedFor(this.names, 'ssh vendor').replace('ssh vendor@machine.example.com', 'sh -c');
    const env = { ...this.aws.environment, HOME: this.home, PATH: join(this.home, 'bin-of-hand-over'), ...environment };
    return run('/bin/sh', ['-c', command], env, this.home);
  }

  /** Runs the script alone, or with a program. */
  public script(program: string[] = [], environment: NodeJS.ProcessEnv = {}): Promise<Outcome> {
    return run(
      this.names.script,
      [this.keyFile, this.names.secretArn, ...program],
      { ...this.environment, ...environment },
      this.home,
    );
  }

  /** Runs the script with options. */
  public scriptWith(args: string[], environment: NodeJS.ProcessEnv = {}): Promise<Outcome> {
    return run(this.names.script, args, { ...this.environment, ...environment }, this.home);
  }

  /**
   * Runs all commands of the documented crontab that has this text, as cron does: with the variables of the crontab,
   * and hardly others.
   *
   * The machine's folder of tools takes the place of /usr/local/bin, and a folder without the AWS CLI that of /usr/bin,
   * wherever this machine has it.
   */
  public async cron(text: string, changes: NodeJS.ProcessEnv = {}): Promise<Outcome[]> {
    const { variables, commands } = crontab(this.localised(documentedFor(this.names, text)));
    const outcomes: Outcome[] = [];
    for (const command of commands) {
      outcomes.push(await this.underCron(command, { ...variables, ...changes }));
    }
    return outcomes;
  }

  /** Runs a command in the environment of cron, and with no PATH but cron's own. */
  public underCron(command: string, variables: NodeJS.ProcessEnv = {}): Promise<Outcome> {
    // What leads to the emulator, in place of AWS.
    const { AWS_ENDPOINT_URL } = this.environment;
    const environment = { ...CRON, HOME: this.home, PATH: this.cronPath, AWS_ENDPOINT_URL, ...variables };
    return run('/bin/sh', ['-c', command], environment, this.home);
  }

  /** Runs the documented command that has this text. */
  public command(text: string): Promise<Outcome> {
    return run('/bin/sh', ['-c', documentedFor(this.names, text)], this.environment, this.home);
  }

  /** What the documented crontab runs to refresh the key. */
  public get refreshCommand(): string {
    return crontab(documentedFor(this.names, '--refresh /home')).commands[0];
  }

  /** Runs the AWS CLI with the documented profile. */
  public cli(args: string[], environment: NodeJS.ProcessEnv = { AWS_PROFILE: 'vendor' }): Promise<Outcome> {
    return run(join(this.home, 'bin', 'aws'), args, { ...this.environment, ...environment }, this.home);
  }

  /** Uses a documented profile for renamed fields in place of the profile. */
  public renameFieldsInProfile(): void {
    const profile = documentedFor(this.names, 'credential_process = /usr/bin/env');
    writeFileSync(this.environment.AWS_CONFIG_FILE!, profile.replace('[profile renamed]', '[profile vendor]'));
  }

  /** Makes the machine a mail relay with `smtp-login` and a stand-in for `postmap`. */
  public addSmtpLogin(secretArn: string): { login: string[]; file: string } {
    const program = join(this.home, 'bin', 'smtp-login');
    const file = join(this.home, 'sasl_passwd');
    copyFileSync(SMTP_LOGIN, program);
    this.addTools('bin', TOOLS_OF_SMTP_LOGIN);
    this.replaceTool('postmap', 'cat "$1" >"$1.db"');
    this.smtpSecretArn = secretArn;
    return { login: [program, secretArn, file], file };
  }

  /** Adds a stand-in for systemctl. Returns what it was asked to do so far. */
  public addSystemctl(): () => string[] {
    const asked = join(this.home, 'systemctl.log');
    this.replaceTool('systemctl', `echo "$*" >>'${asked}'`);
    return () => (existsSync(asked) ? readFileSync(asked, 'utf8').trimEnd().split('\n') : []);
  }

  /** Hands over the current key to Kubernetes, by the documented command. Returns what kubectl was given, too. */
  public async handOverToKubernetes(changes: NodeJS.ProcessEnv = {}): Promise<Outcome & { applied?: string }> {
    const applied = join(this.home, 'applied');
    this.addTools('bin-of-kubernetes', [...TOOLS, ...TOOLS_OF_KUBERNETES]);
    this.replaceTool('kubectl', `case $1 in create) cat ;; apply) cat >'${applied}' ;; esac`, 'bin-of-kubernetes');
    const env = { ...this.aws.environment, HOME: this.home, PATH: join(this.home, 'bin-of-kubernetes'), ...changes };
    const outcome = await run('/bin/sh', ['-c', documentedFor(this.names, 'kubectl create secret')], env, this.home);
    return { ...outcome, applied: existsSync(applied) ? readFileSync(applied, 'utf8') : undefined };
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
    this.replaceTool(tool, 'exit 1');
  }

  /** Has the script see this time, in seconds since 1970. */
  public setClock(seconds: number): void {
    this.replaceTool('date', `echo ${seconds}`);
  }

  /** Has the documented profile be the one that needs no name. */
  public makeProfileTheDefault(): void {
    const config = this.environment.AWS_CONFIG_FILE!;
    writeFileSync(config, readFileSync(config, 'utf8').replace('[profile vendor]', '[default]'));
  }

  /** The mode of each file in the folder of the key, by its name. */
  public modes(folder = dirname(this.keyFile)): Record<string, string> {
    return Object.fromEntries(
      readdirSync(folder).map((file) => [file, statSync(join(folder, file)).mode.toString(8).slice(-3)]),
    );
  }

  /** The arguments of all programs that ran so far, as `ps` shows them to every user of the machine. */
  public programs(): { name: string; args: string[] }[] {
    return readFileSync(this.argumentsLog, 'utf8')
      .split('\0\n')
      .filter((line) => line !== '')
      .map((line) => {
        const [program, ...args] = line.split('\0');
        return { name: basename(program), args };
      });
  }

  public forgetPrograms(): void {
    writeFileSync(this.argumentsLog, '');
  }

  /** A crontab whose files are those of this machine. */
  private localised(text: string): string {
    return text
      .replaceAll('arn:aws:secretsmanager:eu-central-1:111122223333:secret:smtp', this.smtpSecretArn)
      .replaceAll('/usr/local/bin', join(this.home, 'bin'))
      .replace(/:.*\/bin$/m, `:${this.cronPath}`)
      .replaceAll('/root', this.home)
      .replaceAll('/etc/postfix', this.home);
  }

  private replaceTool(tool: string, script: string, folder = 'bin'): void {
    writeFileSync(join(this.home, folder, tool), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  }

  /** A folder for PATH in which each tool leaves its arguments before it runs. */
  private addTools(folder: string, tools: string[]): void {
    mkdirSync(join(this.home, folder), { recursive: true });
    for (const tool of tools) {
      const recording =
        `#!/bin/sh\nprintf '%s\\0' "$0" "$@" >>'${this.argumentsLog}'\necho ` +
        `>>'${this.argumentsLog}'\nexec '${pathOf(tool)}' "$@"\n`;
      writeFileSync(join(this.home, folder, tool), recording, { mode: 0o755 });
    }
  }
}

/** Those of the AWS CLI's own folder come first: a `python3` elsewhere may be a script that needs more tools. */
function pathOf(tool: string): string {
  const folders = [dirname(AWS_CLI), ...process.env.PATH!.split(delimiter)];
  return folders.map((folder) => join(folder, tool)).find((path) => existsSync(path))!;
}
