import { CfnResource, Reference, Resource, Stack, Stage, Tokenization } from 'aws-cdk-lib';
import { CfnRotationSchedule } from 'aws-cdk-lib/aws-secretsmanager';
import { IConstruct, IValidation } from 'constructs';
import { describeProblem } from '../access-key-error';
import { groupBy, groupByUser, keysBelow, quotedPath, UserKey } from '../keys-of-users';
import { RotatingKeyMark, rotatingKeyMark } from './mark';

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
    const keysBySecret = groupBy(keys.filter(isRotating), ({ construct, rotating }) => [secretIdentity(construct, rotating.secretArn)]);
    return [
      ...this.problems(groupByUser(keys), besideOnUser),
      ...this.problems(keysBySecret, sharingSecret),
      ...this.secondSchedules(keys.filter(isRotating)),
    ];
  }

  /** Secrets Manager has one schedule for a secret, and the second resource would overwrite the first one. */
  private secondSchedules(keys: RotatingKey[]): string[] {
    const own = keys.filter(({ construct }) => Stage.of(construct) === this.stage);
    const schedules = this.stage.node.root.node.findAll().filter(isSchedule).filter(({ node }) => rotatingKeyMark(node.scope) === undefined);
    return own.flatMap((key) => schedules
      .filter((schedule) => secretIdentity(schedule, schedule.secretId) === secretIdentity(key.construct, key.rotating.secretArn))
      .map((schedule) => describeProblem(key.construct, secondSchedule(schedule))));
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

function isSchedule(node: IConstruct): node is CfnRotationSchedule {
  return CfnResource.isCfnResource(node) && node.cfnResourceType === CfnRotationSchedule.CFN_RESOURCE_TYPE_NAME;
}

function secondSchedule(schedule: CfnRotationSchedule) {
  const owner = schedule.node.scope!;
  return {
    got: `its secret has a second rotation schedule, '${(Resource.isResource(owner) ? owner : schedule).node.path}'`,
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

/** A secret of the app is its construct. An ARN is itself; an expression is, within its stack. */
function secretIdentity(construct: IConstruct, secretArn: string): string {
  const token = Tokenization.reverse(secretArn, { failConcat: false });
  if (Reference.isReference(token)) {
    return identityOfTarget(token.target, secretArn);
  }
  const arn = Stack.of(construct).resolve(secretArn);
  return typeof arn === 'string' ? arn : `${JSON.stringify(arn)} of ${Stack.of(construct).node.path}`;
}

/** Whatever part of a key is referred to, it is for the secret of that key. */
function identityOfTarget(target: IConstruct, secretArn: string): string {
  const construct = target.node.scopes.find(rotatingKeyMark);
  const rotating = rotatingKeyMark(construct);
  if (construct === undefined || rotating === undefined || rotating.secretArn === secretArn) {
    return target.node.path;
  }
  return secretIdentity(construct, rotating.secretArn);
}
