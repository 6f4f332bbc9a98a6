"""Starts moto's server on a port of 127.0.0.1.

It ends when its standard input does, so that nothing is left of it if the program that started it is killed.

With `--keep-rotation-function`, RotateSecret without an ARN rotates by the function of the secret's schedule, as on
AWS.
moto itself forgets the function, and makes a version without a value the current one.
https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_RotateSecret.html
"""

import os
import sys
import threading

import moto.server
from moto.secretsmanager.models import SecretsManagerBackend


def _end_with_standard_input() -> None:
    sys.stdin.buffer.read()
    os._exit(0)


def _keep_rotation_function() -> None:
    rotate = SecretsManagerBackend.rotate_secret

    def rotate_secret(self, secret_id, client_request_token=None, rotation_lambda_arn=None, *rest, **options):
        known = self.secrets.get(secret_id)
        arn = rotation_lambda_arn or (known.rotation_lambda_arn if known else None)
        return rotate(self, secret_id, client_request_token, arn, *rest, **options)

    SecretsManagerBackend.rotate_secret = rotate_secret


if __name__ == "__main__":
    if "--keep-rotation-function" in sys.argv:
        _keep_rotation_function()
    threading.Thread(target=_end_with_standard_input, daemon=True).start()
    moto.server.main(["--host", "127.0.0.1", "--port", sys.argv[1]])
