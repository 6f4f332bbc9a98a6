package main

import (
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awscloudwatch"
	"github.com/aws/aws-cdk-go/awscdk/v2/awscloudwatchactions"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsiam"
	"github.com/aws/aws-cdk-go/awscdk/v2/awssns"
	"github.com/aws/aws-cdk-go/awscdk/v2/awssnssubscriptions"
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"
	"github.com/cdk-iam-access-key/cdk-iam-access-key-go/cdkiamaccesskey"
)

func NewRotatingAccessKeyExampleStack(scope constructs.Construct, id string) awscdk.Stack {
	stack := awscdk.NewStack(scope, jsii.String(id), nil)

	// snippet:rotating-access-key
	// Creates a new IAM user. Its access key is stored in a secret and rotated every 60 days, with an overlap of 14 days.
	user := awsiam.NewUser(stack, jsii.String("User"), nil)
	key := cdkiamaccesskey.NewRotatingAccessKey(stack, jsii.String("Key"), &cdkiamaccesskey.RotatingAccessKeyProps{
		User:     user,
		Rotation: cdkiamaccesskey.KeyRotation_Every(awscdk.Duration_Days(jsii.Number(60)), nil),
	})
	awscdk.NewCfnOutput(stack, jsii.String("SecretArn"), &awscdk.CfnOutputProps{
		Value: key.Secret().SecretArn(),
	})

	// The user can read the secret with its current access key.
	key.Grants().ReadByUser()
	// end-snippet

	// snippet:alarm
	// Notifies the operators of a client that does not read the secret often enough.
	operators := awssns.NewTopic(stack, jsii.String("Operators"), nil)
	operators.AddSubscription(awssnssubscriptions.NewEmailSubscription(jsii.String("operators@example.com"), nil))
	alarm := key.MetricReplacedKeyInUse(nil).CreateAlarm(stack, jsii.String("ReplacedKeyInUse"), &awscloudwatch.CreateAlarmOptions{
		Threshold:         jsii.Number(1),
		EvaluationPeriods: jsii.Number(1),
		TreatMissingData:  awscloudwatch.TreatMissingData_NOT_BREACHING,
	})
	alarm.AddAlarmAction(awscloudwatchactions.NewSnsAction(operators))
	// end-snippet

	return stack
}

func main() {
	defer jsii.Close()

	app := awscdk.NewApp(nil)
	NewRotatingAccessKeyExampleStack(app, "RotatingAccessKeyExample")
	app.Synth(nil)
}
