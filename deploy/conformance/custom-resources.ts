import { GetSecretValueCommand } from '@aws-sdk/client-secrets-manager';
import { Probe } from './probe';
import { EmbeddedAws } from '../embedded-aws';
import { FUNCTION_ARN, functionResources, Journal, withJournal } from './support/functions';
import { secretsOf } from './support/secrets';
import { Resources, TestStack } from './support/stacks';

/**
 * Responds as its properties say: `Fail` names a request type, `Id` the physical id, `Silent` a request type that gets
 * no response.
 */
const RESPONSE = `
  const { Fail, Id, Silent } = event.ResourceProperties;
  if (Silent === event.RequestType) {
    return;
  }
  const { StackId, RequestId, LogicalResourceId } = event;
  const body = JSON.stringify({
    StackId, RequestId, LogicalResourceId, PhysicalResourceId: Id, Data: { Answered: RequestId },
    Status: Fail === event.RequestType ? 'FAILED' : 'SUCCESS', Reason: 'asked to fail',
  });
  await fetch(event.ResponseURL, { method: 'PUT', body });`;

interface Attempt {
  readonly stack: TestStack;
  readonly journal: Journal;
  resources(properties: object): Resources;
}

async function attempt(aws: EmbeddedAws, work: (attempt: Attempt) => Promise<void>): Promise<void> {
  await withJournal((journal) =>
    work({
      journal,
      stack: new TestStack(aws),
      resources: (properties) => ({
        ...functionResources(journal, RESPONSE),
        Resource: { Type: 'Custom::Probe', Properties: { ServiceToken: FUNCTION_ARN, ...properties } },
      }),
    }),
  );
}

const requests = (journal: Journal) =>
  journal.events().map(({ RequestType, PhysicalResourceId }) => [RequestType, PhysicalResourceId]);

export const customResourceProbes: Probe[] = [
  {
    statement: 'a custom resource is created, updated and deleted; its properties arrive as text',
    async run(aws) {
      await attempt(aws, async ({ stack, journal, resources }) => {
        expect(await stack.create(resources({ Id: 'a', Number: 1, Flag: true }))).toBe('CREATE_COMPLETE');
        expect(await stack.update(resources({ Id: 'a', Number: 2, Flag: true }))).toBe('UPDATE_COMPLETE');
        await stack.delete();

        expect(requests(journal)).toEqual([
          ['Create', undefined],
          ['Update', 'a'],
          ['Delete', 'a'],
        ]);
        const [created, updated] = journal.events();
        expect(created.ResourceProperties).toMatchObject({ Number: '1', Flag: 'true' });
        expect(updated).toMatchObject({ ResourceProperties: { Number: '2' }, OldResourceProperties: { Number: '1' } });
      });
    },
  },
  {
    statement:
      'the data of a response are attributes, and a resource that refers to one is created after the custom resource',
    async run(aws) {
      await attempt(aws, async ({ stack, journal, resources }) => {
        const Copy = {
          Type: 'AWS::SecretsManager::Secret',
          Properties: { SecretString: { 'Fn::GetAtt': ['Resource', 'Answered'] } },
        };
        expect(await stack.create({ Copy, ...resources({ Id: 'a' }) })).toBe('CREATE_COMPLETE');

        const [{ RequestId }] = journal.events();
        const { SecretString } = await secretsOf(aws).send(
          new GetSecretValueCommand({ SecretId: await stack.physicalId('Copy') }),
        );
        expect(SecretString).toBe(RequestId);
        await stack.delete();
      });
    },
  },
  {
    statement: 'another physical id on Update is followed by a Delete of the old one, with the old properties',
    async run(aws) {
      await attempt(aws, async ({ stack, journal, resources }) => {
        await stack.create(resources({ Id: 'a' }));
        expect(await stack.update(resources({ Id: 'b' }))).toBe('UPDATE_COMPLETE');

        expect(requests(journal)).toEqual([
          ['Create', undefined],
          ['Update', 'a'],
          ['Delete', 'a'],
        ]);
        expect(journal.events()[2].ResourceProperties.Id).toBe('a');
        await stack.delete();
      });
    },
  },
  {
    statement: 'a failed Create is followed by a Delete of the physical id in the response',
    behaviour: 'custom-resource-failed-create',
    async run(aws) {
      await attempt(aws, async ({ stack, journal, resources }) => {
        expect(await stack.create(resources({ Id: 'a', Fail: 'Create' }))).toBe('ROLLBACK_COMPLETE');

        expect(requests(journal)).toEqual([
          ['Create', undefined],
          ['Delete', 'a'],
        ]);
        await stack.delete();
      });
    },
  },
  {
    statement: 'a failed Update is followed by an Update with the old properties',
    async run(aws) {
      await attempt(aws, async ({ stack, journal, resources }) => {
        await stack.create(resources({ Id: 'a', Version: 'old' }));
        expect(await stack.update(resources({ Id: 'a', Version: 'new', Fail: 'Update' }))).toBe(
          'UPDATE_ROLLBACK_COMPLETE',
        );

        expect(requests(journal)).toEqual([
          ['Create', undefined],
          ['Update', 'a'],
          ['Update', 'a'],
        ]);
        expect(journal.events()[2]).toMatchObject({
          ResourceProperties: { Version: 'old' },
          OldResourceProperties: { Version: 'new' },
        });
        await stack.delete();
      });
    },
  },
  {
    statement: 'a function that does not respond within ServiceTimeout fails the resource',
    async run(aws) {
      await attempt(aws, async ({ stack, journal, resources }) => {
        expect(await stack.create(resources({ Id: 'a', Silent: 'Create', ServiceTimeout: 1 }))).toBe(
          'ROLLBACK_COMPLETE',
        );

        expect(requests(journal)[0]).toEqual(['Create', undefined]);
        await stack.delete();
      });
    },
  },
];
