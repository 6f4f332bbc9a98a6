import { ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { CreateAccessKeyCommand, CreateUserCommand, IAMClient, PutUserPolicyCommand } from '@aws-sdk/client-iam';
import { Credentials } from './account';
import { AwsAccount } from './embedded-aws';
import { freePort } from './free-port';
import { MOTO, MOTO_PYTHON } from './install-moto';
import { startServer, withoutOwnSettings } from './server-process';

const HOST = '127.0.0.1';
const REGION = 'eu-central-1';

/** moto's own account. */
const ACCOUNT = '123456789012';

/** moto accepts every key until it is set to check. */
const ANY_KEY = { accessKeyId: 'test', secretAccessKey: 'test' };

export interface MotoOptions {
  /**
   * Whether RotateSecret rotates by the function of the secret's schedule, as on AWS.
   *
   * @default false - moto as it is: without an ARN in the call, it forgets the function
   */
  readonly keepsRotationFunction?: boolean;
}

/** An account of moto's server. Its authors read AWS's documents without knowing the emulator. */
export class MotoServer implements AwsAccount {
  /** Starts an account that holds an administrator alone. moto then checks signatures and permissions. */
  public static async start(options: MotoOptions = {}): Promise<MotoServer> {
    const port = await freePort(HOST);
    const endpoint = `http://${HOST}:${port}`;
    const { stop } = await startServer({
      name: "moto's server",
      readyUrl: `${endpoint}/moto-api/data.json`,
      spawn: async (folder) => spawnMoto(folder, port, options),
    });
    try {
      // RotateSecret invokes the function, which moto would run in Docker. Without Docker, moto invokes nothing.
      await post(endpoint, 'config', JSON.stringify({ lambda: { use_docker: false } }));
      const administrator = await newAdministrator(endpoint);
      await post(endpoint, 'reset-auth', '0');
      return new MotoServer(endpoint, administrator, stop);
    } catch (error) {
      await stop();
      throw error;
    }
  }

  public readonly region = REGION;
  public readonly account = ACCOUNT;

  private constructor(
    public readonly endpoint: string,
    private readonly administrator: Credentials,
    /** Ends the process, with all state of the account. */
    public readonly stop: () => Promise<void>,
  ) {}

  /** What an SDK client of the account's administrator is constructed with. */
  public get clientConfig() {
    return { endpoint: this.endpoint, region: this.region, credentials: this.administrator };
  }
}

function spawnMoto(folder: string, port: number, { keepsRotationFunction = false }: MotoOptions): ChildProcess {
  const flags = keepsRotationFunction ? ['--keep-rotation-function'] : [];
  return spawn(MOTO_PYTHON, [join(MOTO, 'serve.py'), String(port), ...flags], {
    cwd: folder,
    env: {
      ...process.env,
      ...withoutOwnSettings(),
      PYTHONPATH: undefined,
      PYTHONDONTWRITEBYTECODE: '1',
      PYTHONUNBUFFERED: '1',
      TMPDIR: folder,
    },
    detached: true,
    // Its standard input ends with this program, however that ends, and then so does the server.
    stdio: ['pipe', 'pipe', 'pipe'],
  });
}

/** Sends a request of moto's own API. http://docs.getmoto.org/en/latest/docs/server_mode.html */
async function post(endpoint: string, path: string, body: string): Promise<void> {
  const response = await fetch(`${endpoint}/moto-api/${path}`, { method: 'POST', body });
  if (!response.ok) {
    throw new Error(`moto's server refuses ${path}: ${response.status} ${await response.text()}`);
  }
}

async function newAdministrator(endpoint: string): Promise<Credentials> {
  const iam = new IAMClient({ endpoint, region: REGION, credentials: ANY_KEY, maxAttempts: 1 });
  const UserName = 'administrator';
  const PolicyDocument = '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}';
  await iam.send(new CreateUserCommand({ UserName }));
  await iam.send(new PutUserPolicyCommand({ UserName, PolicyName: 'everything', PolicyDocument }));
  const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName }));
  return { accessKeyId: AccessKey!.AccessKeyId!, secretAccessKey: AccessKey!.SecretAccessKey! };
}
