import { beforeAllWithFreshAws } from './fresh-aws';
import { RotatingKey } from '../conformance/support/rotating-key';
import { identity } from '../conformance/support/users';
import { Consumer } from '../consumer';
import { EmbeddedAws } from '../embedded-aws';

let aws: EmbeddedAws;

beforeAllWithFreshAws((fresh) => {
  aws = fresh;
});

test(
  'a revoke in an overlap refuses neither a client with the replaced key nor one that reads the secret, and ' +
    'deletes the leaked key alone',
  async () => {
    // GIVEN
    const key = await RotatingKey.deploy(aws);
    const replaced = await key.current();
    await key.rotate();
    const leaked = await key.next(replaced);

    const failures = await Consumer.beside(aws, {}, replaced, async (client) => {
      // WHEN
      expect(await key.revoke(leaked.accessKeyId)).toBe('');

      // THEN the secret holds a key that works, whether or not the next one is there
      const held = await key.current();
      expect(held.accessKeyId).not.toBe(leaked.accessKeyId);
      expect(await identity(aws, held)).toContain(key.user);
      expect(await identity(aws, leaked)).toBe('InvalidClientTokenId');

      // WHEN the replacement has been created
      const next = await key.next(replaced);

      // THEN
      expect(await key.keys()).toEqual([
        [replaced.accessKeyId, 'Active'],
        [next.accessKeyId, 'Active'],
      ]);
      expect(await identity(aws, next)).toContain(key.user);
      await client.untilItUses(replaced.accessKeyId);
      return client.failures();
    });

    expect(failures).toEqual([]);
    expect(aws.log()).toMatch(
      new RegExp(
        `"message":"Deleting access key ${leaked.accessKeyId}, because a rotation needs a free access key of the ` +
          'user. It is revoked. It was last used on ',
      ),
    );
    await key.delete();
  },
);
