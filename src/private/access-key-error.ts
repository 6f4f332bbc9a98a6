import { IConstruct } from 'constructs';

/** What went wrong, for programs. The message is for people and may change; a code never does. */
export type AccessKeyErrorCode =
  | 'InvalidUser'
  | 'InvalidSerial'
  | 'UserInAnotherAccount'
  | 'TooManyKeys'
  | 'SecretLeavesStack'
  | 'SecretInOutput'
  | 'InvalidRotation'
  | 'InvalidRetirement'
  | 'InvalidFields'
  | 'InvalidRemovalPolicy'
  | 'SettingOfGivenSecret'
  | 'IncompleteSecretArn'
  | 'SecretInAnotherEnvironment'
  | 'InvalidEncryptionKey'
  | 'MissingAccessKey'
  | 'InvalidAccessKey'
  | 'MissingIdentities'
  | 'InvalidIdentities'
  | 'InvalidConfigurationSets'
  | 'RightsOfGivenUser'
  | 'InvalidFromAddress'
  | 'InvalidRegions'
  | 'InvalidPort'
  | 'InvalidGrantee'
  | 'SecondRotationSchedule';

/** The one error of this package: a stable code, the path of the construct, and a message that names the remedy. */
export class AccessKeyError extends Error {
  public readonly name = 'AccessKeyError';
  public readonly constructPath: string;

  constructor(public readonly code: AccessKeyErrorCode, construct: IConstruct, problem: Problem) {
    super(describeProblem(construct, problem));
    this.constructPath = construct.node.path;
  }
}

/** The parts that every message has. */
export interface Problem {
  /** What was given, and its value. */
  readonly got: string;
  readonly expected: string;
  readonly remedy: string;
}

/** What was given, so that text is told from what looks like it. */
export function shown(value: unknown): string {
  return typeof value === 'string' ? `'${value}'` : String(value);
}

export function describeProblem(construct: IConstruct, { got, expected, remedy }: Problem): string {
  return `access key '${construct.node.path}': ${got}, expected ${expected}; ${remedy}`;
}
