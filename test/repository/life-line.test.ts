import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Duration, Stack, aws_iam as iam } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { PICTURE } from '../../scripts/life-line';
import { descriptionOf, lifeLine, TITLE } from '../../scripts/life-line-picture';
import { defaultPolicy } from '../../scripts/life-line-policy';
import { KeyRotation, RotatingAccessKey } from 'cdk-iam-access-key';

const README = readFileSync(join(__dirname, '..', '..', 'README.md'), 'utf8');

/** The days that stand below the picture. */
const daysOf = (picture: string) => [...picture.matchAll(/>day (\d+)</g)].map(([, day]) => Number(day));

test('the picture shows the days of the defaults', () => {
  // GIVEN
  const { overlap, recoveryWindow, maxAge } = KeyRotation.onDemand();
  const stack = new Stack();
  new RotatingAccessKey(stack, 'Key', { user: new iam.User(stack, 'User') });
  const [schedule] = Object.values(Template.fromStack(stack).findResources('AWS::SecretsManager::RotationSchedule'));
  const interval = schedule.Properties.RotationRules.AutomaticallyAfterDays;

  // WHEN
  const days = daysOf(readFileSync(PICTURE, 'utf8'));

  // THEN
  const [overlapDays, recoveryDays, maxAgeDays] = [overlap, recoveryWindow, maxAge].map((duration: Duration) =>
    duration.toDays(),
  );
  expect(days).toEqual([0, interval, interval + overlapDays, interval + overlapDays + recoveryDays, maxAgeDays]);
});

test('another policy has other days', () => {
  expect(daysOf(lifeLine({ rotateAfter: 30, overlap: 5, recoveryWindow: 2, maxAge: 45 }))).toEqual([0, 30, 35, 37, 45]);
});

test('the committed picture is the one that the defaults draw', () => {
  expect(readFileSync(PICTURE, 'utf8')).toBe(lifeLine(defaultPolicy()));
});

test('the picture and README.md have the same description of it in words', () => {
  const picture = readFileSync(PICTURE, 'utf8');

  expect(picture).toContain('role="img" aria-labelledby="title description"');
  expect(picture).toContain(`<title id="title">${TITLE}</title>`);
  expect(picture).toContain(`<desc id="description">${descriptionOf(defaultPolicy())}</desc>`);
  expect(README).toContain(`![${TITLE}. ${descriptionOf(defaultPolicy())}](`);
});
