import { Step } from './step';
import { currentKey, factsOf, holder, CURRENT, Key, KeyFacts, PERSON, World } from '../world';

/** Keys that were active before a step and are not any more. */
export function turnedOff({ before, after }: Step): readonly Key[] {
  return before.iam.keys === after.iam.keys ? [] : before.iam.keys.filter(({ id, active }) => active && !isActive(after, id));
}

/** Keys that exist no more after a step. */
export function removed({ before, after }: Step): readonly Key[] {
  return before.iam.keys === after.iam.keys ? [] : before.iam.keys.filter(({ id }) => keyOf(after, id) === undefined);
}

/** Keys that were inactive before a step and are active after it. */
export function turnedOn({ before, after }: Step): readonly Key[] {
  return before.iam.keys === after.iam.keys ? [] : before.iam.keys.filter(({ id, active }) => !active && isActive(after, id));
}

export function keyOf({ iam }: World, id: string | undefined): Key | undefined {
  return iam.keys.find((key) => key.id === id);
}

export function isActive(world: World, id: string | undefined): boolean {
  return keyOf(world, id)?.active ?? false;
}

/** The key that consumers read. */
export function current({ secret }: World): string | undefined {
  return currentKey(secret);
}

export function currentVersion({ secret }: World): string | undefined {
  return holder(secret, CURRENT)?.id;
}

export function isOfPerson(world: World, id: string): boolean {
  return factsOf(world, id)?.madeBy === PERSON;
}

/** Keys that runs have made and that exist. */
export function keysOfRuns(world: World): readonly KeyFacts[] {
  return world.ghost.keys.filter(({ madeBy, deletedAt }) => madeBy !== PERSON && deletedAt === undefined);
}

/** Whether a version carries the key's own label. */
export function isLabelled({ secret }: World, id: string): boolean {
  return secret.versions.some(({ labels }) => labels.includes(`key.${id}`));
}

/** Whether the secret can be written to, and its stack is not deleting it: else a scheduled run leaves all as it is. */
export function isOpen({ secret }: World): boolean {
  return secret.existence === 'present' && secret.tags.every(([key]) => key !== 'cdk-iam-access-key:closed');
}

/** Whether the current key was made by a run, is labelled as such, and works. */
export function isHealthy(world: World): boolean {
  const id = current(world);
  return id !== undefined && !isOfPerson(world, id) && isLabelled(world, id) && isActive(world, id);
}
