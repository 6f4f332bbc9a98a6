/**
 * Runs the function of BUNDLE once, for the event that its standard input holds.
 * The last line of its output is what Lambda would return.
 */
const { readFileSync } = require('node:fs');

const deadline = Date.now() + Number(process.env.TIMEOUT_MS);
const { handler } = require(process.env.BUNDLE);

const invocation = { awsRequestId: 'run-on-moto', getRemainingTimeInMillis: () => deadline - Date.now() };

handler(JSON.parse(readFileSync(0, 'utf8')), invocation)
  .then((response) => ({ response }), ({ message }) => ({ error: message }))
  .then((result) => process.stdout.write(`${JSON.stringify(result)}\n`));
