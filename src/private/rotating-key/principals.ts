import { Stack } from 'aws-cdk-lib';
import { ArnPrincipal, IPrincipal, UnknownPrincipal } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';

/**
 * The account of a principal, as far as it is known.
 *
 * An encoded token holds no colon, so an ARN can be split even if its account alone is known.
 */
export function accountOf(principal: IPrincipal): string | undefined {
  return principal.principalAccount ?? (principal as Partial<ArnPrincipal>).arn?.split(':')[4];
}

/** The stack that the policy of a principal is in. */
export function stackOf(principal: IPrincipal): Stack | undefined {
  return Construct.isConstruct(principal) ? Stack.of(principal) : undefined;
}

/**
 * Whether the CDK reports each statement as added, and adds none.
 *
 * It does so for a role that is imported as not mutable, and for a role without policy updates. The class of both is
 * not exported.
 */
export function isImmutable(principal: IPrincipal): boolean {
  const { PROPERTY_INJECTION_ID } = principal.constructor as { PROPERTY_INJECTION_ID?: string };
  return PROPERTY_INJECTION_ID === 'aws-cdk-lib.aws-iam.ImmutableRole';
}

/** The same for a resource that is imported without its role. The CDK warns of that itself. */
export function dropsStatements(principal: IPrincipal): boolean {
  return isImmutable(principal) || principal instanceof UnknownPrincipal;
}

/** How a message names a principal. */
export function nameOf(principal: IPrincipal): string {
  return principal instanceof UnknownPrincipal ? 'a resource that is imported without its role' : String(principal);
}
