import { GetSecretValueCommand } from '@aws-sdk/client-secrets-manager';
import { CreateEmailIdentityCommand, SESv2Client } from '@aws-sdk/client-sesv2';
import { SesSmtpScenario } from '../apps/ses-smtp-scenario';
import { SesSmtpStack } from '../apps/ses-smtp-stack';
import { RotatingKey } from '../conformance/support/rotating-key';
import { secretsOf } from '../conformance/support/secrets';
import { TestStack } from '../conformance/support/stacks';
import { Template, templateOf } from '../conformance/support/templates';
import { until } from '../conformance/support/until';
import { identity, Key, newKey } from '../conformance/support/users';
import { EmbeddedAws } from '../embedded-aws';
import { loginFor, MailClient, SmtpCredentials } from '../mail-client';

/** The test app's template. */
export function smtpTemplate(scenario: SesSmtpScenario = {}): Template {
  return templateOf((app) => new SesSmtpStack(app, 'Sender', scenario));
}

/** An identity of SES, verified. The test app makes that of the stack's region. */
export async function newIdentity(aws: EmbeddedAws, region: string, EmailIdentity: string): Promise<void> {
  await new SESv2Client({ ...aws.clientConfig, region, maxAttempts: 1 }).send(
    new CreateEmailIdentityCommand({ EmailIdentity }),
  );
}

/** A stack with SesSmtpCredentials, as CloudFormation makes it. */
export class SesSmtpDeployment {
  /** Credentials that are there. `change` is for what no app would do to the template. */
  public static async deploy(
    aws: EmbeddedAws,
    scenario: SesSmtpScenario = {},
    change = unchanged,
  ): Promise<SesSmtpDeployment> {
    const deployment = new SesSmtpDeployment(aws);
    const status = await deployment.create(scenario, change);
    if (status !== 'CREATE_COMPLETE') {
      throw new Error(`the stack ends in ${status}: ${await deployment.key.events()}`);
    }
    await deployment.key.atRest();
    return deployment;
  }

  /** Credentials that something else has deployed. */
  public static async deployed(
    aws: EmbeddedAws,
    stackName: string,
    scenario: SesSmtpScenario = {},
  ): Promise<SesSmtpDeployment> {
    const deployment = new SesSmtpDeployment(aws, stackName);
    await deployment.locate(smtpTemplate(scenario), scenario);
    await deployment.key.atRest();
    return deployment;
  }

  /** What they have in common with every rotating key. */
  public readonly key: RotatingKey;
  private readerName = '';

  public constructor(
    private readonly aws: EmbeddedAws,
    stackName?: string,
  ) {
    this.key = new RotatingKey(aws, new TestStack(aws, stackName));
  }

  /** The status that the creation ends in. */
  public async create(scenario: SesSmtpScenario, change = unchanged): Promise<string> {
    const template = change(smtpTemplate(scenario));
    const status = await this.key.stack.create(template.resources);
    await this.locate(template, scenario);
    return status;
  }

  /** What the secret holds. */
  public async current(): Promise<SmtpCredentials> {
    const { SecretString } = await secretsOf(this.aws).send(new GetSecretValueCommand({ SecretId: this.key.secret }));
    return JSON.parse(SecretString!);
  }

  /** The credentials that follow, once they are the current ones and the rotation is over. */
  public async next({ username: before }: SmtpCredentials): Promise<SmtpCredentials> {
    await until(
      'the next credentials',
      async () => (await this.current()).username,
      (username) => username !== before,
    );
    await this.key.atRest();
    return this.current();
  }

  /** A key of the user who may read the secret, once it is known. */
  public async reader(): Promise<Key> {
    const key = await newKey(this.aws, this.readerName);
    await until(
      'the key of the reader',
      () => identity(this.aws, key),
      (arn) => arn.includes(this.readerName),
    );
    return key;
  }

  /** A mail client that was given these credentials for a region. */
  public client(credentials: SmtpCredentials, region = credentials.region): MailClient {
    return new MailClient(this.aws.smtp, loginFor(credentials, region));
  }

  private async locate({ idOf }: Template, { adopted }: SesSmtpScenario): Promise<void> {
    const physicalId = (path: string) => this.key.stack.lastPhysicalId(idOf(path));
    this.key.user = adopted ?? (await physicalId('Smtp/User/Resource'));
    this.key.secret = await physicalId('Smtp/Secret/Resource');
    this.key.functionName = await physicalId('Smtp/Function/Resource');
    this.readerName = await physicalId('Reader/Resource');
  }
}

function unchanged(template: Template): Template {
  return template;
}
