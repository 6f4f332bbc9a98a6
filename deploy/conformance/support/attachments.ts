import {
  AddUserToGroupCommand,
  AttachUserPolicyCommand,
  CreateGroupCommand,
  CreateLoginProfileCommand,
  CreateServiceSpecificCredentialCommand,
  CreateVirtualMFADeviceCommand,
  EnableMFADeviceCommand,
  IAMClient,
  PutUserPolicyCommand,
  UploadSigningCertificateCommand,
  UploadSSHPublicKeyCommand,
} from '@aws-sdk/client-iam';
import { unique } from './unique';
import { policy } from './users';

/** The policy that AWS attaches to a user whose key is found in public. */
export const QUARANTINE = 'arn:aws:iam::aws:policy/AWSCompromisedKeyQuarantineV3';

/** An attachment of a user, and IAM's message to a principal that deletes the user. */
export interface Attachment {
  readonly name: string;
  readonly refusal: string;
  attach(iam: IAMClient, UserName: string): Promise<unknown>;
}

/** In the order in which IAM of the emulator complains. On AWS, that order is not documented. */
export const ATTACHMENTS: readonly Attachment[] = [
  {
    name: 'a group membership',
    refusal: 'Cannot delete entity, must remove users from group first.',
    async attach(iam, UserName) {
      const GroupName = unique('group');
      await iam.send(new CreateGroupCommand({ GroupName }));
      await iam.send(new AddUserToGroupCommand({ UserName, GroupName }));
    },
  },
  {
    name: 'a managed policy',
    refusal: 'Cannot delete entity, must detach all policies first.',
    attach: (iam, UserName) => iam.send(new AttachUserPolicyCommand({ UserName, PolicyArn: QUARANTINE })),
  },
  {
    name: 'an inline policy',
    refusal: 'Cannot delete entity, must delete policies first.',
    attach: (iam, UserName) =>
      iam.send(
        new PutUserPolicyCommand({
          UserName,
          PolicyName: 'by-hand',
          PolicyDocument: policy([{ Effect: 'Deny', Action: 'ses:SendRawEmail', Resource: '*' }]),
        }),
      ),
  },
  {
    name: 'a password',
    refusal: 'Cannot delete entity, must delete login profile first.',
    attach: (iam, UserName) =>
      iam.send(new CreateLoginProfileCommand({ UserName, Password: 'never-used-by-anybody-1' })),
  },
  {
    name: 'an MFA device',
    refusal: 'Cannot delete entity, must delete MFA device first.',
    async attach(iam, UserName) {
      const { VirtualMFADevice } = await iam.send(
        new CreateVirtualMFADeviceCommand({ VirtualMFADeviceName: unique('device') }),
      );
      const { SerialNumber } = VirtualMFADevice!;
      await iam.send(
        new EnableMFADeviceCommand({
          UserName,
          SerialNumber,
          AuthenticationCode1: '123456',
          AuthenticationCode2: '234567',
        }),
      );
    },
  },
  {
    name: 'a signing certificate',
    refusal: 'Cannot delete entity, must delete certificates first.',
    attach: (iam, UserName) =>
      iam.send(new UploadSigningCertificateCommand({ UserName, CertificateBody: '-----BEGIN CERTIFICATE-----' })),
  },
  {
    name: 'an SSH public key',
    refusal: 'Cannot delete entity, must remove referenced objects first.',
    attach: (iam, UserName) => iam.send(new UploadSSHPublicKeyCommand({ UserName, SSHPublicKeyBody: 'ssh-rsa AAAA' })),
  },
  {
    name: 'a service-specific credential',
    refusal: 'Cannot delete entity, must remove referenced objects first.',
    attach: (iam, UserName) =>
      iam.send(new CreateServiceSpecificCredentialCommand({ UserName, ServiceName: 'codecommit.amazonaws.com' })),
  },
];
