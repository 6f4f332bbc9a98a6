import { Account, Credentials } from '../account';

/**
 * What one deployment left in the account, with the same names in every run: alice and bob are users, `key 1` is the
 * first key that was seen.
 */
export interface State {
  /** The stack's status, or that it is gone. */
  readonly stack: string;

  /** The status of each key of each user. */
  readonly keys: Record<UserName, Record<string, string> | 'no such user'>;

  /** The key that the secret holds. */
  readonly secret: string;

  /** Who each key signs in as, or the error. Keys of the past are tried as well. */
  readonly signIn: Record<string, string>;
}

export type UserName = 'alice' | 'bob';

/** Looks at one stack after each event, and remembers what it has seen. */
export class KeyHistory {
  /** The ids of all keys, in the order in which they were seen. */
  private readonly ids: string[] = [];
  private readonly credentials = new Map<string, Credentials>();
  private outputs: Record<string, string> = {};

  constructor(
    private readonly account: Account,
    private readonly stack: string,
  ) {}

  /** Takes the outputs of the stack, which say where to look. */
  public setOutputs(outputs: Record<string, string>): void {
    this.outputs = outputs;
  }

  public async createKey(user: UserName): Promise<void> {
    this.remember(await this.account.createKey(this.outputs[user]));
  }

  /** Deletes a key by its name here. */
  public async deleteKey(user: UserName, key: string): Promise<void> {
    await this.account.deleteKey(
      this.outputs[user],
      this.ids.find((id) => this.nameOf(id) === key)!,
    );
  }

  public async look(): Promise<State> {
    const secret = await this.lookAtSecret();
    const keys = { alice: await this.lookAtKeys('alice'), bob: await this.lookAtKeys('bob') };
    const { [this.stack]: stack = 'no such stack' } = await this.account.stacks();
    return { stack, keys, secret, signIn: await this.signIn() };
  }

  private async lookAtSecret(): Promise<string> {
    try {
      const credentials: Credentials = JSON.parse(await this.account.secretValue(this.outputs.secret));
      this.remember(credentials);
      return this.nameOf(credentials.accessKeyId);
    } catch (error) {
      return (error as Error).name;
    }
  }

  private async lookAtKeys(user: UserName): Promise<Record<string, string> | 'no such user'> {
    const keys = await this.account.keysOf(this.outputs[user]);
    return keys
      ? Object.fromEntries(keys.map(({ AccessKeyId, Status }) => [this.nameOf(AccessKeyId!), Status!]))
      : 'no such user';
  }

  private async signIn(): Promise<Record<string, string>> {
    const results: Record<string, string> = {};
    for (const credentials of this.credentials.values()) {
      results[this.nameOf(credentials.accessKeyId)] = this.withoutUserName(await this.account.signIn(credentials));
    }
    return results;
  }

  private remember(credentials: Credentials): void {
    this.nameOf(credentials.accessKeyId);
    this.credentials.set(credentials.accessKeyId, credentials);
  }

  private nameOf(id: string): string {
    if (!this.ids.includes(id)) {
      this.ids.push(id);
    }
    return `key ${this.ids.indexOf(id) + 1}`;
  }

  private withoutUserName(identity: string): string {
    const user = (['alice', 'bob'] as const).find((name) => identity.endsWith(`:user/${this.outputs[name]}`));
    return user ?? identity;
  }
}
