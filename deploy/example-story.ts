import { strict as assert } from 'node:assert';
import { Account, Credentials } from './account';
import { Cdk } from './cdk';
import { EmbeddedAws } from './embedded-aws';
import { Narrator } from './narrator';
import { ExampleSource, STORY_LANGUAGES, StoryLanguageName } from './story-language';

/** The stack and the output of the documented example, in every language. */
const STACK = 'AccessKeyExample';
const KEY_ID_OUTPUT = 'AccessKeyId';

/** What STS answers to a key that is inactive or deleted. */
const REFUSED = 'InvalidClientTokenId';

/** The life of the documented example's key, from the first deployment to the end. */
export class ExampleStory {
  private readonly account: Account;

  constructor(
    private readonly language: StoryLanguageName,
    private readonly aws: EmbeddedAws,
    private readonly narrator: Narrator,
  ) {
    this.account = new Account(aws);
  }

  /** Tells it. The end, where all is destroyed, is left out if the example shall be kept. */
  public async tell(keep: boolean): Promise<void> {
    const { narrator } = this;
    const { consumer } = STORY_LANGUAGES[this.language];
    const end = narrator.begin(`Install the ${this.language} example with the package of dist/`);
    await consumer.inInstalledExample(narrator.progress, async (terminal) => {
      end(`aws-cdk-lib ${consumer.cdkVersion}`);
      const cdk = new Cdk(this.aws, terminal);
      const source = await ExampleSource.open(terminal.folder, STORY_LANGUAGES[this.language]);
      await this.bootstrap(cdk);
      const first = await this.create(cdk);
      await this.deactivate(cdk, source, first);
      await this.replace(cdk, source, first);
      if (!keep) {
        await this.destroy(cdk);
      }
      narrator.closingTable();
      if (keep) {
        await this.untilStopped(terminal.folder);
      }
    });
  }

  private async bootstrap(cdk: Cdk): Promise<void> {
    const end = this.narrator.begin('cdk bootstrap');
    await cdk.bootstrap();
    end('the account is ready for the CDK');
  }

  private async create(cdk: Cdk): Promise<Credentials> {
    const endDeployment = this.narrator.begin('cdk deploy: a user, a key and a secret');
    const key = await this.deploy(cdk);
    endDeployment(`user ${await this.user()}, key ${key.accessKeyId}`);

    const end = this.narrator.begin('Sign in with the key that is in the secret');
    end(`signed in as ${await this.signIn(key)}`);
    return key;
  }

  private async deactivate(cdk: Cdk, source: ExampleSource, key: Credentials): Promise<void> {
    const end = this.narrator.begin('cdk deploy: the key becomes inactive');
    await this.change(source, STORY_LANGUAGES[this.language].inactive);
    const inactive = await this.deploy(cdk);
    assert.equal(inactive.accessKeyId, key.accessKeyId, 'the key was replaced, expected it to be changed in place');
    end(`the key is still ${key.accessKeyId}, and refused: ${await this.refusal(key)}`);
  }

  private async replace(cdk: Cdk, source: ExampleSource, old: Credentials): Promise<void> {
    const end = this.narrator.begin('cdk deploy: a serial, so the key is replaced');
    await this.change(source, STORY_LANGUAGES[this.language].serial);
    const key = await this.deploy(cdk);
    assert.notEqual(key.accessKeyId, old.accessKeyId, 'the key is the same, expected a new one');
    this.narrator.detail(`the secret holds the new key ${key.accessKeyId}: signed in as ${await this.signIn(key)}`);
    this.narrator.detail(`the old key ${old.accessKeyId} is refused: ${await this.refusal(old)}`);
    const listed = await this.account.keysOf(await this.user());
    assert.deepEqual(listed?.map(({ AccessKeyId }) => AccessKeyId), [key.accessKeyId], 'IAM lists other keys than the new one');
    end(`IAM lists the new key ${key.accessKeyId} and no other`);
  }

  private async destroy(cdk: Cdk): Promise<void> {
    const end = this.narrator.begin('cdk destroy');
    await cdk.destroy();
    assert.deepEqual(await this.account.userNames(), [], 'users are left');
    assert.deepEqual(await this.account.secretNames(), [], 'secrets are left');
    assert.ok(!(STACK in await this.account.stacks()), 'the stack is left');
    end('no user, no key, no secret and no stack of the example is left');
  }

  /** Deploys, and reads the key as a consumer does: its id from the output, its secret access key from Secrets Manager. */
  private async deploy(cdk: Cdk): Promise<Credentials> {
    const outputs = await cdk.deploy();
    const secretAccessKey = await this.account.secretValue(only(await this.account.secretNames(), 'secret'));
    this.narrator.keepSecret(secretAccessKey);
    return { accessKeyId: outputs[STACK][KEY_ID_OUTPUT], secretAccessKey };
  }

  private async change(source: ExampleSource, prop: string): Promise<void> {
    const { documented, changed } = await source.addProp(prop);
    this.narrator.detail(`- ${documented}`);
    this.narrator.detail(`+ ${changed}`);
  }

  private async user(): Promise<string> {
    return only(await this.account.userNames(), 'user');
  }

  /** The ARN that the key signs in as, which must be its user's. */
  private async signIn(key: Credentials): Promise<string> {
    const answer = await this.account.signIn(key);
    assert.equal(answer, `arn:aws:iam::${this.aws.account}:user/${await this.user()}`, 'the key does not sign in as its user');
    return answer;
  }

  private async refusal(key: Credentials): Promise<string> {
    const answer = await this.account.signIn(key);
    assert.equal(answer, REFUSED, 'the key is not refused');
    return answer;
  }

  /** Says how to reach what is running. A signal ends it, and then all of it is removed. */
  private async untilStopped(folder: string): Promise<void> {
    const variables = Object.entries(this.aws.environment).filter(([, value]) => value !== undefined);
    this.narrator.say('\nThe example is deployed and the embedded AWS is running. To use both, in another terminal:\n');
    variables.forEach(([name, value]) => this.narrator.say(`  export ${name}=${value}`));
    this.narrator.say(`  cd ${folder}`);
    this.narrator.say(`\nCtrl-C, or kill ${process.pid}, stops it and removes all of it.`);
    await this.aws.ended;
  }
}

function only(names: string[], what: string): string {
  assert.equal(names.length, 1, `the account has ${names.length} ${what}s [${names.join(', ')}], expected the example's one`);
  return names[0];
}
