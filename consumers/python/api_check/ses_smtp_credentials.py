"""What a Python user sees of SesSmtpCredentials."""

from aws_cdk import Resource
from aws_cdk import aws_iam as iam
from aws_cdk import aws_ses as ses
from cdk_iam_access_key import RotatingAccessKey, SesSmtpCredentials, SesSmtpFieldNames

from . import rotating_key
from .checks import STACK, check, equal, message_of, parameters, public_names


def new_identity(scope):
    return ses.EmailIdentity(scope, "Identity", identity=ses.Identity.domain("example.com"))


IDENTITY = new_identity(STACK)
REFUSALS = [
    (
        "neither identities nor a user",
        lambda: SesSmtpCredentials(STACK, "NoSender"),
        "Stack/NoSender (SesSmtpCredentials): neither identities nor a user are passed; a new user needs the SES "
        "identities that it can send from. Pass one or more email identities, new or imported, or a user that "
        "has permission to send. [MissingIdentities]",
    ),
    (
        "rights for a given user",
        lambda: smtp("TwoSenders", user=iam.User(STACK, "SenderWithRights")),
        "Stack/TwoSenders (SesSmtpCredentials): identities and a user are both passed; identities can be passed "
        "for a new user only, because the permissions of an existing user are not changed. Allow "
        "ses:SendRawEmail where the user is created, or omit the user. [PermissionsOfGivenUser]",
    ),
    (
        "a malformed region",
        lambda: smtp("NoRegion", regions=["eu-west-1", "Frankfurt"]),
        "Stack/NoRegion (SesSmtpCredentials): the regions contain 'Frankfurt'; each must be the code of a region, "
        "such as eu-west-1 or us-gov-west-1. Use the code of the region, or remove it. [InvalidRegions]",
    ),
    (
        "a port that SES does not listen on",
        lambda: smtp("NoPort", port=26),
        "Stack/NoPort (SesSmtpCredentials): port is 26; it must be one of 25, 587, 2587, 465, 2465, the ports of "
        "SES. Omit the port to use 587 with STARTTLS, or use 465 for a client that starts with TLS. "
        "[InvalidPort]",
    ),
    (
        "a malformed from address",
        lambda: smtp("NoAddress", from_address="example.com"),
        "Stack/NoAddress (SesSmtpCredentials): the from address is 'example.com'; it must be one email address, "
        "without a display name, wildcards or policy variables. Pass the address alone, such as "
        "noreply@example.com, or omit it to allow all addresses of the identities. [InvalidFromAddress]",
    ),
]


def smtp(name, **props):
    return SesSmtpCredentials(STACK, name, identities=[IDENTITY], **props)


rotating_key.register_checks(SesSmtpCredentials, smtp)


@check("SesSmtpCredentials(scope, id, *) has props, each with a default")
def _():
    own = {
        "identities",
        "configuration_sets",
        "from_address",
        "user",
        "regions",
        "port",
        "fips",
        "dual_stack",
        "field_names",
    }
    positional, keywords = parameters(SesSmtpCredentials.__init__)[:3], parameters(SesSmtpCredentials.__init__)[3:]
    equal([name for name, _, _ in positional], ["self", "scope", "id"])
    equal(set(keywords), {(name, "KEYWORD_ONLY", None) for name in rotating_key.PROPS | own})
    equal(public_names(SesSmtpFieldNames), {"username", "password", "host", "port", "region", "endpoints"})


@check("SesSmtpCredentials has the public members of a rotating key, those of a Resource, and one of its own")
def _():
    equal(public_names(SesSmtpCredentials) - public_names(Resource), rotating_key.MEMBERS | {"is_ses_smtp_credentials"})


@check("identities are enough for SesSmtpCredentials: a new one, an imported one and a CfnEmailIdentity fit")
def _():
    imported = ses.EmailIdentity.from_email_identity_name(STACK, "ImportedIdentity", "example.org")
    identities = [IDENTITY, imported, ses.CfnEmailIdentity(STACK, "CfnIdentity", email_identity="example.net")]
    assert isinstance(SesSmtpCredentials(STACK, "OfIdentities", identities=identities).user, iam.User)


@check("a user who is given fits instead of identities")
def _():
    user = iam.User(STACK, "Sender")
    assert SesSmtpCredentials(STACK, "OfSender", user=user).user is user


@check("the endpoint is port 587 of the stack's region, and the fields keep their names, if nothing else is said")
def _():
    region, url_suffix = {"Ref": "AWS::Region"}, {"Ref": "AWS::URLSuffix"}
    parts = ['{"port":587,"endpoints":[{"region":"', region, '","host":"email-smtp.', region, ".", url_suffix, '"}]}']
    rotating_key.check_environment(
        lambda own_stack: SesSmtpCredentials(own_stack, "Smtp", identities=[new_identity(own_stack)]),
        {"SES_SMTP": {"Fn::Join": ["", parts]}, "FIELD_NAMES": "{}"},
    )


@check("SesSmtpCredentials takes the props of sender and endpoints, and the names of its fields")
def _():
    rotating_key.check_environment(
        lambda own_stack: SesSmtpCredentials(
            own_stack,
            "Smtp",
            identities=[new_identity(own_stack)],
            configuration_sets=[ses.ConfigurationSet(own_stack, "ConfigurationSet")],
            from_address="noreply@example.com",
            regions=["us-east-1", "us-west-2"],
            port=465,
            fips=True,
            dual_stack=True,
            field_names=SesSmtpFieldNames(
                endpoints="all", host="server", password="pass", port="number", region="place", username="login"
            ),
        ),
        {
            "SES_SMTP": '{"port":465,"endpoints":[{"region":"us-east-1","host":"email-smtp-fips.us-east-1.api.aws"},'
            '{"region":"us-west-2","host":"email-smtp-fips.us-west-2.api.aws"}]}',
            "FIELD_NAMES": '{"endpoints":"all","host":"server","password":"pass","port":"number","region":"place","username":"login"}',
        },
    )


@check("is_ses_smtp_credentials tells them from a RotatingAccessKey")
def _():
    both = [smtp("Smtp"), RotatingAccessKey(STACK, "NotSmtp", user=iam.User(STACK, "NotSmtpUser"))]
    equal([SesSmtpCredentials.is_ses_smtp_credentials(this) for this in both], [True, False])
    equal([RotatingAccessKey.is_rotating_access_key(this) for this in both], [False, True])


for what, refused, message in REFUSALS:

    @check(f"{what} is refused by SesSmtpCredentials")
    def _(refused=refused, message=message):
        equal(message_of(refused), f"RuntimeError: {message}")
