import { randomUUID } from 'node:crypto';
import {
  CreateSecretCommand,
  GetSecretValueCommand,
  PutSecretValueCommand,
  UpdateSecretVersionStageCommand,
} from '@aws-sdk/client-secrets-manager';
import { Probe } from './probe';
import { refusal } from './support/refusal';
import { newSecret, secretsOf, stagesOf, versionWith } from './support/secrets';
import { TestStack } from './support/stacks';
import { unique } from './support/unique';

export const secretProbes: Probe[] = [
  {
    statement: 'a new value becomes current, and the one before previous',
    async run(aws) {
      const secret = await newSecret(aws, 'old');
      const before = await versionWith(aws, secret, 'AWSCURRENT');

      const { VersionId } = await secretsOf(aws).send(
        new PutSecretValueCommand({ SecretId: secret, SecretString: 'new' }),
      );

      expect(await versionWith(aws, secret, 'AWSCURRENT')).toBe(VersionId);
      expect(await versionWith(aws, secret, 'AWSPREVIOUS')).toBe(before);
    },
  },
  {
    statement: 'a version is not found by its id and a stage that it does not carry',
    behaviour: 'secret-version-lookup',
    async run(aws) {
      const secret = await newSecret(aws, 'value');
      const VersionId = await versionWith(aws, secret, 'AWSCURRENT');
      const get = (VersionStage: string) =>
        refusal(secretsOf(aws).send(new GetSecretValueCommand({ SecretId: secret, VersionId, VersionStage })));

      expect(await get('AWSCURRENT')).toBe('no error');
      expect(await get('AWSPENDING')).toBe('ResourceNotFoundException');
    },
  },
  {
    statement: 'the same token with the same value does nothing, with another value it is refused',
    behaviour: 'secret-put-token',
    async run(aws) {
      const secret = await newSecret(aws, 'old');
      const ClientRequestToken = randomUUID();
      const put = (SecretString: string) =>
        secretsOf(aws).send(
          new PutSecretValueCommand({
            SecretId: secret,
            ClientRequestToken,
            SecretString,
            VersionStages: ['AWSPENDING', 'label'],
          }),
        );
      await put('new');
      const stages = await stagesOf(aws, secret);

      await put('new');
      expect(await stagesOf(aws, secret)).toEqual(stages);
      expect(await refusal(put('other'))).toBe('ResourceExistsException');
    },
  },
  {
    statement: 'a value is put with two labels, which leave the version that had them',
    behaviour: 'secret-label-moves',
    async run(aws) {
      const secret = await newSecret(aws, 'current');
      const put = (SecretString: string, VersionStages: string[]) =>
        secretsOf(aws).send(new PutSecretValueCommand({ SecretId: secret, SecretString, VersionStages }));
      const first = await put('first', ['AWSPENDING', 'label']);

      const second = await put('second', ['AWSPENDING', 'label']);

      const stages = await stagesOf(aws, secret);
      expect(stages[second.VersionId!].sort()).toEqual(['AWSPENDING', 'label']);
      expect(stages[first.VersionId!] ?? []).toEqual([]);
    },
  },
  {
    statement: 'moving a label compares with the version that has it',
    async run(aws) {
      const secret = await newSecret(aws, 'current');
      const current = await versionWith(aws, secret, 'AWSCURRENT');
      const { VersionId } = await secretsOf(aws).send(
        new PutSecretValueCommand({ SecretId: secret, SecretString: 'pending', VersionStages: ['AWSPENDING'] }),
      );
      const promote = (RemoveFromVersionId?: string) =>
        refusal(
          secretsOf(aws).send(
            new UpdateSecretVersionStageCommand({
              SecretId: secret,
              VersionStage: 'AWSCURRENT',
              MoveToVersionId: VersionId,
              RemoveFromVersionId,
            }),
          ),
        );

      expect(await promote()).toBe('InvalidParameterException');
      expect(await promote(VersionId)).toBe('InvalidParameterException');
      expect(await promote(current)).toBe('no error');
      expect(await versionWith(aws, secret, 'AWSPREVIOUS')).toBe(current);
    },
  },
  {
    statement: 'a Secret without a value has no version',
    behaviour: 'empty-secret',
    async run(aws) {
      const stack = new TestStack(aws);
      await stack.create({ Secret: { Type: 'AWS::SecretsManager::Secret' } });

      expect(await stagesOf(aws, await stack.physicalId('Secret'))).toEqual({});

      await stack.delete();
    },
  },
  {
    statement: 'CreateSecret without a value makes no version',
    behaviour: 'empty-secret',
    async run(aws) {
      const { VersionId } = await secretsOf(aws).send(new CreateSecretCommand({ Name: unique('secret') }));

      expect(VersionId).toBeUndefined();
      expect(await stagesOf(aws, await newSecret(aws))).toEqual({});
      expect(Object.values(await stagesOf(aws, await newSecret(aws, 'value')))).toEqual([['AWSCURRENT']]);
    },
  },
];
