import { isAccepted, isListed } from '../key-state';
import { PENDING } from '../labels';
import { createKeyRules, ownVersion, tokenOf } from './create-key';
import { isOutdatedPending, pendingKey, resumesRotationOf } from './pending-version';
import { canBePending } from './promotable-versions';
import { done, fail, Rule, wait } from './rule';

const ALREADY_CURRENT: Rule = {
  name: 'finish-already-promoted',
  when: 'the version of this rotation is the current key: the step is repeated',
  then: 'done',
  evaluate: (state) =>
    state.current && state.current === ownVersion(state)
      ? done('This rotation has already finished, so the step changes nothing.')
      : undefined,
};

function rotateAgain(secretId: string): string {
  return `To rotate again, run "aws secretsmanager rotate-secret --secret-id ${secretId}".`;
}

function closedSecret(name: string): Rule {
  return {
    name,
    when: 'the secret is closed: its stack deletes it',
    then: 'fail',
    evaluate: ({ records: { closed }, secretId }) =>
      closed === undefined
        ? undefined
        : fail(
            `The secret ${secretId} is not rotated any more, because its construct is being deleted. ` +
              'If the deletion failed, delete the stack of the construct again.',
          ),
  };
}

/** `createSecret`: creates and stores the pending key. */
export const CREATE_SECRET: readonly Rule[] = [
  ALREADY_CURRENT,
  {
    name: 'restore-pending-label',
    when:
      'the version of this rotation has a key that could be promoted, but is not pending: a scheduled run ' +
      'took it for empty while it was filled in',
    then: 'set the pending label again',
    evaluate: (state) => {
      const version = ownVersion(state);
      return version &&
        state.records.closed === undefined &&
        state.pending === undefined &&
        canBePending(state, version)
        ? {
            action: { kind: 'label', version: version.id, label: PENDING },
            reason: resumesRotationOf(version.keyId),
          }
        : undefined;
    },
  },
  {
    name: 'wait-for-propagation',
    when: 'the version of this rotation has a key that was created less than a minute ago: the step is repeated',
    then: 'wait until it is known everywhere',
    evaluate: (state) => {
      const key = state.keys.find(({ id }) => id === ownVersion(state)?.keyId);
      return key && state.now < key.createdAt + state.policy.timing.keySpreads
        ? wait(`access key ${key.id} is so new that a part of AWS may not know it yet`)
        : undefined;
    },
  },
  {
    name: 'finish-already-created',
    when: 'the version of this rotation has a key: the step is repeated',
    then: 'done',
    evaluate: (state) => {
      const keyId = ownVersion(state)?.keyId;
      return keyId === undefined
        ? undefined
        : done(`This rotation has already created access key ${keyId}, so the step changes nothing.`);
    },
  },
  closedSecret('fail-secret-closed'),
  ...createKeyRules({ endsRun: true }),
];

/** `setSecret`: nothing, because IAM knows the key already. */
export const SET_SECRET: readonly Rule[] = [
  {
    name: 'finish-set-secret',
    when: 'always',
    then: 'done: IAM knows the key since its creation',
    evaluate: () => done('The step setSecret changes nothing, because IAM knows each access key since its creation.'),
  },
];

/** `testSecret`: the pending key must work before clients read it. It needs no snapshot. */
export const TEST_SECRET: readonly Rule[] = [
  {
    name: 'test-pending-key',
    when: 'always',
    then:
      'test the key of the version of this rotation, if it has one: Secrets Manager also tests where there ' +
      'is nothing to test',
    evaluate: ({ task }) => ({
      action: { kind: 'test', version: tokenOf(task), label: PENDING },
      reason: `Testing the access key of version ${tokenOf(task)}, because only a key that works is promoted.`,
      endsRun: true,
    }),
  },
];

/** `finishSecret`: promotes the pending key, unless a rule forbids it. */
export const FINISH_SECRET: readonly Rule[] = [
  ALREADY_CURRENT,
  closedSecret('fail-secret-closed-before-promotion'),
  {
    name: 'fail-no-pending-key',
    when: 'the version of this rotation is not pending with a key',
    then: 'fail',
    evaluate: ({ pending, task, secretId }) =>
      pending?.keyId === undefined || pending.id !== tokenOf(task)
        ? fail(
            `No access key is promoted, because version ${tokenOf(task)} has no pending key. ${rotateAgain(secretId)}`,
          )
        : undefined,
  },
  {
    name: 'fail-current-label-moved',
    when: 'an operator has moved AWSCURRENT since the key was created',
    then: 'fail: the choice of an operator stays',
    evaluate: (state) =>
      isOutdatedPending(state)
        ? fail(
            `The pending key ${state.pending!.keyId} is not promoted, because AWSCURRENT was moved after its ` +
              `creation. ${rotateAgain(state.secretId)}`,
          )
        : undefined,
  },
  {
    name: 'wait-for-pending-key-in-list',
    when: "IAM does not list the pending key among this user's",
    then: 'wait: lists are behind',
    evaluate: (state) =>
      isListed(state, state.pending!.keyId!)
        ? undefined
        : wait(`IAM does not list the pending key ${state.pending!.keyId} yet`),
  },
  {
    name: 'fail-pending-key-inactive',
    when: 'the pending key is inactive',
    then: 'fail',
    evaluate: (state) =>
      pendingKey(state)?.active
        ? undefined
        : fail(
            `The pending key ${state.pending!.keyId} is not promoted, because it is inactive. ` +
              `${rotateAgain(state.secretId)}`,
          ),
  },
  {
    name: 'fail-pending-key-untested',
    when: 'only the run that created the pending key could test it, and has not marked it as accepted by AWS',
    then: 'fail: a key that may not work is never promoted',
    evaluate: (state) =>
      state.readable || isAccepted(state, state.pending!)
        ? undefined
        : fail(
            `The pending key ${state.pending!.keyId} is not promoted, because the run that created it ended ` +
              `before AWS accepted it. ${rotateAgain(state.secretId)}`,
          ),
  },
  {
    name: 'remove-replaced-label',
    when: 'the current key is recorded as replaced, because an operator has moved AWSCURRENT back to it',
    then: 'remove the record, so that its overlap begins when it is replaced now',
    evaluate: ({ current, records: { times } }) => {
      const outdated = times.filter(
        ({ kind, of }) => of === current?.keyId && (kind === 'replaced' || kind === 'abandoned'),
      );
      return outdated.length === 0
        ? undefined
        : {
            action: { kind: 'forget', records: outdated },
            reason:
              `Removing the recorded replacement of access key ${current!.keyId}, ` +
              'because the key is replaced again now.',
          };
    },
  },
  {
    name: 'promote-pending-key',
    when: "the pending key is active and this user's",
    then: 'move AWSCURRENT to it, from where it was seen',
    evaluate: ({ pending, current }) => ({
      action: { kind: 'promote', version: pending!.id, from: current?.id },
      reason: `Promoting access key ${pending!.keyId}, because AWS has accepted it.`,
      endsRun: true,
    }),
  },
];
