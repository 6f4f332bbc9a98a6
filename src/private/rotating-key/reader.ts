import {
  AddToPrincipalPolicyResult,
  ArnPrincipal,
  CfnPolicy,
  PolicyDocument,
  PolicyStatement,
} from 'aws-cdk-lib/aws-iam';
import { IFunction } from 'aws-cdk-lib/aws-lambda';
import { aws_iam } from 'aws-cdk-lib/interfaces';
import { Construct } from 'constructs';
import { Retention } from './retention';

/**
 * A key's own user as a principal of grants, whatever kind of reference the user is known by.
 *
 * The policy stands beside the key: in the stack of the user it would refer to the stack of the key, which refers to
 * the user.
 */
export class Reader extends ArnPrincipal {
  private readonly document = new PolicyDocument();
  private policy?: CfnPolicy;

  constructor(
    private readonly key: Construct,
    private readonly user: aws_iam.UserReference,
    private readonly handler: IFunction,
    private readonly retention: Retention,
  ) {
    super(user.userArn);
  }

  public addToPrincipalPolicy(statement: PolicyStatement): AddToPrincipalPolicyResult {
    this.document.addStatements(statement);
    this.policy ??= this.newPolicy();
    return { statementAdded: true, policyDependable: this.policy };
  }

  /**
   * The L2 Policy takes no users but L2s.
   *
   * The policy is named after the function, whose name CloudFormation generates anew for each creation. The same user
   * may still have the policy of a key that was retained. Under the same name, CloudFormation overwrites that policy or
   * refuses to create this one, and a rollback deletes it.
   */
  private newPolicy(): CfnPolicy {
    const policy = new CfnPolicy(this.key, 'ReadPolicy', {
      policyName: `ReadPolicy-${this.handler.functionName}`,
      policyDocument: this.document,
      users: [this.user.userName],
    });
    // A key that is retained is of no use to a user who cannot read it.
    this.retention.includes(policy);
    return policy;
  }
}
