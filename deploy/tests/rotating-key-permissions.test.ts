import { GetPolicyCommand, InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { GetSecretValueCommand, RotateSecretCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { beforeAllWithFreshAws } from './fresh-aws';
import { onDay, setOptions } from '../conformance/support/options';
import { refusal } from '../conformance/support/refusal';
import { keyTemplate, KeyTemplate, RotatingKey } from '../conformance/support/rotating-key';
import { newSecret } from '../conformance/support/secrets';
import { Resources } from '../conformance/support/stacks';
import { identity, Key, newKey, newUser } from '../conformance/support/users';
import { EmbeddedAws } from '../embedded-aws';

/** Denied calls are tried again until the end of the run, as a new role spreads: so a run is short here. */
const SHORT = { functionTimeout: 37, maxCreateTime: 6, serviceTimeout: 1 };

/** Where the life of a key fails without an action of the function's role. */
const FAILS_IN = {
  'iam:ListAccessKeys': 'creation',
  'iam:CreateAccessKey': 'creation',
  'iam:UpdateAccessKey': 'deactivation',
  'iam:DeleteAccessKey': 'deletion',
  'iam:GetAccessKeyLastUsed': 'deactivation',
  'iam:GetUser': 'creation',
  'secretsmanager:DescribeSecret': 'creation',
  'secretsmanager:GetSecretValue': 'creation',
  'secretsmanager:PutSecretValue': 'creation',
  'secretsmanager:UpdateSecretVersionStage': 'creation',
  'secretsmanager:TagResource': 'creation',
  'secretsmanager:UntagResource': 'creation',
  'secretsmanager:RotateSecret': 'rotation',
};

/** What the emulator does without a permission: it writes the function's log. */
const NOT_ENFORCED = ['lambda:InvokeFunction', 'logs:CreateLogStream', 'logs:PutLogEvents'];

let aws: EmbeddedAws;

beforeAllWithFreshAws((fresh) => {
  aws = fresh;
});

interface Statement {
  Action: string | string[];
  readonly Resource: unknown;
}

/** The statements of the function's role. */
function statementsOf({ resources, idOf }: KeyTemplate): Statement[] {
  const propertiesOf = (path: string) => resources[idOf(path)].Properties as any;
  return propertiesOf('Key/Policy/Resource').PolicyDocument.Statement;
}

function actionsOf(template: KeyTemplate): string[] {
  return statementsOf(template).flatMap(({ Action }) => Action);
}

function without(action: string) {
  return (template: KeyTemplate): KeyTemplate => {
    statementsOf(template).forEach((statement) => {
      statement.Action = [statement.Action].flat().filter((other) => other !== action);
    });
    return template;
  };
}

/** One key's life, and where it failed. The user is not the stack's, so that keys that are left would be seen. */
interface Life {
  readonly key: RotatingKey;
  readonly adopted: string;
  first?: Key;
  second?: Key;
  failedIn?: string;
  reason?: string;
}

interface Stage {
  readonly name: string;
  readonly day: number;
  readonly live: (life: Life, taken?: string) => Promise<void>;
}

const STAGES: Stage[] = [
  {
    name: 'creation',
    day: 0,
    live: async (life, taken) => {
      expect(
        await life.key.create({ adopted: life.adopted, ...SHORT }, taken === undefined ? undefined : without(taken)),
      ).toBe('CREATE_COMPLETE');
      life.first = await life.key.current();
      expect(await identity(aws, life.first)).toContain(life.adopted);
    },
  },
  {
    name: 'rotation',
    day: 61.1,
    live: async (life) => {
      expect(await life.key.tick()).toBe('');
      life.second = await life.key.next(life.first!);
    },
  },
  {
    name: 'overlap',
    day: 61.2,
    live: async ({ key, first, second }) => {
      expect(await key.tick()).toBe('');
      expect(await key.keys()).toEqual([
        [first!.accessKeyId, 'Active'],
        [second!.accessKeyId, 'Active'],
      ]);
    },
  },
  {
    name: 'gate',
    day: 80,
    live: async ({ key, first, adopted }) => {
      expect(await identity(aws, first!)).toContain(adopted);
      expect(await key.tick()).toBe('');
      expect(await identity(aws, first!)).toContain(adopted);
    },
  },
  {
    name: 'deactivation',
    day: 87.5,
    live: async ({ key, first, second }) => {
      expect(await key.tick()).toBe('');
      expect(await key.keys()).toEqual([
        [first!.accessKeyId, 'Inactive'],
        [second!.accessKeyId, 'Active'],
      ]);
    },
  },
  {
    name: 'deletion',
    day: 95,
    live: async ({ key, second }) => {
      expect(await key.tick()).toBe('');
      expect(await key.keys()).toEqual([[second!.accessKeyId, 'Active']]);
    },
  },
  {
    name: 'purge',
    day: 95.1,
    live: async ({ key, first }) => {
      expect(await key.tick()).toBe('');
      expect(await key.labels()).not.toContain(`key.${first!.accessKeyId}`);
    },
  },
  {
    name: 'destruction',
    day: 96,
    live: async ({ key }) => {
      expect(await key.delete()).toBe('DELETE_COMPLETE');
      expect(await key.keys()).toEqual([]);
    },
  },
];

describe('the role of the function', () => {
  const lives = new Map<string | undefined, Life>();

  // The lives go side by side: they share the account's clock, and most of the time is waiting for what is denied.
  beforeAll(async () => {
    for (const taken of [undefined, ...Object.keys(FAILS_IN)]) {
      const adopted = await newUser(aws);
      lives.set(taken, { adopted, key: new RotatingKey(aws) });
    }
    for (const { name, day, live } of STAGES) {
      await onDay(aws, day);
      await Promise.all(
        [...lives]
          .filter(([, { failedIn }]) => failedIn === undefined)
          .map(async ([taken, life]) => {
            try {
              await live(life, taken);
            } catch (error) {
              life.failedIn = name;
              life.reason = (error as Error).message;
            }
          }),
      );
    }
    await setOptions(aws, {});
  }, 120_000);

  test('has the actions of this table and no other', () => {
    expect(actionsOf(keyTemplate()).sort()).toEqual([...Object.keys(FAILS_IN), ...NOT_ENFORCED].sort());
  });

  test('names no other resource than the user, the secret, the log group and the function itself', () => {
    const template = keyTemplate();
    const named = new Set(statementsOf(template).map(({ Resource }) => JSON.stringify(Resource)));

    expect([...named].map((resource) => JSON.parse(resource))).toEqual([
      { 'Fn::GetAtt': [template.idOf('Alice/Resource'), 'Arn'] },
      { Ref: template.idOf('Key/Secret/Resource') },
      { 'Fn::GetAtt': [template.idOf('Key/LogGroup/Resource'), 'Arn'] },
      { 'Fn::GetAtt': [template.idOf('Key/Function/Resource'), 'Arn'] },
    ]);
  });

  test('suffices for the whole life of a key', () => {
    const { failedIn, reason } = lives.get(undefined)!;

    expect({ failedIn, reason }).toEqual({ failedIn: undefined, reason: undefined });
  });

  test.each(Object.entries(FAILS_IN))('is needed: without %s the %s fails', async (taken, stage) => {
    const { failedIn, key } = lives.get(taken)!;

    expect(failedIn).toBe(stage);
    // What failed half way is gone.
    expect(stage === 'creation' ? await key.keys() : []).toEqual([]);
  });
});

describe('with the role of the function', () => {
  let key: RotatingKey;
  let probe: (service: string, command: string, input: object) => Promise<string>;

  beforeAll(async () => {
    key = await RotatingKey.deploy(aws, {}, (template) => ({
      ...template,
      resources: { ...template.resources, ...probeResources(template) },
    }));
    const functionName = await key.stack.physicalId('Probe');
    probe = async (service, command, input) => {
      const request = { FunctionName: functionName, Payload: JSON.stringify({ service, command, input }) };
      const { Payload } = await lambdaOf().send(new InvokeCommand(request));
      return JSON.parse(Payload!.transformToString());
    };
  });

  test('the own user and secret can be reached, which proves the probe', async () => {
    expect(await probe('iam', 'ListAccessKeysCommand', { UserName: key.user })).toBe('done');
    expect(await probe('secrets-manager', 'DescribeSecretCommand', { SecretId: key.secret })).toBe('done');
  });

  test.each([
    'ListAccessKeys',
    'CreateAccessKey',
    'UpdateAccessKey',
    'DeleteAccessKey',
    'GetUser',
    'GetAccessKeyLastUsed',
  ])('%s is refused for another user', async (action) => {
    const UserName = await newUser(aws);
    const { accessKeyId: AccessKeyId } = await newKey(aws, UserName);

    expect(await probe('iam', `${action}Command`, { UserName, AccessKeyId, Status: 'Inactive' })).toBe('AccessDenied');
  });

  test.each([
    ['DescribeSecret', {}],
    ['GetSecretValue', {}],
    ['PutSecretValue', { SecretString: 'value' }],
    ['UpdateSecretVersionStage', { VersionStage: 'AWSCURRENT' }],
    ['TagResource', { Tags: [] }],
    ['UntagResource', { TagKeys: [] }],
    ['RotateSecret', {}],
  ])('%s is refused for another secret', async (action, input) => {
    const SecretId = await newSecret(aws, 'value');

    expect(await probe('secrets-manager', `${action}Command`, { SecretId, ...input })).toBe('AccessDeniedException');
  });

  test.each([
    ['iam', 'CreateUserCommand', { UserName: 'another' }, 'AccessDenied'],
    ['iam', 'PutUserPolicyCommand', { PolicyName: 'all', PolicyDocument: '{}' }, 'AccessDenied'],
    ['iam', 'DeleteUserCommand', {}, 'AccessDenied'],
    ['secrets-manager', 'DeleteSecretCommand', {}, 'AccessDeniedException'],
    ['secrets-manager', 'PutResourcePolicyCommand', { ResourcePolicy: '{}' }, 'AccessDeniedException'],
  ])('%s %s is refused for the own user and secret', async (service, command, input, refused) => {
    expect(await probe(service, command, { UserName: key.user, SecretId: key.secret, ...input })).toBe(refused);
  });
});

describe('the function', () => {
  let key: RotatingKey;
  let template: KeyTemplate;

  beforeAll(async () => {
    template = keyTemplate();
    key = await RotatingKey.deploy(aws);
  });

  /** A key of one of the users of the test app. */
  const keyOf = async (path: string) => newKey(aws, await key.stack.physicalId(template.idOf(path)));

  test('is open to Secrets Manager for its secret and to its schedule, and to no other service', async () => {
    const { Policy } = await lambdaOf().send(new GetPolicyCommand({ FunctionName: key.functionName }));
    const statements = JSON.parse(Policy!).Statement.map(
      ({ Sid: _sid, Resource: _resource, ...statement }: any) => statement,
    );

    expect(statements).toHaveLength(2);
    expect(statements).toContainEqual({
      Effect: 'Allow',
      Action: 'lambda:InvokeFunction',
      Principal: { Service: 'secretsmanager.amazonaws.com' },
      Condition: { ArnLike: { 'AWS:SourceArn': key.secret }, StringEquals: { 'AWS:SourceAccount': aws.account } },
    });
    const rule = await key.stack.physicalId(template.idOf('Key/ScheduledRun'));
    expect(statements).toContainEqual({
      Effect: 'Allow',
      Action: 'lambda:InvokeFunction',
      Principal: { Service: 'events.amazonaws.com' },
      Condition: { ArnLike: { 'AWS:SourceArn': `arn:aws:events:${aws.region}:${aws.account}:rule/${rule}` } },
    });
  });

  test('refuses a request of another stack, and a step for another secret', async () => {
    const resource = {
      LogicalResourceId: template.idOf('Key/Key/Default'),
      RequestId: 'request',
      ResponseURL: aws.endpoint,
    };
    const StackId = `arn:aws:cloudformation:${aws.region}:${aws.account}:stack/another/0`;

    expect(await key.invoke({ RequestType: 'Delete', StackId, ...resource })).toContain(
      'the request is for another resource, and no response was sent',
    );
    expect(
      await key.invoke({ Step: 'createSecret', SecretId: await newSecret(aws, 'value'), ClientRequestToken: 'token' }),
    ).toContain('the step is for another secret');
    expect(await identity(aws, await key.current())).toContain(key.user);
  });

  test.each([
    ['without grants.revoke', 'Bob/Resource'],
    ['who may only rotate', 'Rotator/Resource'],
  ])('refuses an operator %s', async (_, path) => {
    const { accessKeyId } = await key.current();

    expect(await refusal(invoke(await keyOf(path), key, { revoke: accessKeyId }))).toBe('AccessDeniedException');
  });

  test('refuses the user whose key it is', async () => {
    const current = await key.current();

    expect(await refusal(invoke(current, key, { revoke: current.accessKeyId }))).toBe('AccessDeniedException');
  });

  test('allows only the user to read the own secret', async () => {
    const current = await key.current();
    const read = (credentials: Key) =>
      secretsOfHolder(credentials).send(new GetSecretValueCommand({ SecretId: key.secret }));

    expect(JSON.parse((await read(current)).SecretString!)).toEqual(current);
    expect(await refusal(read(await keyOf('Bob/Resource')))).toBe('AccessDeniedException');
  });

  test('revokes for an operator with grants.revoke: the leaked key is deactivated at once and replaced', async () => {
    // GIVEN
    const leaked = await key.current();

    // WHEN
    const { FunctionError } = await invoke(await keyOf('Operator/Resource'), key, { revoke: leaked.accessKeyId });

    // THEN
    expect(FunctionError).toBeUndefined();
    expect(await identity(aws, leaked)).toBe('InvalidClientTokenId');
    const next = await key.next(leaked);
    expect(await identity(aws, next)).toContain(key.user);
    expect(await key.keys()).toEqual([
      [leaked.accessKeyId, 'Inactive'],
      [next.accessKeyId, 'Active'],
    ]);
  });

  test('rotates only for a principal with grants.rotate', async () => {
    const current = await key.current();
    const rotate = async (path: string) =>
      secretsOfHolder(await keyOf(path)).send(new RotateSecretCommand({ SecretId: key.secret }));

    expect(await refusal(rotate('Operator/Resource'))).toBe('AccessDeniedException');
    await rotate('Rotator/Resource');
    await key.next(current);
  });
});

/** A client of the account's root user, or of a key's holder. The SDK writes into the credentials that it is given. */
function lambdaOf(credentials: Key = aws.clientConfig.credentials): LambdaClient {
  return new LambdaClient({ ...aws.clientConfig, credentials: { ...credentials }, maxAttempts: 1 });
}

function secretsOfHolder(credentials: Key): SecretsManagerClient {
  return new SecretsManagerClient({ ...aws.clientConfig, credentials: { ...credentials }, maxAttempts: 1 });
}

async function invoke(credentials: Key, { functionName }: RotatingKey, event: object) {
  return lambdaOf(credentials).send(new InvokeCommand({ FunctionName: functionName, Payload: JSON.stringify(event) }));
}

/** A function with the role of the key's function, which makes any call, and gives the name of its error. */
function probeResources({ idOf }: KeyTemplate): Resources {
  return {
    Probe: {
      Type: 'AWS::Lambda::Function',
      Properties: {
        Runtime: 'nodejs24.x',
        Handler: 'index.handler',
        Timeout: 30,
        Role: { 'Fn::GetAtt': [idOf('Key/Role/Resource'), 'Arn'] },
        Code: {
          ZipFile: `exports.handler = async ({ service, command, input }) => {
            const sdk = require('@aws-sdk/client-' + service);
            const client = new (service === 'iam' ? sdk.IAMClient : sdk.SecretsManagerClient)({ maxAttempts: 1 });
            return client.send(new sdk[command](input)).then(() => 'done', ({ name }) => name);
          };`,
        },
      },
    },
  };
}
