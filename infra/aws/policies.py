"""One policy for each function: exactly the actions that a whole-path run was seen to call, on exactly their resources.

`calls.json` holds what was recorded (`make whole-path IAM=--record`): function → action → resources it was called on.
What Lambda itself does in a function's name (taking messages, writing logs, sending segments) cannot be seen in a
run and stands here.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any  # Any: policy documents are JSON

CALLS = Path(__file__).with_name("calls.json")
Statement = Mapping[str, Any]

FUNCTIONS = {
    "api_handler": "APIHandler", "run_step": "RunStep", "deliver_webhook": "DeliverWebhook", "learn": "Learn",
    "sweep": "Sweep", "accept_batch": "AcceptBatch",
}
"""Chalice's names of the functions, and their logical ids in the template."""

RESOURCES: Mapping[str, Any] = {
    "table": {"Fn::GetAtt": ["Table", "Arn"]},
    "index": {"Fn::Sub": "${Table.Arn}/index/due"},
    "bucket": {"Fn::GetAtt": ["Blobs", "Arn"]},
    "blobs": {"Fn::Sub": "${Blobs.Arn}/*"},
    "key": {"Fn::If": ["OwnKey", {"Fn::GetAtt": ["Key", "Arn"]}, {"Ref": "KmsKeyArn"}]},
    "pepper": {"Ref": "Pepper"},
    "steps": {"Fn::GetAtt": ["Steps", "Arn"]},
    "webhooks": {"Fn::GetAtt": ["Webhooks", "Arn"]},
    "learn": {"Fn::GetAtt": ["Lessons", "Arn"]},
    "intake": {"Fn::GetAtt": ["Intake", "Arn"]},
    "intake-dead": {"Fn::GetAtt": ["IntakeDead", "Arn"]},
}

READS_FROM = {"run_step": "steps", "deliver_webhook": "webhooks", "learn": "learn", "accept_batch": "intake"}
_TAKES = ("sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes")


def policy(function: str) -> Statement:
    """The document of one function's role.  Raises `KeyError` for a function or resource that nobody knows."""
    calls: Mapping[str, Sequence[str]] = json.loads(CALLS.read_text())[function]
    return {"Version": "2012-10-17", "Statement": [*_of_lambda(function), *_of_ours(calls)]}


def _of_ours(calls: Mapping[str, Sequence[str]]) -> Iterator[Statement]:
    """Actions that are called on the same resources stand in one statement."""
    together: dict[tuple[str, ...], list[str]] = {}
    for action, resources in sorted(calls.items()):
        together.setdefault(tuple(sorted(resources)), []).append(action)
    for resources, actions in sorted(together.items()):
        yield _allow(actions, [RESOURCES[name] for name in resources])
    if "s3:GetObject" in calls:  # without it S3 answers 403, not 404, for what is not there
        yield _allow(["s3:ListBucket"], [RESOURCES["bucket"]])


def _of_lambda(function: str) -> Iterator[Statement]:
    log = {"Fn::GetAtt": [f"{FUNCTIONS[function]}Log", "Arn"]}
    yield _allow(["logs:CreateLogStream", "logs:PutLogEvents"], [log])
    # X-Ray knows no resources.
    yield _allow(["xray:PutTraceSegments", "xray:PutTelemetryRecords"], ["*"])
    if function in READS_FROM:
        yield _allow(_TAKES, [RESOURCES[READS_FROM[function]]])


def _allow(actions: Sequence[str], resources: Sequence[Any]) -> Statement:
    return {"Effect": "Allow", "Action": list(actions), "Resource": list(resources)}
