import { randomUUID } from 'node:crypto';
import {
  GetSecretValueCommand,
  RotateSecretCommand,
  UpdateSecretVersionStageCommand,
} from '@aws-sdk/client-secrets-manager';
import { Probe } from './probe';
import { EmbeddedAws } from '../embedded-aws';
import { FUNCTION_ARN, functionResources, Journal, withJournal } from './support/functions';
import { refusal } from './support/refusal';
import { secretsOf, stagesOf, versionWith } from './support/secrets';
import { TestStack } from './support/stacks';
import { until } from './support/until';

/** Performs the four steps with the permissions of its own role. */
const ROTATE = `
  const sdk = require('@aws-sdk/client-secrets-manager');
  const client = new sdk.SecretsManagerClient({ maxAttempts: 1 });
  const SecretId = event.SecretId;
  if (event.Step === 'createSecret') {
    await client.send(new sdk.PutSecretValueCommand({
      SecretId, ClientRequestToken: event.ClientRequestToken, SecretString: 'rotated', VersionStages: ['AWSPENDING'],
    }));
  }
  if (event.Step === 'finishSecret') {
    const { VersionIdsToStages } = await client.send(new sdk.DescribeSecretCommand({ SecretId }));
    const isCurrent = (id) => VersionIdsToStages[id].includes('AWSCURRENT');
    const RemoveFromVersionId = Object.keys(VersionIdsToStages).find(isCurrent);
    await client.send(new sdk.UpdateSecretVersionStageCommand({
      SecretId, VersionStage: 'AWSCURRENT', MoveToVersionId: event.ClientRequestToken, RemoveFromVersionId,
    }));
  }`;

const REFUSE = 'throw new Error("asked to fail");';

const PERMISSIONS = ['PutSecretValue', 'DescribeSecret', 'UpdateSecretVersionStage'].map(
  (action) => `secretsmanager:${action}`,
);

async function withRotatedSecret(
  aws: EmbeddedAws,
  code: string,
  work: (secret: string, journal: Journal) => Promise<void>,
): Promise<void> {
  await withJournal(async (journal) => {
    const stack = new TestStack(aws);
    const status = await stack.create({
      Secret: { Type: 'AWS::SecretsManager::Secret', Properties: { SecretString: 'first' } },
      ...functionResources(journal, code, [{ Effect: 'Allow', Action: PERMISSIONS, Resource: { Ref: 'Secret' } }]),
      Schedule: {
        Type: 'AWS::SecretsManager::RotationSchedule',
        Properties: {
          SecretId: { Ref: 'Secret' },
          RotationLambdaARN: FUNCTION_ARN,
          RotationRules: { AutomaticallyAfterDays: 30 },
          RotateImmediatelyOnUpdate: false,
        },
      },
    });
    expect(status).toBe('CREATE_COMPLETE');
    const secret = await stack.physicalId('Secret');
    await untilTested(aws, secret, journal);
    await work(secret, journal);
    await stack.delete();
  });
}

const steps = (journal: Journal, token?: string) =>
  journal
    .events()
    .filter((event) => token === undefined || event.ClientRequestToken === token)
    .map(({ Step }) => Step);

const rotate = (aws: EmbeddedAws, SecretId: string, ClientRequestToken: string) =>
  secretsOf(aws).send(new RotateSecretCommand({ SecretId, ClientRequestToken }));

/** The schedule of a new secret runs a test, on a version that is thrown away. What follows starts from there. */
async function untilTested(aws: EmbeddedAws, secret: string, journal: Journal): Promise<void> {
  await until(
    'the test of the schedule',
    async () => steps(journal),
    (done) => done.length >= 1,
  );
  await until(
    'the throw-away version to be gone',
    () => versionWith(aws, secret, 'AWSPENDING'),
    (version) => version === undefined,
  );
}

export const rotationProbes: Probe[] = [
  {
    statement: 'a schedule that does not rotate immediately runs testSecret alone, on a version without a value',
    behaviour: 'cloudformation-rotation-schedule',
    async run(aws) {
      await withRotatedSecret(aws, ROTATE, async (secret, journal) => {
        expect(steps(journal)).toEqual(['testSecret']);
        const { SecretString } = await secretsOf(aws).send(new GetSecretValueCommand({ SecretId: secret }));
        expect(SecretString).toBe('first');
      });
    },
  },
  {
    statement:
      "a rotation runs the four steps with one token, by the function's own role, and clears the pending label",
    behaviour: 'rotation',
    async run(aws) {
      await withRotatedSecret(aws, ROTATE, async (secret, journal) => {
        const before = await versionWith(aws, secret, 'AWSCURRENT');
        const token = randomUUID();

        await rotate(aws, secret, token);

        await until(
          'the end of the rotation',
          () => stagesOf(aws, secret),
          (stages) => stages[token]?.join() === 'AWSCURRENT',
        );
        expect(steps(journal, token)).toEqual(['createSecret', 'setSecret', 'testSecret', 'finishSecret']);
        expect(await versionWith(aws, secret, 'AWSPREVIOUS')).toBe(before);
        expect(journal.events()[0].node).toMatch(/^v24\./);
      });
    },
  },
  {
    statement:
      'a failed step is tried again with the same token, a further rotation is refused meanwhile, and the same ' +
      'token resumes',
    behaviour: 'rotation',
    async run(aws) {
      await withRotatedSecret(aws, REFUSE, async (secret, journal) => {
        const token = randomUUID();
        await rotate(aws, secret, token);
        await until(
          'three attempts',
          async () => steps(journal, token).length,
          (number) => number >= 3,
        );

        expect(new Set(steps(journal, token))).toEqual(new Set(['createSecret']));
        expect(await refusal(rotate(aws, secret, randomUUID()))).toBe('InvalidRequestException');
        expect(await refusal(rotate(aws, secret, token))).toBe('no error');
        await until(
          'further attempts',
          async () => steps(journal, token).length,
          (number) => number >= 4,
        );
      });
    },
  },
  {
    statement: 'a pending version may have no value, and loses its label when asked to',
    behaviour: 'secret-version-lookup',
    async run(aws) {
      await withRotatedSecret(aws, REFUSE, async (secret, journal) => {
        const token = randomUUID();
        await rotate(aws, secret, token);
        await until(
          'three attempts',
          async () => steps(journal, token).length,
          (number) => number >= 3,
        );

        expect(
          await refusal(
            secretsOf(aws).send(new GetSecretValueCommand({ SecretId: secret, VersionStage: 'AWSPENDING' })),
          ),
        ).toBe('ResourceNotFoundException');
        await secretsOf(aws).send(
          new UpdateSecretVersionStageCommand({
            SecretId: secret,
            VersionStage: 'AWSPENDING',
            RemoveFromVersionId: token,
          }),
        );
        expect(await versionWith(aws, secret, 'AWSPENDING')).toBeUndefined();
        expect(await refusal(rotate(aws, secret, randomUUID()))).toBe('no error');
      });
    },
  },
];
