package main

import (
	"fmt"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsiam"
	"github.com/aws/jsii-runtime-go"
	"github.com/cdk-iam-access-key/cdk-iam-access-key-go/cdkiamaccesskey"
)

// What a Go user sees of AccessKey.
var accessKeyChecks = []check{
	{"AccessKey has the methods of awsiam.AccessKey", func() {
		equal(methods[cdkiamaccesskey.AccessKey](), methods[awsiam.AccessKey]())
	}},
	{"AccessKeyProps has the fields of awsiam.AccessKeyProps", func() {
		equal(fields[cdkiamaccesskey.AccessKeyProps](), []string{"User interfacesawsiam.IUserRef", "Serial *float64", "Status awsiam.AccessKeyStatus"})
		equal(names(fields[cdkiamaccesskey.AccessKeyProps]()), names(fields[awsiam.AccessKeyProps]()))
	}},
	{"NewAccessKey takes a serial and a status, and an imported user and a CfnUser", func() {
		newKey("AllProps", &cdkiamaccesskey.AccessKeyProps{Serial: jsii.Number(1), Status: awsiam.AccessKeyStatus_INACTIVE})
		newKey("OfImportedUser", &cdkiamaccesskey.AccessKeyProps{
			User: awsiam.User_FromUserName(stack, jsii.String("Imported"), jsii.String("bob")),
		})
		newKey("OfCfnUser", &cdkiamaccesskey.AccessKeyProps{User: awsiam.NewCfnUser(stack, jsii.String("CfnUser"), nil)})
	}},
	{"AccessKeyId, SecretAccessKey and AccessKeyRef are the resource's", func() {
		key := newKey("Members", &cdkiamaccesskey.AccessKeyProps{})
		logicalId := *stack.GetLogicalId(key.Node().DefaultChild().(awsiam.CfnAccessKey))
		equal(stack.Resolve(key.AccessKeyId()), map[string]any{"Ref": logicalId})
		equal(stack.Resolve(key.AccessKeyRef().AccessKeyId), map[string]any{"Ref": logicalId})
		equal(stack.Resolve(key.SecretAccessKey()), map[string]any{"Fn::GetAtt": []any{logicalId, "SecretAccessKey"}})
	}},
	{"Env, Node, Stack, ApplyRemovalPolicy, ToString and With work", func() {
		key := newKey("Inherited", &cdkiamaccesskey.AccessKeyProps{})
		equal(*key.Env().Account, *stack.Account())
		equal(*key.Node().Path(), "Stack/Inherited")
		equal(*key.Stack().StackName(), *stack.StackName())
		equal(*key.ToString(), "Stack/Inherited")
		key.ApplyRemovalPolicy(awscdk.RemovalPolicy_RETAIN)
		equal(key.Node().DefaultChild().(awsiam.CfnAccessKey).CfnOptions().DeletionPolicy(), awscdk.CfnDeletionPolicy_RETAIN)
		equal(*key.With().Node().Path(), "Stack/Inherited")
	}},
	{"AccessKey_IsConstruct, _IsOwnedResource, _IsResource and _PROPERTY_INJECTION_ID work", func() {
		key := newKey("Statics", &cdkiamaccesskey.AccessKeyProps{})
		equal(*cdkiamaccesskey.AccessKey_IsConstruct(key), true)
		equal(*cdkiamaccesskey.AccessKey_IsOwnedResource(key), true)
		equal(*cdkiamaccesskey.AccessKey_IsResource(key), true)
		equal(*cdkiamaccesskey.AccessKey_IsOwnedResource(stack), false)
		equal(*cdkiamaccesskey.AccessKey_IsResource(stack), false)
		equal(*cdkiamaccesskey.AccessKey_PROPERTY_INJECTION_ID(), "cdk-iam-access-key.AccessKey")
	}},
	{"a missing user is refused", func() {
		equal(panicOf(func() {
			cdkiamaccesskey.NewAccessKey(stack, jsii.String("NoUser"), &cdkiamaccesskey.AccessKeyProps{})
		}), "Field cdkiamaccesskey.AccessKeyProps.User is required, but has nil value")
	}},
	{"serial 1.5 is refused", func() { refusesSerial("1.5", 1.5) }},
	{"serial -1 is refused", func() { refusesSerial("-1", -1) }},
}

func refusesSerial(text string, serial float64) {
	equal(panicOf(func() {
		newKey("Serial"+text, &cdkiamaccesskey.AccessKeyProps{Serial: &serial})
	}), fmt.Sprintf("Stack/Serial%[1]s (AccessKey): serial is %[1]s; it must be a whole number of zero or more. Start "+
		"with 1 and add 1 for each replacement, or omit serial. [InvalidSerial]", text))
}

// newKey makes a key, with a user of its own where none is given, as IAM allows two keys a user.
func newKey(id string, props *cdkiamaccesskey.AccessKeyProps) cdkiamaccesskey.AccessKey {
	if props.User == nil {
		props.User = awsiam.NewUser(stack, jsii.String(id+"User"), nil)
	}
	return cdkiamaccesskey.NewAccessKey(stack, jsii.String(id), props)
}
