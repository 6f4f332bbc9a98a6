package main

import (
	"fmt"
	"strings"
	"testing"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/assertions"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsiam"
	"github.com/aws/jsii-runtime-go"
	"github.com/cdk-iam-access-key/cdk-iam-access-key-go/cdkiamaccesskey"
)

func TestRotatesTheAccessKeyEvery60Days(t *testing.T) {
	template := assertions.Template_FromStack(NewRotatingAccessKeyExampleStack(awscdk.NewApp(nil), "Stack"), nil)

	template.HasResourceProperties(jsii.String("AWS::SecretsManager::RotationSchedule"), map[string]any{
		"RotationRules": map[string]any{"AutomaticallyAfterDays": 60},
	})
}

func TestNotifiesOperatorsOfAReplacedKeyInUse(t *testing.T) {
	template := assertions.Template_FromStack(NewRotatingAccessKeyExampleStack(awscdk.NewApp(nil), "Stack"), nil)

	template.HasResourceProperties(jsii.String("AWS::CloudWatch::Alarm"), map[string]any{
		"MetricName":   "ReplacedKeyInUse",
		"AlarmActions": assertions.Match_AnyValue(),
	})
}

func TestPanicsIfTheSerialIsNegative(t *testing.T) {
	stack := awscdk.NewStack(awscdk.NewApp(nil), jsii.String("Stack"), nil)
	user := awsiam.NewUser(stack, jsii.String("User"), nil)

	defer func() {
		if message := fmt.Sprint(recover()); !strings.Contains(message, "serial is -1") {
			t.Errorf("got the panic %q", message)
		}
	}()
	cdkiamaccesskey.NewAccessKey(stack, jsii.String("AccessKey"), &cdkiamaccesskey.AccessKeyProps{
		User:   user,
		Serial: jsii.Number(-1),
	})
}
