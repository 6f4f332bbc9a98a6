import { ListAccessKeysCommand } from '@aws-sdk/client-iam';
import { GetResourcePolicyCommand, GetSecretValueCommand } from '@aws-sdk/client-secrets-manager';
import { Probe } from './probe';
import { EmbeddedAws } from '../embedded-aws';
import { functionResources, withJournal } from './support/functions';
import { secretsOf } from './support/secrets';
import { Resources, TestStack } from './support/stacks';
import { iamOf, identity, newKey, newUser } from './support/users';

/** A key of a user, and a Secret with its secret. */
function keyOf(UserName: string, properties: object = {}): Resources {
  return {
    Key: { Type: 'AWS::IAM::AccessKey', Properties: { UserName, ...properties } },
    Secret: {
      Type: 'AWS::SecretsManager::Secret',
      Properties: { SecretString: { 'Fn::GetAtt': ['Key', 'SecretAccessKey'] } },
    },
  };
}

async function keyIn(aws: EmbeddedAws, stack: TestStack) {
  const { SecretString } = await secretsOf(aws).send(
    new GetSecretValueCommand({ SecretId: await stack.physicalId('Secret') }),
  );
  return { accessKeyId: await stack.physicalId('Key'), secretAccessKey: SecretString! };
}

async function keysOf(aws: EmbeddedAws, UserName: string): Promise<string[]> {
  const { AccessKeyMetadata } = await iamOf(aws).send(new ListAccessKeysCommand({ UserName }));
  return AccessKeyMetadata!.map(({ AccessKeyId, Status }) => `${AccessKeyId} ${Status}`);
}

export const cloudFormationProbes: Probe[] = [
  {
    statement: 'an AWS::IAM::AccessKey is made, switched off in place, replaced by its serial, and deleted',
    behaviour: 'cloudformation-access-key',
    async run(aws) {
      const user = await newUser(aws);
      const stack = new TestStack(aws);
      expect(await stack.create(keyOf(user))).toBe('CREATE_COMPLETE');
      const first = await keyIn(aws, stack);
      expect(await identity(aws, first)).toContain(user);

      expect(await stack.update(keyOf(user, { Status: 'Inactive' }))).toBe('UPDATE_COMPLETE');
      expect(await keysOf(aws, user)).toEqual([`${first.accessKeyId} Inactive`]);

      expect(await stack.update(keyOf(user, { Serial: 1 }))).toBe('UPDATE_COMPLETE');
      const second = await keyIn(aws, stack);
      expect(second.accessKeyId).not.toBe(first.accessKeyId);
      expect(await keysOf(aws, user)).toEqual([`${second.accessKeyId} Active`]);
      expect(await identity(aws, second)).toContain(user);

      await stack.delete();
      expect(await keysOf(aws, user)).toEqual([]);
    },
  },
  {
    statement: 'a replacement without a free access key fails, and the current key still works',
    behaviour: 'access-key-quota',
    async run(aws) {
      const user = await newUser(aws);
      const stack = new TestStack(aws);
      await stack.create(keyOf(user));
      const first = await keyIn(aws, stack);
      await newKey(aws, user);

      expect(await stack.update(keyOf(user, { Serial: 1 }))).toBe('UPDATE_ROLLBACK_COMPLETE');

      expect(await keyIn(aws, stack)).toEqual(first);
      expect(await identity(aws, first)).toContain(user);
      expect(await keysOf(aws, user)).toHaveLength(2);
    },
  },
  {
    statement: 'a replaced key lives until the update is complete: an update that fails later leaves it',
    async run(aws) {
      const user = await newUser(aws);
      const stack = new TestStack(aws);
      await stack.create(keyOf(user));
      const first = await keyIn(aws, stack);

      const failing: Resources = {
        ...keyOf(user, { Serial: 1 }),
        Broken: { Type: 'AWS::IAM::AccessKey', Properties: { UserName: 'nobody' }, DependsOn: ['Key'] },
      };
      expect(await stack.update(failing)).toBe('UPDATE_ROLLBACK_COMPLETE');

      expect(await keysOf(aws, user)).toEqual([`${first.accessKeyId} Active`]);
      expect(await identity(aws, first)).toContain(user);
    },
  },
  {
    statement: 'Ref of a Secret is its ARN, as policies need it',
    behaviour: 'cloudformation-secret-ref',
    async run(aws) {
      const stack = new TestStack(aws);
      const secret: Resources = {
        Secret: { Type: 'AWS::SecretsManager::Secret', Properties: { SecretString: 'one' } },
      };
      await stack.create(secret);
      const arn = await stack.physicalId('Secret');

      expect(arn).toMatch(/^arn:aws:secretsmanager:/);

      await stack.update({ Secret: { Type: 'AWS::SecretsManager::Secret', Properties: { SecretString: 'two' } } });
      expect(await stack.physicalId('Secret')).toBe(arn);
      expect((await secretsOf(aws).send(new GetSecretValueCommand({ SecretId: arn }))).SecretString).toBe('two');
    },
  },
  {
    statement: 'the name of a function is generated for each creation, and stays while the function is updated',
    behaviour: 'cloudformation-function-name',
    async run(aws) {
      await withJournal(async (journal) => {
        const stack = new TestStack(aws);
        const { Role, Function } = functionResources(journal, '');
        expect(await stack.create({ Role, Function })).toBe('CREATE_COMPLETE');
        const name = await stack.physicalId('Function');

        await stack.update({ Role, Function: { ...Function, Properties: { ...Function.Properties, Timeout: 20 } } });
        expect(await stack.physicalId('Function')).toBe(name);

        await stack.update({ Role });
        await stack.update({ Role, Function });
        expect(await stack.physicalId('Function')).not.toBe(name);
      });
    },
  },
  {
    statement: "a secret gets a resource policy, and loses it with the stack's resource",
    behaviour: 'cloudformation-secret-policy',
    async run(aws) {
      const stack = new TestStack(aws);
      const secret: Resources = {
        Secret: { Type: 'AWS::SecretsManager::Secret', Properties: { SecretString: 'value' } },
      };
      const statement = { Effect: 'Deny', Principal: '*', Action: 'secretsmanager:DeleteSecret', Resource: '*' };
      expect(
        await stack.create({
          ...secret,
          Policy: {
            Type: 'AWS::SecretsManager::ResourcePolicy',
            Properties: {
              SecretId: { Ref: 'Secret' },
              ResourcePolicy: { Version: '2012-10-17', Statement: [statement] },
            },
          },
        }),
      ).toBe('CREATE_COMPLETE');
      const policyOf = async () =>
        (await secretsOf(aws).send(new GetResourcePolicyCommand({ SecretId: await stack.physicalId('Secret') })))
          .ResourcePolicy;
      expect(JSON.parse((await policyOf())!).Statement).toEqual([statement]);

      await stack.update(secret);

      expect(await policyOf()).toBeFalsy();
    },
  },
];
