import { Stack, StackProps, aws_organizations as organizations } from 'aws-cdk-lib';
import { Construct } from 'constructs';

/** The service control policy of docs/customizing.md. */
export class GuardrailStack extends Stack {
  constructor(scope: Construct, id: string, props?: StackProps) {
    super(scope, id, props);

    // snippet:service-control-policy
    new organizations.CfnPolicy(this, 'OnlyRotatingKeys', {
      name: 'only-rotating-keys',
      type: 'SERVICE_CONTROL_POLICY',
      targetIds: ['ou-examplerootid111-exampleouid111'],
      content: {
        Version: '2012-10-17',
        Statement: [
          {
            Sid: 'OnlyTaggedRolesCreateAccessKeys',
            Effect: 'Deny',
            Action: 'iam:CreateAccessKey',
            Resource: '*',
            Condition: { StringNotEquals: { 'aws:PrincipalTag/rotates-access-keys': 'true' } },
          },
          {
            Sid: 'OnlyDeploymentsTagRoles',
            Effect: 'Deny',
            Action: ['iam:CreateRole', 'iam:TagRole'],
            Resource: '*',
            Condition: {
              'ForAnyValue:StringEquals': { 'aws:TagKeys': ['rotates-access-keys'] },
              ArnNotLike: { 'aws:PrincipalArn': 'arn:aws:iam::*:role/cdk-*-cfn-exec-role-*' },
            },
          },
        ],
      },
    });
    // end-snippet
  }
}
