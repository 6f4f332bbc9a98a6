import { EffectResult, EffectName, NewKey } from '../../../src/handler/life-cycle/effects';
import { AwsCall } from '../simulated-aws';

/** An account that the statements are tried on: simulated, or embedded. */
export interface ContractAccount {
  readonly user: { readonly name: string; readonly arn: string; readonly account: string };
  readonly operator: Operator;
  perform(call: AwsCall): Promise<EffectResult>;
  /** New keys are not known from now on, and lists say what is true until now. */
  iamFallsBehind(): Promise<void>;
  /** So much time passes that everything shows, everywhere. */
  iamCatchesUp(): Promise<void>;
  /** Something befalls the next call of this name. */
  befalls(name: EffectName, what: Fault): Promise<void>;
}

/** What is done to the account, and not by the function. */
export interface Operator {
  createKey(): Promise<NewKey>;
  setStatus(keyId: string, active: boolean): Promise<void>;
  deleteKey(keyId: string): Promise<void>;
  /** Deletes the user, whose keys are gone before. */
  deleteUser(): Promise<void>;
  createUserAgain(): Promise<void>;
  scheduleDeletionOfSecret(): Promise<void>;
  /** Reads the secret as a client does, without a version or a label. */
  readSecret(): Promise<string | undefined>;
}

export type Fault = 'throttled' | 'denied' | 'response lost';

export interface Setup {
  /** Whether there is a secret, then without a version. */
  readonly secret: boolean;
  /** Whether its rotation is configured, with a function that fails and does nothing. */
  readonly rotates: boolean;
}

/** Makes a user without keys and a secret, which nothing else uses. */
export type NewAccount = (setup: Setup) => Promise<ContractAccount>;

/**
 * One statement about how AWS behaves, in the words of the function's calls. It rejects where the account behaves
 * otherwise.
 */
export interface Statement {
  readonly statement: string;
  /** An empty secret without rotation, unless said otherwise. */
  readonly setup?: Partial<Setup>;
  check(account: ContractAccount): Promise<void>;
}

/** Tries a statement on an account of its own. */
export async function hold({ setup, check }: Statement, newAccount: NewAccount): Promise<void> {
  await check(await newAccount({ secret: true, rotates: false, ...setup }));
}
