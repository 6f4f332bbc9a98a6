/**
 * The function as it ships, inside a handler that writes down, for each of its runs, the calls that it makes to AWS.
 *
 * It sees what leaves the process: a call that the SDK makes by itself, or makes again, counts too. The environment has the
 * path of the `BUNDLE`, and of the file that is the `JOURNAL`.
 */
const { subscribe } = require('node:diagnostics_channel');
const { appendFileSync } = require('node:fs');

/** The service that a request is signed for. */
const SIGNED_FOR = /Credential=[^,]+\/([a-z0-9-]+)\/aws4_request/;

let calls = [];

// The answer to CloudFormation leaves by `fetch`, which is not seen here: it is no call to AWS.
subscribe('http.client.request.start', ({ request }) => {
  calls.push(SIGNED_FOR.exec(request.getHeader('authorization') ?? '')?.[1] ?? 'unsigned');
});

const { handler } = require(process.env.BUNDLE);

exports.handler = async (event, context) => {
  calls = [];
  try {
    return await handler(event, context);
  } finally {
    appendFileSync(process.env.JOURNAL, JSON.stringify({ step: event.Step, token: event.ClientRequestToken, calls }) + '\n');
  }
};
