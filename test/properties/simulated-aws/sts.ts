import { used } from './iam';
import { refusedForNow, Result, succeeded } from './result';
import { SimulatedAws } from './simulated-aws';
import { CallerIdentity, Effects } from '../../../src/handler/life-cycle/effects';

/**
 * Who signs with a key. A key that is new, inactive or deleted is not known: `InvalidClientTokenId`, as for any key
 * that never was. So it is unknown whether that is temporary, nor whether a part of AWS has another secret for the key.
 *
 * https://docs.aws.amazon.com/STS/latest/APIReference/CommonErrors.html
 */
export function getCallerIdentity(
  aws: SimulatedAws,
  request: Effects['getCallerIdentity']['request'],
): Result<CallerIdentity> {
  const key = aws.iam.keys.find(({ id }) => id === request.keyId);
  if (key === undefined || !key.active || aws.now < key.madeAt + aws.options.spreads) {
    return unknownKey(aws);
  }
  if (key.secretAccessKey !== request.secretAccessKey) {
    return refusedForNow(
      aws,
      'SignatureDoesNotMatch',
      'The request signature we calculated does not match the signature you provided.',
    );
  }
  return succeeded(used(aws, key.id), identity(aws, aws.iam.userId!));
}

export function identity({ options: { user } }: SimulatedAws, userId: string): CallerIdentity {
  return { account: user.account, arn: user.arn, userId };
}

export function unknownKey(aws: SimulatedAws): Result<never> {
  return refusedForNow(aws, 'InvalidClientTokenId', 'The security token included in the request is invalid.');
}
