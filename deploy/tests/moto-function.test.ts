import { GetUserCommand, ListAccessKeysCommand } from '@aws-sdk/client-iam';
import { GetSecretValueCommand, RotateSecretCommand } from '@aws-sdk/client-secrets-manager';
import { keyTemplate } from '../conformance/support/rotating-key';
import { newSecret, secretsOf, versionWith } from '../conformance/support/secrets';
import { identity, iamOf, Key, newUser } from '../conformance/support/users';
import { newMotoFunction } from '../contract/moto-account';
import { scheduleRotation } from '../contract/schedule-rotation';
import { installEmbeddedAws } from '../embedded-aws';
import { installMoto } from '../install-moto';
import { ShippedFunction } from '../moto/shipped-function';
import { MotoServer } from '../moto-server';

/** The first run installs the emulator, whose Node.js runs the function, and moto. */
const INSTALL_MS = 300_000;

let aws: MotoServer;
let user: { readonly name: string; readonly arn: string };
let secret: string;

beforeAll(async () => {
  await installEmbeddedAws(() => undefined);
  await installMoto(() => undefined);
  aws = await MotoServer.start({ keepsRotationFunction: true });
}, INSTALL_MS);

afterAll(() => aws?.stop());

beforeEach(async () => {
  const { User } = await iamOf(aws).send(new GetUserCommand({ UserName: await newUser(aws) }));
  user = { name: User!.UserName!, arn: User!.Arn! };
  secret = await newSecret(aws);
});

const LIFE = "the shipped function creates, rotates, revokes and deletes a key on moto's server";

test(LIFE, () =>
  withFunction(async (shipped) => {
    // WHEN
    const created = await shipped.request('Create');
    // THEN
    const first = await current();
    expect(created).toMatchObject({ Status: 'SUCCESS', PhysicalResourceId: expect.stringMatching(/^Key\//) });
    expect(await keys()).toEqual({ [first.accessKeyId]: 'Active' });
    expect(await identity(aws, first)).toBe(user.arn);

    // WHEN
    // moto refuses to rotate a secret whose current version has AWSPENDING, too. A scheduled run removes that label.
    expect(await shipped.scheduledRun()).toEqual({});
    await scheduleRotation(aws, secret, await newMotoFunction(aws));
    await secretsOf(aws).send(new RotateSecretCommand({ SecretId: secret }));
    await shipped.rotate(await pendingVersion());
    // THEN
    const second = await current();
    expect(second.accessKeyId).not.toBe(first.accessKeyId);
    expect(await keys()).toEqual({ [first.accessKeyId]: 'Active', [second.accessKeyId]: 'Active' });
    expect(await identity(aws, second)).toBe(user.arn);

    // WHEN
    expect(await shipped.scheduledRun()).toEqual({});
    shipped.onDay(15);
    expect(await shipped.scheduledRun()).toEqual({});
    // THEN
    expect(await keys()).toEqual({ [first.accessKeyId]: 'Inactive', [second.accessKeyId]: 'Active' });

    // WHEN
    shipped.onDay(23);
    expect(await shipped.scheduledRun()).toEqual({});
    // THEN
    expect(await keys()).toEqual({ [second.accessKeyId]: 'Active' });

    // WHEN
    expect(await shipped.invoke({ revoke: second.accessKeyId })).toMatchObject({
      response: { revokedAccessKeyId: second.accessKeyId, replacementFollows: true },
    });
    expect(await keys()).toEqual({ [second.accessKeyId]: 'Inactive' });
    await shipped.rotate(await pendingVersion());
    // THEN
    const third = await current();
    expect(await keys()).toEqual({ [second.accessKeyId]: 'Inactive', [third.accessKeyId]: 'Active' });
    expect(await identity(aws, third)).toBe(user.arn);

    // WHEN
    const { Status } = await shipped.request('Delete', created.PhysicalResourceId);
    // THEN
    expect(Status).toBe('SUCCESS');
    expect(await keys()).toEqual({});
  }),
);

/** The function with the policy of a construct. The overlap is 14 days, and the recovery window is 7 days. */
function withFunction(use: (shipped: ShippedFunction) => Promise<void>): Promise<void> {
  const { resources, idOf } = keyTemplate();
  const { Environment }: any = resources[idOf('Key/Function/Resource')].Properties;
  return ShippedFunction.run(aws, { userArn: user.arn, secretArn: secret, policy: Environment.Variables.POLICY }, use);
}

/** What a client reads. It names the label, as moto's default is another version. */
async function current(): Promise<Key> {
  const request = { SecretId: secret, VersionStage: 'AWSCURRENT' };
  const { SecretString } = await secretsOf(aws).send(new GetSecretValueCommand(request));
  return JSON.parse(SecretString!);
}

async function pendingVersion(): Promise<string> {
  return (await versionWith(aws, secret, 'AWSPENDING'))!;
}

/** The status of each key of the user, by its ID. */
async function keys(): Promise<Record<string, string>> {
  const { AccessKeyMetadata } = await iamOf(aws).send(new ListAccessKeysCommand({ UserName: user.name }));
  return Object.fromEntries(AccessKeyMetadata!.map(({ AccessKeyId, Status }) => [AccessKeyId, Status]));
}
