import { AttachUserPolicyCommand } from '@aws-sdk/client-iam';
import { beforeAllWithFreshAws } from './fresh-aws';
import { MailRelay } from './moving-mail-relay';
import { SesSmtpDeployment } from './ses-smtp-deployment';
import { DOMAIN } from '../apps/ses-smtp-scenario';
import { QUARANTINE } from '../conformance/support/attachments';
import { onDay as onDayOf, setOptions } from '../conformance/support/options';
import { refusal } from '../conformance/support/refusal';
import { KeyTemplate, RotatingKey } from '../conformance/support/rotating-key';
import { until } from '../conformance/support/until';
import { iamOf, identity, Key, newKey, newUser } from '../conformance/support/users';
import { Consumer } from '../consumer';
import { EmbeddedAws } from '../embedded-aws';
import { installAwsCli } from '../install-aws-cli';
import { blocksOf, Known, Operator } from '../recipes/operator';

/** The commands of docs/operations.md, as they stand there, with the AWS CLI. */
const REFUSED = 'InvalidClientTokenId';

let aws: EmbeddedAws;

beforeAllWithFreshAws(async (fresh) => {
  aws = fresh;
  await installAwsCli(() => undefined);
});

// Faults, and the clock.
afterEach(() => setOptions(aws, {}));

/** Sets the account's clock to so many days after the start. */
const onDay = (day: number) => onDayOf(aws, day);

/** A key that is deployed at the start of time. */
async function newKeyOfDay0(): Promise<RotatingKey> {
  await onDay(0);
  return RotatingKey.deploy(aws);
}

describe('going back to the replaced key', () => {
  const [find, activate, signIn, moveLabel, ...others] = blocksOf('operations.md', 'Go back to the replaced key');

  test('is four commands', () => {
    expect([find, activate, signIn, moveLabel].every((block) => block !== undefined)).toBe(true);
    expect(others).toEqual([]);
  });

  interface GoingBack {
    readonly key: RotatingKey;
    readonly replaced: Pick<Key, 'accessKeyId'>;
  }

  /** A key whose predecessor is inactive since its overlap is over. */
  async function start(): Promise<GoingBack & { readonly replaced: Key; readonly current: Key }> {
    const key = await newKeyOfDay0();
    const replaced = await key.current();
    await onDay(61.1);
    await key.tick();
    const current = await key.next(replaced);
    await key.tick();
    await onDay(76);
    await key.tick();
    expect(await key.keys()).toEqual([
      [replaced.accessKeyId, 'Inactive'],
      [current.accessKeyId, 'Active'],
    ]);
    return { key, replaced, current };
  }

  /** What an operator reads in the output of the first command. */
  function versionsIn(output: string, { replaced: { accessKeyId } }: GoingBack): Known {
    const versions: [id: string, labels: string[]][] = JSON.parse(output);
    const versionWith = (wanted: string) => versions.find(([, labels]) => labels.includes(wanted))![0];
    return { 'replaced version': versionWith(`key.${accessKeyId}`), 'current version': versionWith('AWSCURRENT') };
  }

  const knownOf = ({ key, replaced }: GoingBack): Known => ({
    secret: key.secret,
    user: key.user,
    'replaced key': replaced.accessKeyId,
  });

  test('after its overlap costs a client no call, and leaves the other key its own overlap', async () => {
    const started = await start();
    const { key, replaced, current } = started;

    const failures = await Consumer.beside(aws, key.secret, current, (client) =>
      Operator.of(aws, async (operator) => {
        // WHEN
        const first = knownOf(started);
        const known = { ...first, ...versionsIn(await operator.sees(find, first), started) };
        const outputs = [await operator.sees(activate, known), await operator.sees(signIn, known)];
        await onDay(76.05);
        await key.tick();
        outputs.push(await operator.sees(moveLabel, known));

        // THEN
        await client.untilItUses(replaced.accessKeyId);
        expect(await key.current()).toMatchObject(replaced);
        expect(outputs.join()).toContain(`user/${key.user}`);
        expect(outputs.join()).not.toContain(replaced.secretAccessKey);

        // THEN scheduled runs keep both keys for an overlap
        const bothKeys = [
          [replaced.accessKeyId, 'Active'],
          [current.accessKeyId, 'Active'],
        ];
        for (const day of [76.1, 76.3, 83, 89.9]) {
          await onDay(day);
          expect(await key.tick()).toBe('');
          expect(await key.keys()).toEqual(bothKeys);
        }
        await client.untilItUses(replaced.accessKeyId);

        // THEN the rotation that is due follows
        await onDay(90.2);
        await key.tick();
        const next = await key.next(replaced);
        await client.untilItUses(next.accessKeyId);
        expect(await key.keys()).toEqual([
          [replaced.accessKeyId, 'Active'],
          [next.accessKeyId, 'Active'],
        ]);
        return client.failures();
      }),
    );

    expect(failures).toEqual([]);
  });

  test('within its overlap takes the same commands', async () => {
    // GIVEN
    const key = await newKeyOfDay0();
    const replaced = await key.current();
    await key.rotate();
    const current = await key.next(replaced);

    const failures = await Consumer.beside(aws, key.secret, current, (client) =>
      Operator.of(aws, async (operator) => {
        // WHEN
        const started = { key, replaced };
        const known = { ...knownOf(started), ...versionsIn(await operator.sees(find, knownOf(started)), started) };
        for (const block of [activate, signIn, moveLabel]) {
          await operator.sees(block, known);
        }

        // THEN
        await client.untilItUses(replaced.accessKeyId);
        await key.tick();
        expect(await key.keys()).toEqual([
          [replaced.accessKeyId, 'Active'],
          [current.accessKeyId, 'Active'],
        ]);
        return client.failures();
      }),
    );

    expect(failures).toEqual([]);
  });

  test('serves mail clients of SMTP credentials as well, whose secret access key is not stored', async () => {
    // GIVEN
    await onDay(0);
    const smtp = await SesSmtpDeployment.deploy(aws);
    const replaced = await smtp.current();
    await onDay(61.1);
    await smtp.key.tick();
    const current = await smtp.next(replaced);
    await smtp.key.tick();
    await onDay(76);
    await smtp.key.tick();
    expect(await smtp.key.keys()).toEqual([
      [replaced.username, 'Inactive'],
      [current.username, 'Active'],
    ]);

    const { secret } = smtp.key;
    const from = `shop@${DOMAIN}`;
    const failures = await MailRelay.beside(aws, from, secret, (relay) =>
      Operator.of(aws, async (operator) => {
        // WHEN
        const started = { key: smtp.key, replaced: { accessKeyId: replaced.username } };
        const known = { ...knownOf(started), ...versionsIn(await operator.sees(find, knownOf(started)), started) };
        await relay.untilItUses(current.username);
        await operator.sees(activate, known);
        expect(await smtp.key.keys()).toEqual([
          [replaced.username, 'Active'],
          [current.username, 'Active'],
        ]);
        await operator.sees(moveLabel, known);

        // THEN
        await relay.untilItUses(replaced.username);
        await onDay(76.3);
        await smtp.key.tick();
        expect(await smtp.key.keys()).toEqual([
          [replaced.username, 'Active'],
          [current.username, 'Active'],
        ]);
        return relay.failures();
      }),
    );

    expect(failures).toEqual([]);
  });

  test('stops at the third command while AWS does not accept the replaced key', async () => {
    const started = await start();

    await Operator.of(aws, async (operator) => {
      // WHEN
      const known = { ...knownOf(started), ...versionsIn(await operator.sees(find, knownOf(started)), started) };
      const { exit, stderr } = await operator.runs(signIn, known);

      // THEN
      expect(exit).not.toBe(0);
      expect(stderr).toContain(REFUSED);
      expect(stderr).not.toContain(started.replaced.secretAccessKey);
    });
  });

  test('stops at the second command once the replaced key is deleted', async () => {
    const started = await start();
    const { key, current } = started;
    await onDay(84);
    await key.tick();
    expect(await key.keys()).toEqual([[current.accessKeyId, 'Active']]);

    await Operator.of(aws, async (operator) => {
      // WHEN
      const { exit, stderr } = await operator.runs(activate, knownOf(started));

      // THEN
      expect(exit).not.toBe(0);
      expect(stderr).toContain('NoSuchEntity');
    });
  });
});

/** What an operator sees who revokes a key as documented. */
function revokes(operator: Operator, { functionName }: RotatingKey, id: string): Promise<string> {
  return operator.sees(revoke, { 'access key ID': id, function: functionName });
}

const [revoke, sample, byHand, seeStages, read, ...otherBlocks] = blocksOf('operations.md', 'This key leaked');

test('a key that leaked is revoked by the documented command, and the next one is handed over', async () => {
  // GIVEN
  const key = await newKeyOfDay0();
  const leaked = await key.current();

  await Operator.of(aws, async (operator) => {
    // WHEN
    const output = await revokes(operator, key, leaked.accessKeyId);

    // THEN
    const [invoked, response] = output.split(/(?<=^\})\n/m);
    expect(JSON.parse(invoked)).toMatchObject({ StatusCode: 200 });
    expect(JSON.parse(invoked)).not.toHaveProperty('FunctionError');
    expect(JSON.parse(response)).toEqual({
      revokedAccessKeyId: leaked.accessKeyId,
      userName: key.user,
      secretArn: key.secret,
      replacementFollows: true,
      replacedAccessKeys: [],
      message:
        `Access key ${leaked.accessKeyId} is revoked and does not work any more. ` +
        'A rotation is creating its replacement.',
    });
    expect(await identity(aws, leaked)).toBe(REFUSED);

    // THEN the new key can be handed over
    const next = await key.next(leaked);
    expect(await identity(aws, next)).toContain(key.user);
    expect(await operator.sees(seeStages, { secret: key.secret })).not.toContain('AWSPENDING');
    expect(await operator.sees(read, { secret: key.secret })).toBe('');
    expect(await operator.sees('ls -l new-key.json', {})).toMatch(/^-rw------- /);
    expect(otherBlocks).toEqual([]);
    expect(JSON.parse(await operator.sees('cat new-key.json', {}))).toMatchObject({
      accessKeyId: next.accessKeyId,
      secretAccessKey: next.secretAccessKey,
    });
  });
});

test('a revoke in an overlap responds as the document shows', async () => {
  // GIVEN
  const key = await newKeyOfDay0();
  const replaced = await key.current();
  await key.rotate();
  const leaked = await key.next(replaced);

  await Operator.of(aws, async (operator) => {
    // WHEN
    const output = await revokes(operator, key, leaked.accessKeyId);

    // THEN
    const [, response] = output.split(/(?<=^\})\n/m);
    const shown = JSON.parse(sample);
    const asShown = sample
      .replaceAll(shown.revokedAccessKeyId, leaked.accessKeyId)
      .replaceAll(shown.currentAccessKeyId, replaced.accessKeyId)
      .replaceAll(shown.secretArn, key.secret)
      .replaceAll(`"${shown.userName}"`, `"${key.user}"`);
    expect(JSON.parse(response)).toEqual(JSON.parse(asShown));
  });
});

test('a revoke of what is not an access key ID says how to list the keys, and quotes nothing', async () => {
  // GIVEN
  const key = await newKeyOfDay0();
  const current = await key.current();

  await Operator.of(aws, async (operator) => {
    // WHEN
    const output = await revokes(operator, key, 'not-an-id');
    const [, list] = /"(aws secretsmanager list-secret-version-ids .*?)\\?"/.exec(output.replaceAll('\\"', '"'))!;

    // THEN
    expect(output).toContain('"FunctionError"');
    expect(output).not.toContain('not-an-id');
    expect(await operator.sees(list, {})).toContain(`key.${current.accessKeyId}`);
    expect(await key.keys()).toEqual([[current.accessKeyId, 'Active']]);
  });
});

test('a revoke of another key changes nothing, and says which keys the secret has', async () => {
  // GIVEN
  const key = await newKeyOfDay0();
  const current = await key.current();

  await Operator.of(aws, async (operator) => {
    // WHEN
    const output = await revokes(operator, key, 'AKIAOFNOBODYATALL000');

    // THEN
    expect(output).toContain('"FunctionError"');
    expect(output).toContain(
      `Access key AKIAOFNOBODYATALL000 is not a key of secret ${key.secret}, so nothing was changed. ` +
        `Access key ${current.accessKeyId} is the current key.`,
    );
    expect(await key.keys()).toEqual([[current.accessKeyId, 'Active']]);
  });
});

test('a quarantine policy of AWS outlives the revoke, and is detached as documented', async () => {
  // GIVEN a user that AWS has quarantined
  const key = await newKeyOfDay0();
  const leaked = await key.current();
  await iamOf(aws).send(new AttachUserPolicyCommand({ UserName: key.user, PolicyArn: QUARANTINE }));
  const [list, detach, ...others] = blocksOf('operations.md', 'AWS attached a quarantine policy');

  await Operator.of(aws, async (operator) => {
    // WHEN
    await revokes(operator, key, leaked.accessKeyId);
    await key.next(leaked);

    // THEN
    expect(await operator.sees(list, { user: key.user })).toBe(`${QUARANTINE}\n`);

    // WHEN
    await operator.sees(detach, { user: key.user, 'policy ARN': QUARANTINE });

    // THEN
    expect((await operator.sees(list, { user: key.user })).trim()).not.toContain('Quarantine');
    expect(others).toEqual([]);
  });
});

test('a key that may still be active after a revoke is deactivated by hand', async () => {
  // GIVEN
  const key = await newKeyOfDay0();
  const { accessKeyId } = await key.current();

  // WHEN
  await Operator.of(aws, (operator) => operator.sees(byHand, { user: key.user, 'access key ID': accessKeyId }));

  // THEN
  expect(await key.keys()).toEqual([[accessKeyId, 'Inactive']]);
});

test('function, log group and metrics are found from a stack and from a secret', async () => {
  // GIVEN
  const key = await newKeyOfDay0();
  const [fromStack, fromSecret, ofFunction, ...others] = blocksOf(
    'operations.md',
    'Find the function, its log and its metrics',
  );

  await Operator.of(aws, async (operator) => {
    // WHEN
    const resources = await operator.sees(fromStack, { stack: key.stack.name });
    const functionArn = (await operator.sees(fromSecret, { secret: key.secret })).trim();
    const [logGroup, metrics] = (await operator.sees(ofFunction, { function: functionArn })).trim().split(/\s+/);

    // THEN
    expect(functionArn).toMatch(new RegExp(`:function:${key.functionName}$`));
    expect(resources).toContain(key.functionName);
    expect(resources).toContain(key.secret);
    expect(resources).toContain(logGroup);
    expect(metrics).toBe(`${key.stack.name}/Key`);
    expect(others).toEqual([]);
  });
});

describe('a client that is refused', () => {
  const [list, activate, ...others] = blocksOf('operations.md', 'A client is refused');

  test('works again once its inactive key is activated, for another overlap', async () => {
    // GIVEN a client that did not read the secret in the overlap
    const key = await newKeyOfDay0();
    const replaced = await key.current();
    await onDay(61.1);
    await key.tick();
    const current = await key.next(replaced);
    await key.tick();
    await onDay(76);
    await key.tick();
    expect(await identity(aws, replaced)).toBe(REFUSED);

    await Operator.of(aws, async (operator) => {
      // WHEN
      const known = { user: key.user, 'access key ID': replaced.accessKeyId };
      const keys = await operator.sees(list, known);
      await operator.sees(activate, known);

      // THEN
      expect(keys).toMatch(new RegExp(`^${replaced.accessKeyId}\\s+Inactive\\s`, 'm'));
      expect(keys).toMatch(new RegExp(`^${current.accessKeyId}\\s+Active\\s`, 'm'));
      expect(await identity(aws, replaced)).toContain(key.user);
      for (const day of [76.3, 83, 89]) {
        await onDay(day);
        expect(await key.tick()).toBe('');
        expect(await key.keys()).toEqual([
          [replaced.accessKeyId, 'Active'],
          [current.accessKeyId, 'Active'],
        ]);
      }
      expect(others).toEqual([]);
    });
  });
});

test('the documented command rotates the key', async () => {
  // GIVEN
  const key = await newKeyOfDay0();
  const before = await key.current();
  const [rotate] = blocksOf('operations.md', 'Rotate now');

  // WHEN
  await Operator.of(aws, (operator) => operator.sees(rotate, { secret: key.secret }));

  // THEN
  const next = await key.next(before);
  expect(await key.keys()).toEqual([
    [before.accessKeyId, 'Active'],
    [next.accessKeyId, 'Active'],
  ]);
});

test('an unmanaged key is deactivated before it is deleted', async () => {
  // GIVEN
  const key = await newKeyOfDay0();
  const current = await key.current();
  const unmanaged = await newKey(aws, key.user);
  const [lastUse, deactivate, remove, ...others] = blocksOf('operations.md', 'Remove an unmanaged key');

  await Operator.of(aws, async (operator) => {
    // WHEN
    const known = { user: key.user, 'unmanaged key': unmanaged.accessKeyId };
    const used = await operator.sees(lastUse, known);
    await operator.sees(deactivate, known);
    const deactivated = await key.keys();
    await operator.sees(remove, known);

    // THEN
    expect(JSON.parse(used)).toHaveProperty('ServiceName');
    expect(deactivated).toEqual([
      [current.accessKeyId, 'Active'],
      [unmanaged.accessKeyId, 'Inactive'],
    ]);
    expect(await key.keys()).toEqual([[current.accessKeyId, 'Active']]);
    expect(others).toEqual([]);
  });
});

test('an interrupted rotation is resumed by its token', async () => {
  // GIVEN
  const key = await newKeyOfDay0();
  const before = await key.current();
  const [rotate, resume] = blocksOf('operations.md', 'Rotate now');
  await setOptions(aws, { killCaller: { GetSecretValue: 99 } });
  await key.rotate();
  await until(
    'the pending key',
    () => key.keys(),
    (keys) => keys.length === 2,
  );
  await until(
    'the end of the attempts',
    () => refusal(key.rotate()),
    (name) => name === 'InvalidRequestException',
  );

  await Operator.of(aws, async (operator) => {
    // WHEN
    const refused = await operator.runs(rotate, { secret: key.secret });
    const stages: Record<string, string[]> = JSON.parse(
      await operator.sees(resume.split('\n')[0], { secret: key.secret }),
    );
    const [pending] = Object.entries(stages).find(([, labels]) => labels.includes('AWSPENDING'))!;
    await setOptions(aws, {});
    await operator.sees(resume.split('\n')[1], { secret: key.secret, 'pending version': pending });

    // THEN
    expect(refused.exit).not.toBe(0);
    expect(refused.stderr).toContain("A previous rotation isn't complete");
    const next = await key.next(before);
    expect(await identity(aws, next)).toContain(key.user);
  });
});

describe('a stack whose secret was deleted', () => {
  const scheduled = 'aws secretsmanager delete-secret --secret-id <secret>';
  const forced = `${scheduled} --force-delete-without-recovery`;
  const [ask, restore, deleteStack, look, deleteKey, ...others] = blocksOf(
    'operations.md',
    'The secret of a key was deleted',
  );
  const [seeReason] = blocksOf('operations.md', 'A stack cannot be updated or deleted');

  test('works as before once the secret is restored', async () => {
    // GIVEN
    const key = await newKeyOfDay0();
    const current = await key.current();

    await Operator.of(aws, async (operator) => {
      const known = { secret: key.secret };
      await operator.sees(scheduled, known);
      expect(await key.tick()).toBe('');

      // WHEN
      const date = await operator.sees(ask, known);
      await operator.sees(restore, known);

      // THEN
      expect(date.trim()).toMatch(/^\d{10}$|^\d{4}-\d{2}-\d{2}T/);
      expect(await key.current()).toEqual(current);
      expect(await operator.sees(ask, known)).toBe('None\n');
      await key.rotate();
      expect(await identity(aws, await key.next(current))).toContain(key.user);
      expect(others).toEqual([]);
    });
  });

  test('is updated if the secret cannot be restored, and rolled back if the update changes the schedule', async () => {
    // GIVEN
    const key = await newKeyOfDay0();
    const current = await key.current();

    await Operator.of(aws, async (operator) => {
      await operator.sees(forced, { secret: key.secret });

      // WHEN
      const { stderr } = await operator.runs(ask, { secret: key.secret });
      const updated = await key.update({ overlapDays: 10 });
      const rolledBack = await key.update({ overlapDays: 10 }, withOtherSchedule);
      const reasons = await operator.sees(seeReason, { stack: key.stack.name });

      // THEN
      expect(stderr).toContain('ResourceNotFoundException');
      expect([updated, rolledBack]).toEqual(['UPDATE_COMPLETE', 'UPDATE_ROLLBACK_COMPLETE']);
      expect(reasons).toMatch(/AWS::SecretsManager::RotationSchedule\tUPDATE_FAILED\t.*ResourceNotFoundException/);
      expect(aws.log()).toContain('"rule":"report-secret-missing"');
      expect(await identity(aws, current)).toContain(key.user);
    });
  });

  test('is deleted with its user, once the keys without a label are deleted', async () => {
    // GIVEN
    const key = await newKeyOfDay0();
    const { accessKeyId } = await key.current();

    await Operator.of(aws, async (operator) => {
      await operator.sees(forced, { secret: key.secret });

      // WHEN
      const known = { stack: key.stack.name, user: key.user, 'access key ID': accessKeyId };
      await operator.sees(deleteStack, known);
      const first = await key.stack.finalStatus();
      const reasons = await operator.sees(seeReason, known);
      const left = await operator.sees(look, known);

      // THEN
      expect(first).toBe('DELETE_FAILED');
      expect(reasons).toMatch(/AWS::IAM::User\tDELETE_FAILED\t.*must delete access keys first/);
      expect(left).toMatch(new RegExp(`^${accessKeyId}\\s+Active\\s`));
      expect(left).toContain('"LastUsedDate"');
      expect(aws.log()).toMatch(
        new RegExp(
          `"WARN","message":"The secret ${key.secret} does not exist.*${accessKeyId}, which is active. ` +
            'It was last used on .*"report-keys-without-secret"',
        ),
      );

      // WHEN
      await operator.sees(deleteKey, known);

      // THEN
      expect(await key.delete()).toBe('DELETE_COMPLETE');
    });
  });

  test('is deleted at once if the user is not its own, and leaves the user its keys', async () => {
    // GIVEN
    await onDay(0);
    const adopted = await newUser(aws);
    const key = await RotatingKey.deploy(aws, { adopted });
    const current = await key.current();
    await Operator.of(aws, (operator) => operator.sees(forced, { secret: key.secret }));

    // WHEN
    const deleted = await key.delete();

    // THEN
    expect(deleted).toBe('DELETE_COMPLETE');
    expect(await key.keys()).toEqual([[current.accessKeyId, 'Active']]);
    expect(await identity(aws, current)).toContain(adopted);
  });
});

/** The schedule of another interval. */
function withOtherSchedule(template: KeyTemplate): KeyTemplate {
  const schedule = Object.values(template.resources).find(
    ({ Type }) => Type === 'AWS::SecretsManager::RotationSchedule',
  )!;
  Object.assign(schedule.Properties!, { RotationRules: { ScheduleExpression: 'rate(50 days)' } });
  return template;
}

test('a stack leaves UPDATE_ROLLBACK_FAILED without the resource that cannot be rolled back', async () => {
  // GIVEN a function that does not respond
  await onDay(0);
  const key = await RotatingKey.deploy(aws, { serviceTimeout: 1 });
  const current = await key.current();
  const [seeReason, ...otherReasons] = blocksOf('operations.md', 'A stack cannot be updated or deleted');
  const [goOn, skip, ...others] = blocksOf('operations.md', 'UPDATE_ROLLBACK_FAILED');

  await Operator.of(aws, async (operator) => {
    await setOptions(aws, { killCaller: { ListAccessKeys: 9 } });
    expect(await key.update({ serviceTimeout: 1, overlapDays: 10 })).toBe('UPDATE_ROLLBACK_FAILED');

    // WHEN
    const known = { stack: key.stack.name };
    const reasons = await operator.sees(seeReason, known);
    await operator.sees(goOn, known);
    const again = await key.stack.finalStatus();
    const failed = [...reasons.matchAll(/^(\w+)\t\S+\tUPDATE_FAILED/gm)].map(([, id]) => id);
    await operator.sees(skip, { ...known, 'logical ID': [...new Set(failed)].join(' ') });

    // THEN
    expect(again).toBe('UPDATE_ROLLBACK_FAILED');
    expect(await key.stack.finalStatus()).toBe('UPDATE_ROLLBACK_COMPLETE');
    expect(await identity(aws, current)).toContain(key.user);
    expect([...others, ...otherReasons]).toEqual([]);
  });
});
