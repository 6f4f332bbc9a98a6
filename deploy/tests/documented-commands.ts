import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as iam from '@aws-sdk/client-iam';
import { REPOSITORY } from '../../consumers/dist';
import { iamOf } from '../conformance/support/users';
import { EmbeddedAws } from '../embedded-aws';

/** A row of the document's table of what may be attached to a user. */
export interface DocumentedAttachment {
  /** What IAM says. */
  readonly refusal: string;
  readonly name: string;
  readonly see: string;
  readonly remove: string;
}

/** The rows of "The user of a stack cannot be deleted" in docs/operations.md. */
export function documentedAttachments(): DocumentedAttachment[] {
  const document = readFileSync(join(REPOSITORY, 'docs', 'operations.md'), 'utf8');
  const rows = document.matchAll(/^\| `(.+?)` \| (.+?) \| `(aws iam .+?)` \| `(aws iam .+?)` \|$/gm);
  return [...rows].map(([, refusal, name, see, remove]) => ({
    refusal: `Cannot delete entity, must ${refusal}.`,
    name,
    see,
    remove,
  }));
}

type Record = { readonly [name: string]: unknown };

/** Does what a row says: looks at what is attached, and removes each of it. */
export async function removeAsDocumented(
  aws: EmbeddedAws,
  user: string,
  { see, remove }: DocumentedAttachment,
): Promise<void> {
  for (const seen of thingsIn(await run(aws, see, { user }))) {
    await run(aws, remove, { user, ...seen });
  }
}

/** What a list holds, or the one thing that a response describes. Names alone are those of policies. */
function thingsIn(response: Record): Record[] {
  const { $metadata: _, IsTruncated: __, ...described } = response;
  const [things] = Object.values(described);
  return Array.isArray(things)
    ? things.map((thing) => (typeof thing === 'string' ? { PolicyName: thing } : thing))
    : [things as Record];
}

/** Runs a command of the AWS CLI by the SDK: both name operations and parameters after the service's API. */
async function run(aws: EmbeddedAws, command: string, values: Record): Promise<Record> {
  const [program, service, operation, ...options] = command.split(' ');
  expect([program, service]).toEqual(['aws', 'iam']);
  const commands = iam as unknown as { [name: string]: new (input: object) => iam.ListUsersCommand };
  const names = options.filter((option) => option.startsWith('--'));
  const input = Object.fromEntries(
    names.map((name) => [apiName(name.slice(2)), filledIn(options[options.indexOf(name) + 1], values)]),
  );
  return (await iamOf(aws).send(new commands[`${apiName(operation)}Command`](input))) as unknown as Record;
}

const ACRONYMS: readonly string[] = ['mfa', 'ssh'];

/** `delete-ssh-public-key` is `DeleteSSHPublicKey` in the API. */
function apiName(name: string): string {
  const words = name.split('-');
  return words
    .map((word) => (ACRONYMS.includes(word) ? word.toUpperCase() : word[0].toUpperCase() + word.slice(1)))
    .join('');
}

function filledIn(text: string, values: Record): unknown {
  const name = /^<(\w+)>$/.exec(text)![1];
  expect(values).toHaveProperty(name);
  return values[name];
}
