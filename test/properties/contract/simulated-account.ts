import { ContractAccount, Fault, Operator, Setup } from './account';
import { EffectResult, EffectName, NewKey } from '../../../src/handler/life-cycle/effects';
import {
  advance,
  RESPONSE_LOST,
  performCall,
  AwsCall,
  configureRotation,
  DENIED,
  Disturbance,
  dueRotations,
  newSimulatedAws,
  perform,
  OperatorStep,
  stepSucceeded,
  THROTTLED,
  SimulatedAws,
  SimulatedAwsOptions,
} from '../simulated-aws';
import { CURRENT, holder } from '../simulated-aws/secret';

const FAULTS: Record<Fault, Disturbance> = { throttled: THROTTLED, denied: DENIED, 'response lost': RESPONSE_LOST };
const BY = 'the contract';

/** Holds one simulated AWS, and behaves as an account does. */
export class SimulatedAccount implements ContractAccount {
  public readonly operator: Operator = {
    createKey: async () => this.makeKeyByHand(),
    setStatus: async (keyId, active) => this.step({ does: active ? 'activates a key' : 'deactivates a key', keyId }),
    deleteKey: async (keyId) => this.step({ does: 'deletes a key', keyId }),
    deleteUser: async () => this.step({ does: 'deletes the user' }),
    createUserAgain: async () => this.step({ does: 'creates the user again' }),
    scheduleDeletionOfSecret: async () => this.step({ does: 'schedules the deletion of the secret' }),
    readSecret: async () => holder(this.aws.secret, CURRENT)?.value,
  };
  private aws: SimulatedAws;
  private isBehind = false;
  private readonly faults = new Map<EffectName, Disturbance>();

  public constructor({ secret, rotates }: Setup, options: Partial<SimulatedAwsOptions> = {}) {
    this.aws = newSimulatedAws(options);
    if (rotates) {
      this.aws = configureRotation(this.aws, 'the-test-of-the-schedule'.padEnd(32, '0'));
      dueRotations(this.aws).forEach(({ token }) => {
        this.aws = stepSucceeded(this.aws, token);
      });
    }
    if (!secret) {
      this.step({ does: 'deletes the secret for good' });
    }
  }

  public get user() {
    return this.aws.options.user;
  }

  public async perform(call: AwsCall): Promise<EffectResult> {
    return this.performNow(call, this.takeFault(call.name) ?? this.staleness(call.name));
  }

  public async iamFallsBehind(): Promise<void> {
    this.isBehind = true;
  }

  public async iamCatchesUp(): Promise<void> {
    const { staleness, spreads, lastUsedLags } = this.aws.options;
    this.isBehind = false;
    this.aws = advance(this.aws, Math.max(staleness, spreads, lastUsedLags) + 1);
  }

  public async befalls(name: EffectName, what: Fault): Promise<void> {
    this.faults.set(name, FAULTS[what]);
  }

  private performNow(call: AwsCall, disturbance?: Disturbance): EffectResult {
    const performed = performCall(this.aws, call, BY, disturbance);
    this.aws = performed.aws;
    return performed.result;
  }

  private takeFault(name: EffectName): Disturbance | undefined {
    const fault = this.faults.get(name);
    this.faults.delete(name);
    return fault;
  }

  private staleness(name: EffectName): Disturbance | undefined {
    return name === 'listAccessKeys' && this.isBehind && this.aws.iam.past.length > 0
      ? { kind: 'stale', view: 0 }
      : undefined;
  }

  private step(step: OperatorStep): void {
    this.aws = perform(this.aws, step);
  }

  private makeKeyByHand(): NewKey {
    this.step({ does: 'creates a key' });
    const { id, secretAccessKey } = this.aws.iam.keys[this.aws.iam.keys.length - 1];
    return { id, secretAccessKey };
  }
}
