import { App, IPropertyInjector, PropertyInjectors, Stack } from 'aws-cdk-lib';
import { Role, ServicePrincipal, User } from 'aws-cdk-lib/aws-iam';
import { statementsOf, Wiring } from '../wiring';
import { RotatingAccessKey, RotatingKeyGrants, SesSmtpCredentials, SesSmtpCredentialsProps } from 'cdk-iam-access-key';

function newCredentials(props?: SesSmtpCredentialsProps): { stack: Stack; smtp: SesSmtpCredentials } {
  const stack = new Stack(new App(), 'Stack');
  return {
    stack,
    smtp: new SesSmtpCredentials(stack, 'Smtp', props ?? { user: User.fromUserName(stack, 'User', 'mail') }),
  };
}

test('grants are those of a rotating key', () => {
  const { stack, smtp } = newCredentials();
  const client = new Role(stack, 'Client', { assumedBy: new ServicePrincipal('ec2.amazonaws.com') });

  expect(smtp.grants).toBeInstanceOf(RotatingKeyGrants);
  smtp.grants.read(client).assertSuccess();
  expect(JSON.stringify(statementsOf(new Wiring(stack)))).toContain('GetSecretValue');
});

test('metrics are under its own path', () => {
  const { smtp, stack } = newCredentials();

  expect(smtp.metricKeyAge()).toMatchObject({ namespace: 'CdkIamAccessKey', metricName: 'KeyAge' });
  expect(stack.resolve(smtp.metricKeyAge().dimensions)).toEqual({
    Key: { 'Fn::Join': ['', [{ Ref: 'AWS::StackName' }, '/Smtp']] },
  });
});

test('a property injector has a say', () => {
  class Fips implements IPropertyInjector {
    public readonly constructUniqueId = SesSmtpCredentials.PROPERTY_INJECTION_ID;
    public inject(props: SesSmtpCredentialsProps): SesSmtpCredentialsProps {
      return { fips: true, ...props };
    }
  }
  const stack = new Stack(new App(), 'Stack', { env: { region: 'us-east-1' } });
  PropertyInjectors.of(stack).add(new Fips());
  new SesSmtpCredentials(stack, 'Smtp', { user: User.fromUserName(stack, 'User', 'mail') });

  expect(SesSmtpCredentials.PROPERTY_INJECTION_ID).toBe('cdk-iam-access-key.SesSmtpCredentials');
  expect(
    new Wiring(stack).only('AWS::Lambda::Function').Properties.Environment.Variables.SES_SMTP['Fn::Join'][1][0],
  ).toContain('email-smtp-fips.us-east-1.');
});

describe('isSesSmtpCredentials', () => {
  const { stack, smtp } = newCredentials();

  test.each([null, undefined, 'text', 1, true, {}, [], stack])('is false for %p', (other) => {
    expect(SesSmtpCredentials.isSesSmtpCredentials(other)).toBe(false);
  });

  test('distinguishes them from a rotating key', () => {
    const key = new RotatingAccessKey(stack, 'Key', { user: new User(stack, 'Bob') });

    expect([smtp, key].map((one) => SesSmtpCredentials.isSesSmtpCredentials(one))).toEqual([true, false]);
    expect([smtp, key].map((one) => RotatingAccessKey.isRotatingAccessKey(one))).toEqual([false, true]);
  });
});
