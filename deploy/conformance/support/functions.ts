import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Resources } from './stacks';

/** What a function was called with, in order: it writes each event to a file of this machine. */
export interface Journal {
  readonly file: string;
  events(): any[];
}

export async function withJournal(work: (journal: Journal) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'journal-'));
  const file = join(folder, 'events');
  writeFileSync(file, '');
  try {
    await work({
      file,
      events: () =>
        readFileSync(file, 'utf8')
          .split('\n')
          .filter((line) => line !== '')
          .map((line) => JSON.parse(line)),
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A function with a role of its own, as resources of a template. `code` handles `event`. */
export function functionResources(journal: Journal, code: string, statements: object[] = []): Resources {
  return {
    Role: {
      Type: 'AWS::IAM::Role',
      Properties: {
        AssumeRolePolicyDocument: {
          Version: '2012-10-17',
          Statement: [{ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }],
        },
        Policies:
          statements.length === 0
            ? []
            : [{ PolicyName: 'policy', PolicyDocument: { Version: '2012-10-17', Statement: statements } }],
      },
    },
    Function: {
      Type: 'AWS::Lambda::Function',
      Properties: {
        Runtime: 'nodejs24.x',
        Handler: 'index.handler',
        Timeout: 30,
        Role: { 'Fn::GetAtt': ['Role', 'Arn'] },
        Environment: { Variables: { JOURNAL: journal.file } },
        Code: {
          ZipFile: `exports.handler = async (event) => {
            const line = JSON.stringify({ ...event, node: process.version });
            require('node:fs').appendFileSync(process.env.JOURNAL, line + '\\n');
            ${code}
          };`,
        },
      },
    },
  };
}

export const FUNCTION_ARN = { 'Fn::GetAtt': ['Function', 'Arn'] };
