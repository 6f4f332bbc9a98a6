import { beforeAllWithFreshAws } from './fresh-aws';
import { newIdentity, SesSmtpDeployment } from './ses-smtp-deployment';
import { DOMAIN, REGIONS } from '../apps/ses-smtp-scenario';
import { onDay } from '../conformance/support/options';
import { EmbeddedAws } from '../embedded-aws';
import { ACCEPTED, LOGGED_IN, REFUSED, SmtpCredentials } from '../mail-client';
import { MailClientBeside } from '../mail-client-beside';

const ROTATIONS = 3;

/** From one rotation to the next: a day later than due. */
const DAYS = 61.1;

const FROM = `noreply@${DOMAIN}`;

/** No key is known at once, by SMTP neither. */
const SPREADING = { newKeySeconds: 0.5 };

let aws: EmbeddedAws;

beforeAllWithFreshAws(async (fresh) => {
  aws = fresh;
  await newIdentity(aws, REGIONS[1], DOMAIN);
});

test(
  'a mail client that logs in all the time, in each region, is never ' + `refused in ${ROTATIONS} rotations`,
  async () => {
    // GIVEN
    await onDay(aws, 0, SPREADING);
    const smtp = await SesSmtpDeployment.deploy(aws);
    const all: SmtpCredentials[] = [await smtp.current()];

    const lines = await MailClientBeside.run(
      aws,
      await smtp.reader(),
      { secret: smtp.key.secret, from: FROM },
      async (client) => {
        await client.untilItUses(all[0].username, REGIONS);

        // WHEN
        for (let rotation = 1; rotation <= ROTATIONS; rotation++) {
          const before = all.at(-1)!;
          const day = rotation * DAYS;
          await onDay(aws, day, SPREADING);
          expect(await smtp.key.tick()).toBe('');
          const current = await smtp.next(before);
          all.push(current);

          // The overlap: the client reads the secret once, and a client that did not is still accepted.
          await onDay(aws, day + 0.1, SPREADING);
          await smtp.key.tick();
          await client.untilItUses(current.username, REGIONS);
          expect(await smtp.client(before).logIn()).toBe(LOGGED_IN);

          // The replaced key is deactivated, and deleted.
          await onDay(aws, day + 22, SPREADING);
          await smtp.key.tick();
          expect(await smtp.key.keys()).toEqual([
            [before.username, 'Inactive'],
            [current.username, 'Active'],
          ]);
          expect(await smtp.client(before).logIn()).toBe(REFUSED);
          await onDay(aws, day + 30, SPREADING);
          await smtp.key.tick();
          expect(await smtp.key.keys()).toEqual([[current.username, 'Active']]);
          expect(await smtp.client(before).logIn()).toBe(REFUSED);
        }
        return client.lines();
      },
    );

    // THEN
    expect(lines.filter(({ failure }) => failure !== undefined)).toEqual([]);
    expect([...new Set(lines.map(({ username }) => username))]).toEqual(all.map(({ username }) => username));
    expect([...new Set(lines.map(({ region }) => region))].sort()).toEqual([...REGIONS].sort());
  },
);

test('the log shows that a mail client whose key is revoked is refused', async () => {
  // GIVEN
  await onDay(aws, 0);
  const smtp = await SesSmtpDeployment.deploy(aws);
  const leaked = await smtp.current();

  const lines = await MailClientBeside.run(
    aws,
    await smtp.reader(),
    { secret: smtp.key.secret, from: FROM },
    async (client) => {
      await client.untilItUses(leaked.username, REGIONS);

      // WHEN
      await smtp.key.revoke(leaked.username);
      await client.untilItUses((await smtp.next(leaked)).username, REGIONS);
      return client.lines();
    },
  );

  // THEN
  expect(lines).toContainEqual({ username: leaked.username, region: expect.any(String), failure: REFUSED });
});

test('a mail client that never reads the secret again is accepted until its key is too old, and refused then', async () => {
  // GIVEN a rotated key whose predecessor is used each week
  await onDay(aws, 0);
  const smtp = await SesSmtpDeployment.deploy(aws);
  const given = await smtp.current();
  await onDay(aws, DAYS);
  expect(await smtp.key.tick()).toBe('');
  const next = await smtp.next(given);
  await smtp.key.tick();

  // WHEN
  const responses: string[] = [];
  for (const day of [70, 76, 82, 88]) {
    await onDay(aws, day);
    responses.push(await smtp.client(given).send({ from: FROM }));
    await smtp.key.tick();
  }

  // THEN
  expect([...new Set(responses)]).toEqual([ACCEPTED]);

  // WHEN
  await onDay(aws, 90.5);
  await smtp.key.tick();

  // THEN
  expect(await Promise.all(REGIONS.map((region) => smtp.client(given, region).logIn()))).toEqual([REFUSED, REFUSED]);
  expect(await smtp.client(next).logIn()).toBe(LOGGED_IN);
});
