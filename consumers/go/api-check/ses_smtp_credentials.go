package main

import (
	"strings"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsiam"
	"github.com/aws/aws-cdk-go/awscdk/v2/awskms"
	"github.com/aws/aws-cdk-go/awscdk/v2/awssecretsmanager"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsses"
	"github.com/aws/aws-cdk-go/awscdk/v2/interfaces/interfacesawsses"
	"github.com/aws/jsii-runtime-go"
	"github.com/cdk-iam-access-key/cdk-iam-access-key-go/cdkiamaccesskey"
)

var mailIdentities = newIdentities(stack)

// What a Go user sees of SesSmtpCredentials.
var sesSmtpCredentialsChecks = append(rotatingKeyChecks("SesSmtpCredentials", func(id string) cdkiamaccesskey.SesSmtpCredentials {
	return newSmtp(id, &cdkiamaccesskey.SesSmtpCredentialsProps{Identities: mailIdentities})
}, rotatingKeyStatics{
	cdkiamaccesskey.SesSmtpCredentials_IsConstruct,
	cdkiamaccesskey.SesSmtpCredentials_IsResource,
	cdkiamaccesskey.SesSmtpCredentials_IsOwnedResource,
	cdkiamaccesskey.SesSmtpCredentials_PROPERTY_INJECTION_ID,
}), []check{
	{"SesSmtpCredentialsProps and SesSmtpFieldNames have these names", func() {
		equal(fields[cdkiamaccesskey.SesSmtpCredentialsProps](), []string{
			"ConfigurationSets *[]interfacesawsses.IConfigurationSetRef", "DualStack *bool", "EncryptionKey awskms.IKey",
			"FieldNames *cdkiamaccesskey.SesSmtpFieldNames", "Fips *bool", "FromAddress *string", "Identities *[]interfacesawsses.IEmailIdentityRef",
			"Port *float64", "Regions *[]*string", "RemovalPolicy awscdk.RemovalPolicy", "ReplicaRegions *[]*awssecretsmanager.ReplicaRegion",
			"RetireUnmanagedKeysAfter awscdk.Duration", "Rotation cdkiamaccesskey.KeyRotation", "Secret awssecretsmanager.ISecret",
			"User interfacesawsiam.IUserRef",
		})
		equal(fields[cdkiamaccesskey.SesSmtpFieldNames](), []string{
			"Endpoints *string", "Host *string", "Password *string", "Port *string", "Region *string", "Username *string",
		})
	}},
	{"identities are enough for SesSmtpCredentials: a new one, an imported one and a CfnEmailIdentity fit", func() {
		identities := append(*mailIdentities,
			awsses.EmailIdentity_FromEmailIdentityName(stack, jsii.String("ImportedIdentity"), jsii.String("example.org")),
			awsses.NewCfnEmailIdentity(stack, jsii.String("CfnIdentity"), &awsses.CfnEmailIdentityProps{EmailIdentity: jsii.String("example.net")}))
		user := newSmtp("OfIdentities", &cdkiamaccesskey.SesSmtpCredentialsProps{Identities: &identities}).User()
		equal(strings.HasPrefix(*user.Node().Path(), "Stack/OfIdentities/"), true)
	}},
	{"a user who is given fits instead of identities", func() {
		user := awsiam.NewUser(stack, jsii.String("Sender"), nil)
		equal(newSmtp("OfSender", &cdkiamaccesskey.SesSmtpCredentialsProps{User: user}).User() == user, true)
	}},
	{"the endpoint is port 587 of the stack's region, and the fields keep their names, if nothing else is said", func() {
		region, urlSuffix := map[string]any{"Ref": "AWS::Region"}, map[string]any{"Ref": "AWS::URLSuffix"}
		checkEnvironment(func(ownStack awscdk.Stack) {
			cdkiamaccesskey.NewSesSmtpCredentials(ownStack, jsii.String("Smtp"), &cdkiamaccesskey.SesSmtpCredentialsProps{
				Identities: newIdentities(ownStack),
			})
		}, map[string]any{
			"SES_SMTP": map[string]any{"Fn::Join": []any{"", []any{
				`{"port":587,"endpoints":[{"region":"`, region, `","host":"email-smtp.`, region, ".", urlSuffix, `"}]}`,
			}}},
			"FIELD_NAMES": "{}",
		})
	}},
	{"SesSmtpCredentials takes the props of sender and endpoints, and the names of its fields", func() {
		checkEnvironment(func(ownStack awscdk.Stack) {
			cdkiamaccesskey.NewSesSmtpCredentials(ownStack, jsii.String("Smtp"), &cdkiamaccesskey.SesSmtpCredentialsProps{
				Identities: newIdentities(ownStack),
				ConfigurationSets: &[]interfacesawsses.IConfigurationSetRef{
					awsses.NewConfigurationSet(ownStack, jsii.String("ConfigurationSet"), nil),
				},
				FromAddress: jsii.String("noreply@example.com"),
				Regions:     jsii.Strings("us-east-1", "us-west-2"),
				Port:        jsii.Number(465),
				Fips:        jsii.Bool(true),
				DualStack:   jsii.Bool(true),
				FieldNames: &cdkiamaccesskey.SesSmtpFieldNames{
					Endpoints: jsii.String("all"), Host: jsii.String("server"), Password: jsii.String("pass"),
					Port: jsii.String("number"), Region: jsii.String("place"), Username: jsii.String("login"),
				},
			})
		}, map[string]any{
			"SES_SMTP": `{"port":465,"endpoints":[{"region":"us-east-1","host":"email-smtp-fips.us-east-1.api.aws"},` +
				`{"region":"us-west-2","host":"email-smtp-fips.us-west-2.api.aws"}]}`,
			"FIELD_NAMES": `{"endpoints":"all","host":"server","password":"pass","port":"number","region":"place","username":"login"}`,
		})
	}},
	{"SesSmtpCredentials takes the props of every rotating key", func() {
		newSmtp("NewSmtpSecret", &cdkiamaccesskey.SesSmtpCredentialsProps{
			Identities:               mailIdentities,
			Rotation:                 cdkiamaccesskey.KeyRotation_OnDemand(nil),
			RetireUnmanagedKeysAfter: inDays(30),
			EncryptionKey:            awskms.NewKey(stack, jsii.String("SmtpEncryptionKey"), nil),
			ReplicaRegions:           &[]*awssecretsmanager.ReplicaRegion{{Region: jsii.String("eu-central-1")}},
			RemovalPolicy:            awscdk.RemovalPolicy_DESTROY,
		})
		secret := newSecret("GivenSmtpSecret")
		given := newSmtp("OfGivenSmtpSecret", &cdkiamaccesskey.SesSmtpCredentialsProps{
			Identities: mailIdentities, Secret: secret,
		}).Secret()
		equal(*given.Node().DefaultChild().Node().Path(), *secret.Node().DefaultChild().Node().Path())
	}},
	{"SesSmtpCredentials_IsSesSmtpCredentials tells them from a RotatingAccessKey", func() {
		smtp := newSmtp("Smtp", &cdkiamaccesskey.SesSmtpCredentialsProps{Identities: mailIdentities})
		key := newRotatingKey("NotSmtp", &cdkiamaccesskey.RotatingAccessKeyProps{})
		equal(*cdkiamaccesskey.SesSmtpCredentials_IsSesSmtpCredentials(smtp), true)
		equal(*cdkiamaccesskey.SesSmtpCredentials_IsSesSmtpCredentials(key), false)
		equal(*cdkiamaccesskey.RotatingAccessKey_IsRotatingAccessKey(smtp), false)
	}},
	{"neither identities nor a user is refused by SesSmtpCredentials", func() {
		refusesSmtp("NoSender", nil,
			"neither identities nor a user are passed; a new user needs the SES identities that it can send from. Pass one "+
				"or more email identities, new or imported, or a user that has permission to send. [MissingIdentities]")
	}},
	{"rights for a given user is refused by SesSmtpCredentials", func() {
		user := awsiam.NewUser(stack, jsii.String("SenderWithRights"), nil)
		refusesSmtp("TwoSenders", &cdkiamaccesskey.SesSmtpCredentialsProps{User: user, Identities: mailIdentities},
			"identities and a user are both passed; identities can be passed for a new user only, because the permissions "+
				"of an existing user are not changed. Allow ses:SendRawEmail where the user is created, or omit the user. "+
				"[PermissionsOfGivenUser]")
	}},
	{"a malformed region is refused by SesSmtpCredentials", func() {
		regions := jsii.Strings("eu-west-1", "Frankfurt")
		refusesSmtp("NoRegion", &cdkiamaccesskey.SesSmtpCredentialsProps{Identities: mailIdentities, Regions: regions},
			"the regions contain 'Frankfurt'; each must be the code of a region, such as eu-west-1 or us-gov-west-1. Use "+
				"the code of the region, or remove it. [InvalidRegions]")
	}},
	{"a port that SES does not listen on is refused by SesSmtpCredentials", func() {
		refusesSmtp("NoPort", &cdkiamaccesskey.SesSmtpCredentialsProps{Identities: mailIdentities, Port: jsii.Number(26)},
			"port is 26; it must be one of 25, 587, 2587, 465, 2465, the ports of SES. Omit the port to use 587 with "+
				"STARTTLS, or use 465 for a client that starts with TLS. [InvalidPort]")
	}},
	{"a malformed from address is refused by SesSmtpCredentials", func() {
		refusesSmtp("NoAddress", &cdkiamaccesskey.SesSmtpCredentialsProps{Identities: mailIdentities, FromAddress: jsii.String("example.com")},
			"the from address is 'example.com'; it must be one email address, without a display name, wildcards or policy "+
				"variables. Pass the address alone, such as noreply@example.com, or omit it to allow all addresses of the "+
				"identities. [InvalidFromAddress]")
	}},
}...)

func refusesSmtp(id string, props *cdkiamaccesskey.SesSmtpCredentialsProps, problem string) {
	equal(panicOf(func() { newSmtp(id, props) }), "Stack/"+id+" (SesSmtpCredentials): "+problem)
}

func newSmtp(id string, props *cdkiamaccesskey.SesSmtpCredentialsProps) cdkiamaccesskey.SesSmtpCredentials {
	return cdkiamaccesskey.NewSesSmtpCredentials(stack, jsii.String(id), props)
}

func newIdentities(scope awscdk.Stack) *[]interfacesawsses.IEmailIdentityRef {
	return &[]interfacesawsses.IEmailIdentityRef{awsses.NewEmailIdentity(scope, jsii.String("Identity"), &awsses.EmailIdentityProps{
		Identity: awsses.Identity_Domain(jsii.String("example.com")),
	})}
}
