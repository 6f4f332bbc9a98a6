import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { App, CfnElement, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { EmailIdentity, Identity } from 'aws-cdk-lib/aws-ses';
import { Construct } from 'constructs';
import { statementsOf, Wiring } from '../wiring';
import { RotatingAccessKey, SesSmtpCredentials } from 'cdk-iam-access-key';

type MakeKey = (scope: Construct) => unknown;

const KEYS: [string, MakeKey][] = [
  [
    'RotatingAccessKey',
    (scope) =>
      new RotatingAccessKey(scope, 'Key', {
        user: new iam.User(scope, 'User'),
        encryptionKey: new Key(scope, 'EncryptionKey'),
      }),
  ],
  [
    'SesSmtpCredentials',
    (scope) =>
      new SesSmtpCredentials(scope, 'Key', {
        identities: [new EmailIdentity(scope, 'Identity', { identity: Identity.domain('example.com') })],
      }),
  ],
];

/** The references of a template as the report writes them. */
function asReported(stack: Stack, value: any): any {
  const pathOf = (id: string) =>
    stack.node.findAll().find((node) => CfnElement.isCfnElement(node) && stack.getLogicalId(node) === id)!.node.path;
  const { Ref, 'Fn::GetAtt': attribute, 'Fn::Join': joined } = Object(value);
  if (Ref !== undefined) {
    return Ref === 'AWS::Region' ? '(REGION)' : `(${pathOf(Ref)}.Ref)`;
  }
  if (attribute !== undefined) {
    return `(${pathOf(attribute[0])}.${attribute[1]})`;
  }
  if (joined !== undefined) {
    return joined[1].map((part: unknown) => asReported(stack, part)).join(joined[0]);
  }
  return Object(value) === value && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).map(([name, part]) => [name, asReported(stack, part)]))
    : value;
}

/** https://docs.aws.amazon.com/cdk/v2/guide/define-iam-l2.html */
function withCustomizedRoles(makeKey: MakeKey): { types: string[]; report: any } {
  const app = new App();
  const stack = new Stack(app, 'Stack');
  iam.Role.customizeRoles(stack, { usePrecreatedRoles: { 'Stack/Key/Role': 'rotation' } });
  makeKey(stack);
  const { directory } = app.synth();
  const {
    roles: [report],
  } = JSON.parse(readFileSync(join(directory, 'iam-policy-report.json'), 'utf8'));
  return { types: new Wiring(stack).types(), report };
}

describe.each(KEYS)('a %s whose role an administrator creates', (_name, makeKey) => {
  test('creates neither a role nor a policy of it', () => {
    expect(
      withCustomizedRoles(makeKey).types.filter((type) => ['AWS::IAM::Role', 'AWS::IAM::Policy'].includes(type)),
    ).toEqual([]);
  });

  test('reports each permission that the policy has elsewhere, with its resource and its conditions', () => {
    const stack = new Stack(new App(), 'Stack');
    makeKey(stack);
    const granted = statementsOf(new Wiring(stack)).map((statement) => asReported(stack, statement));

    const { report } = withCustomizedRoles(makeKey);

    expect(report).toMatchObject({ roleConstructPath: 'Stack/Key/Role', roleName: 'rotation', missing: false });
    const reported = report.identityPolicyStatements.map((statement: any) => ({
      ...statement,
      Action: [statement.Action].flat().sort(),
    }));
    expect(reported).toEqual(granted);
    expect(reported.flatMap(({ Action }: { Action: string[] }) => Action)).toEqual(
      expect.arrayContaining([
        'iam:CreateAccessKey',
        'lambda:InvokeFunction',
        'secretsmanager:PutSecretValue',
        'logs:PutLogEvents',
      ]),
    );
  });
});
