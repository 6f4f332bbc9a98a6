import { documentedAttachments, removeAsDocumented } from './documented-commands';
import { beforeAllWithFreshAws } from './fresh-aws';
import { SesSmtpDeployment } from './ses-smtp-deployment';
import { Account } from '../account';
import { Attachment, ATTACHMENTS } from '../conformance/support/attachments';
import { iamOf, newKey } from '../conformance/support/users';
import { EmbeddedAws } from '../embedded-aws';
import { REFUSED } from '../mail-client';

/** "The user of a stack cannot be deleted" of docs/operations.md. */
const DOCUMENTED = documentedAttachments();

const KEY: Attachment = {
  name: 'an unmanaged key',
  refusal: 'Cannot delete entity, must delete access keys first.',
  attach: () => Promise.reject(new Error('newKey attaches it')),
};

let aws: EmbeddedAws;
let account: Account;

beforeAllWithFreshAws((fresh) => {
  aws = fresh;
  account = new Account(aws);
});

/** Why CloudFormation could not delete the user at last. */
async function reasonOf({ key }: SesSmtpDeployment): Promise<string | undefined> {
  const events = await key.stack.events();
  const failed = events.find(
    ({ ResourceType, ResourceStatus }) => ResourceType === 'AWS::IAM::User' && ResourceStatus === 'DELETE_FAILED',
  );
  return failed?.ResourceStatusReason;
}

/** The responses of functions to CloudFormation. */
function answersIn(log: string): string {
  return log
    .split('\n')
    .filter((line) => line.includes('response of a custom resource'))
    .join('\n');
}

test('docs/operations.md quotes the message of IAM for each attachment', () => {
  const described = ({ name, refusal }: { name: string; refusal: string }) => `${name}: ${refusal}`;

  expect(DOCUMENTED.map(described).sort()).toEqual([...ATTACHMENTS, KEY].map(described).sort());
});

test.each(ATTACHMENTS)(
  'a stack whose user has $name deletes its keys, names the reason why the user remains, and is deleted as documented',
  async ({ name, refusal, attach }) => {
    // GIVEN
    const smtp = await SesSmtpDeployment.deploy(aws);
    const credentials = await smtp.current();
    await attach(iamOf(aws), smtp.key.user);

    // WHEN
    expect(await smtp.key.delete()).toBe('DELETE_FAILED');

    // THEN
    expect(await smtp.key.keys()).toEqual([]);
    expect(await smtp.client(credentials).logIn()).toBe(REFUSED);
    expect(await reasonOf(smtp)).toContain(refusal);

    // WHEN
    await removeAsDocumented(
      aws,
      smtp.key.user,
      DOCUMENTED.find((row) => row.name === name)!,
    );
    expect(await smtp.key.delete()).toBe('DELETE_COMPLETE');

    // THEN
    expect(await account.userNames()).not.toContain(smtp.key.user);
  },
);

test('a stack whose user has all attachments is deleted as documented, message by message', async () => {
  // GIVEN
  const smtp = await SesSmtpDeployment.deploy(aws);
  for (const { attach } of ATTACHMENTS) {
    await attach(iamOf(aws), smtp.key.user);
  }
  const reasons: string[] = [];

  // WHEN
  while ((await smtp.key.delete()) === 'DELETE_FAILED') {
    const reason = (await reasonOf(smtp))!;
    expect(reasons).not.toContain(reason);
    reasons.push(reason);
    for (const row of DOCUMENTED.filter(({ refusal }) => reason.includes(refusal))) {
      await removeAsDocumented(aws, smtp.key.user, row);
    }
  }

  // THEN
  expect(reasons).toHaveLength(new Set(ATTACHMENTS.map(({ refusal }) => refusal)).size);
  expect(await account.userNames()).not.toContain(smtp.key.user);
});

test(
  'a stack whose user has an unmanaged key deletes the managed keys alone, names the other one, and is ' +
    'deleted as documented',
  async () => {
    // GIVEN
    const smtp = await SesSmtpDeployment.deploy(aws);
    const unmanaged = await newKey(aws, smtp.key.user);

    // WHEN
    const status = await smtp.key.delete();

    // THEN
    expect(status).toBe('DELETE_FAILED');
    expect(await smtp.key.keys()).toEqual([[unmanaged.accessKeyId, 'Active']]);
    expect(answersIn(aws.log())).toContain(unmanaged.accessKeyId);
    expect(await reasonOf(smtp)).toContain(KEY.refusal);

    // WHEN
    await removeAsDocumented(
      aws,
      smtp.key.user,
      DOCUMENTED.find(({ name }) => name === KEY.name)!,
    );

    // THEN
    expect(await smtp.key.delete()).toBe('DELETE_COMPLETE');
  },
);
