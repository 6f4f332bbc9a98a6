import { Account } from '../account';
import { beforeAllWithFreshAws } from './fresh-aws';
import { RecordingCdk } from './recording-cdk';
import { onDay } from '../conformance/support/options';
import { RotatingKey } from '../conformance/support/rotating-key';
import { Key } from '../conformance/support/users';
import { EmbeddedAws } from '../embedded-aws';

const STACK = 'rotating';
const REFUSED = 'InvalidClientTokenId';

let aws: EmbeddedAws;
let recording: RecordingCdk;
let account: Account;

beforeAllWithFreshAws(async (fresh) => {
  aws = fresh;
  account = new Account(aws);
  recording = await RecordingCdk.bootstrapped(aws);
});

const APP = [
  '--app',
  'node --import tsx rotating-access-key.ts',
  '--context',
  `case=${STACK}`,
  '--context',
  'scenario={}',
];

test('a key that the CLI deploys works at once, is replaced with an overlap, and leaves nothing when it is destroyed', async () => {
  // WHEN
  const { [STACK]: outputs } = await recording.cdk.deploy(...APP);

  // THEN it works, and the secret is as documented
  const key = await RotatingKey.deployed(aws, STACK);
  const first = await key.current();
  expect(first).toEqual({
    userName: outputs.user,
    accessKeyId: expect.stringMatching(/^AKIA/),
    secretAccessKey: expect.any(String),
  });
  const arn = await account.signIn(first);
  expect(arn).toBe(`arn:aws:iam::${aws.account}:user/${outputs.user}`);
  expect(await key.keys()).toEqual([[first.accessKeyId, 'Active']]);

  // WHEN it is rotated on demand
  await key.rotate();
  const second = await key.next(first);

  // THEN both work
  expect(await account.signIn(first)).toBe(arn);
  expect(await account.signIn(second)).toBe(arn);
  await key.tick();

  // WHEN the overlap is almost over
  await onDay(aws, 13.9);
  await key.tick();

  // THEN both work still
  expect(await account.signIn(first)).toBe(arn);

  // WHEN it is over, and no client has used the replaced key for half of it
  await onDay(aws, 22);
  await key.tick();

  // THEN the replaced key is refused
  expect(await account.signIn(first)).toBe(REFUSED);
  expect(await account.signIn(second)).toBe(arn);

  // WHEN
  const events = await key.events();
  await recording.cdk.destroy(...APP);

  // THEN
  expect(await account.keysOf(outputs.user)).toBeUndefined();
  expect(await account.signIn(second)).toBe(REFUSED);
  expect(Object.keys(await account.stacks())).not.toContain(STACK);
  expect(await account.secretNames()).toEqual([]);

  // THEN no secret access key is in anything that was written, and each of these has been written
  const written = { events, said: recording.said.join('\n'), log: aws.log(), ...recording.files };
  expect(placesOf([first, second], written)).toEqual([]);
  expect(written.events).toContain('Custom::RotatingAccessKey');
  expect(written.log).toContain('response of a custom resource: {"Status": "SUCCESS"');
  expect(written.log).toContain('"rule":"promote-first-key"');
  expect(Object.keys(written)).toContainEqual(expect.stringContaining(`${STACK}.template.json`));
  expect(placesOf([{ ...first, secretAccessKey: 'promote-first-key' }], written)).toContainEqual(
    expect.stringContaining('index.js'),
  );
});

/** Where a secret access key is found. */
function placesOf(keys: readonly Key[], written: Record<string, string>): string[] {
  return Object.keys(written).filter((place) =>
    keys.some(({ secretAccessKey }) => written[place].includes(secretAccessKey)),
  );
}
