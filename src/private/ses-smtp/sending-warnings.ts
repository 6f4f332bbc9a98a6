import { Annotations, CfnResource, Stack, Token } from 'aws-cdk-lib';
import { CfnEmailIdentity } from 'aws-cdk-lib/aws-ses';
import { aws_ses } from 'aws-cdk-lib/interfaces';
import { Construct, IConstruct } from 'constructs';
import { SendingResource } from './sending-resources';
import { describeProblem, Problem, shown } from '../access-key-error';

/**
 * An identity of a domain covers the addresses of the domain and of its subdomains.
 *
 * @see https://docs.aws.amazon.com/ses/latest/dg/creating-identities.html
 */
export function warnOfAddress(key: Construct, fromAddress: string | undefined, identities: aws_ses.IEmailIdentityRef[]): void {
  // The reference to a new identity is a token, which hides its name.
  const names = [identities].flat().map((identity) => cfnIdentityOf(identity)?.emailIdentity ?? identity.emailIdentityRef.emailIdentity);
  if (fromAddress === undefined || [fromAddress, ...names].some(Token.isUnresolved)) {
    return;
  }
  const address = fromAddress.toLowerCase();
  const isCovered = names.map((name) => name.toLowerCase())
    .some((name) => name.includes('@') ? address === name : address.endsWith(`@${name}`) || address.endsWith(`.${name}`));
  if (!isCovered) {
    warn(key, 'fromAddressOutsideIdentities', {
      got: `fromAddress is ${shown(fromAddress)}, and the identities are ${names.map(shown).join(' and ')}`,
      expected: 'an address of one of the identities, as SES refuses every other one',
      remedy: 'correct fromAddress, or pass the identity that it belongs to',
    });
  }
}

/**
 * SES uses the default configuration set of an identity for each message that names none, and asks for the permission to use it.
 *
 * @see https://docs.aws.amazon.com/ses/latest/dg/managing-configuration-sets-default-adding.html
 */
export function warnOfDefaultConfigurationSets(key: Construct, identities: aws_ses.IEmailIdentityRef[], used: SendingResource[]): void {
  const resolve = (value: unknown) => JSON.stringify(Stack.of(key).resolve(value));
  const names = used.map(({ resourceName }) => resolve(resourceName));
  [identities].flat().map(cfnIdentityOf).forEach((identity) => {
    const name = defaultConfigurationSetOf(identity);
    if (name !== undefined && !names.includes(resolve(name))) {
      warn(key, 'defaultConfigurationSetLeftOut', {
        got: `identity '${identity!.node.path}' has a default configuration set, which configurationSets leaves out`,
        expected: 'all configuration sets that the identities use, as SES refuses messages without permission to use one',
        remedy: 'add it to configurationSets',
      });
    }
  });
}

function cfnIdentityOf(identity: Partial<IConstruct>): CfnEmailIdentity | undefined {
  return [identity, identity.node?.defaultChild].find(isCfnIdentity);
}

function isCfnIdentity(construct: unknown): construct is CfnEmailIdentity {
  return CfnResource.isCfnResource(construct) && construct.cfnResourceType === CfnEmailIdentity.CFN_RESOURCE_TYPE_NAME;
}

function defaultConfigurationSetOf(identity: CfnEmailIdentity | undefined): string | undefined {
  const attributes = identity?.configurationSetAttributes;
  return attributes === undefined || Token.isUnresolved(attributes)
    ? undefined : (attributes as CfnEmailIdentity.ConfigurationSetAttributesProperty).configurationSetName;
}

function warn(key: Construct, id: string, problem: Problem): void {
  Annotations.of(key).addWarningV2(`cdk-iam-access-key:${id}`, describeProblem(key, problem));
}
