import { Stack } from 'aws-cdk-lib';
import { CfnPolicy, PolicyDocument } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { describeProblem } from '../access-key-error';

/**
 * For all inline policies of a user together, white space not counted.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
 */
const LIMIT = 2048;

/** What an expression comes to when it is deployed. An account has 12 digits; the others are guessed by it. */
const USUAL_LENGTH = 12;
const SHORTEST_PARTITION = 'aws'.length;

/** Checks at synthesis, when all permissions are granted, that IAM accepts the policies of a new user. */
export function limitInlinePolicies(key: Construct, ownDocument: PolicyDocument): void {
  key.node.addValidation({ validate: () => refuseTooLong(key, ownDocument) });
}

function refuseTooLong(key: Construct, ownDocument: PolicyDocument): string[] {
  const documents = [ownDocument, ...policiesOfUser(key).map(({ policyDocument }) => policyDocument)];
  const length = documents.map((document) => lengthOf(Stack.of(key), document)).reduce((sum, one) => sum + one);
  return length <= LIMIT
    ? []
    : [
        describeProblem(key, 'InlinePoliciesTooLong', {
          found: `the inline policies of the new user have about ${length} characters`,
          required: `they must have at most ${LIMIT}, the quota of IAM`,
          remedy:
            'Pass a user whose permissions are in a managed policy, ' +
            'or create several credentials, each with fewer identities or regions',
        }),
      ];
}

/** Those that were added later, as by a grant. The function's policies have roles, not users. */
function policiesOfUser(key: Construct): CfnPolicy[] {
  return key.node
    .findAll()
    .filter(
      (node): node is CfnPolicy => CfnPolicy.isCfnPolicy(node) && Stack.of(node).resolve(node.users) !== undefined,
    );
}

function lengthOf(stack: Stack, document: unknown): number {
  const json = stack.resolve(stack.toJsonString(document));
  const parts: any[] = [json['Fn::Join']?.[1] ?? json].flat();
  return parts
    .map((part) => (typeof part === 'string' ? part.length : lengthOfExpression(part)))
    .reduce((sum, one) => sum + one);
}

function lengthOfExpression({ Ref }: { Ref?: string }): number {
  return Ref === 'AWS::Partition' ? SHORTEST_PARTITION : USUAL_LENGTH;
}
