import { Stack } from 'aws-cdk-lib';
import { CfnUser, PolicyDocument, PolicyStatement, User } from 'aws-cdk-lib/aws-iam';
import { aws_iam, aws_ses } from 'aws-cdk-lib/interfaces';
import { Construct } from 'constructs';
import { regionsOf } from './endpoints';
import { limitInlinePolicies } from './inline-policies';
import { configurationSetsOf, identitiesOf, SendingResource } from './sending-resources';
import { warnOfAddress, warnOfDefaultConfigurationSets } from './sending-warnings';
import { AccessKeyError } from '../access-key-error';
import { StringForm, validateString } from '../known-string';

/** Who sends mail, and as whom. */
export interface SesSmtpSender {
  readonly user?: aws_iam.IUserRef;
  readonly identities?: aws_ses.IEmailIdentityRef[];
  readonly configurationSets?: aws_ses.IConfigurationSetRef[];
  readonly fromAddress?: string;
  readonly regions?: string[];
}

/** What SES asks the SMTP user for. https://docs.aws.amazon.com/ses/latest/dg/smtp-credentials.html */
export const SEND_ACTION = 'ses:SendRawEmail';

const PERMISSIONS = [
  { prop: 'identities', name: 'identities' },
  { prop: 'configurationSets', name: 'configuration sets' },
  { prop: 'fromAddress', name: 'a from address' },
] as const;

/** The user who was given, or a new one. */
export function senderOf(
  key: Construct,
  sender: SesSmtpSender,
): { readonly user: aws_iam.IUserRef; readonly ownUser?: User } {
  if (sender.user !== undefined) {
    refusePermissionsOfGivenUser(key, sender);
    return { user: sender.user };
  }
  const user = newSender(key, sender);
  return { user, ownUser: user };
}

/** Its permissions are a part of it, so they are retained if it is retained. */
function newSender(key: Construct, sender: SesSmtpSender): User {
  const user = new User(key, 'User');
  const policyDocument = new PolicyDocument({ statements: [sendingStatement(key, sender)] });
  (user.node.defaultChild as CfnUser).policies = [{ policyName: 'SendMail', policyDocument }];
  limitInlinePolicies(key, policyDocument);
  return user;
}

/**
 * SES requires permission to use a configuration set, also if it is an identity's default one.
 *
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonses.html
 * @see https://github.com/aws/aws-cdk/issues/34402
 */
function sendingStatement(
  key: Construct,
  { identities, configurationSets, fromAddress, regions }: SesSmtpSender,
): PolicyStatement {
  const senders = identitiesOf(key, identities);
  refuseNoIdentity(key, senders);
  refuseFromAddress(key, fromAddress);
  const usedConfigurationSets = configurationSetsOf(key, configurationSets);
  warnOfAddress(key, fromAddress, identities!);
  warnOfDefaultConfigurationSets(key, identities!, usedConfigurationSets);
  const resources = [...senders, ...usedConfigurationSets];
  return new PolicyStatement({
    actions: [SEND_ACTION],
    resources: regionsOf(key, regions).flatMap((region) =>
      resources.map((resource) => Stack.of(key).formatArn({ service: 'ses', region, ...resource })),
    ),
    conditions: fromAddress === undefined ? undefined : { StringEquals: { 'ses:FromAddress': fromAddress } },
  });
}

function refusePermissionsOfGivenUser(key: Construct, sender: SesSmtpSender): void {
  const permission = PERMISSIONS.find(({ prop }) => sender[prop] !== undefined);
  if (permission !== undefined) {
    throw new AccessKeyError('PermissionsOfGivenUser', key, {
      found: `${permission.name} and a user are both passed`,
      required:
        `${permission.name} can be passed for a new user only, ` +
        'because the permissions of an existing user are not changed',
      remedy: `Allow ${SEND_ACTION} where the user is created, or omit the user`,
    });
  }
}

function refuseNoIdentity(key: Construct, identities: SendingResource[]): void {
  if (identities.length === 0) {
    throw new AccessKeyError('MissingIdentities', key, {
      found: 'neither identities nor a user are passed',
      required: 'a new user needs the SES identities that it can send from',
      remedy: 'Pass one or more email identities, new or imported, or a user that has permission to send',
    });
  }
}

function refuseFromAddress(key: Construct, fromAddress: string | undefined): void {
  if (fromAddress !== undefined) {
    validateString(key, fromAddress, ADDRESS_FORM);
  }
}

/** A policy variable would be another address for each request. */
const ADDRESS_FORM: StringForm = {
  code: 'InvalidFromAddress',
  whole: /^(?!.*\$\{)[^\s@*?<>]+@[^\s@*?<>]+$/,
  part: /^(?!.*\$\{)[^\s@*?<>]*@?[^\s@*?<>]*$/,
  problem: (known) => ({
    found: `the from address is '${known}'`,
    required: 'it must be one email address, without a display name, wildcards or policy variables',
    remedy: 'Pass the address alone, such as noreply@example.com, or omit it to allow all addresses of the identities',
  }),
};
