import { Stack, Token } from 'aws-cdk-lib';
import { ReplicaRegion } from 'aws-cdk-lib/aws-secretsmanager';
import { RegionInfo } from 'aws-cdk-lib/region-info';
import { Construct } from 'constructs';
import { AccessKeyError, shown, warn } from './access-key-error';
import { validateReplicaKeys } from './encryption-key';
import { validateString } from './known-string';

/** As AWS names regions, those of isolated partitions too: us-east-1, us-gov-west-1, us-isob-east-1, eusc-de-east-1. */
const REGION = /^[a-z]+(-[a-z]+)+-[0-9]+$/;
const PART_OF_REGION = /^[a-z0-9-]+$/;

/**
 * Checks regions. The errors call them by `name`.
 *
 * There is no list of regions here, as it would go stale: a region that the CDK does not know is a warning.
 */
export function validateRegions(key: Construct, name: string, regions: string[]): void {
  regions.forEach((region) => refuseOtherForm(key, name, region));
  const known = regions.filter((region) => !Token.isUnresolved(region));
  refuseSeveralPartitions(key, name, known);
  // The region that the stack is deployed to exists.
  const others = known.filter((region) => region !== Stack.of(key).region);
  warnOfUnknown(
    key,
    name,
    others.filter((region) => partitionOf(region) === undefined),
  );
}

/** A misspelt one fails at deployment, which a warning or an error says before. */
export function validateReplicaRegions(key: Construct, replicaRegions: ReplicaRegion[] = []): void {
  validateRegions(
    key,
    'the replica regions',
    replicaRegions.map(({ region }) => region),
  );
  validateReplicaKeys(key, replicaRegions);
}

/** `undefined`: it is known only at deployment, or not known to this version of the CDK. */
export function partitionOf(region: string): string | undefined {
  return RegionInfo.get(region).partition;
}

function refuseOtherForm(key: Construct, name: string, region: string): void {
  const isString = typeof region === 'string';
  validateString(key, region, {
    code: 'InvalidRegions',
    whole: REGION,
    part: PART_OF_REGION,
    problem: (known) => ({
      found: `${name} contain ${shown(isString ? known : region)}`,
      required: 'each must be the code of a region, such as eu-west-1 or us-gov-west-1',
      remedy: 'Use the code of the region, or remove it',
    }),
  });
}

/** An account is in one partition alone. */
function refuseSeveralPartitions(key: Construct, name: string, regions: string[]): void {
  const partitions = [Stack.of(key).region, ...regions].map(partitionOf).filter((partition) => partition !== undefined);
  const different = [...new Set(partitions)];
  if (different.length > 1) {
    throw new AccessKeyError('InvalidRegions', key, {
      found: `${name} and the region of the stack are in the partitions ${different.join(' and ')}`,
      required: 'they must be in one partition, because an account and its access keys are in one only',
      remedy: "Keep the regions of the stack's partition, and create another key in an account of the other one",
    });
  }
}

/** A misspelt region, or one that is newer than the CDK. */
function warnOfUnknown(key: Construct, name: string, regions: string[]): void {
  if (regions.length > 0) {
    warn(key, 'unknownRegion', {
      found: `${name} contain ${regions.map(shown).join(' and ')}, which this version of aws-cdk-lib does not know`,
      required: 'each region must exist',
      remedy: 'Correct the region, unless it is a new one',
    });
  }
}
