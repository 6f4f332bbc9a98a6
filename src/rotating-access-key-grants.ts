import { Grant, IGrantable } from 'aws-cdk-lib/aws-iam';
import { IFunction } from 'aws-cdk-lib/aws-lambda';
import { decryptionStatements, READ_ACTIONS } from './private/rotating-key/permissions';
import { Reader } from './private/rotating-key/reader';
import type { Retention } from './private/rotating-key/retention';
import type { RotatingKey } from './private/rotating-key/rotating-key';

/**
 * Who may do what with a rotating access key.
 *
 * It is the property `grants` of a RotatingAccessKey or of SesSmtpCredentials, and made by them alone.
 */
export class RotatingAccessKeyGrants {
  /** @internal */
  public static _of(key: RotatingKey, handler: IFunction, retention: Retention): RotatingAccessKeyGrants {
    return new RotatingAccessKeyGrants(key, handler, retention);
  }

  private readonly reader: Reader;

  private constructor(private readonly key: RotatingKey, private readonly handler: IFunction, retention: Retention) {
    this.reader = new Reader(key, key.user.userRef, handler, retention);
  }

  /**
   * Lets a principal read the current key from the secret.
   *
   * It is the right to describe and to read the secret, and to decrypt with its encryption key. Replicas of the secret in
   * other regions are not included.
   *
   * @param grantee Who may read it.
   */
  public read(grantee: IGrantable): Grant {
    return this.key.secret.grantRead(grantee);
  }

  /**
   * Lets the key's own user read the secret.
   *
   * So a consumer outside AWS fetches the next key with the current one, if it does so once in every overlap. The right is in
   * a policy of the user, not in that of the secret or its encryption key: a policy that names a user breaks when the user goes.
   * It stays where the key stays.
   *
   * With SMTP credentials it is a right that nobody can use, as the secret access key of their user is stored nowhere. Let another
   * principal read them.
   */
  public readByUser(): Grant {
    const { key, reader } = this;
    decryptionStatements(key, key.secret).forEach((statement) => reader.addToPrincipalPolicy(statement));
    return Grant.addToPrincipal({ grantee: reader, actions: READ_ACTIONS, resourceArns: [key.secret.secretArn] });
  }

  /**
   * Lets a principal have the key replaced now, with an overlap.
   *
   * It is the right to ask Secrets Manager for a rotation of this one secret, and neither to read it nor to invoke the function.
   *
   * @param grantee Who may ask for a rotation: a principal of the account of this construct.
   * @see https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_RotateSecret.html
   */
  public rotate(grantee: IGrantable): Grant {
    return Grant.addToPrincipal({ grantee, actions: ['secretsmanager:RotateSecret'], resourceArns: [this.key.secret.secretArn] });
  }

  /**
   * Lets a principal revoke a key that leaked.
   *
   * It is the right to invoke the function, with the event `{"revoke": "<access key id>"}`: that key is deactivated at once,
   * without an overlap, and replaced. Who may invoke the function controls the key fully, so give this right to those who
   * handle leaks.
   *
   * @param grantee Who may invoke the function: a principal of the account of this construct.
   */
  public revoke(grantee: IGrantable): Grant {
    return Grant.addToPrincipal({ grantee, actions: ['lambda:InvokeFunction'], resourceArns: [this.handler.functionArn] });
  }
}
