"""One policy for each function: exactly the actions that a whole-path run was seen to call, on exactly their resources.

`calls.json` holds what was recorded (`make whole-path IAM=--record`): function → action → resources it was called on.
What Lambda itself does in a function's name (taking messages, writing logs, sending segments, opening its settings,
joining a network) cannot be seen in a run and stands here, each with its reason.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any  # Any: policy documents are JSON

CALLS = Path(__file__).with_name("calls.json")
Statement = Mapping[str, Any]
Calls = Mapping[str, Mapping[str, Sequence[str]]]
"""Function → action → resources."""

FUNCTIONS = {
    "api_handler": "APIHandler", "run_step": "RunStep", "deliver_webhook": "DeliverWebhook", "learn": "Learn",
    "sweep": "Sweep", "accept_batch": "AcceptBatch",
}
"""Chalice's names of the functions, and their logical ids in the template."""

NAMES = {function: function.replace("_", "-") for function in FUNCTIONS} | {"api_handler": "api"}
"""How their names in an account end."""

_RESTORED = "arn:${AWS::Partition}:dynamodb:${AWS::Region}:${AWS::AccountId}:table/${RestoredTable}"
RESOURCES: Mapping[str, Any] = {
    "table": {"Fn::If": ["OwnTable", {"Fn::GetAtt": ["Table", "Arn"]}, {"Fn::Sub": _RESTORED}]},
    "index": {"Fn::If": ["OwnTable", {"Fn::Sub": "${Table.Arn}/index/due"}, {"Fn::Sub": f"{_RESTORED}/index/due"}]},
    "bucket": {"Fn::GetAtt": ["Blobs", "Arn"]},
    "blobs": {"Fn::Sub": "${Blobs.Arn}/*"},
    "key": {"Fn::If": ["OwnKey", {"Fn::GetAtt": ["Key", "Arn"]}, {"Ref": "KmsKeyArn"}]},
    "pepper": {"Ref": "Pepper"},
    "steps": {"Fn::GetAtt": ["Steps", "Arn"]},
    "webhooks": {"Fn::GetAtt": ["Webhooks", "Arn"]},
    "learn": {"Fn::GetAtt": ["Lessons", "Arn"]},
    "intake": {"Fn::GetAtt": ["Intake", "Arn"]},
    "intake-dead": {"Fn::GetAtt": ["IntakeDead", "Arn"]},
    # The operator's patterns, with * for {account}: which account may use which function is checked at each call.
    "tools": {"Fn::Split": [",", {"Fn::Join": ["*", {"Fn::Split": ["{account}", {"Ref": "LambdaTools"}]}]}]},
}
CONDITIONS = {"tools": "HasTools"}
"""Resources that are there only where a condition of the template holds."""

READS_FROM = {"run_step": "steps", "deliver_webhook": "webhooks", "learn": "learn", "accept_batch": "intake"}
_TAKES = ("sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes")
_NETWORK = (
    "ec2:CreateNetworkInterface", "ec2:DescribeNetworkInterfaces", "ec2:DescribeSubnets", "ec2:DeleteNetworkInterface",
    "ec2:AssignPrivateIpAddresses", "ec2:UnassignPrivateIpAddresses",
)
"""Those of the managed policy AWSLambdaVPCAccessExecutionRole."""


def policy(function: str) -> Statement:
    """The document of one function's role.  Raises `KeyError` for a function or resource that nobody knows."""
    calls: Mapping[str, Sequence[str]] = json.loads(CALLS.read_text())[function]
    return {"Version": "2012-10-17", "Statement": [*_of_lambda(function), *_of_ours(calls)]}


def differences(called: Calls, known: Calls) -> list[str]:
    """What a run asked for that is not allowed, and what is allowed that it did not ask for, in sentences."""
    asked, allowed = set(_triples(called)), set(_triples(known))
    return [
        *(f"{function} asked for {action} on {resource}, which its policy does not allow"
          for function, action, resource in sorted(asked - allowed)),
        *(f"{function} may {action} on {resource}, and did not ask for it"
          for function, action, resource in sorted(allowed - asked)),
    ]


def _triples(calls: Calls) -> Iterator[tuple[str, str, str]]:
    for function, actions in calls.items():
        for action, resources in actions.items():
            for resource in resources:
                yield function, action, resource


def _of_ours(calls: Mapping[str, Sequence[str]]) -> Iterator[Statement]:
    """Actions that are called on the same resources stand in one statement."""
    together: dict[tuple[str, ...], list[str]] = {}
    for action, resources in sorted(calls.items()):
        together.setdefault(tuple(sorted(resources)), []).append(action)
    for names, actions in sorted(together.items()):
        condition = CONDITIONS.get(names[0])
        if condition:
            yield _if(condition, _allow(actions, RESOURCES[names[0]]))
        else:
            yield _allow(actions, [RESOURCES[name] for name in names])


def _of_lambda(function: str) -> Iterator[Statement]:
    log = {"Fn::GetAtt": [f"{FUNCTIONS[function]}Log", "Arn"]}
    yield _allow(["logs:CreateLogStream", "logs:PutLogEvents"], [log])
    # X-Ray knows no resources.
    yield _allow(["xray:PutTraceSegments", "xray:PutTelemetryRecords"], ["*"])
    if function in READS_FROM:
        yield _allow(_TAKES, [RESOURCES[READS_FROM[function]]])
    yield _of_settings(function)
    # An interface has no name before it is made.
    yield _if("InVpc", _allow(_NETWORK, ["*"]))


def _of_settings(function: str) -> Statement:
    """Lambda opens the function's own environment as the function; the context keeps the role from opening more."""
    name = "${NamePrefix}-${Stage}-" + NAMES[function]
    arn = {"Fn::Sub": "arn:${AWS::Partition}:lambda:${AWS::Region}:${AWS::AccountId}:function:" + name}
    opens = _allow(["kms:Decrypt"], [RESOURCES["key"]])
    return {**opens, "Condition": {"StringEquals": {"kms:EncryptionContext:aws:lambda:FunctionArn": arn}}}


def _allow(actions: Sequence[str], resources: Any) -> Statement:
    """`resources`: a list, or an expression that gives one."""
    return {"Effect": "Allow", "Action": list(actions), "Resource": resources}


def _if(condition: str, statement: Statement) -> Statement:
    return {"Fn::If": [condition, statement, {"Ref": "AWS::NoValue"}]}
