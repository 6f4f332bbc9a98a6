import assert from 'node:assert/strict';
import { Stack, aws_iam as iam, aws_ses as ses } from 'aws-cdk-lib';
import { type Checks, type SameNames, stack, user } from './checks';
import {
  assertEnvironment,
  rotatingKeyChecks,
  type RotatingKeyMembers,
  type RotatingKeyProps,
} from './rotating-key-checks';
import {
  RotatingAccessKey,
  SesSmtpCredentials,
  type SesSmtpCredentialsProps,
  type SesSmtpFieldNames,
} from 'cdk-iam-access-key';

type Props =
  | RotatingKeyProps
  | 'identities'
  | 'configurationSets'
  | 'fromAddress'
  | 'user'
  | 'regions'
  | 'port'
  | 'fips'
  | 'dualStack'
  | 'fieldNames';
type Fields = 'username' | 'password' | 'host' | 'port' | 'region' | 'endpoints';

const identity = newIdentity(stack);

function newIdentity(scope: Stack): ses.EmailIdentity {
  return new ses.EmailIdentity(scope, 'Identity', { identity: ses.Identity.domain('example.com') });
}

function smtp(id: string, props: SesSmtpCredentialsProps = {}): SesSmtpCredentials {
  return new SesSmtpCredentials(stack, id, { identities: [identity], ...props });
}

const REFUSALS: [
  what: string,
  id: string,
  props: SesSmtpCredentialsProps | undefined,
  code: string,
  problem: string,
][] = [
  [
    'neither identities nor a user',
    'NoIdentities',
    undefined,
    'MissingIdentities',
    'neither identities nor a user are passed; a new user needs the SES identities that it can send from. Pass one ' +
      'or more email identities, new or imported, or a user that has permission to send. [MissingIdentities]',
  ],
  [
    'rights for a given user',
    'TwoSenders',
    { user: user(), identities: [identity] },
    'PermissionsOfGivenUser',
    'identities and a user are both passed; identities can be passed for a new user only, because the permissions ' +
      'of an existing user are not changed. Allow ses:SendRawEmail where the user is created, or omit the user. ' +
      '[PermissionsOfGivenUser]',
  ],
  [
    'a malformed region',
    'NoRegion',
    { identities: [identity], regions: ['eu-west-1', 'Frankfurt'] },
    'InvalidRegions',
    "the regions contain 'Frankfurt'; each must be the code of a region, such as eu-west-1 or us-gov-west-1. Use " +
      'the code of the region, or remove it. [InvalidRegions]',
  ],
  [
    'a port that SES does not listen on',
    'NoPort',
    { identities: [identity], port: 26 },
    'InvalidPort',
    'port is 26; it must be one of 25, 587, 2587, 465, 2465, the ports of SES. Omit the port to use 587 with ' +
      'STARTTLS, or use 465 for a client that starts with TLS. [InvalidPort]',
  ],
  [
    'a malformed from address',
    'NoAddress',
    { identities: [identity], fromAddress: 'example.com' },
    'InvalidFromAddress',
    "the from address is 'example.com'; it must be one email address, without a display name, wildcards or policy " +
      'variables. Pass the address alone, such as noreply@example.com, or omit it to allow all addresses of the ' +
      'identities. [InvalidFromAddress]',
  ],
];

export const sesSmtpCredentialsChecks: Checks = [
  [
    'SesSmtpCredentials, its props and its fields have these names',
    () => {
      const members: SameNames<SesSmtpCredentials, Record<RotatingKeyMembers, unknown>> = true;
      const props: SameNames<SesSmtpCredentialsProps, Record<Props, unknown>> = true;
      const fieldNames: SameNames<SesSmtpFieldNames, Record<Fields, unknown>> = true;
      assert.ok(members && props && fieldNames);
    },
  ],
  ...rotatingKeyChecks(SesSmtpCredentials, smtp),
  [
    'identities are enough for SesSmtpCredentials: a new one, an imported one and a CfnEmailIdentity fit',
    () => {
      const imported = ses.EmailIdentity.fromEmailIdentityName(stack, 'ImportedIdentity', 'example.org');
      const identities = [
        identity,
        imported,
        new ses.CfnEmailIdentity(stack, 'CfnIdentity', { emailIdentity: 'example.net' }),
      ];
      assert.ok(smtp('OfIdentities', { identities }).user instanceof iam.User);
    },
  ],
  [
    'a user who is given fits instead of identities',
    () => {
      const sender = user();
      assert.equal(new SesSmtpCredentials(stack, 'OfSender', { user: sender }).user, sender);
    },
  ],
  [
    "the endpoint is port 587 of the stack's region, and the fields keep their names, if nothing else is said",
    () => {
      const [region, urlSuffix] = [{ Ref: 'AWS::Region' }, { Ref: 'AWS::URLSuffix' }];
      assertEnvironment(
        (ownStack) => new SesSmtpCredentials(ownStack, 'Smtp', { identities: [newIdentity(ownStack)] }),
        {
          SES_SMTP: {
            'Fn::Join': [
              '',
              ['{"port":587,"endpoints":[{"region":"', region, '","host":"email-smtp.', region, '.', urlSuffix, '"}]}'],
            ],
          },
          FIELD_NAMES: '{}',
        },
      );
    },
  ],
  [
    'SesSmtpCredentials takes the props of sender and endpoints, and the names of its fields',
    () => {
      const fieldNames: SesSmtpFieldNames = {
        endpoints: 'all',
        host: 'server',
        password: 'pass',
        port: 'number',
        region: 'place',
        username: 'login',
      };
      assertEnvironment(
        (ownStack) =>
          new SesSmtpCredentials(ownStack, 'Smtp', {
            identities: [newIdentity(ownStack)],
            configurationSets: [new ses.ConfigurationSet(ownStack, 'ConfigurationSet')],
            fromAddress: 'noreply@example.com',
            regions: ['us-east-1', 'us-west-2'],
            port: 465,
            fips: true,
            dualStack: true,
            fieldNames,
          }),
        {
          SES_SMTP:
            '{"port":465,"endpoints":[{"region":"us-east-1","host":"email-smtp-fips.us-east-1.api.aws"},' +
            '{"region":"us-west-2","host":"email-smtp-fips.us-west-2.api.aws"}]}',
          FIELD_NAMES: JSON.stringify(fieldNames),
        },
      );
    },
  ],
  [
    'isSesSmtpCredentials tells them from a RotatingAccessKey',
    () => {
      const key = new RotatingAccessKey(stack, 'NotSmtp', { user: user() });
      const credentials = smtp('Smtp');
      assert.deepEqual([credentials, key].map(SesSmtpCredentials.isSesSmtpCredentials), [true, false]);
      assert.deepEqual([credentials, key].map(RotatingAccessKey.isRotatingAccessKey), [false, true]);
    },
  ],
  ...REFUSALS.map(([what, id, props, code, problem]): Checks[number] => [
    `${what} is refused by SesSmtpCredentials`,
    () => {
      assert.throws(() => new SesSmtpCredentials(stack, id, props), {
        name: 'AccessKeyError',
        code,
        message: `Stack/${id} (SesSmtpCredentials): ${problem}`,
      });
    },
  ]),
];
