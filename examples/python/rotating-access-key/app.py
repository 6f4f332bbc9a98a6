from aws_cdk import App, CfnOutput, Duration, Stack
from aws_cdk import aws_cloudwatch as cloudwatch
from aws_cdk import aws_cloudwatch_actions as actions
from aws_cdk import aws_iam as iam
from aws_cdk import aws_sns as sns
from aws_cdk import aws_sns_subscriptions as subscriptions
from cdk_iam_access_key import KeyRotation, RotatingAccessKey
from constructs import Construct


class RotatingAccessKeyExampleStack(Stack):
    def __init__(self, scope: Construct, construct_id: str) -> None:
        super().__init__(scope, construct_id)

        # snippet:rotating-access-key
        # Creates a new IAM user. Its access key is stored in a secret and rotated every 60 days, with an overlap of 14
        # days.
        user = iam.User(self, "User")
        key = RotatingAccessKey(self, "Key", user=user, rotation=KeyRotation.every(Duration.days(60)))
        CfnOutput(self, "SecretArn", value=key.secret.secret_arn)

        # The user can read the secret with its current access key.
        key.grants.read_by_user()
        # end-snippet

        # snippet:alarm
        # Notifies the operators of a client that does not read the secret often enough.
        operators = sns.Topic(self, "Operators")
        operators.add_subscription(subscriptions.EmailSubscription("operators@example.com"))
        alarm = key.metric_replaced_key_in_use().create_alarm(
            self,
            "ReplacedKeyInUse",
            threshold=1,
            evaluation_periods=1,
            treat_missing_data=cloudwatch.TreatMissingData.NOT_BREACHING,
        )
        alarm.add_alarm_action(actions.SnsAction(operators))
        # end-snippet


if __name__ == "__main__":
    app = App()
    RotatingAccessKeyExampleStack(app, "RotatingAccessKeyExample")
    app.synth()
