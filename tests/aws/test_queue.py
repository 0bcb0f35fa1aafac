"""SQS: batches, delays, the trace header, and what happens to what is not taken."""

import json
from collections.abc import Iterator
from contextlib import nullcontext
from typing import Any

import pytest
from botocore.awsrequest import AWSResponse
from botocore.exceptions import ClientError

from chalicelib.aws.queue import SqsQueue
from chalicelib.domain.errors import Unavailable
from chalicelib.engine.ports import Message
from tests.aws.calls import CallCounter
from tests.aws.fixtures import MAX_RECEIVES, MotoHome, moto_home

HEADER = "Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1"


@pytest.fixture
def home() -> Iterator[MotoHome]:
    with moto_home() as opened:
        yield opened


def test_23_messages_to_two_queues_are_three_calls(home: MotoHome) -> None:
    counter = CallCounter(home.clients)
    messages = [Message("steps" if n else "learn", {"n": n}) for n in range(21)]

    home.queue.send([*messages, Message("learn", {"n": 21})])

    assert counter.operations() == {"sqs.SendMessageBatch": 3}
    assert {json.loads(record["body"])["n"] for record in home.receive("steps")} == set(range(1, 21))
    assert {json.loads(record["body"])["n"] for record in home.receive("learn")} == {0, 21}


def test_sending_nothing_calls_nobody(home: MotoHome) -> None:
    counter = CallCounter(home.clients)

    home.queue.send([])

    assert counter.count() == 0


def test_a_delayed_message_is_not_there_yet(home: MotoHome) -> None:
    home.queue.send([Message("steps", {"n": 1}, delay=900)])
    home.queue.send([Message("steps", {"n": 2}, delay=900), Message("steps", {"n": 3})])

    assert [json.loads(record["body"]) for record in home.receive("steps")] == [{"n": 3}]


@pytest.mark.parametrize("delay", [-1, 901])
def test_a_delay_that_sqs_does_not_know_is_our_mistake_and_sends_nothing(home: MotoHome, delay: int) -> None:
    with pytest.raises(ValueError, match="cannot be delayed"):
        home.queue.send([Message("steps", {}), Message("steps", {}, delay=delay)])

    assert home.receive("steps") == []


def test_the_trace_header_goes_along_and_nothing_else(home: MotoHome) -> None:
    SqsQueue(home.clients, home.settings.queue_urls, lambda: HEADER).send([Message("steps", {"n": 1})])
    SqsQueue(home.clients, home.settings.queue_urls, lambda: None).send([Message("learn", {"n": 1})])

    (traced,), (untraced,) = home.receive("steps"), home.receive("learn")
    assert traced["attributes"]["AWSTraceHeader"] == HEADER
    assert "AWSTraceHeader" not in untraced["attributes"]
    assert traced["messageAttributes"] == untraced["messageAttributes"] == {}


def test_each_message_of_a_batch_carries_the_trace_header(home: MotoHome) -> None:
    """Looked at on its way out: moto drops it from batches."""
    sent: list[dict[str, Any]] = []
    home.clients.sqs.meta.events.register(
        "before-parameter-build.sqs.SendMessageBatch", lambda params, **_: sent.extend(params["Entries"])
    )

    queue = SqsQueue(home.clients, home.settings.queue_urls, lambda: HEADER)
    queue.send([Message("steps", {}), Message("steps", {})])

    assert [entry["MessageSystemAttributes"]["AWSTraceHeader"]["StringValue"] for entry in sent] == [HEADER] * 2


def test_a_message_that_is_not_taken_raises(home: MotoHome) -> None:
    def refuse_one(parsed: dict[str, Any], **_: object) -> None:
        parsed["Failed"] = [{"Id": parsed["Successful"].pop()["Id"], "Code": "InternalError", "SenderFault": False}]

    home.clients.sqs.meta.events.register("after-call.sqs.SendMessageBatch", refuse_one)

    with pytest.raises(Unavailable, match="'steps' did not take 1 of 2 messages: InternalError"):
        home.queue.send([Message("steps", {}), Message("steps", {})])


def test_a_message_that_is_never_acknowledged_ends_in_the_dead_letter_queue(home: MotoHome) -> None:
    home.queue.send([Message("steps", {"poison": True})])

    for _ in range(MAX_RECEIVES):
        (record,) = home.receive("steps")
        home.nack(record)

    assert home.receive("steps") == []
    assert [json.loads(record["body"]) for record in home.dead("steps")] == [{"poison": True}]


def test_a_record_that_is_postponed_comes_again_when_told_and_not_before(home: MotoHome) -> None:
    home.queue.send([Message("steps", {"n": n}) for n in range(2)])
    first, second = home.receive("steps")

    home.queue.postpone(first, -3)
    home.queue.postpone(second, 99_999)

    (again,) = home.receive("steps")
    assert again["messageId"] == first["messageId"]
    assert again["attributes"]["ApproximateReceiveCount"] == "2"


@pytest.mark.parametrize(("code", "raises"), [
    ("AWS.SimpleQueueService.MessageNotInflight", False), ("MessageNotInflight", False), ("AccessDenied", True),
])
def test_postponing_what_is_shown_again_already_does_nothing(home: MotoHome, code: str, raises: bool) -> None:
    """moto does not know this error, hence the answer by hand."""
    def answer(**_: object) -> Any:  # what botocore takes for the answer of the service
        error = {"Error": {"Code": code, "Message": ""}, "ResponseMetadata": {}}
        return AWSResponse("", 400, headers, None), error

    headers: Any = {}  # the stubs name a class that is not botocore's own
    home.queue.send([Message("steps", {})])
    (record,) = home.receive("steps")
    home.clients.sqs.meta.events.register("before-call.sqs.ChangeMessageVisibility", answer)

    with pytest.raises(ClientError) if raises else nullcontext():
        home.queue.postpone(record, 600)


def test_a_record_of_a_queue_that_is_not_ours_is_an_error(home: MotoHome) -> None:
    with pytest.raises(Unavailable, match="'other'"):
        home.queue.postpone({"eventSourceARN": "arn:aws:sqs:us-east-1:1:other", "receiptHandle": "x"}, 5)
