import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { App, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import { EmailIdentity, Identity } from 'aws-cdk-lib/aws-ses';
import { Construct } from 'constructs';
import { statementsOf, Wiring } from '../wiring';
import { RotatingAccessKey, SesSmtpCredentials } from 'cdk-iam-access-key';

type MakeKey = (scope: Construct) => unknown;

const KEYS: [string, MakeKey][] = [
  ['RotatingAccessKey', (scope) => new RotatingAccessKey(scope, 'Key', { user: new iam.User(scope, 'User') })],
  ['SesSmtpCredentials', (scope) => new SesSmtpCredentials(scope, 'Key', {
    identities: [new EmailIdentity(scope, 'Identity', { identity: Identity.domain('example.com') })],
  })],
];

/** https://docs.aws.amazon.com/cdk/v2/guide/define-iam-l2.html */
function withCustomizedRoles(makeKey: MakeKey): { types: string[]; report: any } {
  const app = new App();
  const stack = new Stack(app, 'Stack');
  iam.Role.customizeRoles(stack, { usePrecreatedRoles: { 'Stack/Key/Role': 'rotation' } });
  makeKey(stack);
  const { directory } = app.synth();
  const { roles: [report] } = JSON.parse(readFileSync(join(directory, 'iam-policy-report.json'), 'utf8'));
  return { types: new Wiring(stack).types(), report };
}

describe.each(KEYS)('a %s whose role an administrator creates', (_name, makeKey) => {
  test('creates neither a role nor a policy of it', () => {
    expect(withCustomizedRoles(makeKey).types.filter((type) => ['AWS::IAM::Role', 'AWS::IAM::Policy'].includes(type))).toEqual([]);
  });

  test('reports each permission that the policy has elsewhere', () => {
    const stack = new Stack(new App(), 'Stack');
    makeKey(stack);
    const granted = statementsOf(new Wiring(stack)).map(({ Action }) => Action);

    const { report } = withCustomizedRoles(makeKey);

    expect(report).toMatchObject({ roleConstructPath: 'Stack/Key/Role', roleName: 'rotation', missing: false });
    const reported = report.identityPolicyStatements.map(({ Action }: { Action: string | string[] }) => [Action].flat().sort());
    expect(reported).toEqual(granted);
    expect(reported.flat()).toEqual(expect.arrayContaining(['iam:CreateAccessKey', 'lambda:InvokeFunction', 'secretsmanager:PutSecretValue']));
  });
});
