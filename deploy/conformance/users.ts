import {
  CreateGroupCommand,
  CreateRoleCommand,
  CreateUserCommand,
  DeleteServiceSpecificCredentialCommand,
  DeleteSigningCertificateCommand,
  DeleteSSHPublicKeyCommand,
  DeleteUserCommand,
  GetGroupCommand,
  GetRoleCommand,
  IAMClient,
  ListAccessKeysCommand,
  ListServiceSpecificCredentialsCommand,
  ListSigningCertificatesCommand,
  ListSSHPublicKeysCommand,
} from '@aws-sdk/client-iam';
import { Probe } from './probe';
import { EmbeddedAws } from '../embedded-aws';
import { ATTACHMENTS } from './support/attachments';
import { refusal as errorOf } from './support/refusal';
import { TestStack } from './support/stacks';
import { unique } from './support/unique';
import { iamOf, newKey, newUser, policy } from './support/users';

function attachment(name: string) {
  return ATTACHMENTS.find((one) => one.name === name)!;
}

/** What IAM says to one who deletes a user. */
async function deletion(iam: IAMClient, UserName: string): Promise<string> {
  try {
    await iam.send(new DeleteUserCommand({ UserName }));
    return 'deleted';
  } catch (error) {
    const { name, message } = error as Error;
    return `${name}: ${message}`;
  }
}

/** A credential of a user is made, listed and deleted; while it is there, the user stays. */
function credentialProbe(
  name: string,
  behaviour: string,
  list: (iam: IAMClient, user: string) => Promise<string[]>,
  remove: (iam: IAMClient, user: string, id: string) => Promise<unknown>,
): Probe {
  return {
    statement: `${name} is made, listed and deleted, and its user cannot be deleted before`,
    behaviour,
    async run(aws) {
      const [iam, user] = [iamOf(aws), await newUser(aws)];
      const { attach, refusal } = attachment(name);
      await attach(iam, user);
      const [id, ...others] = await list(iam, user);

      expect(others).toEqual([]);
      expect(await list(iam, await newUser(aws))).toEqual([]);
      expect(await deletion(iam, user)).toBe(`DeleteConflictException: ${refusal}`);

      await remove(iam, user, id);
      expect(await list(iam, user)).toEqual([]);
      expect(await deletion(iam, user)).toBe('deleted');
    },
  };
}

const NOTHING = { Effect: 'Deny', Action: 'ses:*', Resource: '*' };

async function newUserOfStack(aws: EmbeddedAws): Promise<{ stack: TestStack; user: string }> {
  const [stack, GroupName] = [new TestStack(aws), unique('group')];
  await iamOf(aws).send(new CreateGroupCommand({ GroupName }));
  expect(
    await stack.create({
      User: {
        Type: 'AWS::IAM::User',
        Properties: {
          Groups: [GroupName],
          ManagedPolicyArns: ['arn:aws:iam::aws:policy/ReadOnlyAccess'],
          Policies: [{ PolicyName: 'of-template', PolicyDocument: { Version: '2012-10-17', Statement: [NOTHING] } }],
          LoginProfile: { Password: 'never-used-by-anybody-1' },
        },
      },
    }),
  ).toBe('CREATE_COMPLETE');
  return { stack, user: await stack.physicalId('User') };
}

interface Named {
  readonly arn: string;
  read(client: IAMClient): Promise<unknown>;
}

/** What else has a path, created by its name and path. */
const PATHS: Readonly<Record<'Role' | 'Group', (aws: EmbeddedAws, name: string, Path: string) => Promise<Named>>> = {
  Role: async (aws, RoleName, Path) => {
    const { Role } = await iamOf(aws).send(
      new CreateRoleCommand({ RoleName, Path, AssumeRolePolicyDocument: policy([]) }),
    );
    return { arn: Role!.Arn!, read: (client) => client.send(new GetRoleCommand({ RoleName })) };
  },
  Group: async (aws, GroupName, Path) => {
    const { Group } = await iamOf(aws).send(new CreateGroupCommand({ GroupName, Path }));
    return { arn: Group!.Arn!, read: (client) => client.send(new GetGroupCommand({ GroupName })) };
  },
};

export const userProbes: Probe[] = [
  {
    statement: 'a policy names a user with a path by its ARN, and no other user of the name',
    behaviour: 'iam-path',
    async run(aws) {
      const UserName = unique('user');
      const { User } = await iamOf(aws).send(new CreateUserCommand({ UserName, Path: '/team/' }));
      const allowed = async (Resource: string) => {
        const caller = await newUser(aws, { Effect: 'Allow', Action: 'iam:ListAccessKeys', Resource });
        const client = new IAMClient({ ...aws.clientConfig, credentials: await newKey(aws, caller) });
        return errorOf(client.send(new ListAccessKeysCommand({ UserName })));
      };

      expect(User!.Arn).toBe(`arn:aws:iam::${aws.account}:user/team/${UserName}`);
      expect(await allowed(User!.Arn!)).toBe('no error');
      expect(await allowed(User!.Arn!.replace('/team/', '/'))).toMatch(/AccessDenied/);
    },
  },
  ...(['Role', 'Group'] as const).map((kind): Probe => ({
    statement: `a policy names a ${kind.toLowerCase()} with a path by its ARN`,
    behaviour: 'iam-path',
    async run(aws) {
      const name = unique('named');
      const { arn, read } = await PATHS[kind](aws, name, '/team/');
      const allowed = async (Resource: string) => {
        const caller = await newUser(aws, { Effect: 'Allow', Action: `iam:Get${kind}`, Resource });
        return errorOf(read(new IAMClient({ ...aws.clientConfig, credentials: await newKey(aws, caller) })));
      };

      expect(arn).toBe(`arn:aws:iam::${aws.account}:${kind.toLowerCase()}/team/${name}`);
      expect(await allowed(arn)).toBe('no error');
      expect(await allowed(arn.replace('/team/', '/'))).toMatch(/AccessDenied/);
    },
  })),
  ...['a group membership', 'an inline policy', 'a password', 'an MFA device'].map((name): Probe => ({
    statement: `a user with ${name} cannot be deleted`,
    behaviour: 'user-delete-conflict',
    async run(aws) {
      const [iam, user] = [iamOf(aws), await newUser(aws)];
      await attachment(name).attach(iam, user);

      expect(await deletion(iam, user)).toBe(`DeleteConflictException: ${attachment(name).refusal}`);
    },
  })),
  {
    statement: 'a user with a managed policy cannot be deleted',
    async run(aws) {
      const [iam, user] = [iamOf(aws), await newUser(aws)];
      await attachment('a managed policy').attach(iam, user);

      expect(await deletion(iam, user)).toBe(`DeleteConflictException: ${attachment('a managed policy').refusal}`);
    },
  },
  {
    statement: 'a user with keys cannot be deleted',
    async run(aws) {
      const user = await newUser(aws);
      await newKey(aws, user);

      expect(await deletion(iamOf(aws), user)).toBe(
        'DeleteConflictException: Cannot delete entity, must delete access keys first.',
      );
    },
  },
  credentialProbe(
    'an SSH public key',
    'ssh-public-key',
    async (iam, UserName) =>
      (await iam.send(new ListSSHPublicKeysCommand({ UserName }))).SSHPublicKeys!.map(
        ({ SSHPublicKeyId }) => SSHPublicKeyId!,
      ),
    (iam, UserName, SSHPublicKeyId) => iam.send(new DeleteSSHPublicKeyCommand({ UserName, SSHPublicKeyId })),
  ),
  credentialProbe(
    'a service-specific credential',
    'service-specific-credential',
    async (iam, UserName) =>
      (await iam.send(new ListServiceSpecificCredentialsCommand({ UserName }))).ServiceSpecificCredentials!.map(
        ({ ServiceSpecificCredentialId }) => ServiceSpecificCredentialId!,
      ),
    (iam, UserName, ServiceSpecificCredentialId) =>
      iam.send(new DeleteServiceSpecificCredentialCommand({ UserName, ServiceSpecificCredentialId })),
  ),
  credentialProbe(
    'a signing certificate',
    'signing-certificate',
    async (iam, UserName) =>
      (await iam.send(new ListSigningCertificatesCommand({ UserName }))).Certificates!.map(
        ({ CertificateId }) => CertificateId!,
      ),
    (iam, UserName, CertificateId) => iam.send(new DeleteSigningCertificateCommand({ UserName, CertificateId })),
  ),
  {
    statement: 'CloudFormation deletes a user with all that its template gave',
    async run(aws) {
      const { stack } = await newUserOfStack(aws);

      expect(await stack.delete()).toBe('DELETE_COMPLETE');
    },
  },
  {
    statement: 'CloudFormation does not delete a user with attachments of others, and returns the message of IAM',
    behaviour: 'cloudformation-user-delete',
    async run(aws) {
      const { stack, user } = await newUserOfStack(aws);
      await attachment('a managed policy').attach(iamOf(aws), user);

      expect(await stack.delete()).toBe('DELETE_FAILED');
      const [{ ResourceStatusReason }] = (await stack.events()).filter(
        ({ LogicalResourceId, ResourceStatus }) => LogicalResourceId === 'User' && ResourceStatus === 'DELETE_FAILED',
      );
      expect(ResourceStatusReason).toContain(attachment('a managed policy').refusal);
    },
  },
];
