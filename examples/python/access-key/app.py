from aws_cdk import App, CfnOutput, Stack
from aws_cdk import aws_iam as iam
from aws_cdk import aws_secretsmanager as secretsmanager
from cdk_iam_access_key import AccessKey
from constructs import Construct


class AccessKeyExampleStack(Stack):
    def __init__(self, scope: Construct, construct_id: str) -> None:
        super().__init__(scope, construct_id)

        # snippet:access-key
        # Creates a new IAM user, access and secret keys, and stores the secret access key in a Secret.
        user = iam.User(self, "User")
        access_key = AccessKey(self, "AccessKey", user=user)
        secretsmanager.Secret(
            self,
            "Secret",
            secret_string_value=access_key.secret_access_key,
        )
        CfnOutput(self, "AccessKeyId", value=access_key.access_key_id)
        # end-snippet


if __name__ == "__main__":
    app = App()
    AccessKeyExampleStack(app, "AccessKeyExample")
    app.synth()
