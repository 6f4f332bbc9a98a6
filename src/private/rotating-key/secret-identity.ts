import { Reference, Stack, Token, Tokenization } from 'aws-cdk-lib';
import { CfnSecret } from 'aws-cdk-lib/aws-secretsmanager';
import { IConstruct } from 'constructs';
import { RotatingKeyMark, rotatingKeyMark } from './mark';
import type { RotatingKey } from './rotating-key';

/** The end of a complete ARN, which Secrets Manager adds to the name. */
const SUFFIX = /-[A-Za-z0-9]{6}$/;

/** The name in an ARN, complete or not, with region and account as far as they are literals. */
const NAME_IN_ARN = /(?::secretsmanager:([^:]+):([^:]+))?:secret:([^:]+)$/;

/** Everything that identifies the secret of a rotating key. */
export function identitiesOfKey(key: IConstruct, { secretArn }: RotatingKeyMark): string[] {
  const {
    secret: { secretName },
  } = key as IConstruct & Pick<RotatingKey, 'secret'>;
  // A given ARN is complete, so the name in it ends before the suffix.
  return [secretArn, secretArn.replace(SUFFIX, ''), secretName].flatMap((one) => identitiesOfSecret(key, one));
}

/**
 * Everything that identifies the secret of a name or an ARN: two with an identity in common are the same secret.
 *
 * A secret of the app is its construct. A name is itself, within its account and region. An expression is itself,
 * within its stack.
 */
export function identitiesOfSecret(construct: IConstruct, nameOrArn: string): string[] {
  const token = Tokenization.reverse(nameOrArn, { failConcat: false });
  if (Reference.isReference(token)) {
    return identitiesOfTarget(token.target, nameOrArn);
  }
  const stack = Stack.of(construct);
  const id = stack.resolve(nameOrArn);
  const end = [id?.['Fn::Join']?.[1] ?? id].flat().at(-1);
  const [, region = stack.region, account = stack.account, nameInArn] = NAME_IN_ARN.exec(end) ?? [];
  const name = nameInArn ?? (typeof id === 'string' ? id : undefined);
  return [name === undefined ? expressionIn(stack, id) : nameWithin(stack, { name, region, account })];
}

function expressionIn(stack: Stack, expression: unknown): string {
  return `expression ${JSON.stringify(expression)} of ${stack.node.path}`;
}

/** Whatever part of a key is referred to, it is for the secret of that key. */
function identitiesOfTarget(target: IConstruct, nameOrArn: string): string[] {
  const key = target.node.scopes.find(rotatingKeyMark);
  const mark = rotatingKeyMark(key);
  return key === undefined || mark === undefined || mark.secretArn === nameOrArn
    ? [`construct ${target.node.path}`, ...(CfnSecret.isCfnSecret(target) ? identitiesOfCfnSecret(target) : [])]
    : identitiesOfKey(key, mark);
}

/** The name that a secret of the app was given, and the expressions by which its stack can refer to it. */
function identitiesOfCfnSecret(secret: CfnSecret): string[] {
  const stack = Stack.of(secret);
  const { secretName } = secret.node.scope as { secretName?: string };
  const expressions = [secret.ref, secretName].map((expression) => stack.resolve(expression));
  const name = stack.resolve(secret.name);
  return [
    ...expressions
      .filter((expression) => expression !== undefined)
      .map((expression) => expressionIn(stack, expression)),
    ...(name === undefined ? [] : identitiesOfSecret(secret, name)),
  ];
}

interface NameWithin {
  readonly name: string;
  readonly region: string;
  readonly account: string;
}

/** An environment that is not known is that of the stack. */
function nameWithin(stack: Stack, { name, region, account }: NameWithin): string {
  const isKnown = ![region, account].some(Token.isUnresolved);
  return `name ${name} in ${isKnown ? `${account}/${region}` : stack.node.path}`;
}
