import { Step } from './step';
import { currentKey, factsOf, holder, CURRENT, Key, KeyFacts, OPERATOR, SimulatedAws } from '../simulated-aws';

/** Keys that were active before a step and are not any more. */
export function turnedOff({ before, after }: Step): readonly Key[] {
  return before.iam.keys === after.iam.keys
    ? []
    : before.iam.keys.filter(({ id, active }) => active && !isActive(after, id));
}

/** Keys that exist no more after a step. */
export function removed({ before, after }: Step): readonly Key[] {
  return before.iam.keys === after.iam.keys ? [] : before.iam.keys.filter(({ id }) => keyOf(after, id) === undefined);
}

/** Keys that were inactive before a step and are active after it. */
export function turnedOn({ before, after }: Step): readonly Key[] {
  return before.iam.keys === after.iam.keys
    ? []
    : before.iam.keys.filter(({ id, active }) => !active && isActive(after, id));
}

export function keyOf({ iam }: SimulatedAws, id: string | undefined): Key | undefined {
  return iam.keys.find((key) => key.id === id);
}

export function isActive(aws: SimulatedAws, id: string | undefined): boolean {
  return keyOf(aws, id)?.active ?? false;
}

/** The key that clients read. */
export function current({ secret }: SimulatedAws): string | undefined {
  return currentKey(secret);
}

export function currentVersion({ secret }: SimulatedAws): string | undefined {
  return holder(secret, CURRENT)?.id;
}

export function isOfOperator(aws: SimulatedAws, id: string): boolean {
  return factsOf(aws, id)?.madeBy === OPERATOR;
}

/** Keys that runs have made and that exist. */
export function keysOfRuns(aws: SimulatedAws): readonly KeyFacts[] {
  return aws.keyHistory.keys.filter(({ madeBy, deletedAt }) => madeBy !== OPERATOR && deletedAt === undefined);
}

/** Whether a version carries the key's own label. */
export function isLabelled({ secret }: SimulatedAws, id: string): boolean {
  return secret.versions.some(({ labels }) => labels.includes(`key.${id}`));
}

/** Whether the secret can be written to, and its stack is not deleting it: else a scheduled run leaves all as it is. */
export function isOpen({ secret }: SimulatedAws): boolean {
  return secret.existence === 'present' && secret.tags.every(([key]) => key !== 'cdk-iam-access-key:closed');
}

/** Whether the current key was made by a run, is labelled as such, and works. */
export function isHealthy(aws: SimulatedAws): boolean {
  const id = current(aws);
  return id !== undefined && !isOfOperator(aws, id) && isLabelled(aws, id) && isActive(aws, id);
}
