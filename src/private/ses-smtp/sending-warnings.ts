import { Reference, Stack, Token, Tokenization } from 'aws-cdk-lib';
import { CfnConfigurationSet, CfnEmailIdentity } from 'aws-cdk-lib/aws-ses';
import { aws_ses } from 'aws-cdk-lib/interfaces';
import { Construct, IConstruct } from 'constructs';
import { SendingResource } from './sending-resources';
import { shown, warn } from '../access-key-error';
import { constructOf } from '../keys-of-users';

/**
 * An identity of a domain covers the addresses of the domain and of its subdomains. An identity of an address covers it
 * with each label, as in noreply+label@example.com.
 *
 * @see https://docs.aws.amazon.com/ses/latest/dg/creating-identities.html
 */
export function warnOfAddress(
  key: Construct,
  fromAddress: string | undefined,
  identities: aws_ses.IEmailIdentityRef[],
): void {
  // The reference to a new identity is a token, which hides its name.
  const names = [identities]
    .flat()
    .map((identity) => cfnIdentityOf(identity)?.emailIdentity ?? identity.emailIdentityRef.emailIdentity);
  if (fromAddress === undefined || [fromAddress, ...names].some(Token.isUnresolved)) {
    return;
  }
  const address = fromAddress.toLowerCase();
  const covers = (name: string) =>
    name.includes('@')
      ? [address, withoutLabel(address)].includes(name)
      : address.endsWith(`@${name}`) || address.endsWith(`.${name}`);
  const isCovered = names.map((name) => name.toLowerCase()).some(covers);
  if (!isCovered) {
    warn(key, 'fromAddressOutsideIdentities', {
      found: `the from address is ${shown(fromAddress)}, and the identities are ${names.map(shown).join(' and ')}`,
      required: 'it must be an address of one of the identities, because SES refuses every other address',
      remedy: 'Correct the from address, or pass the identity that it belongs to',
    });
  }
}

function withoutLabel(address: string): string {
  return address.replace(/\+[^@]*/, '');
}

/**
 * SES uses the default configuration set of an identity for each message that names none, and asks for the permission
 * to use it.
 *
 * A name that is known only at deployment may be that of any set.
 *
 * @see https://docs.aws.amazon.com/ses/latest/dg/managing-configuration-sets-default-adding.html
 */
export function warnOfDefaultConfigurationSets(
  key: Construct,
  identities: aws_ses.IEmailIdentityRef[],
  used: SendingResource[],
): void {
  const stack = Stack.of(key);
  const usedSets = used.map(({ resourceName }) => configurationSetOf(stack, resourceName));
  const isLeftOut = (name: string | undefined) => {
    const set = name === undefined ? undefined : configurationSetOf(stack, name);
    return set !== undefined && usedSets.every(({ id, isKnown }) => id !== set.id && isKnown && set.isKnown);
  };
  [identities]
    .flat()
    .map(cfnIdentityOf)
    .forEach((identity) => {
      if (identity !== undefined && isLeftOut(defaultConfigurationSetOf(identity))) {
        warn(key, 'defaultConfigurationSetLeftOut', {
          found:
            `identity '${constructOf(identity).node.path}' has a default configuration set, ` +
            'which is not one of the configuration sets',
          required: 'the configuration sets must contain it, because SES refuses messages without permission to use it',
          remedy: 'Add it to the configuration sets',
        });
      }
    });
}

interface ConfigurationSetIdentity {
  readonly id: string;
  readonly isKnown: boolean;
}

/** A set of the app is its name, if it has one, or else its construct. */
function configurationSetOf(stack: Stack, name: string): ConfigurationSetIdentity {
  const token = Tokenization.reverse(name, { failConcat: false });
  const set =
    Reference.isReference(token) && CfnConfigurationSet.isCfnConfigurationSet(token.target) ? token.target : undefined;
  const known = stack.resolve(set === undefined ? name : set.name);
  if (typeof known === 'string') {
    return { id: `name ${known}`, isKnown: true };
  }
  return set !== undefined && known === undefined
    ? { id: `construct ${set.node.path}`, isKnown: true }
    : { id: JSON.stringify(known), isKnown: false };
}

function cfnIdentityOf(identity: Partial<IConstruct>): CfnEmailIdentity | undefined {
  return [identity, identity.node?.defaultChild].find(CfnEmailIdentity.isCfnEmailIdentity);
}

function defaultConfigurationSetOf(identity: CfnEmailIdentity): string | undefined {
  const attributes = identity.configurationSetAttributes;
  return attributes === undefined || Token.isUnresolved(attributes)
    ? undefined
    : (attributes as CfnEmailIdentity.ConfigurationSetAttributesProperty).configurationSetName;
}
