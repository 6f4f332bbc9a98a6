import { performCall, CURRENT, Disturbance, SimulatedAws } from '.';
import { EffectResult, Effect, Effects, EffectName } from '../../../src/handler/life-cycle/effects';

const BY = 'run 1';

/** Makes a call of a run, for tests that look at the simulated AWS itself. */
export function after<N extends EffectName>(
  aws: SimulatedAws,
  name: N,
  request: Effects[N]['request'],
  disturbance?: Disturbance,
): SimulatedAws {
  return performCall(aws, callOf(name, request), BY, disturbance).aws;
}

export function resultOf<N extends EffectName>(
  aws: SimulatedAws,
  name: N,
  request: Effects[N]['request'],
  disturbance?: Disturbance,
): EffectResult {
  return performCall(aws, callOf(name, request), BY, disturbance).result;
}

export function callOf<N extends EffectName>(name: N, request: Effects[N]['request']): Effect {
  return { name, request } as unknown as Effect;
}

export function token(n: number): string {
  return `token-${n}-`.padEnd(32, '0');
}

/** A simulated AWS whose n-th key, made now by the run, is stored under the n-th token with these labels. */
export function withStoredKey(aws: SimulatedAws, n: number, ...labels: string[]): SimulatedAws {
  const made = after(aws, 'createAccessKey', {});
  const { id, secretAccessKey } = made.iam.keys[made.iam.keys.length - 1];
  const value = JSON.stringify({ accessKeyId: id, secretAccessKey });
  return after(made, 'putSecretValue', { token: token(n), value, labels: [...labels, `key.${id}`] });
}

/** A simulated AWS with a current key. */
export function withCurrentKey(aws: SimulatedAws): SimulatedAws {
  return withStoredKey(aws, 1, CURRENT);
}
