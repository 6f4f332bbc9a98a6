"""Imports every module that registers behaviours."""

from . import (  # noqa: F401
    access_keys,
    clock,
    cloudformation_types,
    custom_resources,
    rotation,
    secrets,
    ses_smtp,
    transport,
    users,
)
