import {
  DeleteAccessKeyCommand,
  GetAccessKeyLastUsedCommand,
  IAMClient,
  ListAccessKeysCommand,
  UpdateAccessKeyCommand,
} from '@aws-sdk/client-iam';
import { Probe } from './probe';
import { refusal } from './support/refusal';
import { iamOf, identity, newKey, newUser } from './support/users';

export const accessKeyProbes: Probe[] = [
  {
    statement: 'a user has at most two keys, active or not',
    behaviour: 'access-key-quota',
    async run(aws) {
      const user = await newUser(aws);
      const first = await newKey(aws, user);
      await newKey(aws, user);
      await iamOf(aws).send(
        new UpdateAccessKeyCommand({ UserName: user, AccessKeyId: first.accessKeyId, Status: 'Inactive' }),
      );

      expect(await refusal(newKey(aws, user))).toBe('LimitExceededException');

      await iamOf(aws).send(new DeleteAccessKeyCommand({ UserName: user, AccessKeyId: first.accessKeyId }));
      await newKey(aws, user);
    },
  },
  {
    statement: 'a key is deleted for its owner alone',
    behaviour: 'access-key-owner',
    async run(aws) {
      const [owner, other] = [await newUser(aws), await newUser(aws)];
      const key = await newKey(aws, owner);

      expect(
        await refusal(iamOf(aws).send(new DeleteAccessKeyCommand({ UserName: other, AccessKeyId: key.accessKeyId }))),
      ).toBe('NoSuchEntityException');

      expect(await identity(aws, key)).toContain(`:user/${owner}`);
    },
  },
  {
    statement: 'IAM returns when, where and for what a key was last used',
    behaviour: 'access-key-last-used',
    async run(aws) {
      const key = await newKey(aws, await newUser(aws));
      const lastUsed = () => iamOf(aws).send(new GetAccessKeyLastUsedCommand({ AccessKeyId: key.accessKeyId }));
      expect((await lastUsed()).AccessKeyLastUsed?.LastUsedDate).toBeUndefined();

      await identity(aws, key);

      expect((await lastUsed()).AccessKeyLastUsed).toEqual({
        LastUsedDate: expect.any(Date),
        Region: aws.region,
        ServiceName: 'sts',
      });
    },
  },
  {
    statement: "a permission to read the last use of one user's keys does not include another user's",
    behaviour: 'access-key-last-used-resource',
    async run(aws) {
      const owner = await newUser(aws);
      const asking = await newUser(aws, {
        Effect: 'Allow',
        Action: 'iam:GetAccessKeyLastUsed',
        Resource: `arn:aws:iam::${aws.account}:user/${owner}`,
      });
      const client = new IAMClient({ ...aws.clientConfig, credentials: await newKey(aws, asking), maxAttempts: 1 });
      const askFor = async (user: string) => {
        const { accessKeyId: AccessKeyId } = await newKey(aws, user);
        return refusal(client.send(new GetAccessKeyLastUsedCommand({ AccessKeyId })));
      };

      expect([await askFor(owner), await askFor(await newUser(aws))]).toEqual(['no error', 'AccessDenied']);
    },
  },
  {
    statement: 'a new key says who its user is',
    async run(aws) {
      const user = await newUser(aws);
      expect(await identity(aws, await newKey(aws, user))).toBe(`arn:aws:iam::${aws.account}:user/${user}`);
    },
  },
  {
    statement: 'an inactive key is refused, and works again once it is active',
    async run(aws) {
      const user = await newUser(aws);
      const key = await newKey(aws, user);
      const setStatus = (Status: 'Active' | 'Inactive') =>
        iamOf(aws).send(new UpdateAccessKeyCommand({ UserName: user, AccessKeyId: key.accessKeyId, Status }));

      await setStatus('Inactive');
      expect(await identity(aws, key)).toMatch(/InvalidClientTokenId/);

      await setStatus('Active');
      expect(await identity(aws, key)).toContain(user);
    },
  },
  {
    statement: 'a deleted key is refused',
    async run(aws) {
      const user = await newUser(aws);
      const key = await newKey(aws, user);
      await iamOf(aws).send(new DeleteAccessKeyCommand({ UserName: user, AccessKeyId: key.accessKeyId }));

      expect(await identity(aws, key)).toMatch(/InvalidClientTokenId/);
    },
  },
  {
    statement: 'a key with a wrong secret is refused',
    async run(aws) {
      const key = await newKey(aws, await newUser(aws));

      expect(await identity(aws, { ...key, secretAccessKey: 'wrong' })).toMatch(/SignatureDoesNotMatch/);
    },
  },
  {
    statement: 'the keys of a user that does not exist are not listed as none',
    behaviour: 'access-key-list-of-nobody',
    async run(aws) {
      expect(await refusal(iamOf(aws).send(new ListAccessKeysCommand({ UserName: 'nobody' })))).toBe(
        'NoSuchEntityException',
      );
    },
  },
  {
    statement: 'the keys of a user are listed with their status, without their secrets',
    async run(aws) {
      const user = await newUser(aws);
      const key = await newKey(aws, user);

      const { AccessKeyMetadata } = await iamOf(aws).send(new ListAccessKeysCommand({ UserName: user }));

      expect(AccessKeyMetadata).toEqual([
        { AccessKeyId: key.accessKeyId, CreateDate: expect.any(Date), Status: 'Active', UserName: user },
      ]);
    },
  },
];
