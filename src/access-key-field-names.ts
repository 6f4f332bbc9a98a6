/**
 * Names of the JSON fields in the secret of an access key.
 */
export interface AccessKeyFieldNames {
  /**
   * The name of the field with the name of the IAM user.
   *
   * @default userName
   */
  readonly userName?: string;

  /**
   * The name of the field with the access key ID.
   *
   * @default accessKeyId
   */
  readonly accessKeyId?: string;

  /**
   * The name of the field with the secret access key.
   *
   * @default secretAccessKey
   */
  readonly secretAccessKey?: string;
}
