"""Each function's role: what a whole-path run was seen to ask for, and nothing else.

`make whole-path` itself fails when a run asks for more or less than `calls.json` says; here it is looked at what
becomes of that in the template, and that no path of the crash sweep needs more.
"""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from infra.aws.local.recorder import called
from infra.aws.policies import CALLS, FUNCTIONS, differences, policy
from tests.infra.needed import needed
from tests.infra.transformed import transformed
from tests.proof.scenarios import SCENARIOS

ROLES = {
    "api_handler": "ApiHandlerRole", "run_step": "RunStepRole", "deliver_webhook": "DeliverWebhookRole",
    "learn": "LearnRole", "sweep": "SweepRole", "accept_batch": "AcceptBatchRole",
}
BY_RULE = {
    "logs:CreateLogStream": "Lambda writes what the function prints", "logs:PutLogEvents": "the same",
    "xray:PutTraceSegments": "Lambda's own daemon sends segments", "xray:PutTelemetryRecords": "the same",
    "sqs:ReceiveMessage": "Lambda takes messages for the function", "sqs:DeleteMessage": "the same",
    "sqs:GetQueueAttributes": "the same", "kms:Decrypt": "Lambda opens the function's settings",
}
"""What no run of ours can see, since Lambda does it in the function's name."""

KNOWN = json.loads(CALLS.read_text())
TAKING = {"sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"}


def statements(function: str) -> list[dict[str, Any]]:
    (one,) = transformed()["Resources"][ROLES[function]]["Properties"]["Policies"]
    found: list[dict[str, Any]] = one["PolicyDocument"]["Statement"]
    return found


def always(function: str) -> Iterator[dict[str, Any]]:
    """The statements that do not depend on a parameter."""
    return (one for one in statements(function) if "Fn::If" not in one)


def when(function: str, condition: str) -> list[dict[str, Any]]:
    return [one["Fn::If"][1] for one in statements(function) if one.get("Fn::If", [""])[0] == condition]


@pytest.mark.parametrize("function", FUNCTIONS)
def test_a_role_allows_what_was_recorded_and_what_lambda_itself_needs(function: str) -> None:
    allowed = {action for one in always(function) for action in one["Action"]}
    takes = TAKING if function not in ("api_handler", "sweep") else set()
    own = {action for action in KNOWN[function] if action != "lambda:InvokeFunction"}

    assert allowed == own | (set(BY_RULE) - TAKING) | takes


@pytest.mark.parametrize("function", FUNCTIONS)
def test_no_statement_is_wider_than_its_resources(function: str) -> None:
    for one in always(function):
        assert not any("*" in action for action in one["Action"])
        if "*" in one["Resource"]:
            assert {action.partition(":")[0] for action in one["Action"]} == {"xray"}  # it knows no resources


@pytest.mark.parametrize("function", FUNCTIONS)
def test_rights_to_a_network_come_with_a_network_only(function: str) -> None:
    (one,) = when(function, "InVpc")

    assert all(action.startswith("ec2:") for action in one["Action"])
    assert not any(action.startswith("ec2:") for each in always(function) for action in each["Action"])


def test_only_steps_may_invoke_functions_and_only_those_that_the_operator_names() -> None:
    (one,) = when("run_step", "HasTools")

    assert one["Action"] == ["lambda:InvokeFunction"]
    assert one["Resource"] == {
        "Fn::Split": [",", {"Fn::Join": ["*", {"Fn::Split": ["{account}", {"Ref": "LambdaTools"}]}]}]
    }
    assert [name for name in FUNCTIONS if when(name, "HasTools")] == ["run_step"]


@pytest.mark.parametrize("function", FUNCTIONS)
def test_a_role_opens_its_own_settings_and_no_other_functions(function: str) -> None:
    (one,) = [each for each in always(function) if "Condition" in each]
    (arn,) = one["Condition"]["StringEquals"].values()
    name = transformed()["Resources"][FUNCTIONS[function]]["Properties"]["FunctionName"]

    assert one["Action"] == ["kms:Decrypt"]
    assert arn["Fn::Sub"].endswith(f":function:{name['Fn::Sub']}")


def test_no_path_of_the_crash_sweep_needs_a_right_that_is_not_given() -> None:
    asked = needed(list(SCENARIOS.values()), every=97)
    plain = {name: {action: sorted(on) for action, on in calls.items()} for name, calls in asked.items()}

    assert {"api_handler", "run_step", "learn", "deliver_webhook", "sweep"} == set(plain)
    assert not [one for one in differences(plain, KNOWN) if "which its policy does not allow" in one]
    assert differences(plain, {**KNOWN, "sweep": {}}), "a sweeper without rights would not be noticed"


def test_a_difference_is_told_in_both_directions() -> None:
    known = {"learn": {"dynamodb:GetItem": ["table"], "sqs:SendMessage": ["steps"]}}

    assert differences({"learn": {"dynamodb:GetItem": ["table"], "s3:GetObject": ["blobs"]}}, known) == [
        "learn asked for s3:GetObject on blobs, which its policy does not allow",
        "learn may sqs:SendMessage on steps, and did not ask for it",
    ]


def test_a_function_of_which_nothing_was_recorded_has_no_policy() -> None:
    with pytest.raises(KeyError):
        policy("unheard_of")


def signed(service: str) -> dict[str, str]:
    return {"authorization": f"AWS4-HMAC-SHA256 Credential=K/20261128/us-east-1/{service}/aws4_request, Signature=x"}


@pytest.mark.parametrize(("service", "method", "target", "operation", "body", "names"), [
    ("dynamodb", "POST", "/", "DynamoDB_20120810.Query", {"IndexName": "due"}, ("dynamodb:Query", "index")),
    ("dynamodb", "POST", "/", "DynamoDB_20120810.Query", {}, ("dynamodb:Query", "table")),
    ("sqs", "POST", "/", "AmazonSQS.SendMessageBatch", {"QueueUrl": "http://x/1/replan-steps"},
     ("sqs:SendMessage", "steps")),
    ("sqs", "POST", "/", "AmazonSQS.GetQueueUrl", {"QueueName": "replan-intake-dead"},
     ("sqs:GetQueueUrl", "intake-dead")),
    ("kms", "POST", "/", "TrentService.Decrypt", {}, ("kms:Decrypt", "key")),
    ("s3", "PUT", "/blobs/a/b", "", None, ("s3:PutObject", "blobs")),
    ("s3", "GET", "/blobs?list-type=2", "", None, ("s3:ListBucket", "bucket")),
    ("s3", "POST", "/blobs?delete", "", None, ("s3:DeleteObject", "blobs")),
    ("lambda", "POST", "/2015-03-31/functions/arn/invocations", "", {}, ("lambda:InvokeFunction", "tools")),
])
def test_a_call_is_noted_by_the_name_that_iam_has_for_it(
    service: str, method: str, target: str, operation: str, body: Any, names: tuple[str, str]
) -> None:
    headers = {**signed(service), "x-amz-target": operation}

    assert called(method, target, headers, b"" if body is None else json.dumps(body).encode()) == names
