import { Annotations, CfnResource, Resource, Stack } from 'aws-cdk-lib';
import { CfnAccessKey } from 'aws-cdk-lib/aws-iam';
import { IConstruct, IValidation } from 'constructs';
import { describeProblem } from './access-key-error';
import { userIdentities } from './user-identity';

/**
 * IAM's limit, which counts active and inactive keys alike and cannot be raised.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
 */
const KEYS_PER_USER = 2;

const limitedStacks = new WeakSet<Stack>();

/** Checks at synthesis, when names and the tree are final, that no user has more keys in the stack than IAM allows. */
export function limitKeysPerUser(stack: Stack): void {
  if (!limitedStacks.has(stack)) {
    limitedStacks.add(stack);
    stack.node.addValidation(new KeysPerUser(stack));
  }
}

class KeysPerUser implements IValidation {
  constructor(private readonly stack: Stack) {}

  public validate(): string[] {
    const keysByUser = groupBy(accessKeys(this.stack), userIdentities());
    const crowdedUsers = keysByUser.filter((keys) => keys.length >= KEYS_PER_USER);
    crowdedUsers.forEach(warnOfReplacement);
    return crowdedUsers.flatMap(refuseFurtherKeys);
  }
}

/** Every access key of the stack, whichever construct made it. A key with a condition may never exist: it is not counted. */
function accessKeys(stack: Stack): CfnAccessKey[] {
  return stack.node.findAll()
    .filter((node): node is CfnAccessKey => CfnResource.isCfnResource(node) && node.cfnResourceType === CfnAccessKey.CFN_RESOURCE_TYPE_NAME)
    .filter((key) => key.stack === stack && key.cfnOptions.condition === undefined);
}

function refuseFurtherKeys(keys: CfnAccessKey[]): string[] {
  const allowed = keys.slice(0, KEYS_PER_USER);
  return keys.slice(KEYS_PER_USER).map((key) => describeProblem(constructOf(key), {
    got: `key number ${keys.indexOf(key) + 1} of one user in stack '${key.stack.node.path}', after ${allowed.map(quotedPath).join(' and ')}`,
    expected: `at most ${KEYS_PER_USER}, the number that IAM allows a user, active or not`,
    remedy: 'remove a key, or make a user for each consumer',
  }));
}

/**
 * CloudFormation makes the replacement before it deletes the old key, so it needs a free slot.
 *
 * The warning stands at the L1: the CDK finds an acknowledgement of a warning that is added this late on the parents alone,
 * and the parent is where a user acknowledges it.
 */
function warnOfReplacement(keys: CfnAccessKey[]): void {
  for (const key of keys.filter(({ serial }) => serial !== undefined)) {
    Annotations.of(key).addWarningV2('cdk-iam-access-key:noFreeSlot', describeProblem(constructOf(key), {
      got: `serial is set while its user has ${keys.length} keys in stack '${key.stack.node.path}'`,
      expected: 'a free slot, as a replacement is made before the old key is deleted',
      remedy: 'remove one of the keys before you change serial',
    }));
  }
}

/** The construct that a reader of the app knows: the L2 around the L1, if there is one. */
function constructOf(key: CfnAccessKey): IConstruct {
  const owner = key.node.scope!;
  return Resource.isResource(owner) ? owner : key;
}

function quotedPath(key: CfnAccessKey): string {
  return `'${constructOf(key).node.path}'`;
}

function groupBy<T>(items: T[], keyOf: (item: T) => string): T[][] {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    groups.set(key, [...groups.get(key) ?? [], item]);
  }
  return [...groups.values()];
}
