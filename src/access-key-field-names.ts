/**
 * Names of the fields of the JSON in a key's secret.
 */
export interface AccessKeyFieldNames {
  /**
   * The field with the name of the IAM user.
   *
   * @default userName
   */
  readonly userName?: string;

  /**
   * The field with the access key id.
   *
   * @default accessKeyId
   */
  readonly accessKeyId?: string;

  /**
   * The field with the secret access key.
   *
   * @default secretAccessKey
   */
  readonly secretAccessKey?: string;
}
