import { App, Stack, aws_iam as iam } from 'aws-cdk-lib';

export type Checks = [name: string, check: () => void][];

/** Both types have the same names, or the declaration `true` does not compile. */
export type SameNames<A, B> = [keyof A, keyof B] extends [keyof B, keyof A] ? true : false;

export const stack = new Stack(new App(), 'Stack');
let users = 0;

/** A user of its own for each key, as IAM allows two keys a user. */
export function user(): iam.User {
  users += 1;
  return new iam.User(stack, `User${users}`);
}

export function publicNames(prototype: object): string[] {
  return Object.getOwnPropertyNames(prototype)
    .filter((name) => !name.startsWith('_'))
    .sort();
}

export function actions(grant: iam.Grant): string[] {
  return grant.principalStatements.flatMap((statement) => statement.actions).sort();
}
