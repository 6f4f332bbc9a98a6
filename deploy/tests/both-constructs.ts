import { KeyHistory, State, UserName } from './key-history';
import { Account } from '../account';
import { CONSTRUCTS, ConstructName, Scenario, stackName } from '../apps/scenario';
import { Cdk } from '../cdk';

export type States = Record<ConstructName, State>;

/**
 * Puts this package's construct and that of aws_iam through the same events, as two stacks of one app that one process
 * of the CLI deploys.
 */
export class BothConstructs {
  private readonly histories: Record<ConstructName, KeyHistory>;
  private scenario: Scenario = {};

  /** Each case has stacks of its own, so that no case sees what another has left. */
  constructor(
    account: Account,
    private readonly cdk: Cdk,
    private readonly name: string,
  ) {
    this.histories = {
      thisPackage: new KeyHistory(account, stackName(name, 'thisPackage')),
      awsIam: new KeyHistory(account, stackName(name, 'awsIam')),
    };
  }

  public async deploy(scenario: Scenario): Promise<States> {
    this.scenario = scenario;
    const outputs = await this.cdk.deploy('--concurrency', '2', ...this.app());
    CONSTRUCTS.forEach((construct) => this.histories[construct].setOutputs(outputs[stackName(this.name, construct)]));
    return this.look();
  }

  public async destroy(): Promise<States> {
    await this.cdk.destroy('--concurrency', '2', ...this.app());
    return this.look();
  }

  public async createKey(user: UserName): Promise<void> {
    await Promise.all(CONSTRUCTS.map((construct) => this.histories[construct].createKey(user)));
  }

  public async deleteKey(user: UserName, key: string): Promise<void> {
    await Promise.all(CONSTRUCTS.map((construct) => this.histories[construct].deleteKey(user, key)));
  }

  public async look(): Promise<States> {
    const [thisPackage, awsIam] = await Promise.all(CONSTRUCTS.map((construct) => this.histories[construct].look()));
    return { thisPackage, awsIam };
  }

  private app(): string[] {
    return [
      '--app',
      'node --import tsx access-key.ts',
      '--context',
      `case=${this.name}`,
      '--context',
      `scenario=${JSON.stringify(this.scenario)}`,
    ];
  }
}
