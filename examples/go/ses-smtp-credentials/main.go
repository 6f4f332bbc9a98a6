package main

import (
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awscloudwatch"
	"github.com/aws/aws-cdk-go/awscdk/v2/awscloudwatchactions"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsses"
	"github.com/aws/aws-cdk-go/awscdk/v2/awssns"
	"github.com/aws/aws-cdk-go/awscdk/v2/awssnssubscriptions"
	"github.com/aws/aws-cdk-go/awscdk/v2/interfaces/interfacesawsses"
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"
	"github.com/cdk-iam-access-key/cdk-iam-access-key-go/cdkiamaccesskey"
)

func NewSesSmtpCredentialsExampleStack(scope constructs.Construct, id string) awscdk.Stack {
	stack := awscdk.NewStack(scope, jsii.String(id), nil)

	// snippet:ses-smtp-credentials
	// Creates a user that can send from the domain. Its SMTP credentials are stored in a secret and rotated every 60 days.
	identity := awsses.NewEmailIdentity(stack, jsii.String("Identity"), &awsses.EmailIdentityProps{
		Identity: awsses.Identity_Domain(jsii.String("example.com")),
	})
	smtp := cdkiamaccesskey.NewSesSmtpCredentials(stack, jsii.String("Smtp"), &cdkiamaccesskey.SesSmtpCredentialsProps{
		Identities:  &[]interfacesawsses.IEmailIdentityRef{identity},
		FromAddress: jsii.String("noreply@example.com"),
		Regions:     jsii.Strings("eu-west-1", "eu-central-1"),
	})
	awscdk.NewCfnOutput(stack, jsii.String("SecretArn"), &awscdk.CfnOutputProps{
		Value: smtp.Secret().SecretArn(),
	})
	// end-snippet

	// Notifies the operators if the credentials cannot be rotated.
	operators := awssns.NewTopic(stack, jsii.String("Operators"), nil)
	operators.AddSubscription(awssnssubscriptions.NewEmailSubscription(jsii.String("operators@example.com"), nil))
	alarm := smtp.MetricRotationFailures(nil).CreateAlarm(stack, jsii.String("RotationFailures"), &awscloudwatch.CreateAlarmOptions{
		Threshold:         jsii.Number(1),
		EvaluationPeriods: jsii.Number(1),
		TreatMissingData:  awscloudwatch.TreatMissingData_NOT_BREACHING,
	})
	alarm.AddAlarmAction(awscloudwatchactions.NewSnsAction(operators))

	return stack
}

func main() {
	defer jsii.Close()

	app := awscdk.NewApp(nil)
	NewSesSmtpCredentialsExampleStack(app, "SesSmtpCredentialsExample")
	app.Synth(nil)
}
