import { propertyInjectable } from 'aws-cdk-lib/core/lib/prop-injectable';
import { aws_iam } from 'aws-cdk-lib/interfaces';
import { Construct } from 'constructs';
import { AccessKeyFieldNames } from './access-key-field-names';
import { ClassMark } from './private/class-mark';
import { ACCESS_KEY_FIELDS } from './private/field-names';
import { fieldsOf } from './private/rotating-key/field-names';
import { RotatingKey, RotatingKeyProps } from './private/rotating-key/rotating-key';
import { IRotatingKey } from './rotating-key';

/**
 * Properties for defining an access key that is stored in a secret and rotated automatically.
 */
export interface RotatingAccessKeyProps extends RotatingKeyProps {
  /**
   * The IAM user that the access keys belong to.
   *
   * The construct needs both access keys that IAM allows per user, so no other construct can create access keys for
   * this user. To import a user that has a path, use the ARN. It must be a user of the account that the stack is
   * deployed to. A user that is created in a stack of another region needs a name, unless both stacks set
   * crossRegionReferences.
   *
   * You cannot change the user after the deployment. To use another user, add a second construct for it, move the
   * clients to the new secret, then remove this construct.
   */
  readonly user: aws_iam.IUserRef;

  /**
   * Names of the JSON fields in the secret.
   *
   * Changes take effect at the next rotation.
   *
   * @default - userName, accessKeyId and secretAccessKey
   */
  readonly fieldNames?: AccessKeyFieldNames;
}

/**
 * An access key that is stored in a secret, never in a template, and rotated on a schedule with an overlap.
 *
 * A Lambda function creates, rotates, deactivates and deletes the access keys of the user. The secret holds the current
 * key as JSON with the fields userName, accessKeyId and secretAccessKey. A client that reads the secret at least once
 * in each overlap never loses access.
 *
 * It throws at synthesis, with the path of this construct and a remedy, for:
 *
 * - a rotation whose durations do not fit together;
 * - another construct that creates access keys for the same user, or stores them in the same secret;
 * - a second rotation schedule for the secret;
 * - a name or an ARN that matches more than one user, secret or encryption key, such as one with a wildcard;
 * - a user, a secret or an encryption key of another account or region, as far as AWS does not allow it;
 * - a secret that has a value;
 * - a retained key whose user, secret or encryption key is deleted.
 *
 * It adds a warning for a replica in a region that aws-cdk-lib does not know (ID `cdk-iam-access-key:unknownRegion`).
 *
 * Use a long-term access key only if the client supports no other credentials. Prefer a role, OIDC federation or
 * IAM Roles Anywhere.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_access-keys.html
 * @example
 * const user = new iam.User(this, 'User');
 * const key = new RotatingAccessKey(this, 'Key', { user });
 * key.grants.readByUser();
 */
@propertyInjectable
export class RotatingAccessKey extends RotatingKey implements IRotatingKey {
  /** Uniquely identifies this class. */
  public static readonly PROPERTY_INJECTION_ID: string = 'cdk-iam-access-key.RotatingAccessKey';

  /**
   * Returns whether a value is a RotatingAccessKey, of this or of another copy of this package.
   *
   * @param construct The value to check.
   */
  public static isRotatingAccessKey(construct: any): boolean {
    return MARK.isOn(construct);
  }

  constructor(scope: Construct, id: string, props: RotatingAccessKeyProps) {
    super(scope, id, (key) => ({
      ...props,
      user: props?.user,
      payload: {
        resourceType: 'Custom::RotatingAccessKey',
        isReadable: true,
        environment: { FIELD_NAMES: fieldsOf(key, ACCESS_KEY_FIELDS, props?.fieldNames) },
      },
    }));
    MARK.putOn(this);
  }
}

const MARK = new ClassMark('RotatingAccessKey');
