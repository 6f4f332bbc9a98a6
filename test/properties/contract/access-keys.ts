import { Statement } from './account';
import { ask, definite, refusal, whole } from './requests';

const NOBODYS_KEY = 'AKIANOBODYNOBODYNOBO';
const MINUTE = 60_000;

export const accessKeys: Statement[] = [
  {
    statement: 'a new user has no keys',
    async check(account) {
      expect(await ask(account, 'listAccessKeys', {})).toEqual([]);
    },
  },
  {
    statement: 'a new key is active, has a secret, and is listed without it, with its creation in whole seconds',
    async check(account) {
      const key = await ask(account, 'createAccessKey', {});
      await account.iamCatchesUp();
      const { value, now } = await whole(account, 'listAccessKeys', {});

      expect(key).toEqual({
        id: expect.stringMatching(/^AKIA\w{12,}$/),
        secretAccessKey: expect.stringMatching(/.{30,}/),
      });
      expect(value).toEqual([{ id: key.id, active: true, createdAt: expect.any(Number) }]);
      const [{ createdAt }] = value as { createdAt: number }[];
      expect(createdAt % 1000).toBe(0);
      expect(createdAt).toBeLessThanOrEqual(now);
    },
  },
  {
    statement: 'a key is made now, by the clock of the results',
    async check(account) {
      const { now } = await whole(account, 'createAccessKey', {});
      const [{ createdAt }] = await ask(account, 'listAccessKeys', {});

      expect(Math.abs(createdAt - now)).toBeLessThan(MINUTE);
    },
  },
  {
    statement: 'a user has at most two keys, active or not, and a deleted one makes room',
    async check(account) {
      const first = await ask(account, 'createAccessKey', {});
      const byHand = await account.operator.createKey();
      await ask(account, 'updateAccessKey', { keyId: first.id, active: false });

      expect(await refusal(account, 'createAccessKey', {})).toEqual(definite('LimitExceededException'));
      await ask(account, 'deleteAccessKey', { keyId: first.id });
      const third = await ask(account, 'createAccessKey', {});

      await account.iamCatchesUp();
      expect((await ask(account, 'listAccessKeys', {})).map(({ id }) => id).sort()).toEqual(
        [byHand.id, third.id].sort(),
      );
    },
  },
  {
    statement: 'a key is deactivated and activated, as often as it is asked for',
    async check(account) {
      const { id: keyId } = await ask(account, 'createAccessKey', {});
      const isActive = async () => (await ask(account, 'listAccessKeys', {}))[0].active;

      await ask(account, 'updateAccessKey', { keyId, active: false });
      await ask(account, 'updateAccessKey', { keyId, active: false });
      expect(await isActive()).toBe(false);

      await ask(account, 'updateAccessKey', { keyId, active: true });
      expect(await isActive()).toBe(true);
    },
  },
  {
    statement: 'changes of keys by an operator are seen',
    async check(account) {
      const mine = await ask(account, 'createAccessKey', {});
      const theirs = await account.operator.createKey();
      await account.operator.setStatus(mine.id, false);
      await account.operator.deleteKey(theirs.id);

      await account.iamCatchesUp();
      expect(await ask(account, 'listAccessKeys', {})).toEqual([
        { id: mine.id, active: false, createdAt: expect.any(Number) },
      ]);
    },
  },
  {
    statement: 'a key that is not there cannot be changed, deleted or asked for its last use',
    async check(account) {
      const { id: keyId } = await ask(account, 'createAccessKey', {});
      await ask(account, 'deleteAccessKey', { keyId });

      for (const gone of [keyId, NOBODYS_KEY]) {
        expect(await refusal(account, 'updateAccessKey', { keyId: gone, active: true })).toEqual(
          definite('NoSuchEntityException'),
        );
        expect(await refusal(account, 'deleteAccessKey', { keyId: gone })).toEqual(definite('NoSuchEntityException'));
        expect(await refusal(account, 'getAccessKeyLastUsed', { keyId: gone })).toEqual(
          definite('NoSuchEntityException'),
        );
      }
    },
  },
  {
    statement: 'a user who does not exist has no keys, not even none, and gets none',
    async check(account) {
      await account.operator.deleteUser();

      expect(await refusal(account, 'getUser', {})).toEqual(definite('NoSuchEntityException'));
      expect(await refusal(account, 'listAccessKeys', {})).toEqual(definite('NoSuchEntityException'));
      expect(await refusal(account, 'createAccessKey', {})).toEqual(definite('NoSuchEntityException'));
    },
  },
  {
    statement: 'a user who is deleted and made again is another user without keys',
    async check(account) {
      const before = await ask(account, 'getUser', {});
      await ask(account, 'createAccessKey', {});
      expect(await ask(account, 'getUser', {})).toBe(before);

      await account.operator.deleteUser();
      await account.operator.createUserAgain();

      expect(await ask(account, 'getUser', {})).not.toBe(before);
      expect(await ask(account, 'listAccessKeys', {})).toEqual([]);
    },
  },
  {
    statement: 'a list of keys may say what was true before the latest changes',
    async check(account) {
      await account.iamFallsBehind();
      const { id } = await ask(account, 'createAccessKey', {});
      expect(await ask(account, 'listAccessKeys', {})).toEqual([]);

      await account.iamCatchesUp();
      expect((await ask(account, 'listAccessKeys', {})).map((key) => key.id)).toEqual([id]);
    },
  },
];
