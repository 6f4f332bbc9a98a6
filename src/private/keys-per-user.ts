import { Stack } from 'aws-cdk-lib';
import { IValidation } from 'constructs';
import { describeProblem, warn } from './access-key-error';
import { groupByUser, keysBelow, quotedPath, UserKey } from './keys-of-users';

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
    const keys = keysBelow(this.stack).filter(({ construct }) => Stack.of(construct) === this.stack);
    const crowdedUsers = groupByUser(keys).filter((keysOfUser) => keysOfUser.length >= KEYS_PER_USER);
    crowdedUsers.forEach((keysOfUser) => warnOfReplacement(keysOfUser, this.stack));
    return crowdedUsers.flatMap((keysOfUser) => refuseFurtherKeys(keysOfUser, this.stack));
  }
}

function refuseFurtherKeys(keys: UserKey[], stack: Stack): string[] {
  const allowed = keys.slice(0, KEYS_PER_USER);
  return keys.slice(KEYS_PER_USER).map((key) =>
    describeProblem(key.construct, 'AccessKeyQuotaExceeded', {
      found:
        `it is access key number ${keys.indexOf(key) + 1} of one user in stack '${stack.node.path}', ` +
        `after ${allowed.map(quotedPath).join(' and ')}`,
      required: `IAM allows ${KEYS_PER_USER} access keys per user, active or inactive`,
      remedy: 'Remove an access key, or create a user for each client',
    }),
  );
}

/**
 * CloudFormation creates the replacement before it deletes the current key, so it needs a free access key.
 *
 * The warning stands at the L1: the CDK finds an acknowledgement of a warning that is added this late on the parents
 * alone, and the parent is where a user acknowledges it.
 */
function warnOfReplacement(keys: UserKey[], stack: Stack): void {
  for (const { construct, resource } of keys) {
    if (resource?.serial !== undefined) {
      warn(
        construct,
        'noFreeAccessKey',
        {
          found: `serial is set, and the user has ${keys.length} access keys in stack '${stack.node.path}'`,
          required:
            'a replacement needs a free access key, ' +
            'because CloudFormation creates the new access key before it deletes the current one',
          remedy: 'Remove one of the access keys before you change serial',
        },
        resource,
      );
    }
  }
}
