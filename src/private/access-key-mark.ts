import { IConstruct } from 'constructs';

/** Tells an AccessKey, also one of another copy of this package, from one of aws_iam: that one fits in its place, and lacks its guard. */
const MARK = Symbol.for('cdk-iam-access-key.AccessKey');

export function markAsAccessKey(key: IConstruct): void {
  Object.defineProperty(key, MARK, { value: true });
}

export function isAccessKey(construct: any): boolean {
  return construct?.[MARK] === true;
}
