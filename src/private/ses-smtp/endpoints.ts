import { Stack, Token } from 'aws-cdk-lib';
import { RegionInfo } from 'aws-cdk-lib/region-info';
import { Construct } from 'constructs';
import { AccessKeyError, shown } from '../access-key-error';

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

/** A region is a part of a host's name. */
const REGION = /^[a-z0-9-]+$/;

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
 * The endpoints as JSON (src/handler/payload/configuration.ts), the first one being the one that clients use which know of one only.
 *
 * There is no list of regions here: it would go stale.
 * @see https://docs.aws.amazon.com/general/latest/gr/ses.html
 */
export function endpointsOf(key: Construct, { regions, port = DEFAULT_PORT, fips = false, dualStack = false }: SesSmtpEndpoints): string {
  refusePort(key, port);
  const hostOf = (region: string) => `email-smtp${fips ? '-fips' : ''}.${region}.${dualStack ? dualStackDomain(region) : Stack.of(key).urlSuffix}`;
  return Stack.of(key).toJsonString({ port, endpoints: regionsOf(key, regions).map((region) => ({ region, host: hostOf(region) })) });
}

/** The regions that were given, or the one of the stack. */
export function regionsOf(key: Construct, regions: string[] = [Stack.of(key).region]): string[] {
  const given = [regions].flat();
  const known = given.filter((region) => !Token.isUnresolved(region));
  const areDifferent = known.every((region, index) => typeof region === 'string' && REGION.test(region) && known.indexOf(region) === index);
  if (given.length === 0 || !areDifferent || Token.isUnresolved(regions)) {
    throw new AccessKeyError('InvalidRegions', key, {
      got: Token.isUnresolved(regions) ? 'regions is a list that is known only at deployment' : `regions is [${known.map(shown).join(', ')}]`,
      expected: 'one or more different regions, each of which may be known only at deployment',
      remedy: 'name each region once, as in \'eu-west-1\', or leave regions out for that of the stack',
    });
  }
  refuseSeveralPartitions(key, known);
  return given;
}

/** A key works in one partition alone. */
function refuseSeveralPartitions(key: Construct, regions: string[]): void {
  const partitions = new Set([Stack.of(key).region, ...regions].map(partitionOf).filter((partition) => partition !== undefined));
  if (partitions.size > 1) {
    throw new AccessKeyError('InvalidRegions', key, {
      got: `the regions, with that of the stack, are of the partitions ${[...partitions].join(' and ')}`,
      expected: 'regions of one partition, as no key works in two',
      remedy: 'keep the regions of the stack\'s partition, and make other credentials in an account of the other one',
    });
  }
}

/** `undefined`: it is known only at deployment, or to nobody. */
function partitionOf(region: string): string | undefined {
  return RegionInfo.get(region).partition;
}

function refusePort(key: Construct, port: number): void {
  if (typeof port !== 'number' || !Token.isUnresolved(port) && !PORTS.includes(port)) {
    throw new AccessKeyError('InvalidPort', key, {
      got: `port is ${shown(port)}`,
      expected: `one of ${PORTS.join(', ')}, which SES listens on`,
      remedy: 'leave port out for 587 with STARTTLS, or use 465 for a client that begins with TLS',
    });
  }
}

function dualStackDomain(region: string): string {
  return DUAL_STACK_DOMAINS[partitionOf(region) ?? ''] ?? 'api.aws';
}
