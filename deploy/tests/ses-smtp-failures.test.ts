import { beforeAllWithFreshAws } from './fresh-aws';
import { SesSmtpDeployment } from './ses-smtp-deployment';
import { Account } from '../account';
import { onDay, setOptions } from '../conformance/support/options';
import { versionWith } from '../conformance/support/secrets';
import { until } from '../conformance/support/until';
import { newUser } from '../conformance/support/users';
import { EmbeddedAws } from '../embedded-aws';
import { LOGGED_IN } from '../mail-client';

/** A run that dies is waited for as long as it could create a key, and for its response. */
const SHORT = { maxCreateTime: 3, serviceTimeout: 1 };

/**
 * What the run that has stored a key does until it has written down that AWS accepts it: no other run can test that
 * key.
 */
const CALLS_BEFORE_ACCEPTED = ['PutSecretValue', 'UntagResource', 'GetUser', 'GetCallerIdentity'];

/** When the rotation is a day late, so that a scheduled run requests it. */
const DUE = 61.1;

let aws: EmbeddedAws;

beforeAllWithFreshAws((fresh) => {
  aws = fresh;
});

afterEach(() => setOptions(aws, {}));

/** Has the schedule come four times a day until something holds. Whatever dies, two days must do. */
async function scheduledRunsUntil(smtp: SesSmtpDeployment, holds: () => Promise<boolean>): Promise<void> {
  for (let day = DUE + 0.25; !(await holds()); day += 0.25) {
    expect(day).toBeLessThanOrEqual(DUE + 2);
    await onDay(aws, day);
    expect(await smtp.key.tick()).toBe('');
  }
}

test.each(CALLS_BEFORE_ACCEPTED)(
  'a rotation that dies right after %s never promotes its untested key, and the next scheduled runs repair it',
  async (call) => {
    // GIVEN
    await onDay(aws, 0);
    const smtp = await SesSmtpDeployment.deploy(aws);
    const first = await smtp.current();
    const logged = aws.log().length;

    // WHEN
    await onDay(aws, DUE, { killCaller: { [call]: 1 } });
    expect(await smtp.key.tick()).toBe('');
    await until(
      'the end of the retries',
      async () => aws.log().slice(logged),
      (log) => log.includes('step finishSecret') && log.includes('attempt 3'),
    );

    // THEN
    const [, [untested]] = await smtp.key.keys();
    expect(await smtp.key.keys()).toEqual([
      [first.username, 'Active'],
      [untested, 'Active'],
    ]);
    expect(aws.log().slice(logged)).toContain('fail-pending-key-untested');
    expect(await smtp.current()).toEqual(first);
    expect(await smtp.client(first).logIn()).toBe(LOGGED_IN);

    // WHEN the scheduled runs have given that rotation up and requested another one
    const pending = () => versionWith(aws, smtp.key.secret, 'AWSPENDING');
    const stuck = await pending();
    await scheduledRunsUntil(
      smtp,
      async () => ![stuck, undefined].includes(await pending()) || (await smtp.current()).username !== first.username,
    );
    const next = await smtp.next(first);

    // THEN it has made a key of its own, which was tested, and the untested one is gone
    expect(next.username).not.toBe(untested);
    expect(await smtp.key.keys()).toEqual([
      [first.username, 'Active'],
      [next.username, 'Active'],
    ]);
    expect(await Promise.all([first, next].map((credentials) => smtp.client(credentials).logIn()))).toEqual([
      LOGGED_IN,
      LOGGED_IN,
    ]);
  },
);

test.each(CALLS_BEFORE_ACCEPTED)(
  'a creation that dies right after %s is rolled back, and leaves nothing',
  async (call) => {
    // GIVEN a user who is not the stack's, so that a key that is left would be seen
    const smtp = new SesSmtpDeployment(aws);
    await setOptions(aws, { killCaller: { [call]: 1 } });

    // WHEN
    const status = await smtp.create({ adopted: await newUser(aws), ...SHORT });

    // THEN
    expect(status).toBe('ROLLBACK_COMPLETE');
    expect(await smtp.key.keys()).toEqual([]);
    expect((await new Account(aws).secretNames()).filter((name) => smtp.key.secret.includes(name))).toEqual([]);
  },
);
