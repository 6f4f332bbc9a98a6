import { answer, CURRENT, Disturbance, World } from '.';
import { EffectResult, Effect, Effects, EffectName } from '../../../src/handler/life-cycle/effects';

const BY = 'run 1';

/** Makes a call of a run, for tests that look at the world itself. */
export function after<N extends EffectName>(world: World, name: N, request: Effects[N]['request'], disturbance?: Disturbance): World {
  return answer(world, callOf(name, request), BY, disturbance).world;
}

export function answerOf<N extends EffectName>(world: World, name: N, request: Effects[N]['request'], disturbance?: Disturbance): EffectResult {
  return answer(world, callOf(name, request), BY, disturbance).answer;
}

export function callOf<N extends EffectName>(name: N, request: Effects[N]['request']): Effect {
  return { name, request } as unknown as Effect;
}

export function token(n: number): string {
  return `token-${n}-`.padEnd(32, '0');
}

/** A world whose n-th key, made now by the run, is stored under the n-th token with these labels. */
export function withStoredKey(world: World, n: number, ...labels: string[]): World {
  const made = after(world, 'createAccessKey', {});
  const { id, secretAccessKey } = made.iam.keys[made.iam.keys.length - 1];
  const value = JSON.stringify({ accessKeyId: id, secretAccessKey });
  return after(made, 'putSecretValue', { token: token(n), value, labels: [...labels, `key.${id}`] });
}

/** A world with a current key. */
export function withCurrentKey(world: World): World {
  return withStoredKey(world, 1, CURRENT);
}
