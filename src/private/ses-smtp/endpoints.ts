import { Stack, Token } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { AccessKeyError, shown } from '../access-key-error';
import { partitionOf, validateRegions } from '../regions';

/** What names the endpoints of SES's SMTP interface. */
export interface SesSmtpEndpoints {
  readonly regions?: string[];
  readonly port?: number;
  readonly fips?: boolean;
  readonly dualStack?: boolean;
}

/** 587 is for STARTTLS, as mail clients expect it. Lambda and many networks block 25. */
const DEFAULT_PORT = 587;

/** https://docs.aws.amazon.com/ses/latest/dg/smtp-connect.html */
const PORTS = [25, 587, 2587, 465, 2465];

/** The domains of dual-stack endpoints, where it is not `api.aws`. They are those of the partitions in AWS's SDKs. */
const DUAL_STACK_DOMAINS: Readonly<Record<string, string>> = {
  'aws-cn': 'api.amazonwebservices.com.cn',
  'aws-eusc': 'api.amazonwebservices.eu',
  'aws-iso': 'api.aws.ic.gov',
  'aws-iso-b': 'api.aws.scloud',
  'aws-iso-e': 'api.cloud-aws.adc-e.uk',
  'aws-iso-f': 'api.aws.hci.ic.gov',
};

/**
 * The endpoints as JSON (src/handler/secret-format/configuration.ts), the first one being the one that clients use
 * which know of one only.
 *
 * @see https://docs.aws.amazon.com/general/latest/gr/ses.html
 */
export function endpointsOf(
  key: Construct,
  { regions, port = DEFAULT_PORT, fips = false, dualStack = false }: SesSmtpEndpoints,
): string {
  validateEndpointRegions(key, regions);
  refusePort(key, port);
  const hostOf = (region: string) =>
    `email-smtp${fips ? '-fips' : ''}.${region}.${dualStack ? dualStackDomain(region) : Stack.of(key).urlSuffix}`;
  return Stack.of(key).toJsonString({
    port,
    endpoints: regionsOf(key, regions).map((region) => ({ region, host: hostOf(region) })),
  });
}

/** The regions that were given, or the one of the stack. */
export function regionsOf(key: Construct, regions: string[] = [Stack.of(key).region]): string[] {
  return [regions].flat();
}

/** The region of the stack is not a prop, but is part of a host and of a policy as well. */
function validateEndpointRegions(key: Construct, regions: string[] | undefined): void {
  refuseNoList(key, regions);
  const given = regionsOf(key, regions);
  refuseRepetition(key, given);
  validateRegions(key, 'the regions', given);
}

function refuseNoList(key: Construct, regions: string[] | undefined): void {
  if (Token.isUnresolved(regions) || regions?.length === 0) {
    throw new AccessKeyError('InvalidRegions', key, {
      found: `the list of regions is ${Token.isUnresolved(regions) ? 'known only at deployment' : 'empty'}`,
      required: 'it must contain one or more regions, each of which can be known only at deployment',
      remedy: 'List each region, such as eu-west-1, or omit the list to use the region of the stack',
    });
  }
}

function refuseRepetition(key: Construct, regions: string[]): void {
  const repeated = regions.find((region, index) => regions.indexOf(region) !== index);
  if (repeated !== undefined) {
    throw new AccessKeyError('InvalidRegions', key, {
      found: `the regions contain ${shown(repeated)} twice`,
      required: 'they must be different',
      remedy: 'List each region once',
    });
  }
}

function refusePort(key: Construct, port: number): void {
  if (typeof port !== 'number' || (!Token.isUnresolved(port) && !PORTS.includes(port))) {
    throw new AccessKeyError('InvalidPort', key, {
      found: `port is ${shown(port)}`,
      required: `it must be one of ${PORTS.join(', ')}, the ports of SES`,
      remedy: 'Omit the port to use 587 with STARTTLS, or use 465 for a client that starts with TLS',
    });
  }
}

function dualStackDomain(region: string): string {
  return DUAL_STACK_DOMAINS[partitionOf(region) ?? ''] ?? 'api.aws';
}
