import { Invariant } from './invariant';
import { holder, keyIdIn, SimulatedAws, versionOf } from '../simulated-aws';

/**
 * However old it is: a client that is refused is worse than a key that is late. Stated about what runs ask for,
 * whatever comes of it.
 */
export const AGE_OF_CURRENT_KEY: Invariant = {
  name: 'no run asks to deactivate the key that it saw as the current one',
  brokenBy({ run, call, before }, { revoked }) {
    if (
      run === undefined ||
      run.task.kind === 'delete' ||
      !(call?.name === 'deleteAccessKey' || (call?.name === 'updateAccessKey' && !call.request.active))
    ) {
      return undefined;
    }
    const { keyId } = call.request;
    const isSeenAsCurrent = run.described?.current !== undefined && holdsKey(before, run.described.current, keyId);
    return isSeenAsCurrent && !revoked.includes(keyId)
      ? `${keyId} was seen as the current key, and is asked to be deactivated`
      : undefined;
  },
};

function holdsKey({ secret }: SimulatedAws, version: string, keyId: string): boolean {
  return keyIdIn(versionOf(secret, version)?.value ?? '') === keyId || holder(secret, `key.${keyId}`)?.id === version;
}
