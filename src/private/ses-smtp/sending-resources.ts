import { ArnComponents } from 'aws-cdk-lib';
import { IEmailIdentity } from 'aws-cdk-lib/aws-ses';
import { aws_ses } from 'aws-cdk-lib/interfaces';
import { Construct } from 'constructs';
import { AccessKeyError, AccessKeyErrorCode, shown } from '../access-key-error';
import { WITHOUT_WILDCARDS } from '../arns';
import { validateString } from '../known-string';

/** A resource of SES that its user needs permission for, in each of the regions. */
export type SendingResource = Required<Pick<ArnComponents, 'account' | 'resource' | 'resourceName'>>;

/** Constructs of one kind, and where they keep what an ARN is made of. */
interface Kind<T> {
  readonly plural: string;
  readonly code: AccessKeyErrorCode;
  readonly construct: string;
  readonly resource: string;
  /** The form of a name, and of the parts of one. */
  readonly name: RegExp;
  readonly partOfName: RegExp;
  readonly nameOf: (construct?: T) => string | undefined;
  readonly accountOf: (construct: T) => string;
}

const IDENTITY: Kind<aws_ses.IEmailIdentityRef & Partial<IEmailIdentity>> = {
  plural: 'identities',
  code: 'InvalidIdentities',
  construct: 'EmailIdentity',
  resource: 'identity',
  name: /^(?!arn:)(?!.*\$\{)[^*?]+$/s,
  partOfName: WITHOUT_WILDCARDS,
  nameOf: (identity) => identity?.emailIdentityRef?.emailIdentity,
  // The environment of an imported identity is that of the stack it is imported into, so the ARN goes first.
  // An encoded token holds no colon, so an ARN can be split even if its account alone is known.
  accountOf: ({ env, emailIdentityArn }) => emailIdentityArn?.split(':')[4] ?? env.account,
};

/** https://docs.aws.amazon.com/ses/latest/APIReference/API_ConfigurationSet.html */
const CONFIGURATION_SET_NAME = /^[\w-]{1,64}$/;

const CONFIGURATION_SET: Kind<aws_ses.IConfigurationSetRef> = {
  plural: 'configuration sets',
  code: 'InvalidConfigurationSets',
  construct: 'ConfigurationSet',
  resource: 'configuration-set',
  name: CONFIGURATION_SET_NAME,
  partOfName: CONFIGURATION_SET_NAME,
  nameOf: (configurationSet) => configurationSet?.configurationSetRef?.configurationSetName,
  accountOf: ({ env }) => env.account,
};

export function identitiesOf(key: Construct, identities: aws_ses.IEmailIdentityRef[] = []): SendingResource[] {
  return resourcesOf(key, IDENTITY, identities);
}

export function configurationSetsOf(
  key: Construct,
  configurationSets: aws_ses.IConfigurationSetRef[] = [],
): SendingResource[] {
  return resourcesOf(key, CONFIGURATION_SET, configurationSets);
}

/** Not all languages check types: there may be something else than a list, and something else in it. */
function resourcesOf<T>(key: Construct, kind: Kind<T>, constructs: T[]): SendingResource[] {
  return [constructs].flat().map((construct) => ({
    resource: kind.resource,
    resourceName: nameOfOne(key, kind, kind.nameOf(construct as T)),
    account: accountOfOne(key, kind, kind.accountOf(construct as T)),
  }));
}

/** In a policy a wildcard would allow more than the construct says, and an ARN as the name nothing. */
function nameOfOne<T>(key: Construct, { plural, code, construct, ...form }: Kind<T>, name: string | undefined): string {
  const problem = (known: string) => ({
    found: `the ${plural} contain one whose name is ${known}`,
    required: 'each must have the name of one resource, not an ARN, and without wildcards or policy variables',
    remedy: `Pass a new or imported ${construct} for each`,
  });
  if (typeof name !== 'string') {
    throw new AccessKeyError(code, key, problem(shown(name)));
  }
  validateString(key, name, {
    code,
    whole: form.name,
    part: form.partOfName,
    problem: (known) => problem(shown(known)),
  });
  return name;
}

function accountOfOne<T>(key: Construct, { plural, code, construct }: Kind<T>, account: string): string {
  validateString(key, account, {
    code,
    whole: WITHOUT_WILDCARDS,
    part: WITHOUT_WILDCARDS,
    problem: (known) => ({
      found: `the ${plural} contain one of account '${known}'`,
      required: 'each must belong to one account, whose ID its ARN contains',
      remedy: `Import the ${construct} by its complete ARN, or by its name if it belongs to the account of the stack`,
    }),
  });
  return account;
}
