import { ListAccessKeysCommand } from '@aws-sdk/client-iam';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { GetSecretValueCommand, RotateSecretCommand } from '@aws-sdk/client-secrets-manager';
import { secretsOf, stagesOf } from './secrets';
import { TestStack } from './stacks';
import { Template, templateOf } from './templates';
import { until } from './until';
import { iamOf, Key } from './users';
import { RotatingKeyScenario } from '../../apps/rotating-key-scenario';
import { RotatingKeyStack } from '../../apps/rotating-key-stack';
import { EmbeddedAws } from '../../embedded-aws';

export type KeyTemplate = Template;

/** The test app's template. */
export function keyTemplate(scenario: RotatingKeyScenario = {}): KeyTemplate {
  return templateOf((app) => new RotatingKeyStack(app, 'Rotating', scenario));
}

/** A stack with a RotatingAccessKey, as CloudFormation makes it, and what operators and services do with it. */
export class RotatingKey {
  /** A key that is there. `change` is for what no app would do to the template. */
  public static async deploy(
    aws: EmbeddedAws,
    scenario: RotatingKeyScenario = {},
    change = unchanged,
  ): Promise<RotatingKey> {
    const key = new RotatingKey(aws);
    const status = await key.create(scenario, change);
    if (status !== 'CREATE_COMPLETE') {
      throw new Error(`the stack ends in ${status}: ${await key.events()}`);
    }
    return key.atRest();
  }

  /** A key that something else has deployed. */
  public static async deployed(
    aws: EmbeddedAws,
    stackName: string,
    scenario: RotatingKeyScenario = {},
  ): Promise<RotatingKey> {
    const key = new RotatingKey(aws, new TestStack(aws, stackName));
    await key.locate(keyTemplate(scenario), scenario);
    return key.atRest();
  }

  /** A key in a stack of another app. */
  public static of(
    aws: EmbeddedAws,
    names: { readonly user: string; readonly secret: string; readonly functionName: string },
  ): Promise<RotatingKey> {
    return Object.assign(new RotatingKey(aws), names).atRest();
  }

  public user = '';
  public secret = '';
  public functionName = '';
  private readonly lambda: LambdaClient;

  public constructor(
    private readonly aws: EmbeddedAws,
    public readonly stack = new TestStack(aws),
  ) {
    this.lambda = new LambdaClient({ ...aws.clientConfig, maxAttempts: 1 });
  }

  /** The status that the creation ends in. */
  public async create(scenario: RotatingKeyScenario, change = unchanged): Promise<string> {
    const template = change(keyTemplate(scenario));
    const status = await this.stack.create(template.resources);
    await this.locate(template, scenario);
    return status;
  }

  /** The status that the update ends in. */
  public update(scenario: RotatingKeyScenario, change = unchanged): Promise<string> {
    return this.stack.update(change(keyTemplate(scenario)).resources);
  }

  /** The status that the deletion ends in. */
  public delete(): Promise<string> {
    return this.stack.delete();
  }

  /** All that the stack's events say. */
  public async events(): Promise<string> {
    return JSON.stringify(await this.stack.events());
  }

  /** What a client reads. */
  public async current(): Promise<Key> {
    const { SecretString } = await secretsOf(this.aws).send(new GetSecretValueCommand({ SecretId: this.secret }));
    return JSON.parse(SecretString!);
  }

  /** The ids and statuses of the user's keys, the oldest first. */
  public async keys(): Promise<[id: string, status: string][]> {
    const { AccessKeyMetadata } = await iamOf(this.aws).send(new ListAccessKeysCommand({ UserName: this.user }));
    return AccessKeyMetadata!
      .sort((one, other) => one.CreateDate!.getTime() - other.CreateDate!.getTime())
      .map(({ AccessKeyId, Status }) => [AccessKeyId!, Status!]);
  }

  /** All staging labels of the secret. */
  public async labels(): Promise<string[]> {
    return Object.values(await stagesOf(this.aws, this.secret)).flat();
  }

  /** What Secrets Manager is asked by `aws secretsmanager rotate-secret`. */
  public async rotate(): Promise<void> {
    await secretsOf(this.aws).send(new RotateSecretCommand({ SecretId: this.secret }));
  }

  /** The key that follows, once it is the current key and the rotation is over. */
  public async next({ accessKeyId: before }: Key): Promise<Key> {
    await until(
      'the new key',
      async () => (await this.current()).accessKeyId,
      (id) => id !== before,
    );
    return (await this.atRest()).current();
  }

  /**
   * Nothing of a rotation is under way. A schedule that was set is tested for a moment, and no rotation can begin
   * meanwhile.
   */
  public async atRest(): Promise<this> {
    await until(
      'the end of the rotation',
      () => this.labels(),
      (labels) => !labels.includes('AWSPENDING'),
    );
    return this;
  }

  public async tick(): Promise<string> {
    return this.invoke({ source: 'aws.events', 'detail-type': 'Scheduled Event' });
  }

  public async revoke(keyId: string): Promise<string> {
    return this.invoke({ revoke: keyId });
  }

  /** What the function ended with: nothing, or its error. */
  public async invoke(event: object): Promise<string> {
    const { FunctionError, Payload } = await this.lambda.send(
      new InvokeCommand({ FunctionName: this.functionName, Payload: JSON.stringify(event) }),
    );
    return FunctionError === undefined ? '' : Payload!.transformToString();
  }

  private async locate({ idOf }: KeyTemplate, { adopted, owner = 'alice' }: RotatingKeyScenario): Promise<void> {
    this.user =
      adopted?.split('/').at(-1) ??
      (await this.stack.lastPhysicalId(idOf(owner === 'alice' ? 'Alice/Resource' : 'Bob/Resource')));
    this.secret = await this.stack.lastPhysicalId(idOf('Key/Secret/Resource'));
    this.functionName = await this.stack.lastPhysicalId(idOf('Key/Function/Resource'));
  }
}

function unchanged(template: KeyTemplate): KeyTemplate {
  return template;
}
