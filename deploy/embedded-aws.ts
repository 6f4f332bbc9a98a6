import { ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { mkdir, symlink } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import type { Credentials } from './account';
import { freePort } from './free-port';
import { EMULATOR, FUNCTION_NODE_BIN, installEmbeddedAws, PYTHON } from './install-embedded-aws';
import { RunningServer, startServer, withoutOwnSettings } from './server-process';
import { REPOSITORY } from '../consumers/dist';

export { installEmbeddedAws };

/** The emulator listens here and nowhere else. */
const HOST = '127.0.0.1';
const ACCOUNT = '111122223333';
const REGION = 'eu-central-1';

/** The key of the account's root user. ministack calls it so, and asks for this secret once IAM is enforced. */
const ROOT_KEY = { accessKeyId: 'test', secretAccessKey: 'test' };

/** The SDK warns of every Node below the one that it will need next. The library's users have older ones. */
export const QUIET_SDK = { AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true' };
Object.assign(process.env, QUIET_SDK);

/**
 * What the emulator publishes of SES's SMTP interface, within the account's folder (emulator/embedded_aws/ses_smtp.py).
 */
const SMTP_FOLDER = 'smtp';

export interface EmbeddedAwsOptions {
  /**
   * What the emulator does beyond its normal behaviour, such as delays and throttling.
   *
   * @default - nothing
   */
  readonly options?: Record<string, unknown>;

  /**
   * The names of the behaviours that are off, to prove that a test notices.
   *
   * @default - every behaviour is on
   */
  readonly without?: string[];
}

/** What a client needs to know of an account that is served on this machine. */
export interface AwsAccount {
  readonly endpoint: string;
  readonly region: string;
  readonly account: string;
  /** What an SDK client of the account's administrator is constructed with. */
  readonly clientConfig: { readonly endpoint: string; readonly region: string; readonly credentials: Credentials };
}

/**
 * An AWS account on this machine: one process, one loopback port and one temporary folder, which all end with `stop()`
 * or with this program.
 */
export class EmbeddedAws implements AwsAccount {
  /** Starts an account that holds nothing, and returns when it responds. */
  public static async start(options: EmbeddedAwsOptions = {}): Promise<EmbeddedAws> {
    const port = await freePort(HOST);
    return new EmbeddedAws(
      port,
      await startServer({
        name: 'the emulator',
        readyUrl: `${endpointOf(port)}/_ministack/ready`,
        spawn: (folder) => spawnEmulator(folder, port, options),
      }),
    );
  }

  public readonly region = REGION;
  public readonly account = ACCOUNT;
  public readonly endpoint: string;

  /** Settles when the process has ended, for any reason. */
  public readonly ended: Promise<unknown>;

  /** Ends the process and removes its folder, with all state of the account. */
  public readonly stop: () => Promise<void>;

  private readonly folder: string;

  private constructor(
    port: number,
    private readonly server: RunningServer,
  ) {
    this.endpoint = endpointOf(port);
    ({ ended: this.ended, folder: this.folder, stop: this.stop } = server);
  }

  /**
   * What makes the CLIs and SDKs of this machine use this account as its root user, and nothing that the machine has
   * set for AWS.
   */
  public get environment(): NodeJS.ProcessEnv {
    return {
      ...withoutOwnSettings(),
      AWS_ENDPOINT_URL: this.endpoint,
      AWS_REGION: this.region,
      AWS_DEFAULT_REGION: this.region,
      AWS_ACCESS_KEY_ID: ROOT_KEY.accessKeyId,
      AWS_SECRET_ACCESS_KEY: ROOT_KEY.secretAccessKey,
      // Neither file exists.
      AWS_CONFIG_FILE: join(this.folder, 'aws-config'),
      AWS_SHARED_CREDENTIALS_FILE: join(this.folder, 'aws-credentials'),
      AWS_EC2_METADATA_DISABLED: 'true',
    };
  }

  /** What an SDK client of this account's root user is constructed with. */
  public get clientConfig() {
    return { endpoint: this.endpoint, region: this.region, credentials: ROOT_KEY };
  }

  /**
   * Where SES's SMTP interface listens, for all of its host names, and the certificate of the authority that vouches
   * for them.
   */
  public get smtp() {
    const read = (file: string) => readFileSync(join(this.folder, SMTP_FOLDER, file), 'ascii');
    return { host: HOST, port: Number(read('port')), authority: read('authority.pem') };
  }

  /** All that the emulator has printed so far. */
  public log(): string {
    return this.server.lines.join('\n');
  }
}

async function spawnEmulator(
  folder: string,
  port: number,
  { options, without }: EmbeddedAwsOptions,
): Promise<ChildProcess> {
  const temporary = join(folder, 'tmp');
  await mkdir(temporary);
  await mkdir(join(folder, SMTP_FOLDER));
  // Functions are unpacked below this folder, and find the real SDK packages by Node's lookup through the parent
  // folders.
  await symlink(join(REPOSITORY, 'node_modules'), join(temporary, 'node_modules'));
  return spawn(PYTHON, ['-m', 'embedded_aws'], {
    cwd: EMULATOR,
    env: {
      ...process.env,
      ...withoutOwnSettings(),
      PATH: [FUNCTION_NODE_BIN, process.env.PATH].join(delimiter),
      NODE_PATH: join(REPOSITORY, 'node_modules'),
      PYTHONPATH: EMULATOR,
      PYTHONDONTWRITEBYTECODE: '1',
      PYTHONUNBUFFERED: '1',
      TMPDIR: temporary,
      // Functions follow the account's clock, which an option puts ahead.
      EMBEDDED_AWS_CLOCK: join(folder, 'seconds-ahead'),
      NODE_OPTIONS: `--require ${join(EMULATOR, 'function-clock.cjs')}`,

      STATE_DIR: join(folder, 'state'),
      S3_DATA_DIR: join(folder, 's3'),

      BIND_HOST: HOST,
      GATEWAY_PORT: String(port),
      MINISTACK_HOST: HOST,
      MINISTACK_ACCOUNT_ID: ACCOUNT,
      MINISTACK_REGION: REGION,
      AUTH: 'true',
      AWS_ENDPOINT_URL: endpointOf(port),
      AWS_ACCESS_KEY_ID: ROOT_KEY.accessKeyId,
      AWS_SECRET_ACCESS_KEY: ROOT_KEY.secretAccessKey,
      // ministack would listen on a fixed port for each of these, on every interface.
      IOT_MTLS_ENABLED: '0',
      SFTP_ENABLED: '0',
      // ministack would remove containers of the machine's Docker that look like its own.
      DOCKER_HOST: `unix://${join(folder, 'no-docker.sock')}`,

      EMBEDDED_AWS_SMTP: join(folder, SMTP_FOLDER),
      EMBEDDED_AWS_OPTIONS: JSON.stringify(options ?? {}),
      EMBEDDED_AWS_WITHOUT: (without ?? []).join(','),
    },
    // A group of its own, so that it can be stopped together with the functions that it runs.
    detached: true,
    // Its standard input ends with this program, however that ends, and then so does the emulator.
    stdio: ['pipe', 'pipe', 'pipe'],
  });
}

function endpointOf(port: number): string {
  return `http://${HOST}:${port}`;
}
