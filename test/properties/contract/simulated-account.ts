import { ContractAccount, Fault, People, Setup } from './account';
import { EffectResult, EffectName, NewKey } from '../../../src/handler/life-cycle/effects';
import {
  advance, ANSWER_LOST, answer, AwsCall, configureRotation, DENIED, Disturbance, dueRotations, newWorld, perform, PersonStep, stepSucceeded,
  THROTTLED, World, WorldOptions,
} from '../world';
import { CURRENT, holder } from '../world/secret';

const FAULTS: Record<Fault, Disturbance> = { 'throttled': THROTTLED, 'denied': DENIED, 'answer lost': ANSWER_LOST };
const BY = 'the contract';

/** Holds one simulated world, and answers as an account does. */
export class SimulatedAccount implements ContractAccount {
  public readonly people: People = {
    makeKey: async () => this.makeKeyByHand(),
    setStatus: async (keyId, active) => this.step({ does: active ? 'activates a key' : 'deactivates a key', keyId }),
    deleteKey: async (keyId) => this.step({ does: 'deletes a key', keyId }),
    deleteUser: async () => this.step({ does: 'deletes the user' }),
    makeUserAgain: async () => this.step({ does: 'makes the user again' }),
    scheduleDeletionOfSecret: async () => this.step({ does: 'schedules the deletion of the secret' }),
    readSecret: async () => holder(this.world.secret, CURRENT)?.value,
  };
  private world: World;
  private isBehind = false;
  private readonly faults = new Map<EffectName, Disturbance>();

  public constructor({ secret, rotates }: Setup, options: Partial<WorldOptions> = {}) {
    this.world = newWorld(options);
    if (rotates) {
      this.world = configureRotation(this.world, 'the-test-of-the-schedule'.padEnd(32, '0'));
      dueRotations(this.world).forEach(({ token }) => {
        this.world = stepSucceeded(this.world, token);
      });
    }
    if (!secret) {
      this.step({ does: 'deletes the secret for good' });
    }
  }

  public get user() {
    return this.world.options.user;
  }

  public async perform(call: AwsCall): Promise<EffectResult> {
    return this.performNow(call, this.takeFault(call.name) ?? this.staleness(call.name));
  }

  public async iamFallsBehind(): Promise<void> {
    this.isBehind = true;
  }

  public async iamCatchesUp(): Promise<void> {
    const { staleness, spreads, lastUsedLags } = this.world.options;
    this.isBehind = false;
    this.world = advance(this.world, Math.max(staleness, spreads, lastUsedLags) + 1);
  }

  public async befalls(name: EffectName, what: Fault): Promise<void> {
    this.faults.set(name, FAULTS[what]);
  }

  private performNow(call: AwsCall, disturbance?: Disturbance): EffectResult {
    const answered = answer(this.world, call, BY, disturbance);
    this.world = answered.world;
    return answered.answer;
  }

  private takeFault(name: EffectName): Disturbance | undefined {
    const fault = this.faults.get(name);
    this.faults.delete(name);
    return fault;
  }

  private staleness(name: EffectName): Disturbance | undefined {
    return name === 'listAccessKeys' && this.isBehind && this.world.iam.past.length > 0 ? { kind: 'stale', view: 0 } : undefined;
  }

  private step(step: PersonStep): void {
    this.world = perform(this.world, step);
  }

  private makeKeyByHand(): NewKey {
    this.step({ does: 'makes a key' });
    const { id, secretAccessKey } = this.world.iam.keys[this.world.iam.keys.length - 1];
    return { id, secretAccessKey };
  }
}
