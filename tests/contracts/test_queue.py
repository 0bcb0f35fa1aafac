"""Queues: at least once, invisible while held, delayed, put aside after twenty deliveries."""

import json
from typing import Any

import pytest

from chalicelib.engine.ports import QUEUES, Message, QueueName
from tests.contracts.conftest import AnyHome, Record, pass_time


def body(record: Record) -> Any:
    return json.loads(record["body"])


def send(home: AnyHome, *numbers: int, queue: QueueName = "steps", delay: int = 0) -> None:
    home.queue.send([Message(queue, {"n": n}, delay) for n in numbers])


def test_a_record_looks_like_one_that_lambda_hands_over(home: AnyHome) -> None:
    send(home, 1)

    (record,) = home.receive("steps")

    assert body(record) == {"n": 1}
    assert record["eventSource"] == "aws:sqs"
    assert record["eventSourceARN"].split(":")[-1].endswith("steps")
    assert record["attributes"]["ApproximateReceiveCount"] == "1"
    assert record["attributes"]["SentTimestamp"].isdigit()
    assert {"messageId", "receiptHandle", "messageAttributes"} <= set(record)


@pytest.mark.parametrize("queue", QUEUES)
def test_each_queue_gives_only_its_own(home: AnyHome, queue: QueueName) -> None:
    for n, name in enumerate(QUEUES):
        send(home, n, queue=name)

    assert [body(record) for record in home.receive(queue)] == [{"n": QUEUES.index(queue)}]


def test_a_held_message_is_not_given_to_another(home: AnyHome) -> None:
    send(home, 1)
    home.receive("steps")

    assert home.receive("steps") == []


def test_an_acknowledged_message_never_comes_again(home: AnyHome) -> None:
    send(home, 1)
    (record,) = home.receive("steps", visibility=1)
    home.ack(record)

    pass_time(home, 1)

    assert home.receive("steps") == []


def test_a_message_whose_holder_says_nothing_comes_again_and_counts(home: AnyHome) -> None:
    send(home, 1)
    (first,) = home.receive("steps", visibility=1)

    pass_time(home, 1)
    (second,) = home.receive("steps")

    assert second["messageId"] == first["messageId"] and body(second) == {"n": 1}
    assert second["attributes"]["ApproximateReceiveCount"] == "2"


def test_a_message_given_back_comes_at_once_or_after_the_delay(home: AnyHome) -> None:
    send(home, 1)
    (record,) = home.receive("steps")
    home.nack(record)
    (record,) = home.receive("steps")
    home.nack(record, 1)

    assert home.receive("steps") == []
    pass_time(home, 1)
    (record,) = home.receive("steps")
    assert record["attributes"]["ApproximateReceiveCount"] == "3"


def test_a_delayed_message_comes_when_its_time_has_come(home: AnyHome) -> None:
    send(home, 1, delay=1)
    send(home, 2)

    assert [body(record) for record in home.receive("steps")] == [{"n": 2}]
    pass_time(home, 1)
    assert [body(record) for record in home.receive("steps")] == [{"n": 1}]


def test_many_messages_come_each_once(home: AnyHome) -> None:
    send(home, *range(25))

    found: list[int] = []
    while records := home.receive("steps"):
        found += [body(record)["n"] for record in records]
        for record in records:
            home.ack(record)

    assert sorted(found) == list(range(25))


def test_bodies_survive_to_the_letter(home: AnyHome) -> None:
    content = {"text": "Grüße 😀 <&>\n", "float": 0.1, "none": None, "list": [1, "2"]}
    home.queue.send([Message("learn", content)])

    (record,) = home.receive("learn")

    assert body(record) == content


def test_a_message_that_is_never_acknowledged_is_put_aside_after_twenty_deliveries(home: AnyHome) -> None:
    send(home, 1)
    for _ in range(20):
        (record,) = home.receive("steps")
        home.nack(record)

    assert home.receive("steps") == []
    assert [body(record) for record in home.dead("steps")] == [{"n": 1}]


def test_sending_nothing_is_fine(home: AnyHome) -> None:
    home.queue.send([])

    assert home.receive("steps") == []


def test_attributes_come_along_as_lambda_hands_them_over(home: AnyHome) -> None:
    home.queue.send([Message("intake", {"prompt": "a"}, attributes={"account": "acme.live"})])

    (record,) = home.receive("intake")

    assert record["messageAttributes"] == {"account": {"stringValue": "acme.live", "dataType": "String"}}


def test_what_could_never_be_dealt_with_is_put_among_the_dead_letters(home: AnyHome) -> None:
    home.queue.bury("intake", '{"a": 1}', "invalid_request: no prompt")
    home.queue.bury("intake", '"no task"', "invalid_request")

    assert sorted(record["body"] for record in home.dead("intake")) == ['"no task"', '{"a": 1}']
    assert home.receive("intake") == []
