import { CreateRoleCommand, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import { Probe } from './probe';
import { EmbeddedAws } from '../embedded-aws';
import { refusal } from './support/refusal';
import { newSecret } from './support/secrets';
import { unique } from './support/unique';
import { iamOf, Key, newKey, newUser, policy, Statement } from './support/users';

const READ = 'secretsmanager:GetSecretValue';

/** Reads a secret as a principal, and returns the outcome. */
async function read(aws: EmbeddedAws, credentials: Key & { sessionToken?: string }, SecretId: string): Promise<string> {
  const client = new SecretsManagerClient({ ...aws.clientConfig, credentials, maxAttempts: 1 });
  return refusal(client.send(new GetSecretValueCommand({ SecretId })));
}

async function roleCredentials(aws: EmbeddedAws, ...statements: Statement[]): Promise<Key & { sessionToken: string }> {
  const RoleName = unique('role');
  const user = await newUser(aws, { Effect: 'Allow', Action: 'sts:AssumeRole', Resource: '*' });
  const { Role } = await iamOf(aws).send(
    new CreateRoleCommand({
      RoleName,
      AssumeRolePolicyDocument: policy([
        { Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${aws.account}:user/${user}` }, Action: 'sts:AssumeRole' },
      ]),
    }),
  );
  await iamOf(aws).send(
    new PutRolePolicyCommand({ RoleName, PolicyName: 'policy', PolicyDocument: policy(statements) }),
  );
  const sts = new STSClient({ ...aws.clientConfig, credentials: await newKey(aws, user) });
  const { Credentials } = await sts.send(new AssumeRoleCommand({ RoleArn: Role!.Arn!, RoleSessionName: 'probe' }));
  return {
    accessKeyId: Credentials!.AccessKeyId!,
    secretAccessKey: Credentials!.SecretAccessKey!,
    sessionToken: Credentials!.SessionToken!,
  };
}

async function userCredentials(aws: EmbeddedAws, ...statements: Statement[]): Promise<Key> {
  return newKey(aws, await newUser(aws, ...statements));
}

/** The same three statements hold for users and for roles. */
function probesFor(
  who: string,
  credentialsOf: (aws: EmbeddedAws, ...statements: Statement[]) => Promise<Key>,
): Probe[] {
  return [
    {
      statement: `${who} without a policy may do nothing`,
      async run(aws) {
        const unrelated: Statement = { Effect: 'Allow', Action: 's3:ListAllMyBuckets', Resource: '*' };
        expect(await read(aws, await credentialsOf(aws, unrelated), await newSecret(aws, 'value'))).toBe(
          'AccessDeniedException',
        );
      },
    },
    {
      statement: `${who} may do what a policy allows on an ARN, and not on another`,
      async run(aws) {
        const [mine, other] = [await newSecret(aws, 'mine'), await newSecret(aws, 'other')];
        const credentials = await credentialsOf(aws, { Effect: 'Allow', Action: READ, Resource: mine });

        expect(await read(aws, credentials, mine)).toBe('no error');
        expect(await read(aws, credentials, other)).toBe('AccessDeniedException');
      },
    },
    {
      statement: `an explicit Deny for ${who} wins over every Allow`,
      async run(aws) {
        const secret = await newSecret(aws, 'value');
        const credentials = await credentialsOf(
          aws,
          { Effect: 'Allow', Action: 'secretsmanager:*', Resource: '*' },
          { Effect: 'Deny', Action: READ, Resource: secret },
        );

        expect(await read(aws, credentials, secret)).toBe('AccessDeniedException');
        expect(await read(aws, credentials, await newSecret(aws, 'other'))).toBe('no error');
      },
    },
  ];
}

export const policyProbes: Probe[] = [...probesFor('a user', userCredentials), ...probesFor('a role', roleCredentials)];
