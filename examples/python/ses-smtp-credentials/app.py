from aws_cdk import App, CfnOutput, Stack
from aws_cdk import aws_ses as ses
from cdk_iam_access_key import SesSmtpCredentials
from constructs import Construct


class SesSmtpCredentialsExampleStack(Stack):
    def __init__(self, scope: Construct, construct_id: str) -> None:
        super().__init__(scope, construct_id)

        # snippet:ses-smtp-credentials
        # Username, password, host and port for a mail client outside AWS, replaced every 60 days; the old ones work for 14 days more.
        identity = ses.EmailIdentity(self, "Identity", identity=ses.Identity.domain("example.com"))
        smtp = SesSmtpCredentials(
            self,
            "Smtp",
            identities=[identity],
            from_address="noreply@example.com",
            regions=["eu-west-1", "eu-central-1"],
        )
        CfnOutput(self, "SecretArn", value=smtp.secret.secret_arn)

        # The alarm tells of old ones that are used past their overlap, as far as IAM counts a login as a use.
        smtp.metric_replaced_key_in_use().create_alarm(self, "ReplacedKeyInUse", threshold=1, evaluation_periods=1)
        # end-snippet


app = App()
SesSmtpCredentialsExampleStack(app, "SesSmtpCredentialsExample")
app.synth()
