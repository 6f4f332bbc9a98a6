import { App, Stack } from 'aws-cdk-lib';
import { User } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { AwsSolutionsChecks } from 'cdk-nag';
import { FLAG_SETS } from '../flags';
import { RotatingAccessKey, RotatingAccessKeyProps } from 'cdk-iam-access-key';

/** What AwsSolutions finds in an app: the rule and the path. */
function findingsIn(app: App): string[] {
  app.synth();
  const { violations } = new AwsSolutionsChecks().validateScope(app);
  return violations.flatMap(({ ruleName, violatingResources }) =>
    violatingResources.map(({ constructPath }) => `${ruleName} ${constructPath}`),
  );
}

describe.each(FLAG_SETS)('with %s', (_name, context) => {
  test.each<[string, (stack: Stack) => Partial<RotatingAccessKeyProps>]>([
    ['the defaults', () => ({})],
    ['an encryption key', (stack) => ({ encryptionKey: new Key(stack, 'EncryptionKey', { enableKeyRotation: true }) })],
  ])('cdk-nag finds nothing in a key with %s, so that nothing is to be acknowledged', (_props, props) => {
    const app = new App({ context });
    const stack = new Stack(app, 'Stack');
    const key = new RotatingAccessKey(stack, 'Key', { user: new User(stack, 'User'), ...props(stack) });
    key.grants.readByUser();
    key.grants.rotate(new User(stack, 'Rotator'));

    expect(findingsIn(app)).toEqual([]);
  });

  test('it would find a secret that is never rotated', () => {
    const app = new App({ context });
    new Secret(new Stack(app, 'Stack'), 'Secret');

    expect(findingsIn(app)).toEqual(['AwsSolutions-SMG4 Stack/Secret/Resource']);
  });
});
