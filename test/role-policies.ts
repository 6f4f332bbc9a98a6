/** What is looked at of a template. */
export interface PolicyTemplate {
  readonly Resources: Record<string, { readonly Type: string; readonly Properties?: any }>;
}

export interface Statement {
  readonly Effect: string;
  readonly Action: string | string[];
  readonly Resource: unknown;
  readonly Condition?: Record<string, Record<string, unknown>>;
}

/** A function that owns the keys of a user, and every statement of every policy of its role. */
export interface Owner {
  readonly userArn: unknown;
  readonly managedPolicies: unknown[];
  readonly statements: Statement[];
}

/** The functions of a template that own keys. */
export function ownersIn({ Resources }: PolicyTemplate): Owner[] {
  const all = (type: string) =>
    Object.entries(Resources)
      .filter(([, { Type }]) => Type === type)
      .map(([id, { Properties = {} }]) => ({ id, ...Properties }));
  const functions = all('AWS::Lambda::Function').filter(({ Environment }) => Environment?.Variables.USER_ARN);
  return functions.map(({ Environment, Role }) => {
    const [roleId] = Role['Fn::GetAtt'];
    const { Policies = [], ManagedPolicyArns = [] } = all('AWS::IAM::Role').find(({ id }) => id === roleId)!;
    const attached = [...all('AWS::IAM::Policy'), ...all('AWS::IAM::ManagedPolicy')].filter(({ Roles = [] }) =>
      Roles.some(({ Ref }: any) => Ref === roleId),
    );
    return {
      userArn: Environment.Variables.USER_ARN,
      managedPolicies: ManagedPolicyArns,
      statements: [...Policies, ...attached].flatMap(({ PolicyDocument }) => PolicyDocument.Statement),
    };
  });
}

/** The promises of docs/threat-model.md about the role that do not hold. */
export function brokenPromises({ userArn, managedPolicies, statements }: Owner): string[] {
  return [
    ...managedPolicies.map((arn) => `a policy that is not in the template: ${JSON.stringify(arn)}`),
    ...statements.flatMap((statement) => brokenBy(statement, userArn)),
  ];
}

function brokenBy({ Effect, Action, Resource, Condition = {}, ...rest }: Statement, userArn: unknown): string[] {
  const actions = [Action].flat();
  const resources = [Resource].flat();
  const isOneUser = resources.length === 1 && JSON.stringify(resources[0]) === JSON.stringify(userArn);
  return [
    ...Object.keys(rest).map((key) => `an element that says what is excepted: ${key}`),
    ...(Effect === 'Allow' ? [] : [`another effect: ${Effect}`]),
    ...actions.filter(widens).map((action) => `a wildcard in the action ${action}`),
    ...resources.filter(widens).map((resource) => `a wildcard in the resource ${JSON.stringify(resource)}`),
    ...conditionsOf(Condition)
      .filter(({ value }) => widens(value))
      .filter((condition) => JSON.stringify(condition) !== JSON.stringify(TAG_PREFIX))
      .map((condition) => `a wildcard in the condition ${JSON.stringify(condition)}`),
    ...(actions.some((action) => action.startsWith('iam:')) && !isOneUser
      ? [`permissions for something else than the user: ${JSON.stringify(Resource)}`]
      : []),
  ];
}

function conditionsOf(all: NonNullable<Statement['Condition']>): { operator: string; key: string; value: unknown }[] {
  return Object.entries(all).flatMap(([operator, keys]) =>
    Object.entries(keys).flatMap(([key, values]) => [values].flat().map((value) => ({ operator, key, value }))),
  );
}

/** The tags that the life cycle remembers by (src/handler/life-cycle/records.ts). */
const TAG_PREFIX = { operator: 'ForAllValues:StringLike', key: 'aws:TagKeys', value: 'cdk-iam-access-key:*' };

/** Wildcards, and policy variables, which stand for something else in each request. */
function widens(value: unknown): boolean {
  return /[*?]|\$\{/.test(JSON.stringify(value));
}
