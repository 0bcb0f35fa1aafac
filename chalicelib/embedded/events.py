"""What Lambda would hand to the functions of `app.py`, and what they answer: the same shapes, made here.

A handler may name failed records; ours may also say when such a record is to come again
(`visibilityTimeout`, seconds), which on AWS it asks of SQS itself.
"""

import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any  # Any: events and answers are JSON

Event = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Delivery:
    """One message as one worker received it; `receipt` is good for this delivery only.  Times in ms."""

    id: str
    receipt: str
    queue: str
    body: str
    receives: int
    sent: int
    received: int
    attributes: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Context:
    """The part of Lambda's context object that handlers and loggers read; `deadline` is monotonic, in seconds."""

    function_name: str
    aws_request_id: str
    deadline: float
    memory_limit_in_mb: int = 0
    function_version: str = "$LATEST"

    @property
    def invoked_function_arn(self) -> str:
        return f"arn:aws:lambda:local:000000000000:function:{self.function_name}"

    def get_remaining_time_in_millis(self) -> int:
        return max(0, int((self.deadline - time.monotonic()) * 1000))


def record(delivery: Delivery) -> Event:
    return {
        "messageId": delivery.id,
        "receiptHandle": delivery.receipt,
        "body": delivery.body,
        "attributes": {
            "ApproximateReceiveCount": str(delivery.receives),
            "SentTimestamp": str(delivery.sent),
            "ApproximateFirstReceiveTimestamp": str(delivery.received),
        },
        "messageAttributes": {
            name: {"stringValue": value, "dataType": "String"} for name, value in delivery.attributes.items()
        },
        "eventSource": "aws:sqs",
        "eventSourceARN": f"arn:aws:sqs:local:000000000000:{delivery.queue}",
        "awsRegion": "local",
    }


def failures(answer: object) -> Mapping[str, float | None]:
    """Which records are to come again, and after how many seconds where the handler said so."""
    if not isinstance(answer, Mapping):
        return {}
    return {
        failure["itemIdentifier"]: failure.get("visibilityTimeout")
        for failure in answer.get("batchItemFailures") or ()
    }


def tick(name: str, now: int) -> Event:
    """The event of a schedule rule."""
    return {
        "version": "0", "id": f"{name}-{now}", "detail-type": "Scheduled Event", "source": "aws.events",
        "account": "000000000000", "region": "local", "resources": [f"arn:aws:events:local:000000000000:rule/{name}"],
        "time": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(now / 1000)), "detail": {},
    }
