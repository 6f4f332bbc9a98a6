import { App, aws_iam as iam, aws_kms as kms, aws_secretsmanager as secretsmanager, Stack } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { RotatingAccessKey } from 'cdk-iam-access-key';

/** Resources and stacks that read a key which is created with them. */

/** A resource of the same stack takes a field of the secret. It stands before the key in the template. */
function copyOfId(scope: Construct, makeKey: () => RotatingAccessKey): void {
  const client = new Construct(scope, 'Client');
  new secretsmanager.Secret(client, 'Copy', { secretStringValue: makeKey().secret.secretValueFromJson('accessKeyId') });
}

export function readOfNewSecret(this: Stack): void {
  copyOfId(this, () => new RotatingAccessKey(this, 'Key', { user: new iam.User(this, 'User') }));
}

export function readOfGivenSecret(this: Stack): void {
  const secret = new secretsmanager.Secret(this, 'Given');
  (secret.node.defaultChild as secretsmanager.CfnSecret).addPropertyDeletionOverride('GenerateSecretString');
  copyOfId(this, () => new RotatingAccessKey(this, 'Key', { user: new iam.User(this, 'User'), secret }));
}

/** A key that a key of its stack encrypts, and a user of another stack who reads it. */
export function stacksOfKeyAndReader(app: App): { readonly keys: Stack; readonly readers: Stack } {
  const [keys, readers] = ['Keys', 'Readers'].map((id) => new Stack(app, id));
  const encryptionKey = new kms.Key(keys, 'EncryptionKey');
  const key = new RotatingAccessKey(keys, 'Key', { user: new iam.User(keys, 'User'), encryptionKey });
  key.grants.read(new iam.User(readers, 'Reading'));
  return { keys, readers };
}
