import type { Right } from './table';

/** How an account deviates from a statement of the contract. */
export interface Deviation {
  readonly does: string;

  /** What the failure of the statement shows of it: a part of its message, with single spaces. */
  readonly seen: string;
}

/** A statement of the contract that an account does not fulfil. */
export interface Deviations {
  readonly statement: string;

  /** Where AWS's documents say so. */
  readonly source: string;

  readonly right: Right;

  /** @default - the emulator does as stated */
  readonly emulator?: Deviation;

  /** @default - moto does as stated */
  readonly moto?: Deviation;
}

const IAM = 'https://docs.aws.amazon.com/IAM/latest';
const SECRETS_MANAGER = 'https://docs.aws.amazon.com/secretsmanager/latest';

const EVENTUAL_CONSISTENCY =
  '[IAM is eventually consistent]' + `(${IAM}/UserGuide/troubleshoot.html#troubleshoot_general_eventual-consistency)`;
const COMMON_ERRORS = `[Common errors](${IAM}/APIReference/CommonErrors.html)`;
const LOST_RESPONSES = `no document: a network can lose any response; ${COMMON_ERRORS} says when to try again`;
const QUOTAS = `[Quotas](${SECRETS_MANAGER}/userguide/reference_limits.html)`;

/** The operation of Secrets Manager's reference. */
function operation(name: string): string {
  return `[${name}](${SECRETS_MANAGER}/apireference/API_${name}.html)`;
}

/** The account serves a call that is to be refused. */
function serves(name: string, does: string): Deviation {
  return { does, seen: `${name} is not refused` };
}

export const DEVIATIONS: readonly Deviations[] = [
  {
    statement: 'a new key is active, has a secret, and is listed without it, with its creation in whole seconds',
    source: `[ListAccessKeys](${IAM}/APIReference/API_ListAccessKeys.html#API_ListAccessKeys_Examples), by its example`,
    right: 'the emulator',
    moto: { does: 'the creation has fractions of a second', seen: 'Expected: 0 Received: ' },
  },
  {
    statement: 'a list of keys may say what was true before the latest changes',
    source: EVENTUAL_CONSISTENCY,
    right: 'both',
    moto: { does: 'a list is always up to date', seen: '- Array [] + Array [ + Object { + "active": true' },
  },
  {
    statement: 'a new key is unknown for a while',
    source: EVENTUAL_CONSISTENCY,
    right: 'both',
    moto: serves('getCallerIdentity', 'a new key is known at once'),
  },
  {
    statement: 'an inactive key is unknown, and known again once it is active',
    source: `[UpdateAccessKey](${IAM}/APIReference/API_UpdateAccessKey.html)`,
    right: 'the emulator',
    moto: serves('getCallerIdentity', 'an inactive key still signs'),
  },
  {
    statement: 'a value is not found under a label that its version does not carry',
    source:
      `${operation('GetSecretValue')} lists both errors; ` +
      "a user of the AWS CLI [reports](https://github.com/getmoto/moto/pull/5238) moto's",
    right: 'not documented, probably moto',
    moto: { does: 'refused with InvalidRequestException', seen: '+ "code": "InvalidRequestException"' },
  },
  {
    statement: 'the same token with the same value does nothing, even if its labels have moved meanwhile',
    source: operation('PutSecretValue'),
    right: 'moto',
    emulator: {
      does: 'a repeated put takes its labels off other versions',
      seen: 'Array [ - "AWSPENDING", "key.three", ]',
    },
  },
  {
    statement: 'the same token with another value is refused',
    source: operation('PutSecretValue'),
    right: 'the emulator',
    moto: serves('putSecretValue', 'the value of a pending version is replaced'),
  },
  {
    statement: 'a new current value makes the one before the previous one',
    source: operation('PutSecretValue'),
    right: 'the emulator',
    moto: { does: 'the previous version loses its other labels', seen: 'Array [ "AWSPREVIOUS", - "key.one", ]' },
  },
  {
    statement: 'a value is put as the current one with further labels',
    source: operation('PutSecretValue'),
    right: 'moto',
    emulator: { does: 'the further labels are dropped', seen: 'Array [ "AWSCURRENT", - "key.one", ]' },
  },
  {
    statement: 'the first value of a secret is also the current one, whatever labels it is put with',
    source: operation('PutSecretValue'),
    right: 'moto',
    emulator: {
      does: 'only AWSCURRENT makes a value the current one',
      seen: 'Array [ - "AWSCURRENT", "AWSPENDING", "key.one", ]',
    },
  },
  {
    statement: 'a token has at least 32 characters',
    source: operation('PutSecretValue'),
    right: 'moto',
    emulator: serves('putSecretValue', 'tokens are not checked'),
  },
  {
    statement: 'a secret that waits for its deletion is described, and nothing else',
    source: operation('DeleteSecret'),
    right: 'the emulator',
    moto: serves('putSecretValue', 'values are stored, too'),
  },
  {
    statement: 'a client that names no version reads the current value, also after the label has moved',
    source: operation('GetSecretValue'),
    right: 'the emulator',
    moto: { does: 'it reads the value that was current before', seen: 'Expected: "value 2" Received: "value 1"' },
  },
  {
    statement: 'the current label moves, and is never taken off',
    source: `[What is in a secret](${SECRETS_MANAGER}/userguide/whats-in-a-secret.html)`,
    right: 'neither',
    emulator: serves('updateSecretVersionStage', 'it can be taken off'),
    moto: serves('updateSecretVersionStage', 'it can be taken off'),
  },
  {
    statement: 'a version without a label is not described',
    source: operation('DescribeSecret'),
    right: 'the emulator',
    moto: {
      does: 'it is described with no labels',
      seen: '"contract-token-1-0000000000000000000", + "contract-token-2-0000000000000000000", ]',
    },
  },
  {
    statement: 'no label is moved to or from a version that does not exist',
    source: `${operation('UpdateSecretVersionStage')} lists both errors`,
    right: 'not documented',
    moto: { does: 'refused with InvalidParameterException', seen: '+ "code": "InvalidParameterException"' },
  },
  {
    statement: 'a secret has at most twenty labels',
    source: QUOTAS,
    right: 'neither',
    emulator: serves('updateSecretVersionStage', 'labels are not counted'),
    moto: serves('updateSecretVersionStage', 'labels are not counted'),
  },
  {
    statement: 'a tag has letters, digits, spaces and + - = . _ : / @ and no other character',
    source: operation('TagResource'),
    right: 'neither',
    emulator: serves('tagResource', 'tags are not checked'),
    moto: serves('tagResource', 'tags are not checked'),
  },
  {
    statement: 'a tag has at most 128 and 256 characters, and at least one in its key',
    source: operation('TagResource'),
    right: 'neither',
    emulator: serves('tagResource', 'tags are not checked'),
    moto: serves('tagResource', 'tags are not checked'),
  },
  {
    statement: 'a secret has at most fifty tags',
    source: operation('TagResource'),
    right: 'neither',
    emulator: serves('tagResource', 'tags are not counted'),
    moto: serves('tagResource', 'tags are not counted'),
  },
  {
    statement: 'a secret without a rotation function is not rotated',
    source: operation('RotateSecret'),
    right: 'the emulator',
    moto: serves('rotateSecret', 'the call is accepted and has no effect'),
  },
  {
    statement: 'a rotation begins with a pending version without a value, named by its token',
    source: operation('RotateSecret'),
    right: 'the emulator',
    moto: {
      does: 'without an ARN in the call, the function is forgotten and the version without a value is current at once',
      seen: 'Array [ - "AWSPENDING", + "AWSCURRENT", ]',
    },
  },
  {
    statement: 'while another version is pending a rotation is refused, unless it is the one of that version',
    source: operation('RotateSecret'),
    right: 'the emulator',
    moto: serves('rotateSecret', 'another rotation begins'),
  },
  {
    statement: 'a pending version without a value is filled, and takes a second label with the value',
    source: operation('PutSecretValue'),
    right: 'the emulator',
    moto: {
      does: 'the version is current already, and not filled',
      seen: 'Received: {"code": "ResourceExistsException"',
    },
  },
  {
    statement: 'once the pending label is taken off, another rotation can begin',
    source: operation('RotateSecret'),
    right: 'the emulator',
    moto: {
      does: 'no version is pending after the first call',
      seen: 'Received: {"code": "InvalidParameterException"',
    },
  },
  {
    statement: 'a pending label on the current version is not in the way of a rotation',
    source: operation('RotateSecret'),
    right: 'the emulator',
    moto: {
      does: 'just this label is in the way',
      seen: '"message": "Previous rotation request is still in progress."',
    },
  },
  {
    statement: 'a throttled call changes nothing, says so, and passes later',
    source: COMMON_ERRORS,
    right: 'the emulator',
    moto: serves('createAccessKey', 'no call is throttled, not even on request'),
  },
  {
    statement: 'a call that is denied changes nothing, says so, and passes once the policy has spread',
    source: COMMON_ERRORS,
    right: 'the emulator',
    moto: { does: 'Secrets Manager denies in XML, which an SDK cannot read there', seen: '+ "code": "SyntaxError"' },
  },
  {
    statement: 'when a response is lost, the caller does not know whether the call took effect, and a key may exist',
    source: LOST_RESPONSES,
    right: 'both',
    moto: serves('createAccessKey', 'no response is lost, not even on request'),
  },
  {
    statement: 'a put whose response is lost is repeated with the same token, and stores one version',
    source: LOST_RESPONSES,
    right: 'both',
    moto: serves('putSecretValue', 'no response is lost, not even on request'),
  },
];
