package main

import (
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awscloudwatch"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsiam"
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"
	"github.com/cdk-iam-access-key/cdk-iam-access-key-go/cdkiamaccesskey"
)

func NewRotatingAccessKeyExampleStack(scope constructs.Construct, id string) awscdk.Stack {
	stack := awscdk.NewStack(scope, jsii.String(id), nil)

	// snippet:rotating-access-key
	// Creates a new IAM user. Its key lives in a secret and is replaced every 60 days; the old one works for 14 days more.
	user := awsiam.NewUser(stack, jsii.String("User"), nil)
	key := cdkiamaccesskey.NewRotatingAccessKey(stack, jsii.String("Key"), &cdkiamaccesskey.RotatingAccessKeyProps{
		User:     user,
		Rotation: cdkiamaccesskey.KeyRotation_Every(awscdk.Duration_Days(jsii.Number(60)), nil),
	})
	awscdk.NewCfnOutput(stack, jsii.String("SecretArn"), &awscdk.CfnOutputProps{
		Value: key.Secret().SecretArn(),
	})

	// The user reads the next key with the current one. The alarm tells of a consumer that does not.
	key.Grants().ReadByUser()
	key.MetricReplacedKeyInUse(nil).CreateAlarm(stack, jsii.String("ReplacedKeyInUse"), &awscloudwatch.CreateAlarmOptions{
		Threshold:         jsii.Number(1),
		EvaluationPeriods: jsii.Number(1),
	})
	// end-snippet

	return stack
}

func main() {
	defer jsii.Close()

	app := awscdk.NewApp(nil)
	NewRotatingAccessKeyExampleStack(app, "RotatingAccessKeyExample")
	app.Synth(nil)
}
