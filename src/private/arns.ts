/**
 * The forms of names and ARNs.
 *
 * The constructs check them at synthesis, and the function checks its environment by the same patterns: both take the
 * same values.
 */

/**
 * A user's name.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateUser.html
 */
export const USER_NAME = /^[\w+=,.@-]{1,64}$/;

/**
 * The ARN of one user, with the account and the name as groups.
 *
 * IAM allows more in a path (`[!-~]`, 512 characters with the slashes at both ends). In the resource of a policy,
 * however, `*` and `?` are wildcards and `${` begins a policy variable. An ARN in an ARN was given as a name.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-arns
 */
export const USER_ARN =
  /^(?!.*(?:\$\{|\/arn:))arn:[\w-]+:iam::(\d{12}):user\/(?:[!-)+->@-~]{1,510}\/)?([\w+=,.@-]{1,64})$/;

/** What may be a part of such an ARN, beside what is known only at deployment. */
export const PART_OF_USER_ARN = /^(?!.*(?:\$\{|\/arn:))[!-)+->@-~]+$/;

/**
 * The complete ARN of one secret, with the six random characters at its end.
 *
 * @see https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_CreateSecret.html
 */
export const SECRET_ARN = /^arn:[\w-]+:secretsmanager:[\w-]+:\d{12}:secret:[\w/+=.@-]+-[A-Za-z0-9]{6}$/;

/**
 * What means itself and nothing else in the resource or the condition of a policy.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
 */
export const WITHOUT_WILDCARDS = /^(?!.*\$\{)[^*?]+$/s;
