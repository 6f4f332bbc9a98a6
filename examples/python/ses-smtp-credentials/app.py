from aws_cdk import App, CfnOutput, Stack
from aws_cdk import aws_cloudwatch as cloudwatch
from aws_cdk import aws_cloudwatch_actions as actions
from aws_cdk import aws_ses as ses
from aws_cdk import aws_sns as sns
from aws_cdk import aws_sns_subscriptions as subscriptions
from cdk_iam_access_key import SesSmtpCredentials
from constructs import Construct


class SesSmtpCredentialsExampleStack(Stack):
    def __init__(self, scope: Construct, construct_id: str) -> None:
        super().__init__(scope, construct_id)

        # snippet:ses-smtp-credentials
        # Creates a user that can send from the domain. Its SMTP credentials are stored in a secret and rotated every 60
        # days.
        identity = ses.EmailIdentity(self, "Identity", identity=ses.Identity.domain("example.com"))
        smtp = SesSmtpCredentials(
            self,
            "Smtp",
            identities=[identity],
            from_address="noreply@example.com",
            regions=["eu-west-1", "eu-central-1"],
        )
        CfnOutput(self, "SecretArn", value=smtp.secret.secret_arn)
        # end-snippet

        # Notifies the operators if the credentials cannot be rotated.
        operators = sns.Topic(self, "Operators")
        operators.add_subscription(subscriptions.EmailSubscription("operators@example.com"))
        alarm = smtp.metric_rotation_failures().create_alarm(
            self,
            "RotationFailures",
            threshold=1,
            evaluation_periods=1,
            treat_missing_data=cloudwatch.TreatMissingData.NOT_BREACHING,
        )
        alarm.add_alarm_action(actions.SnsAction(operators))


if __name__ == "__main__":
    app = App()
    SesSmtpCredentialsExampleStack(app, "SesSmtpCredentialsExample")
    app.synth()
