import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { createServer, Server } from 'node:http';
import { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { cleaningUpOnExit } from '../../consumers/clean-exit';
import { REPOSITORY } from '../../consumers/dist';
import { inTemporaryFolder } from '../../consumers/temporary-folder';
import { AwsAccount, QUIET_SDK } from '../embedded-aws';
import { EMULATOR, FUNCTION_NODE_BIN } from '../install-embedded-aws';
import { withoutOwnSettings } from '../server-process';

const BUNDLE = join(REPOSITORY, 'assets', 'handler', 'index.js');
const RUN_FUNCTION = join(__dirname, 'run-function.cjs');
const HOST = '127.0.0.1';

/** A run ends half a minute before Lambda would end it. */
const TIMEOUT_MS = 60_000;

export interface FunctionOptions {
  readonly userArn: string;
  readonly secretArn: string;
  /** The variable POLICY. */
  readonly policy: string;
}

/** What an invocation returned, or the message of its error. */
export interface Result {
  readonly response?: unknown;
  readonly error?: string;
}

export interface CloudFormationResponse {
  readonly Status: 'SUCCESS' | 'FAILED';
  readonly Reason: string;
  readonly PhysicalResourceId: string;
}

/**
 * The function as it ships, on the Node.js that it declares.
 * CloudFormation, Secrets Manager, EventBridge and operators call it so.
 */
export class ShippedFunction {
  /** Lends the function of one secret. */
  public static async run(
    aws: AwsAccount,
    options: FunctionOptions,
    use: (shipped: ShippedFunction) => Promise<void>,
  ): Promise<void> {
    return inTemporaryFolder(async (folder) => {
      const responses = createServer().listen(0, HOST);
      await once(responses, 'listening');
      try {
        await use(new ShippedFunction(aws, options, responses, join(folder, 'clock')));
      } finally {
        responses.close();
      }
    });
  }

  private readonly stackId: string;
  private readonly origin: string;

  private constructor(
    private readonly aws: AwsAccount,
    private readonly options: FunctionOptions,
    private readonly responses: Server,
    private readonly clock: string,
  ) {
    this.stackId = `arn:aws:cloudformation:${aws.region}:${aws.account}:stack/App/${randomUUID()}`;
    this.origin = `http://${HOST}:${(responses.address() as AddressInfo).port}`;
    this.onDay(0);
  }

  /** Sets the clock of the function so many days ahead. */
  public onDay(day: number): void {
    writeFileSync(this.clock, `${day * 24 * 3600} 1`);
  }

  /** Sends a request of CloudFormation, and returns the response that CloudFormation gets. */
  public async request(RequestType: 'Create' | 'Delete', PhysicalResourceId?: string): Promise<CloudFormationResponse> {
    const responded = once(this.responses, 'request').then(async ([request, response]) => {
      const body = await text(request);
      response.end();
      return JSON.parse(body) as CloudFormationResponse;
    });
    const event = {
      RequestType,
      RequestId: randomUUID(),
      ResponseURL: `${this.origin}/response`,
      StackId: this.stackId,
      LogicalResourceId: 'Key',
      PhysicalResourceId,
      ResourceProperties: {},
    };
    const [result, response] = await Promise.all([this.invoke(event), responded]);
    expect(result).toEqual({});
    return response;
  }

  /** Calls the four steps of a rotation, as Secrets Manager does. */
  public async rotate(ClientRequestToken: string): Promise<void> {
    for (const Step of ['createSecret', 'setSecret', 'testSecret', 'finishSecret']) {
      expect(await this.invoke({ Step, SecretId: this.options.secretArn, ClientRequestToken })).toEqual({});
    }
  }

  public scheduledRun(): Promise<Result> {
    return this.invoke({ source: 'aws.events', 'detail-type': 'Scheduled Event' });
  }

  public async invoke(event: object): Promise<Result> {
    const clock = join(EMULATOR, 'function-clock.cjs');
    const child = spawn(join(FUNCTION_NODE_BIN, 'node'), ['--require', clock, RUN_FUNCTION], {
      env: { ...process.env, ...withoutOwnSettings(), ...this.variables() },
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    return cleaningUpOnExit(
      () => child.kill('SIGKILL'),
      async () => {
        child.stdin.end(JSON.stringify(event));
        const lines = (await text(child.stdout)).trim().split('\n');
        return JSON.parse(lines.at(-1)!) as Result;
      },
    );
  }

  private variables(): NodeJS.ProcessEnv {
    const {
      endpoint,
      region,
      clientConfig: { credentials },
    } = this.aws;
    return {
      ...QUIET_SDK,
      BUNDLE,
      TIMEOUT_MS: String(TIMEOUT_MS),
      EMBEDDED_AWS_CLOCK: this.clock,
      USER_ARN: this.options.userArn,
      SECRET_ARN: this.options.secretArn,
      POLICY: this.options.policy,
      OWNER: `${this.stackId}/Key`,
      METRIC_KEY: 'App/Key',
      AWS_REGION: region,
      AWS_ACCESS_KEY_ID: credentials.accessKeyId,
      AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
      // The function sends its responses here alone, and calls AWS by the endpoints of the services.
      AWS_ENDPOINT_URL: this.origin,
      AWS_ENDPOINT_URL_IAM: endpoint,
      AWS_ENDPOINT_URL_SECRETS_MANAGER: endpoint,
      AWS_ENDPOINT_URL_STS: endpoint,
    };
  }
}
