"""What functions write, for every invocation: ministack's own log has it only for direct calls."""

import logging

from ministack.services import lambda_svc

log = logging.getLogger("embedded_aws.functions")


def install() -> None:
    """Logs the output of the runs that CloudFormation and Secrets Manager start."""
    execute = lambda_svc._execute_function_with_config_scope

    def execute_and_log(func: dict, event: dict) -> dict:
        result = execute(func, event)
        log.warning("output of a function:\n%s", result.get("log", ""))
        return result

    lambda_svc._execute_function_with_config_scope = execute_and_log
