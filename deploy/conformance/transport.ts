import { PutUserPolicyCommand } from '@aws-sdk/client-iam';
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { Probe } from './probe';
import { refusal } from './support/refusal';
import { newSecret } from './support/secrets';
import { iamOf, newKey, newUser, policy } from './support/users';

export const transportProbes: Probe[] = [
  {
    statement: 'the hop over the loopback counts as TLS where a policy asks for it',
    behaviour: 'tls',
    async run(aws) {
      const secret = await newSecret(aws, 'value');
      const user = await newUser(aws);
      await iamOf(aws).send(
        new PutUserPolicyCommand({
          UserName: user,
          PolicyName: 'tls',
          PolicyDocument: policy([
            { Effect: 'Allow', Action: 'secretsmanager:GetSecretValue', Resource: secret },
            { Effect: 'Deny', Action: '*', Resource: '*', Condition: { Bool: { 'aws:SecureTransport': 'false' } } },
          ]),
        }),
      );
      const client = new SecretsManagerClient({
        ...aws.clientConfig,
        credentials: await newKey(aws, user),
        maxAttempts: 1,
      });

      expect(await refusal(client.send(new GetSecretValueCommand({ SecretId: secret })))).toBe('no error');
    },
  },
];
