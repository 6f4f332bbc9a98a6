import { ContractAccount, Statement } from './account';
import { ask, attach, definite, labelsOf, put, refusal, token } from './requests';

/** A current and a pending version, each with its key's label. */
async function rotating(account: ContractAccount): Promise<void> {
  await put(account, 1, 'AWSCURRENT');
  await attach(account, 1, 'key.one');
  await put(account, 2, 'AWSPENDING', 'key.two');
}

export const stagingLabels: Statement[] = [
  {
    statement: 'a label that no version has is attached without naming one',
    async check(account) {
      await rotating(account);
      await attach(account, 2, 'new');

      expect(await labelsOf(account, 2)).toEqual(['AWSPENDING', 'key.two', 'new']);
    },
  },
  {
    statement: 'a label that a version has is moved only away from that one',
    async check(account) {
      await rotating(account);
      const move = { label: 'AWSCURRENT', to: token(2) };

      expect(await refusal(account, 'updateSecretVersionStage', move)).toEqual(definite('InvalidParameterException'));
      expect(await refusal(account, 'updateSecretVersionStage', { ...move, from: token(2) })).toEqual(
        definite('InvalidParameterException'),
      );
      expect(await labelsOf(account, 1)).toEqual(['AWSCURRENT', 'key.one']);

      await ask(account, 'updateSecretVersionStage', { ...move, from: token(1) });
      expect(await labelsOf(account, 2)).toEqual(expect.arrayContaining(['AWSCURRENT', 'key.two']));
    },
  },
  {
    statement: 'the version that stops being current is the previous one, also when the label is moved back',
    async check(account) {
      await rotating(account);
      const move = (from: number, to: number) =>
        ask(account, 'updateSecretVersionStage', { label: 'AWSCURRENT', from: token(from), to: token(to) });

      await move(1, 2);
      expect(await labelsOf(account, 1)).toEqual(['AWSPREVIOUS', 'key.one']);

      await move(2, 1);
      expect(await labelsOf(account, 1)).toEqual(['AWSCURRENT', 'key.one']);
      expect(await labelsOf(account, 2)).toEqual(expect.arrayContaining(['AWSPREVIOUS', 'key.two']));
    },
  },
  {
    statement: 'a client that names no version reads the current value, also after the label has moved',
    async check(account) {
      await rotating(account);
      expect(await account.operator.readSecret()).toBe('value 1');

      await ask(account, 'updateSecretVersionStage', { label: 'AWSCURRENT', from: token(1), to: token(2) });
      expect(await account.operator.readSecret()).toBe('value 2');
    },
  },
  {
    statement: 'a label is taken off the version that has it',
    async check(account) {
      await rotating(account);

      expect(await refusal(account, 'updateSecretVersionStage', { label: 'AWSPENDING', from: token(1) })).toEqual(
        definite('InvalidParameterException'),
      );
      await ask(account, 'updateSecretVersionStage', { label: 'AWSPENDING', from: token(2) });

      expect(await labelsOf(account, 2)).toEqual(['key.two']);
    },
  },
  {
    statement: 'the current label moves, and is never taken off',
    async check(account) {
      await rotating(account);

      expect(await refusal(account, 'updateSecretVersionStage', { label: 'AWSCURRENT', from: token(1) })).toEqual(
        definite('InvalidParameterException'),
      );
      expect(await labelsOf(account, 1)).toEqual(['AWSCURRENT', 'key.one']);
    },
  },
  {
    statement: 'a version without a label is not described',
    async check(account) {
      await rotating(account);
      await ask(account, 'updateSecretVersionStage', { label: 'AWSPENDING', from: token(2) });
      await ask(account, 'updateSecretVersionStage', { label: 'key.two', from: token(2) });

      const { versions } = await ask(account, 'describeSecret', {});
      expect(Object.keys(versions)).toEqual([token(1)]);
    },
  },
  {
    statement: 'no label is moved to or from a version that does not exist',
    async check(account) {
      await rotating(account);

      expect(await refusal(account, 'updateSecretVersionStage', { label: 'new', to: token(3) })).toEqual(
        definite('ResourceNotFoundException'),
      );
      expect(await refusal(account, 'updateSecretVersionStage', { label: 'key.one', from: token(3) })).toEqual(
        definite('ResourceNotFoundException'),
      );
    },
  },
  {
    statement: 'a secret has at most twenty labels',
    async check(account) {
      await rotating(account);
      for (let n = 5; n <= 20; n++) {
        await attach(account, 1, `label-${n}`);
      }

      expect(await refusal(account, 'updateSecretVersionStage', { label: 'label-21', to: token(1) })).toEqual(
        definite('LimitExceededException'),
      );
    },
  },
];
