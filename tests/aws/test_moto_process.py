"""The emulator's process, where it is mended."""

from dataclasses import replace

from chalicelib.aws.queue import SqsQueue
from chalicelib.engine.ports import Message
from tests.aws.fixtures import moto_server

HEADER = "Root=1-58406520-a006649127e371903a2de979;Parent=4c721bf33e3caf8f;Sampled=1"


def test_messages_that_are_sent_at_once_come_with_the_trace_header_as_single_ones_do() -> None:
    with moto_server() as home:
        queue = SqsQueue(home.clients, home.settings.queue_urls, lambda: HEADER)
        one = Message("steps", {"account": "a.test", "task": "task_1", "sid": "z", "e": 0})
        queue.send([one])
        queue.send([replace(one, body={**one.body, "e": number}) for number in (1, 2)])
        came = home.receive("steps")

    assert [record["attributes"].get("AWSTraceHeader") for record in came] == [HEADER] * 3
