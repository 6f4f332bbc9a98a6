import { beforeAllWithFreshAws } from './fresh-aws';
import { onDay, optionsOf } from '../conformance/support/options';
import { RotatingKey } from '../conformance/support/rotating-key';
import { EmbeddedAws } from '../embedded-aws';
import { commandsBeside } from '../example-story';
import { installAwsCli } from '../install-aws-cli';
import { Operator } from '../recipes/operator';

let aws: EmbeddedAws;

beforeAllWithFreshAws(async (fresh) => {
  aws = fresh;
  await installAwsCli(() => undefined);
});

test('the commands that `npm start -- --keep` prints move the clock and start a scheduled run, which rotates', async () => {
  // GIVEN
  await onDay(aws, 1);
  const key = await RotatingKey.deploy(aws);
  const first = await key.current();
  const { secondsAhead } = await optionsOf(aws);
  const script = commandsBeside(aws.endpoint, key.secret, secondsAhead)
    .filter((line) => line.startsWith('  '))
    .join('\n');

  // WHEN
  const output = await Operator.of(aws, (operator) => operator.sees(script, {}));

  // THEN
  expect(output).toContain(`"secondsAhead": ${63 * 24 * 3600}`);
  expect(output).toContain('"StatusCode": 200');
  const next = await key.next(first);
  expect(await key.keys()).toEqual([
    [first.accessKeyId, 'Active'],
    [next.accessKeyId, 'Active'],
  ]);
});
