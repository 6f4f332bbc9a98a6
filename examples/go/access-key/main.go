package main

import (
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsiam"
	"github.com/aws/aws-cdk-go/awscdk/v2/awssecretsmanager"
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"
	"github.com/cdk-iam-access-key/cdk-iam-access-key-go/cdkiamaccesskey"
)

func NewAccessKeyExampleStack(scope constructs.Construct, id string) awscdk.Stack {
	stack := awscdk.NewStack(scope, jsii.String(id), nil)

	// snippet:access-key
	// Creates a new IAM user, access and secret keys, and stores the secret access key in a Secret.
	user := awsiam.NewUser(stack, jsii.String("User"), nil)
	accessKey := cdkiamaccesskey.NewAccessKey(stack, jsii.String("AccessKey"), &cdkiamaccesskey.AccessKeyProps{
		User: user,
	})
	awssecretsmanager.NewSecret(stack, jsii.String("Secret"), &awssecretsmanager.SecretProps{
		SecretStringValue: accessKey.SecretAccessKey(),
	})
	awscdk.NewCfnOutput(stack, jsii.String("AccessKeyId"), &awscdk.CfnOutputProps{
		Value: accessKey.AccessKeyId(),
	})
	// end-snippet

	return stack
}

func main() {
	defer jsii.Close()

	app := awscdk.NewApp(nil)
	NewAccessKeyExampleStack(app, "AccessKeyExample")
	app.Synth(nil)
}
