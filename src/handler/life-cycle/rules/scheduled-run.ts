import { text } from '../records';
import { has } from '../situation';
import { ASKING_FOR_ROTATION } from './asking-for-rotation';
import { BOOKKEEPING } from './bookkeeping';
import { ORPHANS } from './orphans';
import { DEAD_PENDING_VERSION, EMPTY_PENDING_VERSION, UNNOTICED_KEY } from './pending-version';
import { REPLACED_KEYS } from './replaced-keys';
import { describeFailedReplicas } from './replicas';
import { INTERRUPTED_REVOKE } from './revoke';
import { LABEL_MOVED_BACK } from './revoked-keys';
import { alert, done, Rule } from './rule';
import { UNMANAGED_KEYS } from './unmanaged-keys';

/** The schedule: several times a day, whatever waits for its time or was left by an interrupted run. */
export const SCHEDULED_RUN: readonly Rule[] = [
  {
    name: 'finish-secret-closed',
    when: 'the secret is closed',
    then: 'done',
    judge: ({ records: { closed }, secretId }) => closed !== undefined
      ? done(`secret ${secretId} is closed, because its stack is deleting it`) : undefined,
  },
  {
    name: 'report-secret-scheduled-for-deletion',
    when: 'somebody has scheduled the secret for deletion, and not its stack',
    then: 'report it: clients cannot read the secret, and it can be restored until a date',
    judge: ({ deletionDate, secretId }) => deletionDate === undefined ? undefined
      : alert('ERROR', `the secret ${secretId} is scheduled for deletion, and clients cannot read it:`
        + ` restore it by "aws secretsmanager restore-secret --secret-id ${secretId}" before ${text(deletionDate)}, or delete its stack`),
  },
  INTERRUPTED_REVOKE,
  LABEL_MOVED_BACK,
  ...BOOKKEEPING,
  ...DEAD_PENDING_VERSION,
  EMPTY_PENDING_VERSION,
  UNNOTICED_KEY,
  ...REPLACED_KEYS,
  ...ORPHANS,
  ...UNMANAGED_KEYS,
  ...ASKING_FOR_ROTATION,
  {
    name: 'report-no-managed-key',
    when: 'the current value of the secret is not a key of ours',
    then: 'report it: older keys stay as they are, until a rotation or a person puts a key of ours there',
    judge: ({ current, secretId }) => current?.keyId === undefined
      ? alert('ERROR', `the current value of secret ${secretId} is not an access key that this construct created.`
        + ' Rotate the secret, or move AWSCURRENT back to the version of a working key') : undefined,
  },
  {
    name: 'finish-current-key-not-listed',
    when: 'IAM does not list the current key',
    then: 'look again at the next scheduled run: lists may be behind',
    judge: ({ current, currentKey, userName }) => currentKey ? undefined : done(`IAM does not list the current key ${current!.keyId} of user ${userName}`),
  },
  {
    name: 'report-current-key-inactive',
    when: 'a person has deactivated the current key',
    then: 'report it, and make no key: that is a kill switch',
    judge: (situation) => situation.healthy || has(situation, 'revoked', situation.current!.keyId!) ? undefined
      : alert('ERROR', `the current key ${situation.current!.keyId} of user ${situation.userName} was deactivated by an operator or a clean-up job. Activate it, or revoke it to have it replaced`),
  },
  {
    name: 'report-replication-failed',
    when: 'Secrets Manager could not copy the secret to one of its replica regions',
    then: 'report it: clients of that region find a key that will be deactivated',
    judge: (situation) => situation.failedReplicas.length === 0 ? undefined : alert('WARN', describeFailedReplicas(situation)),
  },
  { name: 'finish-nothing-to-do', when: 'otherwise', then: 'done', judge: () => done('nothing to do') },
];
