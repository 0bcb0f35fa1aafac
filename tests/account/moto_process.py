"""moto's server for `aws cloudformation deploy`, mended where it is unlike AWS.

There, a stack that a change set made or changed has no outputs, a parameter that was left at its default counts as
changed by the next deployment, and a template in a bucket is looked for at amazonaws.com.
"""

from urllib.parse import urlsplit

from moto.cloudformation import responses
from moto.cloudformation.models import CloudFormationBackend

from tests.aws import moto_process

_execute = CloudFormationBackend.execute_change_set
_fetch = responses.get_stack_from_s3_url


def execute_change_set(self: CloudFormationBackend, change_set_name: str, stack_name: str | None = None) -> None:
    _execute(self, change_set_name, stack_name)
    (change_set,) = [
        one for one in self.change_sets.values() if change_set_name in (one.change_set_id, one.change_set_name)
    ]
    stack = self.stacks[change_set.stack_id]
    stack.template_dict, stack.parameters = change_set.template_dict, change_set.parameters
    stack.output_map = stack._create_output_map()
    defaults = {name: one.get("Default") for name, one in stack.template_dict["Parameters"].items()}
    stack.resource_map.input_parameters = defaults | {**change_set.parameters}


def get_stack_from_s3_url(template_url: str, account_id: str, partition: str) -> str:
    return _fetch(f"https://s3.amazonaws.com{urlsplit(template_url).path}", account_id, partition)


if __name__ == "__main__":
    CloudFormationBackend.execute_change_set = execute_change_set  # type: ignore[method-assign]  # that is the point
    responses.get_stack_from_s3_url = get_stack_from_s3_url
    moto_process.main()
