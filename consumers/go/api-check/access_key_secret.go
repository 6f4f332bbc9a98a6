package main

import (
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/assertions"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsiam"
	"github.com/aws/aws-cdk-go/awscdk/v2/awskms"
	"github.com/aws/aws-cdk-go/awscdk/v2/awssecretsmanager"
	"github.com/aws/jsii-runtime-go"
	"github.com/cdk-iam-access-key/cdk-iam-access-key-go/cdkiamaccesskey"
)

// What a Go user sees of AccessKeySecret.
var accessKeySecretChecks = []check{
	{"AccessKeySecret has the methods of a Secret", func() {
		equal(methods[cdkiamaccesskey.AccessKeySecret](), methods[awssecretsmanager.Secret]())
	}},
	{"AccessKeySecretProps has these names", func() {
		equal(fields[cdkiamaccesskey.AccessKeySecretProps](), []string{
			"AccessKey cdkiamaccesskey.AccessKey", "Description *string", "EncryptionKey awskms.IKey", "FieldNames *cdkiamaccesskey.AccessKeyFieldNames",
			"RemovalPolicy awscdk.RemovalPolicy", "ReplicaRegions *[]*awssecretsmanager.ReplicaRegion", "SecretName *string",
		})
	}},
	{"AccessKeySecret is a Secret: SecretArn, SecretValueFromJson and GrantRead work", func() {
		var secret awssecretsmanager.Secret = newKeySecret("SecretMembers", nil)
		reference := map[string]any{"Ref": *stack.GetLogicalId(secret.Node().DefaultChild().(awscdk.CfnResource))}
		equal(stack.Resolve(secret.SecretArn()), reference)
		equal(stack.Resolve(secret.SecretValueFromJson(jsii.String("accessKeyId"))), map[string]any{"Fn::Join": []any{"", []any{
			"{{resolve:secretsmanager:", reference, ":SecretString:accessKeyId::}}",
		}}})
		role := awsiam.NewRole(stack, jsii.String("SecretGrantee"), &awsiam.RoleProps{AssumedBy: awsiam.NewAccountRootPrincipal()})
		equal(actions(secret.GrantRead(role, nil)), []string{"secretsmanager:DescribeSecret", "secretsmanager:GetSecretValue"})
	}},
	{"AccessKeySecret: Env, Node, Stack, ApplyRemovalPolicy, ToString and With work", func() {
		secret := newKeySecret("InheritedSecret", nil)
		equal(*secret.Env().Account, *stack.Account())
		equal(*secret.Node().Path(), "Stack/InheritedSecret")
		equal(*secret.Stack().StackName(), *stack.StackName())
		equal(*secret.ToString(), "Stack/InheritedSecret")
		secret.ApplyRemovalPolicy(awscdk.RemovalPolicy_RETAIN)
		equal(secret.Node().DefaultChild().(awscdk.CfnResource).CfnOptions().DeletionPolicy(), awscdk.CfnDeletionPolicy_RETAIN)
		equal(*secret.With().Node().Path(), "Stack/InheritedSecret")
	}},
	{"AccessKeySecret_IsConstruct, _IsOwnedResource, _IsResource, _IsSecret and _PROPERTY_INJECTION_ID work", func() {
		secret := newKeySecret("StaticsSecret", nil)
		equal(*cdkiamaccesskey.AccessKeySecret_IsConstruct(secret), true)
		equal(*cdkiamaccesskey.AccessKeySecret_IsOwnedResource(secret), true)
		equal(*cdkiamaccesskey.AccessKeySecret_IsResource(secret), true)
		equal(*cdkiamaccesskey.AccessKeySecret_IsSecret(secret), true)
		equal(*cdkiamaccesskey.AccessKeySecret_IsOwnedResource(stack), false)
		equal(*cdkiamaccesskey.AccessKeySecret_IsResource(stack), false)
		equal(*cdkiamaccesskey.AccessKeySecret_IsSecret(stack), false)
		equal(*cdkiamaccesskey.AccessKeySecret_PROPERTY_INJECTION_ID(), "cdk-iam-access-key.AccessKeySecret")
	}},
	{"AccessKeySecret holds the key as one JSON of references, if nothing else is said", func() {
		checkSecret(newKeyInOwnStack(awscdk.NewApp(nil)), &cdkiamaccesskey.AccessKeySecretProps{}, map[string]any{
			"DeletionPolicy": "Delete",
			"Properties":     map[string]any{"SecretString": jsonOf("userName", "accessKeyId", "secretAccessKey")},
		})
	}},
	{"AccessKeySecret takes the names of its fields", func() {
		checkSecret(newKeyInOwnStack(awscdk.NewApp(nil)), &cdkiamaccesskey.AccessKeySecretProps{
			FieldNames: &cdkiamaccesskey.AccessKeyFieldNames{
				AccessKeyId: jsii.String("id"), SecretAccessKey: jsii.String("secret"), UserName: jsii.String("user"),
			},
		}, map[string]any{"Properties": map[string]any{"SecretString": jsonOf("user", "id", "secret")}})
	}},
	{"AccessKeySecret takes the props of a Secret", func() {
		key := newKeyInOwnStack(awscdk.NewApp(nil))
		encryptionKey := awskms.NewKey(key.Stack(), jsii.String("EncryptionKey"), nil)
		checkSecret(key, &cdkiamaccesskey.AccessKeySecretProps{
			SecretName:     jsii.String("mail"),
			Description:    jsii.String("sends mail"),
			EncryptionKey:  encryptionKey,
			ReplicaRegions: &[]*awssecretsmanager.ReplicaRegion{{Region: jsii.String("eu-central-1")}},
			RemovalPolicy:  awscdk.RemovalPolicy_RETAIN,
		}, map[string]any{
			"DeletionPolicy": "Retain",
			"Properties": map[string]any{
				"Name":           "mail",
				"Description":    "sends mail",
				"KmsKeyId":       key.Stack().Resolve(encryptionKey.KeyArn()),
				"ReplicaRegions": []any{map[string]any{"Region": "eu-central-1"}},
			},
		})
	}},
	{"a missing access key is refused by AccessKeySecret", func() {
		equal(panicOf(func() {
			cdkiamaccesskey.NewAccessKeySecret(stack, jsii.String("NoKey"), &cdkiamaccesskey.AccessKeySecretProps{})
		}), "Field cdkiamaccesskey.AccessKeySecretProps.AccessKey is required, but has nil value")
	}},
	{"equal names of fields are refused by AccessKeySecret", func() {
		equal(panicOf(func() {
			newKeySecret("EqualNames", &cdkiamaccesskey.AccessKeyFieldNames{UserName: jsii.String("accessKeyId")})
		}), "Stack/EqualNames (AccessKeySecret): the field names are 'accessKeyId', 'accessKeyId', 'secretAccessKey'; "+
			"they must be different, and none of them can be empty. Change 'accessKeyId', or omit the field names. "+
			"[InvalidFieldNames]")
	}},
	{"a key of another stack is refused by AccessKeySecret", func() {
		app := awscdk.NewApp(nil)
		other := awscdk.NewStack(app, jsii.String("Other"), nil)
		contains(panicOf(func() {
			cdkiamaccesskey.NewAccessKeySecret(other, jsii.String("Secret"), &cdkiamaccesskey.AccessKeySecretProps{AccessKey: newKeyInOwnStack(app)})
		}), "Other/Secret (AccessKeySecret): access key 'OwnStack/AccessKey' is in stack 'OwnStack'; it must "+
			"be in the same stack 'Other', because its secret access key must not leave its stack. Create "+
			"the AccessKeySecret in the stack of its AccessKey, and pass the secret to the other stack. "+
			"[SecretLeavesStack]")
	}},
}

func newKeySecret(id string, fields *cdkiamaccesskey.AccessKeyFieldNames) cdkiamaccesskey.AccessKeySecret {
	return cdkiamaccesskey.NewAccessKeySecret(stack, jsii.String(id), &cdkiamaccesskey.AccessKeySecretProps{
		AccessKey: newKey(id+"Key", &cdkiamaccesskey.AccessKeyProps{}), FieldNames: fields,
	})
}

// newKeyInOwnStack makes a key in a stack of its own, as a template needs the whole app.
func newKeyInOwnStack(app awscdk.App) cdkiamaccesskey.AccessKey {
	ownStack := awscdk.NewStack(app, jsii.String("OwnStack"), nil)
	return cdkiamaccesskey.NewAccessKey(ownStack, jsii.String("AccessKey"), &cdkiamaccesskey.AccessKeyProps{
		User: awsiam.NewUser(ownStack, jsii.String("User"), nil),
	})
}

func checkSecret(key cdkiamaccesskey.AccessKey, props *cdkiamaccesskey.AccessKeySecretProps, resource map[string]any) {
	props.AccessKey = key
	cdkiamaccesskey.NewAccessKeySecret(key.Stack(), jsii.String("Secret"), props)
	assertions.Template_FromStack(key.Stack(), nil).HasResource(jsii.String("AWS::SecretsManager::Secret"), resource)
}

// jsonOf is what the template has in place of the key in its own stack: a JSON of references, in fields of these names.
func jsonOf(userName, accessKeyId, secretAccessKey string) map[string]any {
	return map[string]any{"Fn::Join": []any{"", []any{
		`{"` + userName + `":"`, map[string]any{"Ref": "User00B015A1"},
		`","` + accessKeyId + `":"`, map[string]any{"Ref": "AccessKeyE6B25659"},
		`","` + secretAccessKey + `":"`, map[string]any{"Fn::GetAtt": []any{"AccessKeyE6B25659", "SecretAccessKey"}},
		`"}`,
	}}}
}
