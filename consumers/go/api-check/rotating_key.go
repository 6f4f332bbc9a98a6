package main

import (
	"regexp"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/assertions"
	"github.com/aws/aws-cdk-go/awscdk/v2/awscloudwatch"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsiam"
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"
	"github.com/cdk-iam-access-key/cdk-iam-access-key-go/cdkiamaccesskey"
)

// rotatingKey is every construct that rotates access keys.
type rotatingKey interface {
	awscdk.Resource
	cdkiamaccesskey.IRotatingKey
}

// rotatingKeyStatics are the functions of the package that belong to one such construct.
type rotatingKeyStatics struct {
	isConstruct         func(any) *bool
	isResource          func(constructs.IConstruct) *bool
	isOwnedResource     func(constructs.IConstruct) *bool
	propertyInjectionId func() *string
}

// checkEnvironment checks what the function of a rotating key is told. The stack is the key's own, as a template needs the whole app.
func checkEnvironment(addKey func(ownStack awscdk.Stack), variables map[string]any) {
	ownStack := awscdk.NewStack(awscdk.NewApp(nil), jsii.String("OwnStack"), nil)
	addKey(ownStack)
	assertions.Template_FromStack(ownStack, nil).HasResourceProperties(jsii.String("AWS::Lambda::Function"), map[string]any{
		"Environment": map[string]any{"Variables": variables},
	})
}

// rotatingKeyChecks are what a Go user sees of every such construct.
func rotatingKeyChecks[T rotatingKey](name string, newKey func(id string) T, statics rotatingKeyStatics) []check {
	key := func(id string) rotatingKey { return newKey(name + id) }
	return []check{
		{name + " has the methods of a rotating key and of a Resource, and no others", func() {
			equal(methods[T](), methods[rotatingKey]())
		}},
		{name + ": Read, ReadByUser, Rotate and Revoke grant these permissions and no others", func() {
			grants := key("Grants").Grants()
			role := awsiam.NewRole(stack, jsii.String(name+"Grantee"), &awsiam.RoleProps{AssumedBy: awsiam.NewAccountRootPrincipal()})
			reading := []string{"secretsmanager:DescribeSecret", "secretsmanager:GetSecretValue"}
			equal(actions(grants.Read(role)), reading)
			equal(actions(grants.ReadByUser()), reading)
			equal(actions(grants.ReadByUser()), reading)
			equal(actions(grants.Rotate(role)), []string{"lambda:InvokeFunction", "secretsmanager:RotateSecret"})
			equal(actions(grants.Revoke(role)), []string{"lambda:InvokeFunction"})
		}},
		{name + ": the metrics are the key's, by stack name and path, and can be changed", func() {
			this := key("Metrics")
			path := "<stack name>/" + name + "Metrics"
			equal(describeMetric(this.MetricKeyAge(nil)), "KeyAge, Maximum, "+path)
			equal(describeMetric(this.MetricReplacedKeyInUse(nil)), "ReplacedKeyInUse, Sum, "+path)
			equal(describeMetric(this.MetricRotationFailures(nil)), "RotationFailures, Sum, "+path)
			equal(describeMetric(this.MetricBlockedByUnmanagedKey(nil)), "BlockedByUnmanagedKey, Sum, "+path)
			minimum := &awscloudwatch.MetricOptions{Statistic: jsii.String("Minimum")}
			equal(describeMetric(this.MetricKeyAge(minimum)), "KeyAge, Minimum, "+path)
		}},
		{name + ": Env, Node, Stack, ToString and With work, and ApplyRemovalPolicy reaches the secret", func() {
			this := key("Inherited")
			path := "Stack/" + name + "Inherited"
			equal(*this.Env().Account, *stack.Account())
			equal(*this.Node().Path(), path)
			equal(*this.Stack().StackName(), *stack.StackName())
			equal(*this.ToString(), path)
			equal(*this.With().Node().Path(), path)
			this.ApplyRemovalPolicy(awscdk.RemovalPolicy_RETAIN)
			secret := this.Secret().Node().DefaultChild().(awscdk.CfnResource)
			equal(secret.CfnOptions().DeletionPolicy(), awscdk.CfnDeletionPolicy_RETAIN)
		}},
		{name + "_IsConstruct, _IsResource, _IsOwnedResource and _PROPERTY_INJECTION_ID work", func() {
			this := key("Statics")
			equal(*statics.isConstruct(this), true)
			equal(*statics.isResource(this), true)
			equal(*statics.isResource(stack), false)
			// The CDK looks for a default child, and none of the resources of a rotating key is more the key than the others.
			equal(*statics.isOwnedResource(this), false)
			equal(*statics.propertyInjectionId(), "cdk-iam-access-key."+name)
		}},
	}
}

// token is what the CDK knows only at deployment.
var token = regexp.MustCompile(`^\$\{Token\[.*]}`)

func describeMetric(metric awscloudwatch.Metric) string {
	key := token.ReplaceAllString((*metric.Dimensions())["Key"].(string), "<stack name>")
	return *metric.MetricName() + ", " + *metric.Statistic() + ", " + key
}
