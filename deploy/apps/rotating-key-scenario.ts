/** What one deployment of the test app for rotating keys holds. The app reads it from the context. */
export interface RotatingKeyScenario {
  /** Whose key it is. */
  readonly owner?: 'alice' | 'bob';

  /** The name or the ARN of a user who is there already, and whose key it is then. */
  readonly adopted?: string;

  /** Whether the current key and its user stay when the stack is destroyed. */
  readonly retain?: boolean;

  /** Other names of the fields of the secret. */
  readonly fieldNames?: { readonly accessKeyId: string; readonly secretAccessKey: string };

  /** Another overlap than the default. */
  readonly overlapDays?: number;

  readonly retireUnmanagedKeysAfterDays?: number;

  /** How many seconds a run that makes a key is waited for, where a test lets it die. */
  readonly maxCreateTime?: number;

  /** How many seconds a run may take, where a test waits for its end. */
  readonly functionTimeout?: number;

  /** How many seconds CloudFormation waits for the function, if it never responds. */
  readonly serviceTimeout?: number;
}
