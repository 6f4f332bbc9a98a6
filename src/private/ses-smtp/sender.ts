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

const RIGHTS = ['identities', 'configurationSets', 'fromAddress'] as const;

/** The user who was given, or a new one. */
export function senderOf(key: Construct, sender: SesSmtpSender): { readonly user: aws_iam.IUserRef; readonly ownUser?: User } {
  if (sender.user !== undefined) {
    refuseRightsOfGivenUser(key, sender);
    return { user: sender.user };
  }
  const user = newSender(key, sender);
  return { user, ownUser: user };
}

/** Its rights are a part of it, so that they stay if it stays. */
function newSender(key: Construct, sender: SesSmtpSender): User {
  const user = new User(key, 'User');
  const policyDocument = new PolicyDocument({ statements: [sendingStatement(key, sender)] });
  (user.node.defaultChild as CfnUser).policies = [{ policyName: 'SendMail', policyDocument }];
  limitInlinePolicies(key, policyDocument);
  return user;
}

/**
 * SES asks for the right to use a configuration set, also if it is an identity's default one.
 *
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonses.html
 * @see https://github.com/aws/aws-cdk/issues/34402
 */
function sendingStatement(key: Construct, { identities, configurationSets, fromAddress, regions }: SesSmtpSender): PolicyStatement {
  const senders = identitiesOf(key, identities);
  refuseNoIdentity(key, senders);
  refuseFromAddress(key, fromAddress);
  const usedConfigurationSets = configurationSetsOf(key, configurationSets);
  warnOfAddress(key, fromAddress, identities!);
  warnOfDefaultConfigurationSets(key, identities!, usedConfigurationSets);
  const resources = [...senders, ...usedConfigurationSets];
  return new PolicyStatement({
    actions: [SEND_ACTION],
    resources: regionsOf(key, regions).flatMap((region) => resources.map((resource) => Stack.of(key).formatArn({ service: 'ses', region, ...resource }))),
    conditions: fromAddress === undefined ? undefined : { StringEquals: { 'ses:FromAddress': fromAddress } },
  });
}

function refuseRightsOfGivenUser(key: Construct, sender: SesSmtpSender): void {
  const right = RIGHTS.find((name) => sender[name] !== undefined);
  if (right !== undefined) {
    throw new AccessKeyError('RightsOfGivenUser', key, {
      got: `${right} together with user`,
      expected: `${right} for a new user alone, as a user who is given is left as it is`,
      remedy: `allow ${SEND_ACTION} where the user is made, or leave user out`,
    });
  }
}

function refuseNoIdentity(key: Construct, identities: SendingResource[]): void {
  if (identities.length === 0) {
    throw new AccessKeyError('MissingIdentities', key, {
      got: 'neither identities nor user',
      expected: 'the SES identities that the new user may send from',
      remedy: 'pass one or more email identities, new or imported, or a user who may send already',
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
    got: `fromAddress is '${known}'`,
    expected: 'one mail address, without a name beside it and without wildcards or policy variables',
    remedy: 'name the address alone, as in \'noreply@example.com\', '
      + 'or leave it out for every address of the identities',
  }),
};
