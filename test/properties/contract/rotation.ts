import { Statement } from './account';
import { ask, attach, definite, labelsOf, put, refusal, token } from './requests';

export const rotation: Statement[] = [
  {
    statement: 'a secret without a rotation function is not rotated',
    async check(account) {
      expect(await refusal(account, 'rotateSecret', { token: token(1) })).toEqual(definite('InvalidRequestException'));
    },
  },
  {
    statement: 'a rotation begins with a pending version without a value, named by its token',
    setup: { rotates: true },
    async check(account) {
      await put(account, 1, 'AWSCURRENT');
      await ask(account, 'rotateSecret', { token: token(2) });

      expect(await labelsOf(account, 2)).toEqual(['AWSPENDING']);
      expect(await refusal(account, 'getSecretValue', { version: token(2), label: 'AWSPENDING' })).toEqual(
        definite('ResourceNotFoundException'),
      );
    },
  },
  {
    statement: 'while another version is pending a rotation is refused, unless it is the one of that version',
    setup: { rotates: true },
    async check(account) {
      await put(account, 1, 'AWSCURRENT');
      await ask(account, 'rotateSecret', { token: token(2) });

      expect(await refusal(account, 'rotateSecret', { token: token(3) })).toEqual(definite('InvalidRequestException'));
      await ask(account, 'rotateSecret', { token: token(2) });
    },
  },
  {
    statement: 'a pending version without a value is filled, and takes a second label with the value',
    setup: { rotates: true },
    async check(account) {
      await put(account, 1, 'AWSCURRENT');
      await ask(account, 'rotateSecret', { token: token(2) });

      expect([...(await put(account, 2, 'AWSPENDING', 'key.two'))].sort()).toEqual(['AWSPENDING', 'key.two']);
      expect(await ask(account, 'getSecretValue', { version: token(2), label: 'key.two' })).toMatchObject({
        value: 'value 2',
      });
      expect(
        await refusal(account, 'putSecretValue', { token: token(2), value: 'another', labels: ['AWSPENDING'] }),
      ).toEqual(definite('ResourceExistsException'));
    },
  },
  {
    statement: 'once the pending label is taken off, another rotation can begin',
    setup: { rotates: true },
    async check(account) {
      await put(account, 1, 'AWSCURRENT');
      await ask(account, 'rotateSecret', { token: token(2) });
      await ask(account, 'updateSecretVersionStage', { label: 'AWSPENDING', from: token(2) });
      expect(await labelsOf(account, 2)).toBeUndefined();

      await ask(account, 'rotateSecret', { token: token(3) });
      expect(await labelsOf(account, 3)).toEqual(['AWSPENDING']);
    },
  },
  {
    statement: 'a pending label on the current version is not in the way of a rotation',
    setup: { rotates: true },
    async check(account) {
      await put(account, 1, 'AWSCURRENT');
      await attach(account, 1, 'AWSPENDING');

      await ask(account, 'rotateSecret', { token: token(2) });
      expect(await labelsOf(account, 1)).toEqual(['AWSCURRENT']);
      expect(await labelsOf(account, 2)).toEqual(['AWSPENDING']);
    },
  },
];
