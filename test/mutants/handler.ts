import { Mutant } from './mutant';

export const handlerMutants: Mutant[] = [
  {
    claim: 'The log shows no IP address of a connection that failed.',
    file: 'src/handler/aws/failures.ts',
    find: "return { code: known.code, message: NO_RESPONSE, effect: 'unknown', retryable: true };",
    replace:
      "return { code: known.code, message: (known.errors ?? [known]).map(String).join(', '), effect: " +
      "'unknown', retryable: true };",
  },
  {
    claim: 'A run ends early enough to send its response to CloudFormation.',
    file: 'src/handler/cloudformation-response.ts',
    find: 'export const RESPONSE_MS = 20_000;',
    replace: 'export const RESPONSE_MS = 9_000;',
  },
  {
    claim: 'The function serves requests of its own stack only.',
    file: 'src/handler/events/cloudformation.ts',
    find: 'if (`${event.StackId}/${event.LogicalResourceId}` !== resource) {',
    replace: "if (event.LogicalResourceId !== resource.slice(resource.lastIndexOf('/') + 1)) {",
  },
  {
    claim: "A request that does not have CloudFormation's form is refused.",
    file: 'src/handler/events/cloudformation.ts',
    find: `    REQUEST_ID.test(RequestId) &&
`,
    replace: '',
  },
  {
    claim: "The response to CloudFormation is sent again as long as the function's time allows.",
    file: 'src/handler/cloudformation-response.ts',
    find: 'await sleep(Math.min(random() * longestPause, rest));',
    replace:
      'if (longestPause > 2 * FIRST_PAUSE_MS) {\n      break;\n    }\n    await sleep(Math.min(random() * ' +
      'longestPause, rest));',
  },
  {
    claim: "The function sends its response to CloudFormation's URLs only.",
    file: 'src/handler/events/cloudformation.ts',
    find: 'if (!isWellFormed(event) || !isResponseUrl(event.ResponseURL, endpoint)) {',
    replace: 'if (!isWellFormed(event)) {',
  },
  {
    claim: 'The pauses between two attempts to send the response have jitter.',
    file: 'src/handler/cloudformation-response.ts',
    find: 'await sleep(Math.min(random() * longestPause, rest));',
    replace: 'await sleep(Math.min(longestPause, rest));',
  },
  {
    claim: 'The log does not show the signed URL of a CloudFormation request.',
    file: 'src/handler/cloudformation-response.ts',
    find: 'not accept the response: $',
    replace: 'not accept the response at ${url}: $',
  },
  {
    claim: 'A function with wrong environment variables sends the reason to CloudFormation at once.',
    file: 'src/handler/index.ts',
    find: 'return createMisconfiguredHandler(error as Error, process.env, PLATFORM);',
    replace: 'throw error;',
  },
  {
    claim: 'The log has the network error code of a host that cannot be reached.',
    file: 'src/handler/aws/failures.ts',
    find: 'undefined || errors !== undefined',
    replace: 'undefined',
  },
];
