import { Stage } from 'aws-cdk-lib';
import { CfnRotationSchedule } from 'aws-cdk-lib/aws-secretsmanager';
import { IConstruct, IValidation } from 'constructs';
import { describeProblem, Problem } from '../access-key-error';
import { constructOf, groupBy, groupByUser, keysBelow, quotedPath, UserKey } from '../keys-of-users';
import { RotatingKeyMark, rotatingKeyMark } from './mark';
import { identitiesOfKey, identitiesOfSecret } from './secret-identity';

const checkedStages = new WeakSet<IConstruct>();

/**
 * Checks at synthesis that no other key of the app takes what a rotating key needs: both slots of its user, and its secret.
 *
 * Other stacks count as far as it is known that they have the same user: it is the same construct, or the account is known. So the app is looked through, once for all
 * stacks that are synthesised together.
 */
export function requireSoleOwners(key: IConstruct): void {
  const stage = Stage.of(key)!;
  if (!checkedStages.has(stage)) {
    checkedStages.add(stage);
    stage.node.addValidation(new SoleOwners(stage));
  }
}

type RotatingKey = UserKey & { readonly rotating: RotatingKeyMark };

class SoleOwners implements IValidation {
  constructor(private readonly stage: Stage) {}

  public validate(): string[] {
    const keys = keysBelow(this.stage.node.root);
    const rotatingKeys = keys.filter(isRotating);
    const keysBySecret = groupBy(rotatingKeys, ({ construct, rotating }) => identitiesOfKey(construct, rotating));
    return [
      ...this.problems(groupByUser(keys), besideOnUser),
      ...this.problems(keysBySecret, sharingSecret),
      ...this.secondSchedules(rotatingKeys),
    ];
  }

  private secondSchedules(keys: RotatingKey[]): string[] {
    const own = keys.filter(({ construct }) => Stage.of(construct) === this.stage);
    const schedules = this.stage.node.root.node.findAll().filter(CfnRotationSchedule.isCfnRotationSchedule)
      .filter(({ node }) => rotatingKeyMark(node.scope) === undefined)
      .map((schedule) => ({ path: constructOf(schedule).node.path, secret: identitiesOfSecret(schedule, schedule.secretId) }));
    return own.flatMap((key) => {
      const identities = identitiesOfKey(key.construct, key.rotating);
      return schedules.filter(({ secret }) => secret.some((one) => identities.includes(one)))
        .map(({ path }) => describeProblem(key.construct, secondSchedule(path)));
    });
  }

  private problems(groups: UserKey[][], describe: (key: RotatingKey, other: UserKey) => string[]): string[] {
    return groups.flatMap((group) => group.filter(isRotating)
      .filter(({ construct }) => Stage.of(construct) === this.stage)
      .flatMap((key) => group.filter((other) => other !== key).flatMap((other) => describe(key, other))));
  }
}

function isRotating(key: UserKey): key is RotatingKey {
  return key.rotating !== undefined;
}

/** Secrets Manager keeps one schedule for a secret, and a second resource would overwrite that of the key. */
export function secondSchedule(path: string): Problem {
  return {
    got: `its secret has a second rotation schedule, '${path}'`,
    expected: 'the schedule of the key alone, as Secrets Manager keeps one for each secret',
    remedy: 'remove that schedule, and set rotation on the key',
  };
}

function besideOnUser(key: RotatingKey, other: UserKey): string[] {
  const retiring = [key, other].filter(({ rotating }) => rotating?.retiresUnmanagedKeys).length;
  const byRetiring = [
    {
      got: `its user has another key, ${quotedPath(other)}`,
      expected: 'no other, as IAM allows a user two keys and a rotation needs both',
      remedy: 'make a user for each consumer, or, if one of the two keys is on its way out, set retireUnmanagedKeysAfter on the one that stays',
    },
    undefined,
    {
      got: `its user has another key, ${quotedPath(other)}, and each would retire the other`,
      expected: 'one of them to stay',
      remedy: 'set retireUnmanagedKeysAfter on the one that stays, and not on the other',
    },
  ];
  const problem = byRetiring[retiring];
  return problem === undefined ? [] : [describeProblem(key.construct, problem)];
}

function sharingSecret(key: RotatingKey, other: UserKey): string[] {
  return [describeProblem(key.construct, {
    got: `its secret is also that of ${quotedPath(other)}`, expected: 'a secret of its own', remedy: 'leave secret out, or give another one',
  })];
}
