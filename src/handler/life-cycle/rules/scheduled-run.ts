import { has } from '../key-state';
import { isoTime } from '../records';
import { BOOKKEEPING } from './bookkeeping';
import { describeInactiveCurrentKey } from './create-key';
import { ORPHANS } from './orphans';
import { DEAD_PENDING_VERSION, EMPTY_PENDING_VERSION, LOST_PENDING_LABEL } from './pending-version';
import { REPLACED_KEYS } from './replaced-keys';
import { describeFailedReplicas } from './replicas';
import { INTERRUPTED_REVOKE } from './revoke';
import { LABEL_MOVED_BACK } from './revoked-keys';
import { ROTATION_DUE } from './rotation-due';
import { alert, done, Rule } from './rule';
import { UNMANAGED_KEYS } from './unmanaged-keys';

/** The scheduled run: several times a day, all that is due, and all that an interrupted run did not finish. */
export const SCHEDULED_RUN: readonly Rule[] = [
  {
    name: 'finish-secret-closed',
    when: 'the secret is closed',
    then: 'done',
    evaluate: ({ records: { closed } }) =>
      closed !== undefined
        ? done('The construct of the secret is being deleted, so this run changes nothing.')
        : undefined,
  },
  {
    name: 'report-secret-scheduled-for-deletion',
    when: 'an operator has scheduled the secret for deletion, and not its stack',
    then: 'report it: clients cannot read the secret, and it can be restored until a date',
    evaluate: ({ deletionDate, secretId }) =>
      deletionDate === undefined
        ? undefined
        : alert(
            'ERROR',
            `The secret ${secretId} is scheduled for deletion, so clients cannot read it. ` +
              `To keep it, run "aws secretsmanager restore-secret --secret-id ${secretId}" before ` +
              `${isoTime(deletionDate)}. ` +
              'If the access key is no longer needed, remove the construct from its stack, and deploy.',
          ),
  },
  INTERRUPTED_REVOKE,
  LABEL_MOVED_BACK,
  ...BOOKKEEPING,
  ...DEAD_PENDING_VERSION,
  EMPTY_PENDING_VERSION,
  LOST_PENDING_LABEL,
  ...REPLACED_KEYS,
  ...ORPHANS,
  ...UNMANAGED_KEYS,
  ...ROTATION_DUE,
  {
    name: 'report-no-managed-key',
    when: 'the current value of the secret is not a managed key',
    then: 'report it: older keys stay as they are, until a rotation or an operator puts a managed key there',
    evaluate: ({ current, secretId }) =>
      current?.keyId === undefined
        ? alert(
            'ERROR',
            `The current value of secret ${secretId} is not an access key that this construct created. ` +
              'Rotate the secret, or move AWSCURRENT back to the version of a working key.',
          )
        : undefined,
  },
  {
    name: 'finish-current-key-not-listed',
    when: 'IAM does not list the current key',
    then: 'done: lists may be behind, and the next scheduled run reads them again',
    evaluate: ({ current, currentKey }) =>
      currentKey
        ? undefined
        : done(`IAM does not list the current key ${current!.keyId}. The next scheduled run checks again.`),
  },
  {
    name: 'report-current-key-inactive',
    when: 'an operator has deactivated the current key',
    then: 'report it, and create no key: an operator stops the rotation that way',
    evaluate: (state) =>
      state.healthy || has(state, 'revoked', state.current!.keyId!)
        ? undefined
        : alert('ERROR', describeInactiveCurrentKey(state, state.current!.keyId!)),
  },
  {
    name: 'report-replication-failed',
    when: 'Secrets Manager could not copy the secret to one of its replica regions',
    then: 'report it: clients of that region find a key that will be deactivated',
    evaluate: (state) => (state.failedReplicas.length === 0 ? undefined : alert('WARN', describeFailedReplicas(state))),
  },
  {
    name: 'finish-nothing-to-do',
    when: 'otherwise',
    then: 'done',
    evaluate: () => done('No access key has to be rotated, deactivated or deleted now.'),
  },
];
