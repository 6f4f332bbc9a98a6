package main

import (
	"fmt"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsiam"
	"github.com/aws/aws-cdk-go/awscdk/v2/awskms"
	"github.com/aws/aws-cdk-go/awscdk/v2/awssecretsmanager"
	"github.com/aws/jsii-runtime-go"
	"github.com/cdk-iam-access-key/cdk-iam-access-key-go/cdkiamaccesskey"
)

// ownRotation is what a Go user may write to change a KeyRotation, as Go's interfaces are open.
type ownRotation struct{ cdkiamaccesskey.KeyRotation }

// What a Go user sees of RotatingAccessKey, its rotation and its grants.
var rotatingAccessKeyChecks = append(rotatingKeyChecks("RotatingAccessKey", func(id string) cdkiamaccesskey.RotatingAccessKey {
	return newRotatingKey(id, &cdkiamaccesskey.RotatingAccessKeyProps{})
}, rotatingKeyStatics{
	cdkiamaccesskey.RotatingAccessKey_IsConstruct,
	cdkiamaccesskey.RotatingAccessKey_IsResource,
	cdkiamaccesskey.RotatingAccessKey_IsOwnedResource,
	cdkiamaccesskey.RotatingAccessKey_PROPERTY_INJECTION_ID,
}), []check{
	{"RotatingKeyGrants, KeyRotation and the structs have these names", func() {
		equal(methodNames[cdkiamaccesskey.RotatingKeyGrants](), []string{"Read", "ReadByUser", "Revoke", "Rotate"})
		equal(methodNames[cdkiamaccesskey.KeyRotation](), []string{"Interval", "MaxAge", "Overlap", "RecoveryWindow"})
		equal(fields[cdkiamaccesskey.KeyRotationOptions](), []string{
			"MaxAge awscdk.Duration", "Overlap awscdk.Duration", "RecoveryWindow awscdk.Duration",
		})
		equal(fields[cdkiamaccesskey.RotatingAccessKeyProps](), []string{
			"User interfacesawsiam.IUserRef", "EncryptionKey awskms.IKey", "FieldNames *cdkiamaccesskey.AccessKeyFieldNames",
			"RemovalPolicy awscdk.RemovalPolicy", "ReplicaRegions *[]*awssecretsmanager.ReplicaRegion",
			"RetireUnmanagedKeysAfter awscdk.Duration", "Rotation cdkiamaccesskey.KeyRotation", "Secret awssecretsmanager.ISecret",
		})
	}},
	{"KeyRotation_Every and KeyRotation_OnDemand have the documented defaults", func() {
		equal(days(every(60, nil)), []float64{60, 14, 7, 90})
		equal(cdkiamaccesskey.KeyRotation_OnDemand(nil).Interval(), nil)
		equal(days(cdkiamaccesskey.KeyRotation_OnDemand(nil)), []float64{14, 7, 90})
	}},
	{"KeyRotation_Every and KeyRotation_OnDemand take an overlap, a recovery window and a maximum age", func() {
		options := &cdkiamaccesskey.KeyRotationOptions{Overlap: inDays(3), RecoveryWindow: inDays(2), MaxAge: inDays(40)}
		equal(days(every(30, options)), []float64{30, 3, 2, 40})
		equal(days(cdkiamaccesskey.KeyRotation_OnDemand(options)), []float64{3, 2, 40})
	}},
	{"a KeyRotation of one's own is refused", func() {
		for index, rotation := range []cdkiamaccesskey.KeyRotation{ownRotation{every(60, nil)}, &ownRotation{every(60, nil)}, &ownRotation{}} {
			equal(panicOf(func() {
				newRotatingKey(fmt.Sprint("OwnRotation", index), &cdkiamaccesskey.RotatingAccessKeyProps{Rotation: rotation})
			}) == fmt.Sprint(nil), false)
		}
	}},
	{"a user is enough for a RotatingAccessKey, and an imported user and a CfnUser fit", func() {
		user := awsiam.NewUser(stack, jsii.String("OnlyUser"), nil)
		equal(newRotatingKey("Only", &cdkiamaccesskey.RotatingAccessKeyProps{User: user}).User() == user, true)
		newRotatingKey("OfImported", &cdkiamaccesskey.RotatingAccessKeyProps{
			User: awsiam.User_FromUserName(stack, jsii.String("ImportedUser"), jsii.String("alice")),
		})
		newRotatingKey("OfCfn", &cdkiamaccesskey.RotatingAccessKeyProps{User: awsiam.NewCfnUser(stack, jsii.String("CfnUserToRotate"), nil)})
	}},
	{"RotatingAccessKey takes the props of every rotating key", func() {
		newRotatingKey("NewSecret", &cdkiamaccesskey.RotatingAccessKeyProps{
			Rotation:                 cdkiamaccesskey.KeyRotation_OnDemand(nil),
			RetireUnmanagedKeysAfter: inDays(30),
			EncryptionKey:            awskms.NewKey(stack, jsii.String("EncryptionKey"), nil),
			ReplicaRegions:           &[]*awssecretsmanager.ReplicaRegion{{Region: jsii.String("eu-central-1")}},
			RemovalPolicy:            awscdk.RemovalPolicy_DESTROY,
		})
		secret := newSecret("GivenSecret")
		given := newRotatingKey("OfGivenSecret", &cdkiamaccesskey.RotatingAccessKeyProps{Secret: secret}).Secret()
		equal(*given.Node().DefaultChild().Node().Path(), *secret.Node().DefaultChild().Node().Path())
	}},
	{"RotatingAccessKey takes the names of its fields", func() {
		checkEnvironment(func(ownStack awscdk.Stack) {
			cdkiamaccesskey.NewRotatingAccessKey(ownStack, jsii.String("Key"), &cdkiamaccesskey.RotatingAccessKeyProps{
				User: awsiam.NewUser(ownStack, jsii.String("User"), nil),
				FieldNames: &cdkiamaccesskey.AccessKeyFieldNames{
					AccessKeyId: jsii.String("id"), SecretAccessKey: jsii.String("secret"), UserName: jsii.String("user"),
				},
			})
		}, map[string]any{"FIELD_NAMES": `{"accessKeyId":"id","secretAccessKey":"secret","userName":"user"}`})
	}},
	{"RotatingAccessKey_IsRotatingAccessKey tells it from an AccessKey", func() {
		key := newRotatingKey("Rotating", &cdkiamaccesskey.RotatingAccessKeyProps{})
		equal(*cdkiamaccesskey.RotatingAccessKey_IsRotatingAccessKey(key), true)
		equal(*cdkiamaccesskey.RotatingAccessKey_IsRotatingAccessKey(newKey("NotRotating", &cdkiamaccesskey.AccessKeyProps{})), false)
	}},
	{"a missing user is refused by RotatingAccessKey too", func() {
		equal(panicOf(func() {
			cdkiamaccesskey.NewRotatingAccessKey(stack, jsii.String("NoUserToRotate"), &cdkiamaccesskey.RotatingAccessKeyProps{})
		}), "Field cdkiamaccesskey.RotatingAccessKeyProps.User is required, but has nil value")
	}},
	{"an interval too long for its greatest age is refused", func() {
		equal(panicOf(func() {
			newRotatingKey("TooLong", &cdkiamaccesskey.RotatingAccessKeyProps{Rotation: every(80, nil)})
		}), "Stack/TooLong (RotatingAccessKey): the interval is 80 days and the overlap is 14 days; interval, overlap "+
			"and one day for a late rotation must not exceed the maximum age of 90 days, so the interval must be at most "+
			"75 days. Shorten the interval or the overlap, or set a longer maximum age. [InvalidRotation]")
	}},
	{"an encryption key for a given secret is refused", func() {
		equal(panicOf(func() {
			newRotatingKey("TwoSecrets", &cdkiamaccesskey.RotatingAccessKeyProps{
				Secret: newSecret("Encrypted"), EncryptionKey: awskms.NewKey(stack, jsii.String("Encrypting"), nil),
			})
		}), "Stack/TwoSecrets (RotatingAccessKey): an encryption key and a secret are both passed; an encryption key can "+
			"be passed for a new secret only. Omit the secret, or set an encryption key where the secret is created. "+
			"[SettingOfGivenSecret]")
	}},
}...)

// newRotatingKey creates a key, with a user of its own unless one is given, because a key needs both access keys of a user.
func newRotatingKey(id string, props *cdkiamaccesskey.RotatingAccessKeyProps) cdkiamaccesskey.RotatingAccessKey {
	if props.User == nil {
		props.User = awsiam.NewUser(stack, jsii.String(id+"User"), nil)
	}
	return cdkiamaccesskey.NewRotatingAccessKey(stack, jsii.String(id), props)
}

func newSecret(id string) awssecretsmanager.Secret {
	return awssecretsmanager.NewSecret(stack, jsii.String(id), nil)
}

func every(interval float64, options *cdkiamaccesskey.KeyRotationOptions) cdkiamaccesskey.KeyRotation {
	return cdkiamaccesskey.KeyRotation_Every(inDays(interval), options)
}

func inDays(number float64) awscdk.Duration {
	return awscdk.Duration_Days(&number)
}

func days(rotation cdkiamaccesskey.KeyRotation) []float64 {
	var found []float64
	for _, duration := range []awscdk.Duration{rotation.Interval(), rotation.Overlap(), rotation.RecoveryWindow(), rotation.MaxAge()} {
		if duration != nil {
			found = append(found, *duration.ToDays(nil))
		}
	}
	return found
}
