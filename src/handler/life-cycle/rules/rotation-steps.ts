import { PENDING } from '../labels';
import { isAccepted, isListed } from '../situation';
import { mintingRules, ownVersion, tokenOf } from './minting';
import { canBePending } from './next-key';
import { isOutdatedPending, pendingKey } from './pending-version';
import { done, fail, Rule, wait } from './rule';

const ALREADY_CURRENT: Rule = {
  name: 'finish-already-promoted',
  when: 'the version of this rotation is the current key: the step is repeated',
  then: 'done',
  judge: (situation) => situation.current && situation.current === ownVersion(situation) ? done('the rotation has already finished') : undefined,
};

function rotateAgain(secretId: string): string {
  return `Rotate again with "aws secretsmanager rotate-secret --secret-id ${secretId}"`;
}

function closedSecret(name: string): Rule {
  return {
    name,
    when: 'the secret is closed: its stack deletes it',
    then: 'fail',
    judge: ({ records: { closed }, secretId }) => closed === undefined ? undefined : fail(
      `secret ${secretId} is closed, because its stack is deleting it: it is not rotated any more. If the deletion failed, delete the stack again`),
  };
}

/** `createSecret`: makes and stores the next key. */
export const CREATE_SECRET: readonly Rule[] = [
  ALREADY_CURRENT,
  {
    name: 'restore-pending-label',
    when: 'the version of this rotation has a key that could become the current one, but is not pending: a scheduled run took it for empty while it was filled in',
    then: 'set the pending label again',
    judge: (situation) => {
      const version = ownVersion(situation);
      return version && situation.records.closed === undefined && situation.pending === undefined && canBePending(situation, version)
        ? { action: { kind: 'label', version: version.id, label: PENDING }, reason: `key ${version.keyId} is to be promoted` } : undefined;
    },
  },
  {
    name: 'wait-for-propagation',
    when: 'the version of this rotation has a key that was made less than a minute ago: the step is repeated',
    then: 'wait until it has spread',
    judge: (situation) => {
      const key = situation.keys.find(({ id }) => id === ownVersion(situation)?.keyId);
      return key && situation.now < key.createdAt + situation.policy.timing.keySpreads ? wait(`key ${key.id} of user ${situation.userName} is too new to be tested`) : undefined;
    },
  },
  {
    name: 'finish-already-created',
    when: 'the version of this rotation has a key: the step is repeated',
    then: 'done',
    judge: (situation) => {
      const keyId = ownVersion(situation)?.keyId;
      return keyId === undefined ? undefined : done(`key ${keyId} was already created for this rotation`);
    },
  },
  closedSecret('fail-secret-closed'),
  ...mintingRules({ last: true }),
];

/** `setSecret`: nothing, because IAM knows the key already. */
export const SET_SECRET: readonly Rule[] = [
  { name: 'finish-set-secret', when: 'always', then: 'done: IAM knows the key since it was created', judge: () => done('IAM knows the key since it was created') },
];

/** `testSecret`: the new key must work before anybody depends on it. It needs no look at the keys. */
export const TEST_SECRET: readonly Rule[] = [
  {
    name: 'test-pending-key',
    when: 'always',
    then: 'test the key of the version of this rotation, if it has one: Secrets Manager also tests where there is nothing to test',
    judge: ({ task }) => ({ action: { kind: 'test', version: tokenOf(task), label: PENDING }, reason: 'the pending key must work before it is promoted', last: true }),
  },
];

/** `finishSecret`: makes the new key the current one, if nothing speaks against it. */
export const FINISH_SECRET: readonly Rule[] = [
  ALREADY_CURRENT,
  closedSecret('fail-secret-closed-before-promotion'),
  {
    name: 'fail-no-pending-key',
    when: 'the version of this rotation is not pending with a key',
    then: 'fail',
    judge: ({ pending, task, secretId }) => pending?.keyId === undefined || pending.id !== tokenOf(task)
      ? fail(`version ${tokenOf(task)} of this rotation has no pending key. ${rotateAgain(secretId)}`) : undefined,
  },
  {
    name: 'fail-current-label-moved',
    when: 'a person has moved AWSCURRENT since the key was made',
    then: 'fail: what a person has chosen stays',
    judge: (situation) => isOutdatedPending(situation) ? fail(
      `AWSCURRENT was moved after key ${situation.pending!.keyId} had been created, which is therefore not promoted. ${rotateAgain(situation.secretId)}`) : undefined,
  },
  {
    name: 'wait-for-pending-key-in-list',
    when: 'IAM does not list the pending key among this user\'s',
    then: 'wait: lists are behind',
    judge: (situation) => isListed(situation, situation.pending!.keyId!) ? undefined : wait(
      `IAM does not list the pending key ${situation.pending!.keyId} of user ${situation.userName} yet`),
  },
  {
    name: 'fail-pending-key-inactive',
    when: 'the pending key is inactive',
    then: 'fail',
    judge: (situation) => pendingKey(situation)?.active ? undefined : fail(
      `the pending key ${situation.pending!.keyId} is inactive, and therefore not promoted. ${rotateAgain(situation.secretId)}`),
  },
  {
    name: 'fail-pending-key-untested',
    when: 'only the run that made the pending key could test it, and has not marked it as accepted by AWS',
    then: 'fail: a key that may not work never becomes the current one',
    judge: (situation) => situation.readable || isAccepted(situation, situation.pending!) ? undefined
      : fail(`key ${situation.pending!.keyId} was not accepted by AWS in the run that created it, and its secret access key is lost. ${rotateAgain(situation.secretId)}`),
  },
  {
    name: 'remove-replaced-label',
    when: 'the current key is written down as replaced, because a person has moved AWSCURRENT back to it',
    then: 'forget that, so that its overlap begins when it is replaced now',
    judge: ({ current, records: { times } }) => {
      const outdated = times.filter(({ kind, of }) => of === current?.keyId && (kind === 'replaced' || kind === 'abandoned'));
      return outdated.length === 0 ? undefined : { action: { kind: 'forget', records: outdated }, reason: `key ${current!.keyId} is replaced again, and its overlap starts now` };
    },
  },
  {
    name: 'promote-pending-key',
    when: 'the pending key is active and this user\'s',
    then: 'move AWSCURRENT to it, from where it was seen',
    judge: ({ pending, current }) => ({
      action: { kind: 'promote', version: pending!.id, from: current?.id }, reason: `key ${pending!.keyId} was accepted`, last: true,
    }),
  },
];
