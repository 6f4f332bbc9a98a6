import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { REPOSITORY } from '../../consumers/dist';

/** The scripts as they are given to operators. */
export const SCRIPT = join(REPOSITORY, 'docs', 'clients', 'rotating-key');
export const SMTP_LOGIN = join(REPOSITORY, 'docs', 'clients', 'smtp-login');

const DOCUMENT = join(REPOSITORY, 'docs', 'clients.md');

/** A code block of docs/clients.md: the only one that has this text. */
export function documentedBlock(text: string): string {
  const blocks = readFileSync(DOCUMENT, 'utf8').matchAll(/^```\w*\n([\s\S]*?)^```$/gm);
  const [block, ...others] = [...blocks].map(([, content]) => content).filter((content) => content.includes(text));
  if (block === undefined || others.length > 0) {
    throw new Error(
      `${DOCUMENT}: expected one code block with '${text}', got ${block === undefined ? 0 : 1 + others.length}`,
    );
  }
  return block;
}

/** The names that readers replace by their own. */
export interface Names {
  readonly secretArn: string;
  readonly home: string;
  readonly script: string;
}

/** A code block with these names. */
export function documentedFor({ secretArn, home, script }: Names, text: string): string {
  return documentedBlock(text)
    .replaceAll('arn:aws:secretsmanager:eu-central-1:111122223333:secret:example', secretArn)
    .replaceAll('/home/vendor', home)
    .replaceAll('/usr/local/bin/rotating-key', script);
}
