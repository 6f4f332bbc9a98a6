import { ContractAccount, Statement } from './account';
import { ask, retryable, refusal, whole } from './requests';
import { NewKey } from '../../../src/handler/life-cycle/effects';

const MINUTE = 60_000;

const signed = ({ id, secretAccessKey }: NewKey) => ({ keyId: id, secretAccessKey });

/** A key that all of AWS knows. */
async function knownKey(account: ContractAccount): Promise<NewKey> {
  const key = await ask(account, 'createAccessKey', {});
  await account.iamCatchesUp();
  return key;
}

export const signing: Statement[] = [
  {
    statement: 'a key says whose it is: account, ARN and unique id',
    async check(account) {
      const key = await knownKey(account);

      expect(await ask(account, 'getCallerIdentity', signed(key))).toEqual({
        account: account.user.account,
        arn: account.user.arn,
        userId: await ask(account, 'getUser', {}),
      });
    },
  },
  {
    statement: 'a new key is unknown for a while',
    async check(account) {
      await account.iamFallsBehind();
      const key = await ask(account, 'createAccessKey', {});
      expect(await refusal(account, 'getCallerIdentity', signed(key))).toEqual(retryable('InvalidClientTokenId'));

      await account.iamCatchesUp();
      await ask(account, 'getCallerIdentity', signed(key));
    },
  },
  {
    statement: 'an inactive key is unknown, and known again once it is active',
    async check(account) {
      const key = await knownKey(account);
      await ask(account, 'updateAccessKey', { keyId: key.id, active: false });
      expect(await refusal(account, 'getCallerIdentity', signed(key))).toEqual(retryable('InvalidClientTokenId'));

      await ask(account, 'updateAccessKey', { keyId: key.id, active: true });
      await account.iamCatchesUp();
      await ask(account, 'getCallerIdentity', signed(key));
    },
  },
  {
    statement: 'a deleted key is unknown',
    async check(account) {
      const key = await knownKey(account);
      await ask(account, 'deleteAccessKey', { keyId: key.id });

      expect(await refusal(account, 'getCallerIdentity', signed(key))).toEqual(retryable('InvalidClientTokenId'));
    },
  },
  {
    statement: 'a wrong secret is distinguished from an unknown key',
    async check(account) {
      const key = await knownKey(account);

      expect(await refusal(account, 'getCallerIdentity', { keyId: key.id, secretAccessKey: 'wrong' })).toEqual(
        retryable('SignatureDoesNotMatch'),
      );
    },
  },
  {
    statement: 'a key that was never used has no last use, and one that signed has',
    async check(account) {
      const key = await knownKey(account);
      expect(await ask(account, 'getAccessKeyLastUsed', { keyId: key.id })).toBeUndefined();

      const { now } = await whole(account, 'getCallerIdentity', signed(key));
      await account.iamCatchesUp();
      const lastUse = await ask(account, 'getAccessKeyLastUsed', { keyId: key.id });

      expect(Math.abs(lastUse! - now)).toBeLessThan(MINUTE);
    },
  },
];
