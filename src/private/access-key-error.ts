import { Annotations } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';

/** The reason of an error. The code is stable, and the message can change. docs/errors.md has a section for each. */
export type AccessKeyErrorCode =
  | 'AccessKeyQuotaExceeded'
  | 'IncompleteSecretArn'
  | 'InlinePoliciesTooLong'
  | 'InvalidAccessKey'
  | 'InvalidConfigurationSets'
  | 'InvalidEncryptionKey'
  | 'InvalidFieldNames'
  | 'InvalidFromAddress'
  | 'InvalidGrantee'
  | 'InvalidIdentities'
  | 'InvalidPort'
  | 'InvalidRegions'
  | 'InvalidRemovalPolicy'
  | 'InvalidRetirement'
  | 'InvalidRotation'
  | 'InvalidSerial'
  | 'InvalidUser'
  | 'MissingAccessKey'
  | 'MissingIdentities'
  | 'PermissionsOfGivenUser'
  | 'RetainedKeyUnusable'
  | 'SecondRotationSchedule'
  | 'SecretHasValue'
  | 'SecretInAnotherEnvironment'
  | 'SecretInOutput'
  | 'SecretLeavesStack'
  | 'SettingOfGivenSecret'
  | 'SharedSecret'
  | 'UserHasAnotherKey'
  | 'UserInAnotherAccount';

/** The name of a warning in its ID, which acknowledges it. Described in docs/errors.md. */
export type WarningName =
  | 'defaultConfigurationSetLeftOut'
  | 'expired'
  | 'fromAddressOutsideIdentities'
  | 'immutableReader'
  | 'noFreeAccessKey'
  | 'readByUserWithoutEffect'
  | 'readerInAnotherAccount'
  | 'unknownRegion';

/** The one error of this package: a stable code, the path of the construct, and a message that names the remedy. */
export class AccessKeyError extends Error {
  public readonly name = 'AccessKeyError';
  public readonly constructPath: string;

  constructor(
    public readonly code: AccessKeyErrorCode,
    construct: IConstruct,
    problem: Problem,
  ) {
    super(describeProblem(construct, code, problem));
    this.constructPath = construct.node.path;
  }
}

/** The parts of every message. */
export interface Problem {
  /** What is wrong with which value: "serial is 1.5". */
  readonly found: string;
  /** What is allowed: "it must be a whole number of zero or more". */
  readonly required: string;
  /** What to do: "Start with 1 and add 1 for each replacement". */
  readonly remedy: string;
}

/** A value as a message shows it: a string in quotes, so that '5' differs from 5. */
export function shown(value: unknown): string {
  return typeof value === 'string' ? `'${value}'` : String(value);
}

/** The message of an error that is thrown, or found by a validation. */
export function describeProblem(construct: IConstruct, code: AccessKeyErrorCode, problem: Problem): string {
  return `${sentences(construct, problem)} [${code}]`;
}

/**
 * Adds a warning that can be acknowledged.
 *
 * @param annotated The construct that has the warning, if it is not the one that the warning is about.
 */
export function warn(construct: IConstruct, name: WarningName, problem: Problem, annotated = construct): void {
  const id = `cdk-iam-access-key:${name}`;
  const acknowledgement = `To silence this warning: Annotations.of(construct).acknowledgeWarning('${id}', '<reason>').`;
  Annotations.of(annotated).addWarningV2(id, `${sentences(construct, problem)} ${acknowledgement}`);
}

function sentences(construct: IConstruct, { found, required, remedy }: Problem): string {
  return `${construct.node.path} (${kindOf(construct)}): ${found}; ${required}. ${remedy}.`;
}

/** The class of this package or of the CDK, also for a subclass of it and in a program whose names were shortened. */
function kindOf({ constructor }: IConstruct): string {
  const { PROPERTY_INJECTION_ID: id } = constructor as { PROPERTY_INJECTION_ID?: string };
  return id?.split('.').at(-1) ?? constructor.name;
}
