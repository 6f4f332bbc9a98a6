import { IConstruct } from 'constructs';

/** What is known of a rotating key wherever it is met, also if it is one of another copy of this package. */
export interface RotatingKeyMark {
  readonly userName: string;
  readonly secretArn: string;
  /** Whether it retires the unmanaged keys of the user. */
  readonly retiresUnmanagedKeys: boolean;
}

const MARK = Symbol.for('cdk-iam-access-key.RotatingKey');

export function markAsRotatingKey(key: IConstruct, mark: RotatingKeyMark): void {
  Object.defineProperty(key, MARK, { value: mark });
}

/** `undefined`: not a rotating key. */
export function rotatingKeyMark(construct: any): RotatingKeyMark | undefined {
  return construct?.[MARK];
}
