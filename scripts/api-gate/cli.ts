/** `npx projen compat`: is the built API compatible? */
import { join } from 'node:path';
import { apiGate, describeResult } from './gate';

const results = apiGate(join(__dirname, '..', '..'));
console.log(results.length === 0 ? 'API: no baseline yet, this is the first' : results.map(describeResult).join('\n'));
process.exitCode = results.every(({ verdict }) => verdict === 'compatible') ? 0 : 1;
