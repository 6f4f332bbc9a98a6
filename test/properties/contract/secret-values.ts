import { Statement } from './account';
import { ask, attach, definite, labelsOf, put, refusal, token, whole } from './requests';

const MINUTE = 60_000;

export const secretValues: Statement[] = [
  {
    statement: 'an empty secret has no version, and no value is found',
    async check(account) {
      expect(await ask(account, 'describeSecret', {})).toEqual({
        versions: {},
        tags: expect.any(Object),
        replicas: [],
      });
      expect(await refusal(account, 'getSecretValue', { version: token(1), label: 'AWSCURRENT' })).toEqual(
        definite('ResourceNotFoundException'),
      );
    },
  },
  {
    statement: 'a value is put with its labels, and found under each of them by its version',
    async check(account) {
      await put(account, 1, 'AWSCURRENT');
      expect([...(await put(account, 2, 'AWSPENDING', 'key.one'))].sort()).toEqual(['AWSPENDING', 'key.one']);
      expect(await labelsOf(account, 2)).toEqual(['AWSPENDING', 'key.one']);

      for (const label of ['AWSPENDING', 'key.one']) {
        const { value, now } = await whole(account, 'getSecretValue', { version: token(2), label });
        expect(value).toEqual({ value: 'value 2', createdAt: expect.any(Number) });
        expect(Math.abs((value as { createdAt: number }).createdAt - now)).toBeLessThan(MINUTE);
      }
    },
  },
  {
    statement: 'a value of a version that does not exist is not found',
    async check(account) {
      await put(account, 1, 'AWSCURRENT');

      expect(await refusal(account, 'getSecretValue', { version: token(3), label: 'AWSCURRENT' })).toEqual(
        definite('ResourceNotFoundException'),
      );
    },
  },
  {
    statement: 'a value is not found under a label that its version does not carry',
    async check(account) {
      await put(account, 1, 'AWSCURRENT');
      await put(account, 2, 'AWSPENDING');

      expect(await refusal(account, 'getSecretValue', { version: token(1), label: 'AWSPENDING' })).toEqual(
        definite('ResourceNotFoundException'),
      );
      expect(await refusal(account, 'getSecretValue', { version: token(2), label: 'no-such-label' })).toEqual(
        definite('ResourceNotFoundException'),
      );
    },
  },
  {
    statement: 'the same token with the same value does nothing',
    async check(account) {
      await put(account, 1, 'AWSCURRENT');
      await put(account, 2, 'AWSPENDING', 'key.two');

      expect([...(await put(account, 2, 'AWSPENDING', 'key.two'))].sort()).toEqual(['AWSPENDING', 'key.two']);
      expect(await labelsOf(account, 2)).toEqual(['AWSPENDING', 'key.two']);
    },
  },
  {
    statement: 'the same token with the same value does nothing, even if its labels have moved meanwhile',
    async check(account) {
      await put(account, 1, 'AWSCURRENT');
      await put(account, 2, 'AWSPENDING', 'key.two');
      await put(account, 3, 'AWSPENDING', 'key.three');

      expect(await put(account, 2, 'AWSPENDING', 'key.two')).toEqual(['key.two']);
      expect(await labelsOf(account, 2)).toEqual(['key.two']);
      expect(await labelsOf(account, 3)).toEqual(['AWSPENDING', 'key.three']);
    },
  },
  {
    statement: 'the same token with another value is refused',
    async check(account) {
      await put(account, 1, 'AWSCURRENT');
      await put(account, 2, 'AWSPENDING');

      expect(
        await refusal(account, 'putSecretValue', { token: token(2), value: 'another', labels: ['AWSPENDING'] }),
      ).toEqual(definite('ResourceExistsException'));
      expect(await ask(account, 'getSecretValue', { version: token(2), label: 'AWSPENDING' })).toMatchObject({
        value: 'value 2',
      });
    },
  },
  {
    statement: 'the labels of a new value leave the versions that had them',
    async check(account) {
      await put(account, 1, 'AWSCURRENT');
      await put(account, 2, 'AWSPENDING', 'key.two', 'other');
      await put(account, 3, 'AWSPENDING', 'other');

      expect(await labelsOf(account, 2)).toEqual(['key.two']);
      expect(await labelsOf(account, 3)).toEqual(['AWSPENDING', 'other']);
    },
  },
  {
    statement: 'a new current value makes the one before the previous one',
    async check(account) {
      await put(account, 1, 'AWSCURRENT');
      await attach(account, 1, 'key.one');
      await put(account, 2, 'AWSCURRENT');
      expect(await labelsOf(account, 1)).toEqual(['AWSPREVIOUS', 'key.one']);

      await put(account, 3, 'AWSCURRENT');
      expect(await labelsOf(account, 1)).toEqual(['key.one']);
      expect(await labelsOf(account, 2)).toEqual(['AWSPREVIOUS']);
      expect(await labelsOf(account, 3)).toEqual(['AWSCURRENT']);
    },
  },
  {
    statement: 'a value is put as the current one with further labels',
    async check(account) {
      expect([...(await put(account, 1, 'AWSCURRENT', 'key.one'))].sort()).toEqual(['AWSCURRENT', 'key.one']);
      expect(await labelsOf(account, 1)).toEqual(['AWSCURRENT', 'key.one']);
    },
  },
  {
    statement: 'the first value of a secret is also the current one, whatever labels it is put with',
    async check(account) {
      expect([...(await put(account, 1, 'AWSPENDING', 'key.one'))].sort()).toEqual([
        'AWSCURRENT',
        'AWSPENDING',
        'key.one',
      ]);
      expect(await labelsOf(account, 1)).toEqual(['AWSCURRENT', 'AWSPENDING', 'key.one']);
    },
  },
  {
    statement: 'a token has at least 32 characters',
    async check(account) {
      const short = { token: 'too-short', value: 'value', labels: ['AWSCURRENT'] };

      expect(await refusal(account, 'putSecretValue', short)).toEqual(definite('InvalidParameterException'));
    },
  },
  {
    statement: 'a secret that waits for its deletion is described, and nothing else',
    async check(account) {
      await put(account, 1, 'AWSCURRENT');
      await attach(account, 1, 'key.one');
      await account.operator.scheduleDeletionOfSecret();
      const refused = definite('InvalidRequestException');

      expect(await ask(account, 'describeSecret', {})).toMatchObject({
        deletionDate: expect.any(Number),
        versions: { [token(1)]: expect.any(Array) },
      });
      expect(await refusal(account, 'getSecretValue', { version: token(1), label: 'AWSCURRENT' })).toEqual(refused);
      expect(
        await refusal(account, 'putSecretValue', { token: token(2), value: 'value', labels: ['AWSPENDING'] }),
      ).toEqual(refused);
      expect(await refusal(account, 'updateSecretVersionStage', { label: 'key.one', from: token(1) })).toEqual(refused);
      expect(await refusal(account, 'tagResource', { tags: { one: '1' } })).toEqual(refused);
      expect(await refusal(account, 'untagResource', { keys: ['one'] })).toEqual(refused);
      expect(await refusal(account, 'rotateSecret', { token: token(2) })).toEqual(refused);
    },
  },
  {
    statement: 'a secret that does not exist is not found',
    setup: { secret: false },
    async check(account) {
      const notFound = definite('ResourceNotFoundException');

      expect(await refusal(account, 'describeSecret', {})).toEqual(notFound);
      expect(await refusal(account, 'getSecretValue', { version: token(1), label: 'AWSCURRENT' })).toEqual(notFound);
      expect(
        await refusal(account, 'putSecretValue', { token: token(1), value: 'value', labels: ['AWSPENDING'] }),
      ).toEqual(notFound);
      expect(await refusal(account, 'updateSecretVersionStage', { label: 'AWSPENDING', from: token(1) })).toEqual(
        notFound,
      );
      expect(await refusal(account, 'tagResource', { tags: { one: '1' } })).toEqual(notFound);
      expect(await refusal(account, 'untagResource', { keys: ['one'] })).toEqual(notFound);
      expect(await refusal(account, 'rotateSecret', { token: token(1) })).toEqual(notFound);
    },
  },
];
