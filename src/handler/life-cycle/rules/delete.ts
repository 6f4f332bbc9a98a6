import { isListed, Key, labelled, KeyState, withRole } from '../key-state';
import { unlabelPending } from './pending-version';
import { describeOwner } from './prerequisites';
import { keyBefore } from './revoked-keys';
import { askLastUseOnce, describeKeys, describeLastUse } from './rotation-due';
import { alert, done, onKeys, Rule, RuleResult, wait } from './rule';

/** CloudFormation's Delete: no managed key remains, and no other key is changed. It never reads a value. */
export const DELETE: readonly Rule[] = [
  {
    name: 'finish-user-missing',
    when: 'the user does not exist, and so has no keys',
    then: 'done',
    evaluate: ({ userExists, userName }) =>
      userExists ? undefined : done(`The IAM user ${userName} does not exist, so it has no access key to delete.`),
  },
  {
    name: 'read-last-use-of-key-without-secret',
    when: 'the secret does not exist, and the user has keys',
    then: 'ask IAM when they were last used, for the message',
    evaluate: (state) => (state.secretExists ? undefined : onKeys(askLastUseOnce, 'unmanaged')(state)),
  },
  {
    name: 'report-keys-without-secret',
    when: 'the secret does not exist, so nothing records which of the keys of the user this construct created',
    then: 'report them: they remain, and may be valid credentials',
    evaluate: (state) =>
      state.secretExists || state.keys.length === 0 ? undefined : alert('WARN', keysWithoutSecret(state)),
  },
  {
    name: 'finish-secret-missing',
    when: 'the secret does not exist, and the user has no keys',
    then: 'done',
    evaluate: ({ secretExists, secretId, userName }) =>
      secretExists
        ? undefined
        : done(`The secret ${secretId} does not exist and user ${userName} has no access keys, so nothing is deleted.`),
  },
  {
    name: 'finish-secret-not-owned',
    when: 'the secret belongs to another construct, or Create never claimed it',
    then: 'done: nothing is changed',
    evaluate: ({ records: { owner }, owner: self, task, secretId }) =>
      owner !== self && !(owner === undefined && task.kind === 'delete' && task.created)
        ? done(
            `The run changes nothing in secret ${secretId}, because ` +
              (owner === undefined
                ? 'this construct never claimed it.'
                : `another construct owns it: ${describeOwner(owner)}.`),
          )
        : undefined,
  },
  {
    name: 'close-secret',
    when: 'the secret is open',
    then: 'close it, so that no key is created any more',
    evaluate: ({ records: { closed }, secretDeleting }) =>
      closed === undefined && !secretDeleting
        ? {
            action: { kind: 'close' },
            reason:
              'Recording on the secret that its construct is being deleted, so that no run creates an access key.',
          }
        : undefined,
  },
  {
    name: 'wait-for-run-that-creates-key',
    when: 'another run has stored a creation intent',
    then: 'wait for it',
    evaluate: ({ liveIntents }) =>
      liveIntents.length > 0 ? wait('another run may still create an access key') : undefined,
  },
  {
    name: 'wait-for-promotion',
    when:
      'the current key is to be retained, and a run whose snapshot is older than the closing of the secret ' +
      'may be moving AWSCURRENT',
    then: 'wait for as long as that can take',
    evaluate: (state) => {
      const {
        records: { closed },
        pending,
        now,
        policy,
      } = state;
      const mayMove = pending?.keyId !== undefined || keyBefore(state) !== undefined;
      return retains(state) && mayMove && closed !== undefined && now < closed + policy.timing.maxCreateTime
        ? wait('another run may still move AWSCURRENT')
        : undefined;
    },
  },
  {
    name: 'delete-managed-key',
    when:
      'a managed key remains: a pending one, an orphan, a replaced one, and at last the current one unless ' +
      'it is retained',
    then: 'delete it',
    evaluate: (state) => {
      const [key] = leaving(state);
      return key && { action: { kind: 'delete', keyId: key.id }, reason: deletesWithConstruct(key.id) };
    },
  },
  {
    name: 'wait-for-managed-key-in-list',
    when: 'a version is labelled with a key that IAM does not list, and that may have been created a moment ago',
    then: 'wait until IAM knows it everywhere',
    evaluate: (state) => {
      const {
        records: { closed },
        run,
        now,
        policy,
      } = state;
      const version = unlisted(state);
      return version && now < (closed ?? run.startedAt) + policy.timing.catchingUp
        ? wait(`IAM may not list access key ${version.keyId} yet`)
        : undefined;
    },
  },
  {
    name: 'delete-unlisted-key',
    when: 'a version is labelled with a key that IAM does not list',
    then: 'delete it all the same',
    evaluate: (state) => {
      const version = unlisted(state);
      return (
        version && {
          action: { kind: 'delete', keyId: version.keyId, sure: true },
          reason: deletesWithConstruct(version.keyId),
        }
      );
    },
  },
  {
    name: 'remove-pending-label',
    when: 'the pending version has lost its key, and the secret stays',
    then: 'remove the pending label',
    evaluate: (state) =>
      retains(state) && state.pending && !state.secretDeleting
        ? unlabelPending(state, 'the access key of its version was deleted')
        : undefined,
  },
  {
    name: 'release-secret',
    when: 'the secret is still claimed',
    then: 'remove owner and intents',
    evaluate: ({ records: { owner, intents }, secretDeleting }) =>
      owner !== undefined && !secretDeleting
        ? {
            action: { kind: 'forget', records: [], intents: intents.map(({ run }) => run), owner: true },
            reason: 'Removing the owner of the secret, because another construct may use it from now on.',
          }
        : undefined,
  },
  {
    name: 'finish-delete',
    when: 'otherwise',
    then: 'done, and name the keys that remain',
    evaluate: (state): RuleResult =>
      done(
        state.keys.length === 0
          ? 'The user has no access keys any more.'
          : 'The deletion of the construct is over. The user keeps these access keys. ' +
              `${describeKeys(state, state.keys)}`,
      ),
  },
];

function deletesWithConstruct(keyId: string): string {
  return `Deleting access key ${keyId}, because its construct is being deleted.`;
}

/**
 * Only the labels recorded which keys are managed, and they were deleted with the secret. A key that may be unmanaged
 * is not deleted.
 */
function keysWithoutSecret(state: KeyState): string {
  const { keys, secretId, userName } = state;
  const described = keys.map(
    ({ id, active }) =>
      `The user keeps access key ${id}, which is ${active ? 'active' : 'inactive'}. ` +
      describeLastUse(state, id, 'It'),
  );
  return (
    `The secret ${secretId} does not exist, so no access key was deleted. ` +
    `Only its labels recorded which access keys of user ${userName} this construct created. ` +
    `${described.join(' ')} To delete a key that no client uses, run ` +
    `"aws iam delete-access-key --user-name ${userName} --access-key-id <access key ID>". ` +
    'If the user could not be deleted, delete the stack again afterwards.'
  );
}

function unlisted(state: KeyState) {
  return labelled(state).find(
    ({ id, keyId }) =>
      !isListed(state, keyId) && !state.memory.deleted.includes(keyId) && !(retains(state) && id === state.current?.id),
  );
}

const ORDER: ReadonlyArray<Key['role']> = ['pending', 'orphan', 'replaced', 'current'];

function leaving(state: KeyState): Key[] {
  return ORDER.filter((role) => role !== 'current' || !retains(state)).flatMap((role) => withRole(state, role));
}

function retains({ task }: KeyState): boolean {
  return task.kind === 'delete' && task.retain;
}
