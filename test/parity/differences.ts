/**
 * Everything in which this package's AccessKey deliberately differs from aws_iam.AccessKey.
 *
 * The API rows are the only differences that api.test.ts allows; the behaviour rows are each shown in
 * behaviour.test.ts.
 */
export const API_DIFFERENCES: Record<string, { upstream: string; ours: string; reason: string }> = {
  'AccessKeyProps.user': {
    upstream: 'abstract user: readonly aws-cdk-lib.aws_iam.IUser',
    ours: 'abstract user: readonly aws-cdk-lib.interfaces.aws_iam.IUserRef',
    reason: 'wider: every IUser is an IUserRef, and so is a CfnUser',
  },
};

export const BEHAVIOUR_DIFFERENCES = {
  badSerial:
    'a serial that is not a whole number of zero or more is refused: CloudFormation refuses it only at deployment',
  badUserName: 'a user name that IAM does not allow is refused: CloudFormation refuses it only at deployment',
  thirdKey: 'a third key for one user in one stack is refused: IAM allows two',
  otherAccount:
    'a user of another account is refused: CloudFormation would take a user of the same name in the wrong account',
  crossStackSecret: 'the secret in another stack is refused: CloudFormation would publish it in a plain-text output',
  outputOfSecret: 'the secret in an output is refused: CloudFormation shows outputs as plain text',
  propertyInjectionId: 'injectors find this class under its own id, as they do every class',
} as const;
