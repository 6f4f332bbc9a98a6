import { propertyInjectable } from 'aws-cdk-lib/core/lib/prop-injectable';
import { aws_iam } from 'aws-cdk-lib/interfaces';
import { Construct } from 'constructs';
import { AccessKeyFieldNames } from './access-key-field-names';
import { ClassMark } from './private/class-mark';
import { ACCESS_KEY_FIELDS } from './private/field-names';
import { fieldsOf } from './private/rotating-key/field-names';
import { RotatingKey, RotatingKeyProps } from './private/rotating-key/rotating-key';

/**
 * Properties for defining an access key that lives in a secret and is replaced by itself.
 */
export interface RotatingAccessKeyProps extends RotatingKeyProps {
  /**
   * The IAM user whose keys these are.
   *
   * Both of the user's two key slots are needed: no other construct may make keys of the user. Import a user who has a path
   * by the ARN, as a name does not tell the path. It must be a user of the account that the stack is deployed to.
   *
   * It cannot be changed: add a second construct for the other user, move the consumers, then remove this one.
   */
  readonly user: aws_iam.IUserRef;

  /**
   * Names of the fields of the JSON in the secret.
   *
   * Consumers find a change of them in the next key, not before.
   *
   * @default - userName, accessKeyId and secretAccessKey
   */
  readonly fieldNames?: AccessKeyFieldNames;
}

/**
 * An access key that lives in a secret, never in a template, and is replaced on a schedule with an overlap.
 *
 * A small function makes, replaces, deactivates and deletes the user's keys. The secret holds the current one as JSON with
 * the fields userName, accessKeyId and secretAccessKey. A consumer that reads it once in every overlap is never cut off.
 *
 * It refuses at synthesis, with an error that names this construct's path and the remedy:
 *
 * - a rotation whose durations do not fit together;
 * - another construct that makes keys of the same user, or keeps them in the same secret;
 * - a name or an ARN that means more than one user, secret or encryption key, as one with a wildcard does;
 * - a user or a secret of another account, a secret of another region, and one that has a value;
 * - to retain the key while its user, its secret or its encryption key is deleted.
 *
 * It warns of a replica in a region that aws-cdk-lib does not know (id `cdk-iam-access-key:unknownRegion`).
 *
 * A long-lived key is a last resort: prefer a role, OIDC federation or IAM Roles Anywhere where you can.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_access-keys.html
 * @example
 * const user = new iam.User(this, 'User');
 * const key = new RotatingAccessKey(this, 'Key', { user });
 * key.grants.readByUser();
 */
@propertyInjectable
export class RotatingAccessKey extends RotatingKey {
  /** Uniquely identifies this class. */
  public static readonly PROPERTY_INJECTION_ID: string = 'cdk-iam-access-key.RotatingAccessKey';

  /**
   * Whether something is a RotatingAccessKey, also one of another copy of this package.
   *
   * @param construct What may be one.
   */
  public static isRotatingAccessKey(construct: any): boolean {
    return MARK.isOn(construct);
  }

  constructor(scope: Construct, id: string, props: RotatingAccessKeyProps) {
    super(scope, id, (key) => ({
      ...props,
      user: props?.user,
      payload: { resourceType: 'Custom::RotatingAccessKey', isReadable: true, environment: { FIELD_NAMES: fieldsOf(key, ACCESS_KEY_FIELDS, props?.fieldNames) } },
    }));
    MARK.putOn(this);
  }
}

const MARK = new ClassMark('RotatingAccessKey');
