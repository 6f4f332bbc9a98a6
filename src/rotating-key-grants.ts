import { Grant, IGrantable } from 'aws-cdk-lib/aws-iam';
import { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { ReadPermission } from './private/rotating-key/read-permission';

/**
 * Who may do what with a rotating access key.
 *
 * It is the property `grants` of a RotatingAccessKey or of SesSmtpCredentials, and made by them alone.
 */
export class RotatingKeyGrants {
  /** @internal */
  public static _of(reading: ReadPermission, handler: IFunction): RotatingKeyGrants {
    return new RotatingKeyGrants(reading, handler);
  }

  private readonly secretArn: string;

  private constructor(private readonly reading: ReadPermission, private readonly handler: IFunction) {
    this.secretArn = reading.stored.secretArn;
  }

  /**
   * Lets a principal read the current key from the secret.
   *
   * It is the permission to describe and to read the secret, and to decrypt with its encryption key. Replicas of the
   * secret in other regions are not included.
   *
   * A principal of this account gets the permission in a policy of its own, in its own stack. The resource policies of
   * the secret and of the encryption key name two kinds of principals: those that have no policy, such as a service,
   * and those of other accounts.
   *
   * For a principal of another account the secret needs an encryption key, and both accounts must allow the read. A
   * role or a user of this app gets the permission there, too. For another principal a warning says what to add there.
   *
   * Throws if an imported secret or encryption key would have to name the principal. The error says what to add there.
   *
   * @param grantee Who may read it.
   * @see https://docs.aws.amazon.com/secretsmanager/latest/userguide/auth-and-access_examples_cross.html
   */
  public read(grantee: IGrantable): Grant {
    return this.reading.grantTo(grantee);
  }

  /**
   * Lets the key's own user read the secret.
   *
   * So a client outside AWS fetches the next key with the current one, if it does so once in every overlap. The
   * permission is in a policy of the user, not in that of the secret or its encryption key: a policy that names a user
   * breaks when the user goes. It stays where the key stays.
   *
   * With SMTP credentials it is a permission that nobody can use, as the secret access key of their user is stored
   * nowhere. Let another principal read them.
   */
  public readByUser(): Grant {
    return this.reading.grantTo(this.reading.reader);
  }

  /**
   * Lets a principal have the key replaced now, with an overlap.
   *
   * It is the permission to ask Secrets Manager for a rotation of this one secret, and neither to read it nor to invoke
   * the function.
   *
   * @param grantee Who may ask for a rotation: a principal of the account of this construct.
   * @see https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_RotateSecret.html
   */
  public rotate(grantee: IGrantable): Grant {
    return grantTo(this.reading.principalOf(grantee), 'secretsmanager:RotateSecret', this.secretArn);
  }

  /**
   * Lets a principal revoke a key that leaked.
   *
   * It is the permission to invoke the function, with the event `{"revoke": "<access key id>"}`: that key is
   * deactivated at once, without an overlap, and replaced. Who may invoke the function controls the key fully, so give
   * this permission to those who handle leaks.
   *
   * @param grantee Who may invoke the function: a principal of the account of this construct.
   */
  public revoke(grantee: IGrantable): Grant {
    return grantTo(this.reading.principalOf(grantee), 'lambda:InvokeFunction', this.handler.functionArn);
  }
}

function grantTo(grantee: IGrantable, action: string, resourceArn: string): Grant {
  return Grant.addToPrincipal({ grantee, actions: [action], resourceArns: [resourceArn] });
}
