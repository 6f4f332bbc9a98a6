import { ContractAccount } from './account';
import { EffectResult, Effects, Failure } from '../../../src/handler/life-cycle/effects';
import { AwsCall, AwsCallName } from '../simulated-aws';

/** The value of a call. A failed one fails the statement. */
export async function ask<N extends AwsCallName>(
  account: ContractAccount,
  name: N,
  request: Effects[N]['request'],
): Promise<Effects[N]['result']> {
  const { value, failure } = await whole(account, name, request);
  expect(failure).toBeUndefined();
  return value as Effects[N]['result'];
}

/** The whole result. */
export async function whole<N extends AwsCallName>(
  account: ContractAccount,
  name: N,
  request: Effects[N]['request'],
): Promise<EffectResult> {
  return account.perform({ name, request } as unknown as AwsCall);
}

/** How a call is refused. One that succeeds fails the statement. */
export async function refusal<N extends AwsCallName>(
  account: ContractAccount,
  name: N,
  request: Effects[N]['request'],
): Promise<Failure> {
  const { failure } = await whole(account, name, request);
  if (failure === undefined) {
    throw new Error(`${name} is not refused`);
  }
  return failure;
}

/** A refusal of which it is certain that it changed nothing, and that the same call is refused again. */
export function definite(code: string): Failure {
  return { code, message: expect.any(String), effect: 'none', retryable: false };
}

/** A refusal of which it is certain that it changed nothing, while the same call may succeed a little later. */
export function retryable(code: string): Failure {
  return { code, message: expect.any(String), effect: 'none', retryable: true };
}

/** The n-th token of a secret, of the length that Secrets Manager wants. */
export function token(n: number): string {
  return `contract-token-${n}-`.padEnd(36, '0');
}

/** Puts the n-th token with its own value. */
export async function put(account: ContractAccount, n: number, ...labels: string[]): Promise<readonly string[]> {
  return ask(account, 'putSecretValue', { token: token(n), value: `value ${n}`, labels });
}

/** Puts a label that no version has on the n-th token's version. */
export async function attach(account: ContractAccount, n: number, label: string): Promise<void> {
  await ask(account, 'updateSecretVersionStage', { label, to: token(n) });
}

/** The labels of the n-th token's version, in alphabetical order. */
export async function labelsOf(account: ContractAccount, n: number): Promise<readonly string[] | undefined> {
  const { versions } = await ask(account, 'describeSecret', {});
  return versions[token(n)] && [...versions[token(n)]].sort();
}
