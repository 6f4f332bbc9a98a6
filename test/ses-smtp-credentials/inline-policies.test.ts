import { App, Stack } from 'aws-cdk-lib';
import { PolicyStatement, User } from 'aws-cdk-lib/aws-iam';
import { EmailIdentity } from 'aws-cdk-lib/aws-ses';
import { FLAG_SETS } from '../flags';
import { synthError } from '../synth';
import { SesSmtpCredentials, SesSmtpCredentialsProps } from 'cdk-iam-access-key';

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
const LIMIT = 2048;

const ENV = { account: '111111111111', region: 'eu-west-1' };
const REGIONS = ['eu-west-1', 'eu-central-1', 'us-east-1', 'us-west-2'];

describe.each(FLAG_SETS)('with %s', (_name, context) => {
  function newApp(): { app: App; stack: Stack } {
    const app = new App({ context });
    return { app, stack: new Stack(app, 'Stack', { env: ENV }) };
  }

  /** Credentials for identities of these names. */
  function newCredentials(stack: Stack, names: string[], props?: SesSmtpCredentialsProps): SesSmtpCredentials {
    const identities = names.map((name, index) => EmailIdentity.fromEmailIdentityName(stack, `Identity${index}`, name));
    return new SesSmtpCredentials(stack, 'Smtp', { identities, ...props });
  }

  /** Names of identities whose policy has this many characters when it is deployed. */
  function namesFor(length: number): string[] {
    const policyOf = (names: string[]) =>
      JSON.stringify({
        Statement: [
          {
            Action: 'ses:SendRawEmail',
            Effect: 'Allow',
            Resource: names.map((name) => `arn:aws:ses:eu-west-1:111111111111:identity/${name}`),
          },
        ],
        Version: '2012-10-17',
      });
    return ['example.com', 'x'.repeat(length - policyOf(['example.com', '']).length)];
  }

  const domains = (count: number) => [...Array(count).keys()].map((index) => `mail${index}.example.com`);

  test('ten identities in four regions are refused, as IAM would refuse them at deployment', () => {
    const { app, stack } = newApp();
    newCredentials(stack, domains(10), { regions: REGIONS });

    expect(synthError(app)).toMatch(
      new RegExp(
        'Stack/Smtp \\(SesSmtpCredentials\\): the inline policies of the new ' +
          'user have about 2\\d{3} characters; they must have at most 2048, the quota of IAM. Pass a user whose ' +
          'permissions are in a managed policy, or create several credentials, each with fewer identities or ' +
          'regions. \\[InlinePoliciesTooLong\\]',
      ),
    );
  });

  test('as many characters as IAM takes are taken', () => {
    const { app, stack } = newApp();
    newCredentials(stack, namesFor(LIMIT));

    expect(() => app.synth()).not.toThrow();
  });

  test('one more is refused', () => {
    const { app, stack } = newApp();
    newCredentials(stack, namesFor(LIMIT + 1));

    expect(synthError(app)).toContain(`about ${LIMIT + 1} characters`);
  });

  test('what is known only at deployment counts as twelve characters', () => {
    const app = new App({ context });
    const stack = new Stack(app, 'Stack');
    newCredentials(stack, namesFor(LIMIT - 3 + 1));

    expect(synthError(app)).toContain(
      `about ${LIMIT - 2 + 2 * ('123456789012'.length - 'eu-west-1'.length)} characters`,
    );
  });

  test.each<[string, (smtp: SesSmtpCredentials) => unknown]>([
    ['to read the credentials', (smtp) => smtp.grants.readByUser()],
    [
      'that the app adds',
      (smtp) =>
        (smtp.user as User).addToPolicy(new PolicyStatement({ actions: ['ses:GetSendQuota'], resources: ['*'] })),
    ],
  ])('a permission %s counts as well', (_right, add) => {
    const { app, stack } = newApp();
    add(newCredentials(stack, namesFor(LIMIT)));

    expect(synthError(app)).toContain('the inline policies of the new user have about 2');
  });

  test('the policies of a user who is given are not counted', () => {
    const { app, stack } = newApp();
    const user = new User(stack, 'User');
    user.addToPolicy(
      new PolicyStatement({
        actions: ['ses:SendRawEmail'],
        resources: [`arn:aws:ses:eu-west-1:111111111111:identity/${'x'.repeat(LIMIT)}`],
      }),
    );
    new SesSmtpCredentials(stack, 'Smtp', { user });

    expect(() => app.synth()).not.toThrow();
  });
});
