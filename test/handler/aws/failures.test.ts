import { sdkError } from './strict-mock';
import { failureOf } from '../../../src/handler/aws/failures';

const NOT_SHOWN = 'its message may quote what is secret and is not shown (request id at AWS: aws-request)';

test.each([
  ['NoSuchEntityException', 404, 'The user with name mail cannot be found.'],
  ['LimitExceededException', 409, 'Cannot exceed quota for AccessKeysPerUser: 2'],
  ['ResourceNotFoundException', 400, "Secrets Manager can't find the specified secret."],
  ['ResourceExistsException', 400, 'A resource with the ID you requested already exists.'],
  ['InvalidRequestException', 400, "A previous rotation isn't complete."],
  ['EncryptionFailure', 400, "Secrets Manager can't encrypt the protected secret text."],
])('%s changed nothing and is not retryable', (name, status, message) => {
  expect(failureOf(sdkError(name, status, message), {})).toEqual({
    code: name,
    message,
    effect: 'none',
    retryable: false,
  });
});

test.each([
  ['Throttling', 400],
  ['ThrottlingException', 400],
  ['EntityTemporarilyUnmodifiableException', 409],
  ['ConcurrentModificationException', 409],
  ['AccessDenied', 403],
  ['AccessDeniedException', 400],
  ['InvalidClientTokenId', 403],
  ['UnrecognizedClientException', 400],
])('%s changed nothing and is retryable', (name, status) => {
  expect(failureOf(sdkError(name, status, 'why'), {})).toEqual({
    code: name,
    message: 'why',
    effect: 'none',
    retryable: true,
  });
});

test.each(['ServiceFailureException', 'InternalServiceError', 'InternalFailure', 'ServiceUnavailable'])(
  '%s leaves open what happened',
  (name) => {
    expect(failureOf(sdkError(name, 503, 'why'), {})).toEqual({
      code: name,
      message: 'why',
      effect: 'unknown',
      retryable: true,
    });
  },
);

test.each([
  [
    'a time-out',
    Object.assign(new Error('a request has exceeded the configured 8000 ms'), { name: 'TimeoutError' }),
    'TimeoutError',
  ],
  ['a reset connection', Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' }), 'ECONNRESET'],
  ['an aborted call', Object.assign(new Error('Request aborted'), { name: 'AbortError' }), 'AbortError'],
  [
    'a result that cannot be read',
    Object.assign(new SyntaxError('Unexpected token'), { $metadata: { httpStatusCode: 200 } }),
    'SyntaxError',
  ],
  ['an error without a name', new Error('why'), 'Error'],
  ['what is no error', undefined, 'UnknownError'],
])('%s leaves open what happened', (_, error, code) => {
  expect(failureOf(error, {})).toMatchObject({ code, effect: 'unknown', retryable: true });
});

/**
 * As Node.js throws it if it reaches none of a host's addresses: the code is that of the first failure, and there is
 * no message.
 */
function unreachable(...codes: string[]): Error {
  const errors = codes.map((code, n) =>
    Object.assign(new Error(`connect ${code} 192.0.2.${n}:443`), { code, syscall: 'connect', address: `192.0.2.${n}` }),
  );
  return Object.assign(new AggregateError(errors), { code: codes[0] });
}

test.each([
  ['of a host with several addresses', unreachable('ETIMEDOUT', 'ENETUNREACH'), 'ETIMEDOUT'],
  [
    'of a host with several addresses, as the SDK renames it',
    Object.assign(unreachable('ETIMEDOUT', 'ENETUNREACH'), { name: 'TimeoutError' }),
    'ETIMEDOUT',
  ],
  ['of a host without a route', unreachable('ENETUNREACH', 'ETIMEDOUT'), 'ENETUNREACH'],
  [
    'that the SDK names a time-out',
    Object.assign(new Error('connect ETIMEDOUT 192.0.2.0:443'), {
      name: 'TimeoutError',
      code: 'ETIMEDOUT',
      syscall: 'connect',
    }),
    'ETIMEDOUT',
  ],
  ['that is reset', Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET', syscall: 'read' }), 'ECONNRESET'],
  [
    'to a name that is not known',
    Object.assign(new Error('getaddrinfo ENOTFOUND iam.amazonaws.com'), { code: 'ENOTFOUND', syscall: 'getaddrinfo' }),
    'ENOTFOUND',
  ],
])('a connection %s is named by its code and shows no address', (_, error, code) => {
  expect(failureOf(error, {})).toEqual({
    code,
    message: 'no response came, and the call may have taken effect',
    effect: 'unknown',
    retryable: true,
  });
});

test('a time-out that the SDK raises is named and shown as such', () => {
  const message = 'a request has exceeded the configured 8000 ms requestTimeout.';
  const error = Object.assign(new Error(message), { name: 'TimeoutError', code: 'ETIMEDOUT' });

  expect(failureOf(error, {})).toEqual({ code: 'TimeoutError', message, effect: 'unknown', retryable: true });
});

test('a refusal by AWS stays one, whatever else the error holds', () => {
  const error = Object.assign(sdkError('NoSuchEntityException', 404, 'why'), { code: 'NoSuchEntity', errors: [] });

  expect(failureOf(error, {})).toEqual({
    code: 'NoSuchEntityException',
    message: 'why',
    effect: 'none',
    retryable: false,
  });
});

test.each([
  'ValidationException',
  'InvalidParameterException',
  'SignatureDoesNotMatch',
  'InvalidSignatureException',
  'SyntaxError',
  'AnythingNew',
])("the message of %s is not shown, and AWS's id of the request leads to it", (name) => {
  expect(failureOf(sdkError(name, 400, "Value 'hidden' failed to satisfy constraint"), {}).message).toBe(NOT_SHOWN);
});

test('a message without an id of the request is not shown either', () => {
  expect(failureOf(new Error('hidden'), {}).message).toBe(
    'its message may quote what is secret and is not shown (request id at AWS: none)',
  );
});

test.each([
  ['a value', { value: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY' }],
  ['a part of a value', { value: JSON.stringify({ secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY' }) }],
  ['a secret', { keyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY' }],
])('a message that repeats %s of the request is not shown, whatever the error', (_, request) => {
  const error = sdkError('AccessDeniedException', 400, 'no access with wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY');

  expect(failureOf(error, request).message).toBe(NOT_SHOWN);
});

test('a long message is cut', () => {
  expect(failureOf(sdkError('AccessDenied', 403, 'x '.repeat(1_000)), {}).message).toHaveLength(300);
});
