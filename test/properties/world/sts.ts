import { used } from './iam';
import { refusedForNow, Result, succeeded } from './result';
import { World } from './world';
import { CallerIdentity, Effects } from '../../../src/handler/life-cycle/effects';

/**
 * Who signs with a key. A key that is new, inactive or deleted is not known: `InvalidClientTokenId`, as for any key that never was. So
 * nobody can tell whether that will pass, nor whether a part of AWS has another secret for the key.
 *
 * https://docs.aws.amazon.com/STS/latest/APIReference/CommonErrors.html
 */
export function getCallerIdentity(world: World, request: Effects['getCallerIdentity']['request']): Result<CallerIdentity> {
  const key = world.iam.keys.find(({ id }) => id === request.keyId);
  if (key === undefined || !key.active || world.now < key.madeAt + world.options.spreads) {
    return unknownKey(world);
  }
  if (key.secretAccessKey !== request.secretAccessKey) {
    return refusedForNow(world, 'SignatureDoesNotMatch', 'The request signature we calculated does not match the signature you provided.');
  }
  return succeeded(used(world, key.id), identity(world, world.iam.userId!));
}

export function identity({ options: { user } }: World, userId: string): CallerIdentity {
  return { account: user.account, arn: user.arn, userId };
}

export function unknownKey(world: World): Result<never> {
  return refusedForNow(world, 'InvalidClientTokenId', 'The security token included in the request is invalid.');
}
