import { IResolveContext, ResolutionTypeHint, SecretValue, Stack, Token } from 'aws-cdk-lib';
import { CfnAccessKey } from 'aws-cdk-lib/aws-iam';
import { IConstruct } from 'constructs';
import { AccessKeyError } from './access-key-error';

const REMEDY =
  'Store the secret access key in a Secret in the stack of the access key, and pass that Secret. ' +
  'If an aspect or a tool reads the value for another stack, configure it to skip this access key';

/**
 * The secret access key as a value that renders within the key's own stack alone.
 *
 * For a value that crosses stacks, the CDK writes an output and an import, and CloudFormation shows outputs as plain
 * text to every principal that can describe the stack. The value is CDK's own reference, except for how it resolves, so
 * it behaves like that of `aws_iam.AccessKey` everywhere inside the stack. The guard stops accidents, not intent, and
 * docs/adr/0002-guard-the-secret-when-it-is-resolved.md lists the ways around it.
 */
export function secretWithinStack(resource: CfnAccessKey, key: IConstruct): SecretValue {
  const reference = resource.getAtt('SecretAccessKey', ResolutionTypeHint.STRING);
  const guardedReference = Object.create(reference, {
    resolve: {
      value: (context: IResolveContext) => {
        refuseOtherStack(key, context);
        refuseOutput(key, context);
        return reference.resolve(context);
      },
    },
  });
  return SecretValue.resourceAttribute(Token.asString(guardedReference));
}

function refuseOtherStack(key: IConstruct, context: IResolveContext): void {
  const user = Stack.of(context.scope);
  if (user !== Stack.of(key)) {
    throw new AccessKeyError('SecretLeavesStack', key, {
      found: `its secret access key is used in stack '${user.node.path}', by '${context.scope.node.path}'`,
      required:
        `it must be used in its own stack '${Stack.of(key).node.path}' only, ` +
        'because CloudFormation would publish it in a plain-text output',
      remedy: REMEDY,
    });
  }
}

function refuseOutput(key: IConstruct, context: IResolveContext): void {
  if (context.documentPath[0] === 'Outputs') {
    throw new AccessKeyError('SecretInOutput', key, {
      found: `its secret access key is used in the output '${context.scope.node.path}'`,
      required: 'it must not be used in outputs, which CloudFormation shows as plain text',
      remedy: REMEDY,
    });
  }
}
