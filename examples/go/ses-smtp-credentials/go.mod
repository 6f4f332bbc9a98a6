module example.com/ses-smtp-credentials

go 1.25

require (
	github.com/aws/aws-cdk-go/awscdk/v2 v2.260.0
	github.com/aws/constructs-go/constructs/v10 v10.5.0
	github.com/aws/jsii-runtime-go v1.140.0
	github.com/cdk-iam-access-key/cdk-iam-access-key-go/cdkiamaccesskey v0.0.0
)
