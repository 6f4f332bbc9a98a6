package main

import (
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awscloudwatch"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsses"
	"github.com/aws/aws-cdk-go/awscdk/v2/interfaces/interfacesawsses"
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"
	"github.com/cdk-iam-access-key/cdk-iam-access-key-go/cdkiamaccesskey"
)

func NewSesSmtpCredentialsExampleStack(scope constructs.Construct, id string) awscdk.Stack {
	stack := awscdk.NewStack(scope, jsii.String(id), nil)

	// snippet:ses-smtp-credentials
	// Username, password, host and port for a mail client outside AWS, replaced every 60 days; the old ones work for 14 days more.
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

	// The alarm tells of old ones that are used past their overlap, as far as IAM counts a login as a use.
	smtp.MetricReplacedKeyInUse(nil).CreateAlarm(stack, jsii.String("ReplacedKeyInUse"), &awscloudwatch.CreateAlarmOptions{
		Threshold:         jsii.Number(1),
		EvaluationPeriods: jsii.Number(1),
	})
	// end-snippet

	return stack
}

func main() {
	defer jsii.Close()

	app := awscdk.NewApp(nil)
	NewSesSmtpCredentialsExampleStack(app, "SesSmtpCredentialsExample")
	app.Synth(nil)
}
