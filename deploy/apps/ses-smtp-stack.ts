import { CfnOutput, CfnResource, Stack, aws_iam as iam, aws_lambda as lambda, aws_ses as ses } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { CONFIGURATION_SET, DOMAIN, REGIONS, SesSmtpScenario } from './ses-smtp-scenario';
import { SHORT_TIMING } from './short-timing';
// The compiled package: tsconfig.json of this folder and jest.config.cjs lead there.
import { SesSmtpCredentials, SesSmtpCredentialsProps } from 'cdk-iam-access-key';

/**
 * SMTP credentials for two regions, and a user who may read them: the credentials themselves can do nothing but send
 * mail.
 */
export class SesSmtpStack extends Stack {
  public readonly smtp: SesSmtpCredentials;

  constructor(scope: Construct, id: string, scenario: SesSmtpScenario) {
    super(scope, id);
    this.smtp = new SesSmtpCredentials(this, 'Smtp', { ...this.sender(scenario), regions: [...REGIONS] });
    const reader = new iam.User(this, 'Reader');
    this.smtp.grants.read(reader);
    this.shorten(scenario);

    new CfnOutput(this, 'user', { value: this.smtp.user.userRef.userName });
    new CfnOutput(this, 'reader', { value: reader.userName });
    new CfnOutput(this, 'secret', { value: this.smtp.secret.secretArn });
  }

  private sender({ adopted, fromAddress }: SesSmtpScenario): SesSmtpCredentialsProps {
    return adopted !== undefined
      ? { user: iam.User.fromUserName(this, 'Adopted', adopted) }
      : {
          identities: [new ses.EmailIdentity(this, 'Identity', { identity: ses.Identity.domain(DOMAIN) })],
          configurationSets: [
            new ses.ConfigurationSet(this, 'ConfigurationSet', { configurationSetName: CONFIGURATION_SET }),
          ],
          fromAddress,
        };
  }

  /** Only how long AWS takes, never how the key ages. */
  private shorten({ maxCreateTime = SHORT_TIMING.maxCreateTime, serviceTimeout }: SesSmtpScenario): void {
    const handler = this.smtp.node.findChild('Function').node.defaultChild as lambda.CfnFunction;
    const { variables } = this.resolve(handler.environment);
    handler.addPropertyOverride(
      'Environment.Variables.POLICY',
      JSON.stringify({ ...JSON.parse(variables.POLICY), timing: { ...SHORT_TIMING, maxCreateTime } }),
    );
    if (serviceTimeout !== undefined) {
      (this.smtp.node.findChild('Key').node.defaultChild as CfnResource).addPropertyOverride(
        'ServiceTimeout',
        serviceTimeout,
      );
    }
  }
}
