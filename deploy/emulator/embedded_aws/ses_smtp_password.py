"""The password for SES's SMTP interface, as AWS documents it, and nothing of how the package derives it."""

import base64
import hmac

# What is signed for one region, as if it were a request of a day that never changes.
_DATE = "11111111"
_AFTER_REGION = ("ses", "aws4_request", "SendRawEmail")

_VERSION = b"\x04"


def password(secret_access_key: str, region: str) -> str:
    """https://docs.aws.amazon.com/ses/latest/dg/smtp-credentials.html#smtp-credentials-convert"""
    signature = f"AWS4{secret_access_key}".encode()
    for message in (_DATE, region, *_AFTER_REGION):
        signature = hmac.digest(signature, message.encode(), "sha256")
    return base64.b64encode(_VERSION + signature).decode()
