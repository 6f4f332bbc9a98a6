package main

import (
	"fmt"
	"strings"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/assertions"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsiam"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsses"
	"github.com/aws/aws-cdk-go/awscdk/v2/interfaces/interfacesawsses"
	"github.com/aws/jsii-runtime-go"
	"github.com/cdk-iam-access-key/cdk-iam-access-key-go/cdkiamaccesskey"
)

// The samples of docs/go.md that are no part of an example.
var sampleChecks = []check{
	{"the sample of AccessKeySecret stores all three fields in one secret", func() {
		stack := awscdk.NewStack(awscdk.NewApp(nil), jsii.String("Stack"), nil)
		addAccessKeySecret(stack)
		secrets := *assertions.Template_FromStack(stack, nil).FindResources(jsii.String("AWS::SecretsManager::Secret"), nil)
		equal(len(secrets), 1)
		for _, secret := range secrets {
			for _, field := range []string{"userName", "accessKeyId", "secretAccessKey"} {
				contains(fmt.Sprint(*secret), field)
			}
		}
	}},
	{"the sample of a mail relay has a second user that can read both secrets", func() {
		stack := awscdk.NewStack(awscdk.NewApp(nil), jsii.String("Stack"), nil)
		addMailRelay(stack)
		template := assertions.Template_FromStack(stack, nil)
		template.ResourceCountIs(jsii.String("AWS::IAM::User"), jsii.Number(2))
		template.ResourceCountIs(jsii.String("AWS::SecretsManager::Secret"), jsii.Number(2))
		readers := 0
		for _, policy := range *template.FindResources(jsii.String("AWS::IAM::Policy"), nil) {
			text := fmt.Sprint(*policy)
			if strings.Contains(text, "GetSecretValue") && strings.Contains(text, "Users:[map[Ref:Relay3F9A082A") {
				readers++
			}
		}
		equal(readers, 2)
	}},
	{"the sample of options rotates every 30 days, with other names of fields", func() {
		stack := awscdk.NewStack(awscdk.NewApp(nil), jsii.String("Stack"), nil)
		addWithOptions(stack)
		template := assertions.Template_FromStack(stack, nil)
		template.HasResourceProperties(jsii.String("AWS::SecretsManager::RotationSchedule"), map[string]any{
			"RotationRules": map[string]any{"AutomaticallyAfterDays": 30},
		})
		for _, function := range *template.FindResources(jsii.String("AWS::Lambda::Function"), nil) {
			contains(fmt.Sprint(*function), `"accessKeyId":"id"`)
		}
	}},
}

func addWithOptions(stack awscdk.Stack) {
	user := awsiam.NewUser(stack, jsii.String("User"), nil)
	// snippet:options
	cdkiamaccesskey.NewRotatingAccessKey(stack, jsii.String("Key"), &cdkiamaccesskey.RotatingAccessKeyProps{
		User: user,
		Rotation: cdkiamaccesskey.KeyRotation_Every(awscdk.Duration_Days(jsii.Number(30)), &cdkiamaccesskey.KeyRotationOptions{
			Overlap: awscdk.Duration_Days(jsii.Number(7)),
			MaxAge:  awscdk.Duration_Days(jsii.Number(45)),
		}),
		FieldNames: &cdkiamaccesskey.AccessKeyFieldNames{
			AccessKeyId:     jsii.String("id"),
			SecretAccessKey: jsii.String("secret"),
		},
	})
	// end-snippet
}

func addAccessKeySecret(stack awscdk.Stack) {
	// snippet:access-key-secret
	user := awsiam.NewUser(stack, jsii.String("User"), nil)
	accessKey := cdkiamaccesskey.NewAccessKey(stack, jsii.String("AccessKey"), &cdkiamaccesskey.AccessKeyProps{
		User: user,
	})
	cdkiamaccesskey.NewAccessKeySecret(stack, jsii.String("Secret"), &cdkiamaccesskey.AccessKeySecretProps{
		AccessKey: accessKey,
	})
	// end-snippet
}

func addMailRelay(stack awscdk.Stack) {
	identity := awsses.NewEmailIdentity(stack, jsii.String("Identity"), &awsses.EmailIdentityProps{
		Identity: awsses.Identity_Domain(jsii.String("example.com")),
	})
	smtp := cdkiamaccesskey.NewSesSmtpCredentials(stack, jsii.String("Smtp"), &cdkiamaccesskey.SesSmtpCredentialsProps{
		Identities: &[]interfacesawsses.IEmailIdentityRef{identity},
	})
	// snippet:mail-relay
	relay := awsiam.NewUser(stack, jsii.String("Relay"), nil)
	smtp.Grants().Read(relay)
	relayKey := cdkiamaccesskey.NewRotatingAccessKey(stack, jsii.String("RelayKey"), &cdkiamaccesskey.RotatingAccessKeyProps{
		User: relay,
	})
	relayKey.Grants().ReadByUser()
	// end-snippet
}
