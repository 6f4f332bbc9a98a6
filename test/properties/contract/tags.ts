import { ContractAccount, Statement } from './account';
import { ask, definite, refusal } from './requests';

/** The tags, but for those that CloudFormation sets on what it makes. */
async function tagsOf(account: ContractAccount): Promise<Record<string, string>> {
  const described = await ask(account, 'describeSecret', {});
  return Object.fromEntries(Object.entries(described.tags).filter(([key]) => !key.startsWith('aws:')));
}

export const tags: Statement[] = [
  {
    statement: 'a tag is added to the others or replaced, and taken off as often as it is asked for',
    async check(account) {
      await ask(account, 'tagResource', { tags: { one: '1', two: '2' } });
      await ask(account, 'tagResource', { tags: { two: 'again', 'cdk-iam-access-key:a.b_c/d@e=f+g h': '' } });
      expect(await tagsOf(account)).toEqual({ one: '1', two: 'again', 'cdk-iam-access-key:a.b_c/d@e=f+g h': '' });

      await ask(account, 'untagResource', { keys: ['two', 'never was'] });
      await ask(account, 'untagResource', { keys: ['two'] });
      expect(await tagsOf(account)).toEqual({ one: '1', 'cdk-iam-access-key:a.b_c/d@e=f+g h': '' });
    },
  },
  {
    statement: 'a tag has letters, digits, spaces and + - = . _ : / @ and no other character',
    async check(account) {
      for (const bad of ['{}', 'one,two', 'one;two', '"one"', 'one#two', 'one|two', '(one)', 'one\ntwo']) {
        expect(await refusal(account, 'tagResource', { tags: { key: bad } })).toEqual(
          definite('InvalidParameterException'),
        );
        expect(await refusal(account, 'tagResource', { tags: { [bad]: 'value' } })).toEqual(
          definite('InvalidParameterException'),
        );
      }
      expect(await tagsOf(account)).toEqual({});
    },
  },
  {
    statement: 'a tag has at most 128 and 256 characters, and at least one in its key',
    async check(account) {
      await ask(account, 'tagResource', { tags: { ['k'.repeat(128)]: 'v'.repeat(256) } });

      expect(await refusal(account, 'tagResource', { tags: { ['k'.repeat(129)]: 'v' } })).toEqual(
        definite('InvalidParameterException'),
      );
      expect(await refusal(account, 'tagResource', { tags: { k: 'v'.repeat(257) } })).toEqual(
        definite('InvalidParameterException'),
      );
      expect(await refusal(account, 'tagResource', { tags: { '': 'v' } })).toEqual(
        definite('InvalidParameterException'),
      );
    },
  },
  {
    statement: 'a secret has at most fifty tags',
    async check(account) {
      await ask(account, 'tagResource', {
        tags: Object.fromEntries(Array.from({ length: 50 }, (_, n) => [`tag-${n}`, ''])),
      });

      await ask(account, 'tagResource', { tags: { 'tag-0': 'again' } });
      expect(await refusal(account, 'tagResource', { tags: { 'one more': '' } })).toEqual(
        definite('InvalidParameterException'),
      );
      expect(Object.keys(await tagsOf(account))).toHaveLength(50);
    },
  },
];
