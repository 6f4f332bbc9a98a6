import { App, Annotations as Messages, Stack } from 'aws-cdk-lib';
import { Annotations, Match } from 'aws-cdk-lib/assertions';
import { EmailIdentity } from 'aws-cdk-lib/aws-ses';
import { RegionInfo } from 'aws-cdk-lib/region-info';
import { SesSmtpCredentials } from 'cdk-iam-access-key';

const UNKNOWN_REGION = 'cdk-iam-access-key:unknownRegion';

function newStack(region?: string): Stack {
  return new Stack(new App(), 'Stack', { env: { region } });
}

function newCredentials(stack: Stack, regions?: any[]): SesSmtpCredentials {
  const identity = EmailIdentity.fromEmailIdentityName(stack, 'Identity', 'example.com');
  return new SesSmtpCredentials(stack, 'Smtp', { identities: [identity], regions });
}

function warningsIn(stack: Stack): unknown[] {
  return Annotations.fromStack(stack)
    .findWarning('*', Match.anyValue())
    .map(({ entry: { data } }) => data);
}

const REGIONS = RegionInfo.regions.map(({ name }) => name);

// A newer CDK may know more of them; these are of every kind that there is.
test.each([
  'us-east-1',
  'us-gov-west-1',
  'us-iso-east-1',
  'us-isob-east-1',
  'eu-isoe-west-1',
  'us-isof-south-1',
  'eusc-de-east-1',
  'cn-north-1',
  'ap-southeast-7',
  'mx-central-1',
])('%s is a region that the CDK knows', (region) => {
  expect(REGIONS).toContain(region);
});

test.each(REGIONS)('credentials in %s are taken without a warning', (region) => {
  const stack = newStack();

  newCredentials(stack, [region]);

  expect(warningsIn(stack)).toEqual([]);
});

test.each<[string, unknown, string]>([
  ['a name for people', 'Ireland', "'Ireland'"],
  ['a code without its second hyphen', 'eu-west1', "'eu-west1'"],
  ['a code without a number', 'eu-west', "'eu-west'"],
  ['an availability zone', 'eu-west-1a', "'eu-west-1a'"],
  ['a code in capital letters', 'EU-WEST-1', "'EU-WEST-1'"],
  ['a code with an underscore', 'eu_west_1', "'eu_west_1'"],
  ['a host', 'eu-west-1.example.com', "'eu-west-1.example.com'"],
  ['a code with white space', ' eu-west-1', "' eu-west-1'"],
  ['a wildcard', '*', "'*'"],
  ['a wildcard in a code', 'eu-*-1', "'eu-*-1'"],
  ['nothing', '', "''"],
  ['undefined', undefined, 'undefined'],
  ['null', null, 'null'],
  ['a number', 5, '5'],
])('a region that is %s is refused for its form', (_name, region, shown) => {
  const make = () => newCredentials(newStack(), ['eu-west-1', region]);

  expect(make).toThrow(
    expect.objectContaining({
      name: 'AccessKeyError',
      code: 'InvalidRegions',
      constructPath: 'Stack/Smtp',
      message:
        `Stack/Smtp (SesSmtpCredentials): the regions contain ${shown}; each must be the code of a region, ` +
        'such as eu-west-1 or us-gov-west-1. Use the code of the region, or remove it. [InvalidRegions]',
    }),
  );
});

test('a stack whose own region is a wildcard is refused, as its region is in the policy of the user', () => {
  expect(() => newCredentials(newStack('*'))).toThrow("the regions contain '*'");
});

describe('a region that the CDK does not know', () => {
  test('is a warning with an id and the remedy, once for all of them', () => {
    const stack = newStack('eu-west-1');

    newCredentials(stack, ['eu-west-1', 'eu-nowhere-9', 'us-esat-1']);

    expect(warningsIn(stack)).toEqual([
      "Stack/Smtp (SesSmtpCredentials): the regions contain 'eu-nowhere-9' and 'us-esat-1', which this version of " +
        'aws-cdk-lib does not know; each region must exist. Correct the region, unless it is a new one. ' +
        `To silence this warning: Annotations.of(construct).acknowledgeWarning('${UNKNOWN_REGION}', '<reason>'). ` +
        `[ack: ${UNKNOWN_REGION}]`,
    ]);
  });

  test('is not warned of where the warning is acknowledged, before or after', () => {
    const [before, after] = [newStack(), newStack()];
    Messages.of(before).acknowledgeWarning(UNKNOWN_REGION);

    newCredentials(before, ['eu-nowhere-9']);
    Messages.of(newCredentials(after, ['eu-nowhere-9'])).acknowledgeWarning(UNKNOWN_REGION);

    expect([before, after].flatMap(warningsIn)).toEqual([]);
  });

  test.each([[undefined], [['eu-nowhere-9']]])(
    'is not warned of if the stack is deployed to it, with %p for regions',
    (regions) => {
      const stack = newStack('eu-nowhere-9');

      newCredentials(stack, regions);

      expect(warningsIn(stack)).toEqual([]);
    },
  );
});
