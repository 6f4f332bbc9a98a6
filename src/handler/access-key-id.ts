/**
 * Ids are upper case, so that a secret access key is hardly ever taken for one.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-unique-ids
 */
export const ACCESS_KEY_ID = /^[A-Z0-9]{16,128}$/;
