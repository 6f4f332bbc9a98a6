import { CfnResource, Resource } from 'aws-cdk-lib';
import { CfnAccessKey } from 'aws-cdk-lib/aws-iam';
import { IConstruct } from 'constructs';
import { RotatingKeyMark, rotatingKeyMark } from './rotating-key/mark';
import { userIdentities } from './user-identity';

/** Something that makes a key of a user, or keys one after the other. */
export interface UserKey {
  /** The construct that a reader of the app knows. */
  readonly construct: IConstruct;
  readonly userName: string;
  /** A key that CloudFormation makes. */
  readonly resource?: CfnAccessKey;
  /** One that rotates. */
  readonly rotating?: RotatingKeyMark;
}

/**
 * Every access key below `root`, whichever construct made it. A key with a condition may never exist: it does not
 * count.
 */
export function keysBelow(root: IConstruct): UserKey[] {
  return root.node.findAll().flatMap(keyOf);
}

function keyOf(node: IConstruct): UserKey[] {
  const rotating = rotatingKeyMark(node);
  if (rotating) {
    return [{ construct: node, userName: rotating.userName, rotating }];
  }
  const counts = CfnAccessKey.isCfnAccessKey(node) && node.cfnOptions.condition === undefined;
  return counts ? [{ construct: constructOf(node), userName: node.userName, resource: node }] : [];
}

/** The L2 around the L1, if there is one. */
export function constructOf(resource: CfnResource): IConstruct {
  const owner = resource.node.scope!;
  return Resource.isResource(owner) ? owner : resource;
}

export function quotedPath({ construct }: UserKey): string {
  return `'${construct.node.path}'`;
}

/** The keys of each user. */
export function groupByUser(keys: UserKey[]): UserKey[][] {
  return groupBy(keys, ({ userName, construct }) => userIdentities(userName, construct));
}

/** Items that share an identity are in one group. */
export function groupBy<T>(items: T[], identitiesOf: (item: T) => string[]): T[][] {
  const groups = new Map<string, Group<T>>();
  for (const item of items) {
    const own = identitiesOf(item);
    const met = [...new Set(own.flatMap((identity) => groups.get(identity) ?? []))];
    const group: Group<T> = {
      items: [...met.flatMap((other) => other.items), item],
      identities: [...met.flatMap((other) => other.identities), ...own],
    };
    group.identities.forEach((identity) => groups.set(identity, group));
  }
  return [...new Set(groups.values())].map((group) => group.items);
}

interface Group<T> {
  readonly items: T[];
  readonly identities: string[];
}
