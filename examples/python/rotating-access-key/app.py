from aws_cdk import App, CfnOutput, Duration, Stack
from aws_cdk import aws_iam as iam
from cdk_iam_access_key import KeyRotation, RotatingAccessKey
from constructs import Construct


class RotatingAccessKeyExampleStack(Stack):
    def __init__(self, scope: Construct, construct_id: str) -> None:
        super().__init__(scope, construct_id)

        # snippet:rotating-access-key
        # Creates a new IAM user. Its key lives in a secret and is replaced every 60 days; the old one works for 14 days more.
        user = iam.User(self, "User")
        key = RotatingAccessKey(self, "Key", user=user, rotation=KeyRotation.every(Duration.days(60)))
        CfnOutput(self, "SecretArn", value=key.secret.secret_arn)

        # The user reads the next key with the current one. The alarm tells of a consumer that does not.
        key.grants.read_by_user()
        key.metric_replaced_key_in_use().create_alarm(self, "ReplacedKeyInUse", threshold=1, evaluation_periods=1)
        # end-snippet


app = App()
RotatingAccessKeyExampleStack(app, "RotatingAccessKeyExample")
app.synth()
