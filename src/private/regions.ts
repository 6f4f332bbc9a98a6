import { Annotations, Stack, Token } from 'aws-cdk-lib';
import { ReplicaRegion } from 'aws-cdk-lib/aws-secretsmanager';
import { RegionInfo } from 'aws-cdk-lib/region-info';
import { Construct } from 'constructs';
import { AccessKeyError, describeProblem, shown } from './access-key-error';
import { validateReplicaKeys } from './encryption-key';
import { validateString } from './known-string';

/** As AWS names regions, those of isolated partitions too: us-east-1, us-gov-west-1, us-isob-east-1, eusc-de-east-1. */
const REGION = /^[a-z]+(-[a-z]+)+-[0-9]+$/;
const PART_OF_REGION = /^[a-z0-9-]+$/;

/**
 * Checks the regions that a prop names.
 *
 * There is no list of regions here, as it would go stale: a region that the CDK does not know is a warning.
 */
export function validateRegions(key: Construct, prop: string, regions: string[]): void {
  regions.forEach((region) => refuseOtherForm(key, prop, region));
  const known = regions.filter((region) => !Token.isUnresolved(region));
  refuseSeveralPartitions(key, prop, known);
  // The region that the stack is deployed to exists.
  const others = known.filter((region) => region !== Stack.of(key).region);
  warnOfUnknown(key, prop, others.filter((region) => partitionOf(region) === undefined));
}

/** A misspelt one fails at deployment, which a warning or an error says before. */
export function validateReplicaRegions(key: Construct, replicaRegions: ReplicaRegion[] = []): void {
  validateRegions(key, 'replicaRegions', replicaRegions.map(({ region }) => region));
  validateReplicaKeys(key, replicaRegions);
}

/** `undefined`: it is known only at deployment, or to nobody. */
export function partitionOf(region: string): string | undefined {
  return RegionInfo.get(region).partition;
}

function refuseOtherForm(key: Construct, prop: string, region: string): void {
  const isString = typeof region === 'string';
  validateString(key, region, {
    code: 'InvalidRegions',
    whole: REGION,
    part: PART_OF_REGION,
    problem: (known) => ({
      got: `${prop} has ${shown(isString ? known : region)}, which does not have the form of a region`,
      expected: 'the codes of regions, as in eu-west-1 or us-gov-west-1',
      remedy: 'name each region by its code, or leave it out',
    }),
  });
}

/** An account is in one partition alone. */
function refuseSeveralPartitions(key: Construct, prop: string, regions: string[]): void {
  const partitions = [Stack.of(key).region, ...regions].map(partitionOf).filter((partition) => partition !== undefined);
  const different = [...new Set(partitions)];
  if (different.length > 1) {
    throw new AccessKeyError('InvalidRegions', key, {
      got: `${prop}, with the region of the stack, are of the partitions ${different.join(' and ')}`,
      expected: 'regions of one partition, as an account and its keys are in one alone',
      remedy: 'keep the regions of the stack\'s partition, and create another key in an account of the other one',
    });
  }
}

/** A misspelt region, or one that is newer than the CDK. */
function warnOfUnknown(key: Construct, prop: string, regions: string[]): void {
  if (regions.length > 0) {
    Annotations.of(key).addWarningV2('cdk-iam-access-key:unknownRegion', describeProblem(key, {
      got: `${prop} has ${regions.map(shown).join(' and ')}, which this version of aws-cdk-lib does not know`,
      expected: 'regions that exist',
      remedy: 'correct the region, or acknowledge this warning if it is a new one',
    }));
  }
}
