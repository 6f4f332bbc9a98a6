import { Failure } from '../life-cycle/effects';

/** What is known of an error of the AWS SDK, which may also be one of the network. */
interface SdkError {
  readonly name?: string;
  /** The code of a failure of the network, by Node.js. */
  readonly code?: string;
  /** The system call that failed. Time-outs that the SDK itself raises have a code, but no system call. */
  readonly syscall?: string;
  /** The failures for each address of a host, if none could be reached. */
  readonly errors?: readonly unknown[];
  readonly message?: string;
  readonly $metadata?: { readonly httpStatusCode?: number; readonly requestId?: string };
}

/**
 * Definite refusals that are retryable: too many calls, changes in progress, and a role's policy or a key that is not
 * known everywhere.
 *
 * `LimitExceededException`, which the SDK takes for throttling, is IAM's response to a third key. It is not retryable.
 * @see https://docs.aws.amazon.com/IAM/latest/APIReference/CommonErrors.html
 * @see https://docs.aws.amazon.com/secretsmanager/latest/apireference/CommonErrors.html
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot.html#troubleshoot_general_eventual-consistency
 */
const RETRYABLE: readonly string[] = [
  'Throttling',
  'ThrottlingException',
  'ThrottledException',
  'RequestLimitExceeded',
  'TooManyRequestsException',
  'RequestThrottled',
  'RequestThrottledException',
  'EntityTemporarilyUnmodifiable',
  'EntityTemporarilyUnmodifiableException',
  'ConcurrentModification',
  'ConcurrentModificationException',
  'AccessDenied',
  'AccessDeniedException',
  'InvalidClientTokenId',
  'UnrecognizedClientException',
  'InvalidAccessKeyId',
  'SignatureDoesNotMatch',
  'InvalidSignatureException',
];

/**
 * Errors whose messages name a resource, a permission, a limit or a time.
 *
 * Those of all others are not shown: a validation error quotes the value that it refuses, an error of the signature
 * quotes the signed headers with the role's session token, and
 * a response that cannot be read is quoted with the key that is in it.
 */
const SHOWN: readonly string[] = [
  'NoSuchEntityException',
  'LimitExceededException',
  'EntityTemporarilyUnmodifiableException',
  'ConcurrentModificationException',
  'ServiceFailureException',
  'ResourceNotFoundException',
  'ResourceExistsException',
  'InvalidRequestException',
  'EncryptionFailure',
  'DecryptionFailure',
  'InternalServiceError',
  'Throttling',
  'ThrottlingException',
  'AccessDenied',
  'AccessDeniedException',
  'InvalidClientTokenId',
  'UnrecognizedClientException',
  'InternalFailure',
  'ServiceUnavailable',
  'TimeoutError',
  'CredentialsProviderError',
];

export const LONGEST_MESSAGE = 300;

const NO_RESPONSE = 'no response came, and the call may have taken effect';

/** What has the length of an access key id, a secret access key or a password derived from one. */
const LONG_WORD = /[\w+/=]{16,}/g;

/**
 * The failure that an error is for the life cycle. The code is the error's name, as the SDK has it.
 *
 * A 4xx changed nothing. Everything else is uncertain: a 5xx, a time-out and a reset connection may come after the
 * call took effect.
 */
export function failureOf(error: unknown, request: object): Failure {
  const known = Object(error) as SdkError;
  const { name: code = 'UnknownError', message = '', $metadata = {} } = known;
  const { httpStatusCode: status = 0, requestId = 'none' } = $metadata;
  if (status === 0 && isOfNetwork(known)) {
    return { code: known.code, message: NO_RESPONSE, effect: 'unknown', retryable: true };
  }
  const effect = status >= 400 && status < 500 ? 'none' : 'unknown';
  const isShown = SHOWN.includes(code) && !quotes(message, request);
  return {
    code,
    message: isShown
      ? message.slice(0, LONGEST_MESSAGE)
      : `its message may quote what is secret and is not shown (request id at AWS: ${requestId})`,
    effect,
    retryable: effect === 'unknown' || RETRYABLE.includes(code),
  };
}

/**
 * Whether an error is a failure of the network, which its code names.
 * Its name is `Error`, `AggregateError`, or the SDK's `TimeoutError`.
 *
 * Node.js tries all addresses of a host. If it reaches none, it throws an AggregateError with the code of the first
 * failure. That error has no message, and the messages of the single failures list the addresses.
 * @see https://nodejs.org/api/net.html#socketconnectoptions-connectlistener
 */
function isOfNetwork(error: SdkError): error is SdkError & { readonly code: string } {
  const { name, code, syscall, errors } = error;
  return code !== undefined && (name === 'Error' || syscall !== undefined || errors !== undefined);
}

/** Whether a message repeats a key, a value or a part of it from the request, although it should not. */
function quotes(message: string, request: object): boolean {
  const words = JSON.stringify(request).match(LONG_WORD) ?? [];
  return words.some((word) => message.includes(word));
}
