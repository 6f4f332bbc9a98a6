"""What a Python user sees of the API. Prints TAP lines."""

import sys

import cdk_iam_access_key

from . import (
    access_key,
    access_key_secret,
    rotating_access_key,
    samples,
    ses_smtp_credentials,
)  # They register their checks.
from .checks import check, equal, run


@check("the module exports the classes and their structs, and nothing else")
def _():
    exports = [
        "AccessKey",
        "AccessKeyFieldNames",
        "AccessKeyProps",
        "AccessKeySecret",
        "AccessKeySecretProps",
        "IRotatingKey",
        "KeyRotation",
        "KeyRotationOptions",
        "RotatingAccessKey",
        "RotatingAccessKeyProps",
        "RotatingKeyGrants",
        "SesSmtpCredentials",
        "SesSmtpCredentialsProps",
        "SesSmtpFieldNames",
    ]
    equal(sorted(cdk_iam_access_key.__all__), exports)


sys.exit(run())
