import { randomUUID } from 'node:crypto';

/** A name that no other probe uses, as all share one account. */
export function unique(what: string): string {
  return `${what}-${randomUUID().slice(0, 8)}`;
}
