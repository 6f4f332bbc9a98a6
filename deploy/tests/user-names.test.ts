import { CreateUserCommand } from '@aws-sdk/client-iam';
import { beforeAllWithFreshAws } from './fresh-aws';
import { SesSmtpDeployment } from './ses-smtp-deployment';
import { onDay } from '../conformance/support/options';
import { RotatingKey } from '../conformance/support/rotating-key';
import { iamOf, identity, Key } from '../conformance/support/users';
import { EmbeddedAws } from '../embedded-aws';
import { LOGGED_IN, REFUSED } from '../mail-client';

/**
 * IAM takes names of 1 to 64 of these characters:
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateUser.html
 */
const NAMES = ['_dev', 'a', 'longest.'.repeat(8), 'a+b=c,d.e@f-g_h'];

let aws: EmbeddedAws;

beforeAllWithFreshAws((fresh) => {
  aws = fresh;
});

async function newUser(UserName: string): Promise<string> {
  await iamOf(aws).send(new CreateUserCommand({ UserName }));
  return UserName;
}

test.each(NAMES)('a RotatingAccessKey of the user %s is created, rotated and deleted', async (name) => {
  // GIVEN
  await onDay(aws, 0);
  const user = await newUser(name);
  const arnOf = (key: Key) => identity(aws, key);

  // WHEN
  const key = await RotatingKey.deploy(aws, { adopted: user });
  const first = await key.current();
  await key.rotate();
  const second = await key.next(first);

  // THEN
  const arn = `arn:aws:iam::${aws.account}:user/${name}`;
  expect([await arnOf(first), await arnOf(second)]).toEqual([arn, arn]);
  expect(second).toMatchObject({ userName: name });
  expect(await key.keys()).toEqual([
    [first.accessKeyId, 'Active'],
    [second.accessKeyId, 'Active'],
  ]);

  // WHEN
  expect(await key.delete()).toBe('DELETE_COMPLETE');

  // THEN
  expect(await key.keys()).toEqual([]);
  expect([await arnOf(first), await arnOf(second)]).toEqual(['InvalidClientTokenId', 'InvalidClientTokenId']);
});

test('a RotatingAccessKey of a user with a path is created, rotated, revoked and deleted', async () => {
  // GIVEN
  await onDay(aws, 0);
  const { User } = await iamOf(aws).send(new CreateUserCommand({ UserName: 'mailer', Path: '/team/mail/' }));
  const { Arn } = User!;

  // WHEN
  const key = await RotatingKey.deploy(aws, { adopted: Arn! });
  const first = await key.current();
  await key.rotate();
  const second = await key.next(first);
  await key.revoke(second.accessKeyId);
  const third = await key.next(second);
  await key.tick();

  // THEN
  expect(Arn).toBe(`arn:aws:iam::${aws.account}:user/team/mail/mailer`);
  expect(await identity(aws, third)).toBe(Arn);
  expect(await key.delete()).toBe('DELETE_COMPLETE');
  expect(await key.keys()).toEqual([]);
});

test.each(NAMES)('SesSmtpCredentials of the user %s are created, rotated and deleted', async (name) => {
  // GIVEN
  await onDay(aws, 0);
  const user = await newUser(`${name.slice(0, 63)}2`);

  // WHEN
  const smtp = await SesSmtpDeployment.deploy(aws, { adopted: user });
  const first = await smtp.current();
  await smtp.key.rotate();
  const second = await smtp.next(first);

  // THEN
  const logIns = () => Promise.all([first, second].map((credentials) => smtp.client(credentials).logIn()));
  expect(await logIns()).toEqual([LOGGED_IN, LOGGED_IN]);

  // WHEN
  expect(await smtp.key.delete()).toBe('DELETE_COMPLETE');

  // THEN
  expect(await smtp.key.keys()).toEqual([]);
  expect(await logIns()).toEqual([REFUSED, REFUSED]);
});
