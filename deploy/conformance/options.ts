import { CreateAccessKeyCommand, GetAccessKeyLastUsedCommand, ListAccessKeysCommand } from '@aws-sdk/client-iam';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { GetSecretValueCommand, PutSecretValueCommand } from '@aws-sdk/client-secrets-manager';
import { Probe } from './probe';
import { smtpLogin } from './ses-smtp';
import { LOGGED_IN, MailClient } from '../mail-client';
import { functionResources, withJournal } from './support/functions';
import { withOptions } from './support/options';
import { refusal } from './support/refusal';
import { newSecret, secretsOf, stagesOf } from './support/secrets';
import { TestStack } from './support/stacks';
import { until } from './support/until';
import { iamOf, identity, newKey, newUser } from './support/users';

const CREATE_KEY = `
  const sdk = require('@aws-sdk/client-iam');
  await new sdk.IAMClient({ maxAttempts: 1 }).send(new sdk.CreateAccessKeyCommand({ UserName: event.user }));
  require('node:fs').appendFileSync(process.env.JOURNAL, '"made"\\n');`;

const TELL_TIME =
  "require('node:fs').appendFileSync(process.env.JOURNAL, JSON.stringify({ now: new Date().toISOString(), " +
  "then: new Date(0).getTime() }) + '\\n');";

/** A year, so that no slow machine can be the cause of the difference. */
const YEAR_S = 365 * 24 * 3600;

/** Long enough that every call of a probe falls into it, however slow the machine. */
const LONG = 3600;

const PAUSE_MS = 5_000;
const PAUSE = `
  const start = performance.now();
  await require('node:timers/promises').setTimeout(${PAUSE_MS});
  require('node:fs').appendFileSync(process.env.JOURNAL, JSON.stringify({ ms: performance.now() - start }) + '\\n');
`;

/** These share the account's options, so they run one after another. */
export const optionProbes: Probe[] = [
  {
    statement: 'GET returns the options, and changes none',
    async run(aws) {
      await withOptions(aws, { secondsAhead: 7, throttle: { CreateUser: 2 } }, async () => {
        const read = async () => (await fetch(`${aws.endpoint}/_embedded_aws/options`)).json();

        expect(await read()).toMatchObject({ secondsAhead: 7, throttle: { CreateUser: 2 } });
        expect(await read()).toMatchObject({ secondsAhead: 7, throttle: { CreateUser: 2 } });
        expect((await fetch(`${aws.endpoint}/_embedded_aws/options`, { method: 'DELETE' })).status).toBe(405);
      });
    },
  },
  {
    statement: 'newKeySeconds: a new key is unknown for a while, then known',
    behaviour: 'eventual-consistency',
    async run(aws) {
      const user = await newUser(aws);
      const key = await newKey(aws, user);
      await withOptions(aws, { newKeySeconds: LONG }, async () => {
        expect(await identity(aws, key)).toMatch(/InvalidClientTokenId/);
      });
      expect(await identity(aws, key)).toContain(user);
    },
  },
  {
    statement: 'newKeySeconds: a new key is unknown to SMTP for a while, then known',
    behaviour: 'eventual-consistency',
    async run(aws) {
      const client = new MailClient(aws.smtp, smtpLogin(await newKey(aws, await newUser(aws))));
      await withOptions(aws, { newKeySeconds: LONG }, async () => {
        expect(await client.logIn()).toMatch(/^535 /);
      });
      expect(await client.logIn()).toBe(LOGGED_IN);
    },
  },
  {
    statement: 'staleListSeconds: a list of keys says what was true a while ago',
    behaviour: 'eventual-consistency',
    async run(aws) {
      const user = await newUser(aws);
      const listed = async () =>
        (await iamOf(aws).send(new ListAccessKeysCommand({ UserName: user }))).AccessKeyMetadata!.length;
      await newKey(aws, user);
      await withOptions(aws, { staleListSeconds: LONG }, async () => {
        expect(await listed()).toBe(0);
      });
      expect(await listed()).toBe(1);
    },
  },
  {
    statement: 'secondsAhead: keys, their uses, values of secrets and the clock of functions are dated ahead',
    behaviour: 'clock-ahead',
    async run(aws) {
      const nextYear = new Date(Date.now() + YEAR_S * 1000).getUTCFullYear();
      await withJournal(async (journal) => {
        const stack = new TestStack(aws);
        await stack.create(functionResources(journal, TELL_TIME));
        const FunctionName = await stack.physicalId('Function');
        await withOptions(aws, { secondsAhead: YEAR_S }, async () => {
          const user = await newUser(aws);
          const key = await newKey(aws, user);
          await identity(aws, key);
          const { AccessKeyMetadata } = await iamOf(aws).send(new ListAccessKeysCommand({ UserName: user }));
          const { AccessKeyLastUsed } = await iamOf(aws).send(
            new GetAccessKeyLastUsedCommand({ AccessKeyId: key.accessKeyId }),
          );
          const { CreatedDate } = await secretsOf(aws).send(
            new GetSecretValueCommand({ SecretId: await newSecret(aws, 'value') }),
          );
          await new LambdaClient({ ...aws.clientConfig, maxAttempts: 1 }).send(
            new InvokeCommand({ FunctionName, Payload: '{}' }),
          );

          expect(
            [AccessKeyMetadata![0].CreateDate!, AccessKeyLastUsed!.LastUsedDate!, CreatedDate!].map((date) =>
              date.getUTCFullYear(),
            ),
          ).toEqual([nextYear, nextYear, nextYear]);
          expect(journal.events().at(-1)).toEqual({ now: expect.stringContaining(`${nextYear}-`), then: 0 });
        });
        await stack.delete();
      });
    },
  },
  {
    statement: 'pauses: so much of a pause of a function passes',
    behaviour: 'clock-ahead',
    async run(aws) {
      await withJournal(async (journal) => {
        const stack = new TestStack(aws);
        await stack.create(functionResources(journal, PAUSE));
        const FunctionName = await stack.physicalId('Function');
        await withOptions(aws, { pauses: 0.01 }, async () => {
          await new LambdaClient({ ...aws.clientConfig, maxAttempts: 1 }).send(
            new InvokeCommand({ FunctionName, Payload: '{}' }),
          );

          expect(journal.events().at(-1).ms).toBeLessThan(PAUSE_MS / 2);
        });
        await stack.delete();
      });
    },
  },
  {
    statement: 'throttle: so many calls are refused without effect, the next succeeds',
    async run(aws) {
      const user = await newUser(aws);
      const create = () => refusal(iamOf(aws).send(new CreateAccessKeyCommand({ UserName: user })));
      await withOptions(aws, { throttle: { CreateAccessKey: 2 } }, async () => {
        expect([await create(), await create(), await create()]).toEqual(['Throttling', 'Throttling', 'no error']);
        expect((await iamOf(aws).send(new ListAccessKeysCommand({ UserName: user }))).AccessKeyMetadata).toHaveLength(
          1,
        );
      });
    },
  },
  {
    statement: 'loseAnswer: the call takes effect, and its caller sees an error',
    async run(aws) {
      const user = await newUser(aws);
      const secret = await newSecret(aws, 'old');
      await withOptions(aws, { loseAnswer: { CreateAccessKey: 1, PutSecretValue: 1 } }, async () => {
        expect(await refusal(iamOf(aws).send(new CreateAccessKeyCommand({ UserName: user })))).toBe('InternalFailure');
        expect(
          await refusal(secretsOf(aws).send(new PutSecretValueCommand({ SecretId: secret, SecretString: 'new' }))),
        ).toBe('InternalFailure');
      });
      expect((await iamOf(aws).send(new ListAccessKeysCommand({ UserName: user }))).AccessKeyMetadata).toHaveLength(1);
      await until(
        'the new version',
        () => stagesOf(aws, secret),
        (stages) => Object.keys(stages).length === 2,
      );
    },
  },
  {
    statement: 'killCaller: the call takes effect, and the function that made it dies before it knows',
    async run(aws) {
      const user = await newUser(aws);
      await withJournal(async (journal) => {
        const stack = new TestStack(aws);
        await stack.create(
          functionResources(journal, CREATE_KEY, [{ Effect: 'Allow', Action: 'iam:CreateAccessKey', Resource: '*' }]),
        );
        const FunctionName = await stack.physicalId('Function');
        const invoke = () =>
          new LambdaClient({ ...aws.clientConfig, maxAttempts: 1 }).send(
            new InvokeCommand({ FunctionName, Payload: JSON.stringify({ user }) }),
          );
        await withOptions(aws, { killCaller: { CreateAccessKey: 1 } }, async () => {
          expect((await invoke()).FunctionError).toBeDefined();
        });
        expect(journal.events()).toEqual([expect.objectContaining({ user })]);
        expect((await iamOf(aws).send(new ListAccessKeysCommand({ UserName: user }))).AccessKeyMetadata).toHaveLength(
          1,
        );

        expect((await invoke()).FunctionError).toBeUndefined();
        expect(journal.events().at(-1)).toBe('made');
        await stack.delete();
      });
    },
  },
  {
    statement: 'an unknown option is refused, and so cannot be believed in',
    async run(aws) {
      const response = await fetch(`${aws.endpoint}/_embedded_aws/options`, {
        method: 'PUT',
        body: JSON.stringify({ throtle: {} }),
      });
      expect([response.status, await response.text()]).toEqual([400, 'no such option: throtle']);
    },
  },
];
