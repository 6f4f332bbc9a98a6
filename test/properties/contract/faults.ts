import { Statement } from './account';
import { ask, labelsOf, put, refusal, token } from './requests';

export const faults: Statement[] = [
  {
    statement: 'a throttled call changes nothing, says so, and passes later',
    async check(account) {
      const throttled = { code: expect.stringMatching(/^Throttling(Exception)?$/), effect: 'none', retryable: true };
      await account.befalls('createAccessKey', 'throttled');
      expect(await refusal(account, 'createAccessKey', {})).toMatchObject(throttled);
      expect(await ask(account, 'listAccessKeys', {})).toEqual([]);

      await account.befalls('putSecretValue', 'throttled');
      expect(
        await refusal(account, 'putSecretValue', { token: token(1), value: 'value 1', labels: ['AWSPENDING'] }),
      ).toMatchObject(throttled);
      await put(account, 1, 'AWSCURRENT');
    },
  },
  {
    statement: 'a call that is denied changes nothing, says so, and passes once the policy has spread',
    async check(account) {
      const denied = { code: expect.stringMatching(/^AccessDenied(Exception)?$/), effect: 'none', retryable: true };
      await account.befalls('createAccessKey', 'denied');
      expect(await refusal(account, 'createAccessKey', {})).toMatchObject(denied);
      expect(await ask(account, 'listAccessKeys', {})).toEqual([]);

      await account.befalls('putSecretValue', 'denied');
      expect(
        await refusal(account, 'putSecretValue', { token: token(1), value: 'value 1', labels: ['AWSPENDING'] }),
      ).toMatchObject(denied);
      await put(account, 1, 'AWSCURRENT');
    },
  },
  {
    statement: 'when a response is lost, the caller does not know whether the call took effect, and a key may exist',
    async check(account) {
      await account.befalls('createAccessKey', 'response lost');
      expect(await refusal(account, 'createAccessKey', {})).toMatchObject({ effect: 'unknown' });

      await account.iamCatchesUp();
      expect(await ask(account, 'listAccessKeys', {})).toHaveLength(1);
    },
  },
  {
    statement: 'a put whose response is lost is repeated with the same token, and stores one version',
    async check(account) {
      await put(account, 1, 'AWSCURRENT');
      await account.befalls('putSecretValue', 'response lost');
      expect(
        await refusal(account, 'putSecretValue', {
          token: token(2),
          value: 'value 2',
          labels: ['AWSPENDING', 'key.two'],
        }),
      ).toMatchObject({ effect: 'unknown' });

      expect([...(await put(account, 2, 'AWSPENDING', 'key.two'))].sort()).toEqual(['AWSPENDING', 'key.two']);
      expect(await labelsOf(account, 2)).toEqual(['AWSPENDING', 'key.two']);
    },
  },
];
