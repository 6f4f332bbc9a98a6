"""Custom resources: what CloudFormation does after a Create that failed."""

import json
import logging

from ministack.core.responses import new_uuid
from ministack.services.cloudformation import custom_resource

from .behaviours import behaviour

log = logging.getLogger("embedded_aws.custom_resources")


@behaviour(
    "custom-resource-failed-create",
    "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/crpg-ref-requesttypes-delete.html",
)
def _failed_create() -> None:
    """A failed Create is followed by a Delete with the physical id that the function returned, or one that is made up.

    Each response is logged.
    """
    deliver, invoke = custom_resource.deliver_response, custom_resource.invoke_custom_resource
    answered_ids: dict[tuple[str | None, str | None], str | None] = {}

    def deliver_response(token: str, response: dict) -> bool:
        log.warning("response of a custom resource: %s", json.dumps(response))
        answered_ids[response.get("StackId"), response.get("LogicalResourceId")] = response.get("PhysicalResourceId")
        return deliver(token, response)

    def invoke_custom_resource(
        request_type,
        logical_id,
        props,
        stack_name,
        stack_id,
        resource_type,  # noqa: ANN001, ANN202
        physical_id=None,
        old_props=None,
    ):
        answered_ids.pop((stack_id, logical_id), None)
        try:
            return invoke(request_type, logical_id, props, stack_name, stack_id, resource_type, physical_id, old_props)
        except (RuntimeError, TimeoutError):
            if request_type == "Create":
                made_up = f"{stack_name}-{logical_id}-{new_uuid()[:8]}"
                _delete(
                    invoke,
                    logical_id,
                    props,
                    stack_name,
                    stack_id,
                    resource_type,
                    answered_ids.get((stack_id, logical_id)) or made_up,
                )
            raise

    custom_resource.deliver_response = deliver_response
    custom_resource.invoke_custom_resource = invoke_custom_resource


def _delete(invoke, logical_id, props, stack_name, stack_id, resource_type, physical_id) -> None:  # noqa: ANN001
    try:
        invoke("Delete", logical_id, props, stack_name, stack_id, resource_type, physical_id)
    except (RuntimeError, TimeoutError, ValueError) as error:
        log.error("Delete after the failed Create of %s: %s", logical_id, error)
