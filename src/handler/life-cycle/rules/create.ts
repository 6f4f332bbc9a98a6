import { isAccepted, KEYS_PER_USER, withRole } from '../key-state';
import { isMarkedAccepted, keyLabel } from '../labels';
import { isoTime } from '../records';
import { createKeyRules, ownVersion, tokenOf } from './create-key';
import { describeFailedReplicas } from './replicas';
import { askLastUseOnce, describeKeys, describeLastUse } from './rotation-due';
import { done, fail, onKeys, Rule, wait } from './rule';

/**
 * For a construct with its own secret, a rename looks like a second construct for the user, whose key is in the way.
 */
const RENAMED =
  'If this construct was renamed or moved, the unmanaged key is its current key and clients use it. ' +
  'In that case, keep the logical IDs of the construct, and do not change the key.';

const GIVE_EMPTY_SECRET = 'Pass an empty secret to the construct, or none to create a new secret.';

/** CloudFormation's Create: the first key, tested and current before the stack continues. */
export const CREATE: readonly Rule[] = [
  {
    name: 'fail-secret-closed-recently',
    when: 'the secret was closed a short while ago: this may be an old event that comes late',
    then: 'fail',
    evaluate: ({ records: { closed }, now, policy, secretId }) =>
      closed !== undefined && now < closed + policy.timing.stuckAfter
        ? fail(
            `A construct that used the secret ${secretId} was deleted less than an hour ago. ` +
              `Deploy the stack again after ${isoTime(closed + policy.timing.stuckAfter)}.`,
          )
        : undefined,
  },
  {
    name: 'reopen-secret',
    when: 'an earlier stack had closed the secret, long ago',
    then: 'open it again',
    evaluate: ({ records: { closed } }) =>
      closed === undefined
        ? undefined
        : {
            action: { kind: 'forget', records: [], closed: true },
            reason: 'Removing the tag that the deletion of an earlier stack left, because that deletion is over.',
          },
  },
  {
    name: 'fail-replication',
    when: 'Secrets Manager could not copy the secret to one of its replica regions',
    then: 'fail: clients of that region would read no key',
    evaluate: (state) => (state.failedReplicas.length === 0 ? undefined : fail(describeFailedReplicas(state))),
  },
  {
    name: 'fail-unmanaged-value',
    when: 'the secret has a current value without a managed key',
    then: 'fail: nothing is overwritten',
    evaluate: ({ current, secretId }) =>
      current && current.keyId === undefined
        ? fail(`The secret ${secretId} already has a value that this construct did not store. ${GIVE_EMPTY_SECRET}`)
        : undefined,
  },
  {
    name: 'fail-value-of-other-form',
    when:
      'the current value is one of a key that can be read back, and those of this construct cannot, or the ' +
      'other way round',
    then: 'fail: clients would read another format than they expect, until the next rotation',
    evaluate: (state) => {
      const { current, readable } = state;
      return current?.keyId !== undefined &&
        current !== ownVersion(state) &&
        readable === isMarkedAccepted(current.labels)
        ? fail(
            `The secret ${state.secretId} has a value of the other construct, RotatingAccessKey or ` +
              `SesSmtpCredentials. ${GIVE_EMPTY_SECRET}`,
          )
        : undefined;
    },
  },
  {
    name: 'fail-unmanaged-key',
    when: 'the user has an unmanaged key, which would block a rotation later, and it may not be retired',
    then: 'fail, and name it with its last use',
    evaluate: (state) => {
      const unmanaged = state.policy.retireUnmanagedKeysAfter === undefined ? withRole(state, 'unmanaged') : [];
      return unmanaged.length === 0
        ? undefined
        : (onKeys(askLastUseOnce, 'unmanaged')(state) ??
            fail(
              `User ${state.userName} has an unmanaged key, which would block a rotation later. ${RENAMED} ` +
                `${describeKeys(state, unmanaged)} Then deploy the stack again.`,
            ));
    },
  },
  {
    name: 'fail-two-unmanaged-keys',
    when:
      'the user has two unmanaged keys, which leave no free access key for the first one, even if they may ' +
      'be retired later',
    then: 'fail, and name both with their last uses: no key is retired before the deployment has succeeded',
    evaluate: (state) => {
      const unmanaged = withRole(state, 'unmanaged');
      return unmanaged.length < KEYS_PER_USER
        ? undefined
        : (onKeys(askLastUseOnce, 'unmanaged')(state) ??
            fail(
              `User ${state.userName} has two unmanaged keys, so the construct cannot create its first key. ` +
                `${unmanaged.map(({ id }) => describeLastUse(state, id, `Access key ${id}`)).join(' ')} ` +
                'No unmanaged key is retired before the deployment has succeeded. ' +
                'Delete the unmanaged key that no client uses, or pass another user to the construct. ' +
                'Then deploy the stack again.',
            ));
    },
  },
  {
    name: 'claim-secret',
    when: 'the secret has no owner',
    then: 'claim it',
    evaluate: ({ records }) =>
      records.owner === undefined
        ? { action: { kind: 'claim' }, reason: 'Claiming the secret for this construct, because it has no owner.' }
        : undefined,
  },
  {
    name: 'wait-for-test-by-other-run',
    when:
      'the version of this request has a key that only the run that created it can test, and that was not ' +
      'seen accepted yet',
    then: 'wait for that run',
    evaluate: (state) => {
      const version = ownVersion(state);
      return version?.keyId !== undefined && !state.readable && !isAccepted(state, version)
        ? wait(`another run is still testing access key ${version.keyId}, which it created`)
        : undefined;
    },
  },
  {
    name: 'test-first-key',
    when: 'the version of this request has a key that this run has not seen accepted',
    then: 'test the key',
    evaluate: (state) => {
      const version = ownVersion(state);
      return version?.keyId !== undefined && !isAccepted(state, version)
        ? {
            action: { kind: 'test', version: version.id, label: keyLabel(version.keyId) },
            reason: `Testing access key ${version.keyId}, because it is new.`,
          }
        : undefined;
    },
  },
  {
    name: 'fail-first-key-inactive',
    when: 'the key of this request was deactivated after it was created',
    then: 'fail: an operator decides that',
    evaluate: (state) => {
      const key = state.keys.find(({ id }) => id === ownVersion(state)?.keyId);
      return key?.active === false
        ? fail(
            `An operator deactivated access key ${key.id} of user ${state.userName} during the deployment. ` +
              'Deploy the stack again.',
          )
        : undefined;
    },
  },
  {
    name: 'promote-first-key',
    when: 'the pending version of this request has a key that was accepted',
    then: 'promote it',
    evaluate: (state) => {
      const { pending, current } = state;
      return pending?.keyId !== undefined && pending.id === tokenOf(state.task) && isAccepted(state, pending)
        ? {
            action: { kind: 'promote', version: pending.id, from: current?.id },
            reason: `Promoting access key ${pending.keyId}, because AWS has accepted it.`,
          }
        : undefined;
    },
  },
  {
    name: 'finish-create',
    when: 'the current key is managed and active',
    then: 'done',
    evaluate: ({ healthy, currentKey }) =>
      healthy ? done(`The secret has the current key ${currentKey!.id}, which is active.`) : undefined,
  },
  {
    name: 'wait-for-first-key-in-list',
    when: 'the key that was accepted is the current key, and IAM does not list it yet',
    then: 'wait until IAM lists it',
    evaluate: (state) =>
      state.current?.id === tokenOf(state.task) && isAccepted(state, state.current)
        ? wait(`IAM does not list access key ${state.current.keyId} yet`)
        : undefined,
  },
  {
    name: 'fail-current-label-moved-at-create',
    when: 'this run has created a key, and an operator has moved AWSCURRENT away from it',
    then: 'fail: a run creates one key at most',
    evaluate: ({ memory: { created }, secretId }) =>
      created === undefined
        ? undefined
        : fail(
            `AWSCURRENT of secret ${secretId} was moved while access key ${created.id} was created. ` +
              'Deploy the stack again.',
          ),
  },
  ...createKeyRules({ endsRun: false }),
];
