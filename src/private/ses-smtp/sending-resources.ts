import { ArnComponents } from 'aws-cdk-lib';
import { IEmailIdentity } from 'aws-cdk-lib/aws-ses';
import { aws_ses } from 'aws-cdk-lib/interfaces';
import { Construct } from 'constructs';
import { AccessKeyError, AccessKeyErrorCode, shown } from '../access-key-error';

/** A part of SES that its user needs a right for, in each of the regions. */
export type SendingResource = Required<Pick<ArnComponents, 'account' | 'resource' | 'resourceName'>>;

/** Constructs of one kind, and where they keep what an ARN is made of. */
interface Kind<T> {
  readonly prop: string;
  readonly code: AccessKeyErrorCode;
  readonly construct: string;
  readonly resource: string;
  readonly nameOf: (construct?: T) => string | undefined;
  readonly accountOf: (construct: T) => string;
}

const IDENTITY: Kind<aws_ses.IEmailIdentityRef & Partial<IEmailIdentity>> = {
  prop: 'identities',
  code: 'InvalidIdentities',
  construct: 'EmailIdentity',
  resource: 'identity',
  nameOf: (identity) => identity?.emailIdentityRef?.emailIdentity,
  // The environment of an imported identity is that of the stack it is imported into, so the ARN goes first.
  // An encoded token holds no colon, so an ARN can be split even if its account alone is known.
  accountOf: ({ env, emailIdentityArn }) => emailIdentityArn?.split(':')[4] ?? env.account,
};

const CONFIGURATION_SET: Kind<aws_ses.IConfigurationSetRef> = {
  prop: 'configurationSets',
  code: 'InvalidConfigurationSets',
  construct: 'ConfigurationSet',
  resource: 'configuration-set',
  nameOf: (configurationSet) => configurationSet?.configurationSetRef?.configurationSetName,
  accountOf: ({ env }) => env.account,
};

export function identitiesOf(key: Construct, identities: aws_ses.IEmailIdentityRef[] = []): SendingResource[] {
  return resourcesOf(key, IDENTITY, identities);
}

export function configurationSetsOf(key: Construct, configurationSets: aws_ses.IConfigurationSetRef[] = []): SendingResource[] {
  return resourcesOf(key, CONFIGURATION_SET, configurationSets);
}

/** Not all languages check types: there may be something else than a list, and something else in it. */
function resourcesOf<T>(key: Construct, kind: Kind<T>, constructs: T[]): SendingResource[] {
  return [constructs].flat().map((construct) => ({
    resource: kind.resource,
    resourceName: nameWithoutWildcards(key, kind, kind.nameOf(construct as T)),
    account: kind.accountOf(construct as T),
  }));
}

/** In a policy a wildcard would allow more than the construct says. An encoded token has none. */
function nameWithoutWildcards<T>(key: Construct, { prop, code, construct }: Kind<T>, name: string | undefined): string {
  if (typeof name !== 'string' || !/^[^*?]+$/.test(name)) {
    throw new AccessKeyError(code, key, {
      got: `${prop} has one whose name is ${shown(name)}`,
      expected: 'constructs with a name that has no wildcard',
      remedy: `pass a new or imported ${construct} for each`,
    });
  }
  return name;
}
