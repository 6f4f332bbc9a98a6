import { Names } from 'aws-cdk-lib';
import { AddToPrincipalPolicyResult, ArnPrincipal, CfnPolicy, PolicyDocument, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { aws_iam } from 'aws-cdk-lib/interfaces';
import { Construct } from 'constructs';
import { Retention } from './retention';

/** IAM allows 128 characters. */
const LONGEST_POLICY_NAME = 128;

/**
 * A key's own user as somebody who may be granted something, whatever kind of reference it is known by.
 *
 * The policy stands beside the key: in the stack of the user it would refer to that of the key, which refers to the user.
 */
export class Reader extends ArnPrincipal {
  private readonly document = new PolicyDocument();
  private policy?: CfnPolicy;

  constructor(private readonly key: Construct, private readonly user: aws_iam.UserReference, private readonly retention: Retention) {
    super(user.userArn);
  }

  public addToPrincipalPolicy(statement: PolicyStatement): AddToPrincipalPolicyResult {
    this.document.addStatements(statement);
    this.policy ??= this.newPolicy();
    return { statementAdded: true, policyDependable: this.policy };
  }

  /** The L2 Policy takes no users but L2s. */
  private newPolicy(): CfnPolicy {
    const policy = new CfnPolicy(this.key, 'Reader', {
      policyName: Names.uniqueResourceName(this.key, { maxLength: LONGEST_POLICY_NAME }),
      policyDocument: this.document,
      users: [this.user.userName],
    });
    // A key that is retained is of no use to a user who cannot read it.
    this.retention.includes(policy);
    return policy;
  }
}
