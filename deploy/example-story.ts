import { strict as assert } from 'node:assert';
import { Account, Credentials } from './account';
import { Cdk } from './cdk';
import { optionsOf, setOptions } from './conformance/support/options';
import { until } from './conformance/support/until';
import { Consumer } from './consumer';
import { EmbeddedAws } from './embedded-aws';
import { Narrator } from './narrator';
import { STORY_LANGUAGES, StoryLanguageName } from './story-language';

/** The stack and the output of the documented example, in every language. */
const EXAMPLE = 'rotating-access-key';
const STACK = 'RotatingAccessKeyExample';
const SECRET_OUTPUT = 'SecretArn';

/** What STS returns for a key that is inactive or deleted. */
const REFUSED = 'InvalidClientTokenId';

const DAY_S = 24 * 3600;

/** The function waits until a new key has spread in AWS. This account knows it at once. */
const PAUSES = 0.01;

/** The life of the documented example's keys, from the first deployment to the end. */
export class ExampleStory {
  private readonly account: Account;

  constructor(
    private readonly language: StoryLanguageName,
    private readonly aws: EmbeddedAws,
    private readonly narrator: Narrator,
  ) {
    this.account = new Account(aws);
  }

  /** Runs it. The end, where all is destroyed, is left out if the example shall be kept. */
  public async run(keep: boolean): Promise<void> {
    const { narrator } = this;
    const example = STORY_LANGUAGES[this.language];
    const end = narrator.begin(`Install the ${this.language} example with the package of dist/`);
    await example.inInstalledExample(
      narrator.progress,
      async (terminal) => {
        end(`aws-cdk-lib ${example.cdkVersion}`);
        const cdk = new Cdk(this.aws, terminal);
        await this.bootstrap(cdk);
        const secret = await this.create(cdk);
        await this.live(secret);
        if (!keep) {
          await this.destroy(cdk, await this.read(secret));
        }
        narrator.closingTable();
        if (keep) {
          await this.untilStopped(terminal.folder, secret);
        }
      },
      EXAMPLE,
    );
  }

  private async bootstrap(cdk: Cdk): Promise<void> {
    const end = this.narrator.begin('cdk bootstrap');
    await cdk.bootstrap();
    end('the account is ready for the CDK');
  }

  /** Deploys, and gives the ARN of the secret. */
  private async create(cdk: Cdk): Promise<string> {
    const endDeployment = this.narrator.begin('cdk deploy: a user, and a key that lives in a secret');
    await this.onDay(0);
    const outputs = await cdk.deploy();
    const secret = outputs[STACK][SECRET_OUTPUT];
    const key = await this.read(secret);
    endDeployment(`user ${await this.user()}, key ${key.accessKeyId}`);

    const end = this.narrator.begin('Sign in with the key that is in the secret');
    end(`signed in as ${await this.signIn(key)}`);
    return secret;
  }

  /** A client uses the key all the time, and it is replaced. */
  private async live(secret: string): Promise<void> {
    const { narrator } = this;
    const first = await this.read(secret);
    narrator.say(
      '\nFrom here on a client signs in ten times a second, and reads the secret by its own key twice a ' +
        "second. The account's clock is put ahead.",
    );
    await Consumer.beside(this.aws, secret, first, async (client) => {
      const second = await this.rotate(secret, first, client);
      await this.deactivate(first, second);
      await this.delete(first, second);

      const end = narrator.begin('What the client has seen');
      const lines = client.lines();
      assert.deepEqual(
        lines.filter(({ failure }) => failure !== undefined),
        [],
        'calls of the client failed',
      );
      const keys = new Set(lines.map(({ accessKeyId }) => accessKeyId));
      assert.deepEqual([...keys], [first.accessKeyId, second.accessKeyId], 'the client has used other keys');
      end(`${lines.length} calls with ${keys.size} keys, 0 failed`);
    });
  }

  private async rotate(secret: string, first: Credentials, client: Consumer): Promise<Credentials> {
    const end = this.narrator.begin('Day 61: the key is replaced');
    await this.onDay(61.1);
    await this.account.scheduledRun(STACK);
    await until(
      'the new key',
      () => this.read(secret),
      ({ accessKeyId }) => accessKeyId !== first.accessKeyId,
    );
    await until(
      'the end of the rotation',
      () => this.account.labelsOf(secret),
      (labels) => !labels.includes('AWSPENDING'),
    );
    const second = await this.read(secret);
    this.narrator.detail(
      `the secret holds the new key ${second.accessKeyId}: signed in as ${await this.signIn(second)}`,
    );
    await client.untilItUses(second.accessKeyId);
    this.narrator.detail('the client has read it, and uses it');

    await this.account.scheduledRun(STACK);
    await this.onDay(75);
    await this.account.scheduledRun(STACK);
    await this.signIn(first);
    end(`the replaced key ${first.accessKeyId} still works on day 75: that is the overlap of 14 days`);
    return second;
  }

  private async deactivate(first: Credentials, second: Credentials): Promise<void> {
    const end = this.narrator.begin('Day 83: the overlap is over, and no client has used the replaced key for a week');
    await this.onDay(83);
    await this.account.scheduledRun(STACK);
    await this.expectKeys({ [first.accessKeyId]: 'Inactive', [second.accessKeyId]: 'Active' });
    await this.signIn(second);
    end(`${first.accessKeyId} is inactive, and refused: ${await this.refusal(first)}`);
  }

  private async delete(first: Credentials, second: Credentials): Promise<void> {
    const end = this.narrator.begin('Day 91: the recovery window of a week is over');
    await this.onDay(91);
    await this.account.scheduledRun(STACK);
    await this.expectKeys({ [second.accessKeyId]: 'Active' });
    // An hour later, nothing of it is left in the secret either.
    await this.onDay(91.04);
    await this.account.scheduledRun(STACK);
    end(`${first.accessKeyId} is deleted: IAM lists ${second.accessKeyId} and no other`);
  }

  private async destroy(cdk: Cdk, key: Credentials): Promise<void> {
    const end = this.narrator.begin('cdk destroy');
    await cdk.destroy();
    assert.deepEqual(await this.account.userNames(), [], 'users are left');
    assert.deepEqual(await this.account.secretNames(), [], 'secrets are left');
    assert.ok(!(STACK in (await this.account.stacks())), 'the stack is left');
    await this.refusal(key);
    end('no user, no key, no secret and no stack of the example is left');
  }

  private async onDay(day: number): Promise<void> {
    await setOptions(this.aws, { secondsAhead: day * DAY_S, pauses: PAUSES });
  }

  /** Reads the key as a client does. */
  private async read(secret: string): Promise<Credentials> {
    const { accessKeyId, secretAccessKey }: Credentials = JSON.parse(await this.account.secretValue(secret));
    this.narrator.keepSecret(secretAccessKey);
    return { accessKeyId, secretAccessKey };
  }

  private async user(): Promise<string> {
    return only(await this.account.userNames(), 'user');
  }

  private async expectKeys(expected: Record<string, string>): Promise<void> {
    const keys = await this.account.keysOf(await this.user());
    const listed = Object.fromEntries(keys!.map(({ AccessKeyId, Status }) => [AccessKeyId!, Status!]));
    assert.deepEqual(listed, expected, 'IAM lists other keys');
  }

  /** The ARN that the key signs in as, which must be its user's. */
  private async signIn(key: Credentials): Promise<string> {
    const identity = await this.account.signIn(key);
    assert.equal(
      identity,
      `arn:aws:iam::${this.aws.account}:user/${await this.user()}`,
      'the key does not sign in as its user',
    );
    return identity;
  }

  private async refusal(key: Credentials): Promise<string> {
    const identity = await this.account.signIn(key);
    assert.equal(identity, REFUSED, 'the key is not refused');
    return identity;
  }

  /** Says how to reach what is running. A signal ends it, and then all of it is removed. */
  private async untilStopped(folder: string, secret: string): Promise<void> {
    const variables = Object.entries(this.aws.environment).filter(([, value]) => value !== undefined);
    this.narrator.say('\nThe example is deployed and the emulator is running. To use both, in another terminal:\n');
    variables.forEach(([name, value]) => this.narrator.say(`  export ${name}=${value}`));
    this.narrator.say(`  cd ${folder}`);
    const { secondsAhead } = await optionsOf(this.aws);
    commandsBeside(this.aws.endpoint, secret, secondsAhead).forEach((line) => this.narrator.say(line));
    this.narrator.say(`\nCtrl-C, or kill ${process.pid}, stops it and removes all of it.`);
    await this.aws.ended;
  }
}

function only(names: string[], what: string): string {
  assert.equal(
    names.length,
    1,
    `the account has ${names.length} ${what}s [${names.join(', ')}], expected the example's one`,
  );
  return names[0];
}

/**
 * How to have time pass, and what the schedule does every six hours. The emulator starts no scheduled run once its
 * clock is set.
 */
export function commandsBeside(endpoint: string, secret: string, secondsAhead: number): string[] {
  const options = `${endpoint}/_embedded_aws/options`;
  return [
    '\nTo set the clock of the emulator 62 days on, which makes the next rotation due, and to see it:\n',
    `  curl --request PUT --data '{"secondsAhead": ${secondsAhead + 62 * 24 * 3600}}' ${options}`,
    `  curl ${options}`,
    '\nTo start a scheduled run of the function:\n',
    '  printf \'{"source":"aws.events","detail-type":"Scheduled Event"}\' >scheduled.json',
    '  aws lambda invoke --payload fileb://scheduled.json --function-name "$(aws secretsmanager ' +
      `describe-secret --secret-id ${secret} \\`,
    '    --query RotationLambdaARN --output text)" response.json',
  ];
}
