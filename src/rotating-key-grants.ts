import { Grant, IGrantable } from 'aws-cdk-lib/aws-iam';
import { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { Permission, ReadPermission } from './private/rotating-key/read-permission';

/**
 * Grants permissions for a rotating access key.
 *
 * It is the property `grants` of a RotatingAccessKey or of SesSmtpCredentials, which create it.
 */
export class RotatingKeyGrants {
  /** @internal */
  public static _of(reading: ReadPermission, handler: IFunction): RotatingKeyGrants {
    return new RotatingKeyGrants(reading, handler);
  }

  private readonly secretArn: string;

  private constructor(
    private readonly reading: ReadPermission,
    private readonly handler: IFunction,
  ) {
    this.secretArn = reading.stored.secretArn;
  }

  /**
   * Grants permission to read the current access key from the secret.
   *
   * It allows the principal to describe and to read the secret, and to decrypt with its encryption key. Replicas of the
   * secret in other regions are not included.
   *
   * A principal of this account gets the permission in a policy of its own, in its own stack. The resource policies of
   * the secret and of the encryption key name two kinds of principals: those that have no policy, such as a service,
   * and those of other accounts.
   *
   * For a principal of another account the secret needs an encryption key, and both accounts must allow the read. A
   * role or a user of this app gets the permission there, too. For another principal a warning says what to add there.
   *
   * A role whose policies this app must not change, such as one that is imported as not mutable, gets no permission.
   * A warning says what to add to its policies (ID `cdk-iam-access-key:immutableReader`).
   *
   * Throws if the resource policy of an imported secret or encryption key would have to name the principal. The error
   * says what to add there. Throws if the principal is in a stack of another account or region that cannot refer to the
   * secret: then the secret needs a name, or both stacks need crossRegionReferences.
   *
   * @param grantee The principal that can read the secret.
   * @see https://docs.aws.amazon.com/secretsmanager/latest/userguide/auth-and-access_examples_cross.html
   */
  public read(grantee: IGrantable): Grant {
    return this.reading.grantTo(grantee);
  }

  /**
   * Grants the user of the access key permission to read the secret.
   *
   * A client outside AWS can then use its current access key to retrieve the next one, if it does so at least once in
   * each overlap. The permission is an inline policy of the user, because a resource policy that names a user becomes
   * invalid when the user is deleted. The policy is retained if the access key is retained.
   *
   * It has no effect for SMTP credentials, because the secret access key of their user is not stored. Grant another
   * principal permission to read them. A warning says so (id `cdk-iam-access-key:readByUserWithoutEffect`).
   */
  public readByUser(): Grant {
    return this.reading.grantTo(this.reading.reader);
  }

  /**
   * Grants permission to start a rotation immediately.
   *
   * It allows `secretsmanager:RotateSecret` for this secret, and `lambda:InvokeFunction` for the function, which
   * Secrets Manager requires of the caller, but only in requests that an AWS service makes for the principal. So the
   * principal can neither read the secret nor revoke a key. It cannot give the secret another rotation function or
   * schedule either. It needs no permission for the encryption key, because the function changes the secret value.
   *
   * It was not seen on AWS how Secrets Manager checks the permission to invoke the function. If RotateSecret is denied
   * because of it, call `revoke` for the principal, too.
   *
   * Throws if the principal is of another account, is in a stack of another environment, or has no policy that this app
   * can change, such as a service or a role that is imported as not mutable.
   *
   * @param grantee The principal of the same account that can start a rotation.
   * @see https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_RotateSecret.html
   */
  public rotate(grantee: IGrantable): Grant {
    return grantAll(this.reading, this.handler, 'rotate', grantee, [
      { action: 'secretsmanager:RotateSecret', resourceArn: this.secretArn, conditions: rotationAsItIs(this.handler) },
      { action: INVOKE, resourceArn: this.handler.functionArn, conditions: VIA_AWS_SERVICE },
    ]);
  }

  /**
   * Grants permission to revoke an access key that leaked.
   *
   * It allows `lambda:InvokeFunction` for the function. With the event `{"revoke": "<access key ID>"}` the function
   * deactivates that access key immediately, without an overlap, and replaces it. A principal that can invoke the
   * function controls the access keys fully, so grant this permission to the operators who handle leaks.
   *
   * Throws if the principal is of another account, is in a stack of another environment, or has no policy that this app
   * can change, such as a service or a role that is imported as not mutable.
   *
   * @param grantee The principal of the same account that can invoke the function.
   */
  public revoke(grantee: IGrantable): Grant {
    return grantAll(this.reading, this.handler, 'revoke', grantee, [
      { action: INVOKE, resourceArn: this.handler.functionArn },
    ]);
  }
}

/**
 * RotateSecret sets another function or schedule if the request has one.
 *
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_awssecretsmanager.html
 */
function rotationAsItIs({ functionArn }: IFunction): Permission['conditions'] {
  return {
    ArnEqualsIfExists: { 'secretsmanager:RotationLambdaARN': functionArn },
    BoolIfExists: { 'secretsmanager:ModifyRotationRules': 'false' },
  };
}

function grantAll(
  reading: ReadPermission,
  { functionArn }: IFunction,
  method: string,
  grantee: IGrantable,
  permissions: Permission[],
): Grant {
  const principal = reading.principalOf(grantee);
  reading.refuseOtherAccount(method, principal);
  reading.refuseOtherEnvironment(method, principal, functionArn);
  reading.refuseDroppedStatements(method, principal, permissions);
  const grants = permissions.map(({ action, resourceArn, conditions }) =>
    Grant.addToPrincipal({
      grantee: principal,
      actions: [action],
      resourceArns: [resourceArn],
      conditions,
    }),
  );
  if (grants.some(({ success }) => !success)) {
    reading.refuseWithoutPolicy(method, principal, permissions);
  }
  return grants.reduce((all, one) => all.combine(one));
}

const INVOKE = 'lambda:InvokeFunction';

/**
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-viaawsservice
 */
const VIA_AWS_SERVICE = { Bool: { 'aws:ViaAWSService': 'true' } };
