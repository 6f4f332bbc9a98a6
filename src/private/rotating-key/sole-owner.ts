import { Stage } from 'aws-cdk-lib';
import { CfnRotationSchedule } from 'aws-cdk-lib/aws-secretsmanager';
import { IConstruct } from 'constructs';
import { describeProblem, Problem } from '../access-key-error';
import { constructOf, groupBy, groupByUser, keysBelow, quotedPath, UserKey } from '../keys-of-users';
import { RotatingKeyMark, rotatingKeyMark } from './mark';
import { identitiesOfKey, identitiesOfSecret } from './secret-identity';

const checks = new WeakMap<IConstruct, SoleOwners>();

/**
 * Checks at synthesis that nothing else in the app takes what a rotating key needs: both access keys of its user, its
 * secret, and the schedule of the secret.
 *
 * Keys of other stacks count if they certainly belong to the same user: it is the same construct, or the account is
 * known.
 */
export function requireSoleOwners(key: IConstruct): void {
  const stage = Stage.of(key)!;
  const check = checks.get(stage) ?? new SoleOwners(stage);
  checks.set(stage, check);
  key.node.addValidation({ validate: () => check.problemsOf(key) });
}

type RotatingKey = UserKey & { readonly rotating: RotatingKeyMark };

/** Searches the app once for all keys that are synthesised together: each of them asks once in a synthesis. */
class SoleOwners {
  private unread = new Map<IConstruct, string[]>();

  constructor(private readonly stage: Stage) {}

  public problemsOf(key: IConstruct): string[] {
    if (!this.unread.has(key)) {
      this.unread = this.findProblems();
    }
    const problems = this.unread.get(key)!;
    this.unread.delete(key);
    return problems;
  }

  private findProblems(): Map<IConstruct, string[]> {
    const keys = keysBelow(this.stage.node.root);
    const rotatingKeys = keys.filter(isRotating);
    const ownKeys = rotatingKeys.filter(({ construct }) => Stage.of(construct) === this.stage);
    const users = groupByUser(keys);
    const identities = new Map(
      rotatingKeys.map(({ construct, rotating }) => [construct, identitiesOfKey(construct, rotating)]),
    );
    const secrets = groupBy(rotatingKeys, ({ construct }) => identities.get(construct)!);
    const schedules = schedulesBelow(this.stage.node.root);
    return new Map(
      ownKeys.map((key) => [
        key.construct,
        [
          ...conflicts(key, users, ownKeys, besideOnUser),
          ...conflicts(key, secrets, ownKeys, sharingSecret),
          ...secondSchedules(key, identities.get(key.construct)!, schedules),
        ],
      ]),
    );
  }
}

/** The first key of a stage reports a conflict with another one of the stage, which does not repeat it. */
function conflicts(key: RotatingKey, groups: UserKey[][], ownKeys: UserKey[], describe: Describe): string[] {
  const before = ownKeys.slice(0, ownKeys.indexOf(key));
  return groups
    .filter((group) => group.includes(key))
    .flat()
    .filter((other) => other !== key && !before.includes(other))
    .flatMap((other) => describe(key, other));
}

type Describe = (key: RotatingKey, other: UserKey) => string[];

interface Schedule {
  readonly path: string;
  readonly secret: string[];
}

/** Rotation schedules that no key created. */
function schedulesBelow(root: IConstruct): Schedule[] {
  return root.node
    .findAll()
    .filter(CfnRotationSchedule.isCfnRotationSchedule)
    .filter(({ node }) => rotatingKeyMark(node.scope) === undefined)
    .map((schedule) => ({
      path: constructOf(schedule).node.path,
      secret: identitiesOfSecret(schedule, schedule.secretId),
    }));
}

function secondSchedules({ construct }: RotatingKey, identities: string[], schedules: Schedule[]): string[] {
  return schedules
    .filter(({ secret }) => secret.some((one) => identities.includes(one)))
    .map(({ path }) => describeProblem(construct, 'SecondRotationSchedule', secondSchedule(path)));
}

function isRotating(key: UserKey): key is RotatingKey {
  return key.rotating !== undefined;
}

/** Secrets Manager keeps one schedule for a secret, and a second resource would overwrite that of the key. */
export function secondSchedule(path: string): Problem {
  return {
    found: `its secret has a second rotation schedule, '${path}'`,
    required: 'it can only have the schedule of this construct, because Secrets Manager keeps one for each secret',
    remedy: 'Remove that schedule. To change the interval, set the rotation of this construct',
  };
}

function besideOnUser(key: RotatingKey, other: UserKey): string[] {
  const retiring = [key, other].filter(({ rotating }) => rotating?.retiresUnmanagedKeys).length;
  const byRetiring = [
    {
      found: `its user has another access key, ${quotedPath(other)}`,
      required: 'the user can have no other, because IAM allows two access keys per user and a rotation needs both',
      remedy:
        'Create a user for each client. If one of the two keys replaces the other, let the construct that stays ' +
        'retire unmanaged keys: it deactivates and deletes the other key once that is unused',
    },
    undefined,
    {
      found: `its user has another access key, ${quotedPath(other)}, and each would retire the other`,
      required: 'only one of them can retire unmanaged keys',
      remedy: 'Let the construct that stays retire unmanaged keys, and not the other',
    },
  ];
  const problem = byRetiring[retiring];
  return problem === undefined ? [] : [describeProblem(key.construct, 'UserHasAnotherKey', problem)];
}

function sharingSecret(key: RotatingKey, other: UserKey): string[] {
  return [
    describeProblem(key.construct, 'SharedSecret', {
      found: `its secret is also the secret of ${quotedPath(other)}`,
      required: 'it must have a secret of its own',
      remedy: 'Omit the secret, or pass another one',
    }),
  ];
}
