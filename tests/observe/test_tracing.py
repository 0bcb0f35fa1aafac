"""Where a piece of work stands in a trace, and that whoever is not traced pays nothing for it."""

import json
import socket
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from chalicelib import functions
from chalicelib.aws.queue import SqsQueue
from chalicelib.domain.outcome import Failed
from chalicelib.engine.intake import TaskRequest, accept
from chalicelib.engine.ports import Message
from chalicelib.observe.header import Header, read
from chalicelib.observe.observer import Observer
from chalicelib.observe.xray import LARGEST, Segment
from tests.engine.scripted import ACCOUNT, Scene, step
from tests.observe.lines import Context, Written, at_home, home_of

ROOT = "1-58406520-a006649127e371903a2de979"
OTHER = "1-58406521-b006649127e371903a2de979"
SENT = f"Root={ROOT};Parent=aaaaaaaaaaaaaaaa;Sampled=1"


class Daemon:
    """X-Ray's, on loopback."""

    def __init__(self) -> None:
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._socket.bind(("127.0.0.1", 0))
        self._socket.setblocking(False)
        self.address = f"127.0.0.1:{self._socket.getsockname()[1]}"

    def heard(self) -> list[dict[str, Any]]:
        found = []
        while True:
            try:
                leader, _, body = self._socket.recv(70_000).partition(b"\n")
            except BlockingIOError:
                return found
            assert json.loads(leader) == {"format": "json", "version": 1}
            found.append(json.loads(body))

    def close(self) -> None:
        self._socket.close()


@pytest.fixture
def daemon() -> Iterator[Daemon]:
    made = Daemon()
    yield made
    made.close()


def work(scene: Scene, daemon: Daemon, sent: str, here: str = "") -> Written:
    """One message of the scene's task, with this trace header of its own, in an invocation with another."""
    written = Written({"daemon": daemon.address, "header": lambda: here})
    body = json.dumps(scene.world.queue.bodies("steps")[-1])
    with at_home(home_of(scene, written.observer)):
        functions.run_step({"Records": [{
            "messageId": "m1", "body": body,
            "attributes": {"ApproximateReceiveCount": "1", **({"AWSTraceHeader": sent} if sent else {})},
        }]}, Context)
    return written


def test_a_header_is_read_and_written_again():
    assert str(read(SENT)) == SENT and read(SENT) == Header(ROOT, "a" * 16, sampled=True)
    assert str(read(f"Root={ROOT};Sampled=0;Lineage=1:x")) == f"Root={ROOT};Sampled=0"
    assert str(read("")) == "" and read("nonsense") == Header()


def test_a_step_is_a_part_of_lambdas_segment_where_the_trace_goes_on(daemon):
    scene = Scene((step("1"),))
    written = work(scene, daemon, SENT, f"Root={ROOT};Parent=bbbbbbbbbbbbbbbb;Sampled=1")

    (segment,) = daemon.heard()
    assert (segment["trace_id"], segment["parent_id"], segment["type"]) == (ROOT, "b" * 16, "subsegment")
    assert segment["annotations"] == {
        "task_id": scene.task.id, "sub_agent": "agent", "status": "complete"}
    assert written.lines[0]["xray_trace_id"] == ROOT


def test_a_step_is_a_segment_of_the_senders_trace_where_lambda_began_one_of_its_own(daemon):
    work(Scene((step("1"),)), daemon, SENT, f"Root={OTHER};Parent=bbbbbbbbbbbbbbbb;Sampled=0")

    (segment,) = daemon.heard()
    assert (segment["trace_id"], segment["parent_id"]) == (ROOT, "a" * 16) and "type" not in segment


def test_a_call_of_a_tool_is_a_segment_within_and_its_failure_is_seen(daemon):
    scene = Scene((step("1"),), {"1": lambda _: Failed("forbidden", "canary4711")})
    _plan(scene)
    work(scene, daemon, SENT)

    (segment,) = daemon.heard()
    (call,) = segment["subsegments"]
    assert (call["name"], call["annotations"], call["error"]) == ("tool", {"action": "1"}, True)
    assert call["end_time"] >= call["start_time"] and "canary4711" not in json.dumps(segment)


def test_a_mistake_of_ours_is_a_fault(daemon):
    scene, written = Scene((step("1"),)), Written({"daemon": daemon.address})
    with at_home(home_of(scene, written.observer)):
        functions.run_step({"Records": [{
            "messageId": "m1", "body": "{", "attributes": {"ApproximateReceiveCount": "1", "AWSTraceHeader": SENT},
        }]}, Context)

    assert daemon.heard()[0]["fault"] is True


@pytest.mark.parametrize("sent", ["", f"Root={ROOT};Sampled=0"])
def test_what_is_not_sampled_sends_nothing(daemon, sent: str):
    written = work(Scene((step("1"),)), daemon, sent)

    assert daemon.heard() == [] and "xray_trace_id" not in written.lines[0]


def test_the_module_is_not_loaded_where_nothing_is_traced():
    code = (
        "import sys, chalicelib.functions; from chalicelib.observe import Observer\n"
        f"with Observer(daemon='127.0.0.1:1', header=lambda: 'Root={ROOT};Sampled=0').watching('x'): pass\n"
        "sys.exit('chalicelib.observe.xray' in sys.modules or 'aws_xray_sdk' in sys.modules)"
    )
    root = Path(__file__).parents[2]

    assert subprocess.run([sys.executable, "-c", code], cwd=root, check=False).returncode == 0


def test_messages_go_on_from_the_segment_of_the_work_that_sends_them(daemon):
    observer = Observer(daemon=daemon.address)
    with observer.watching("run_step", SENT) as watch:
        onward = read(observer.onward() or "")
        traced = observer.trace_id()

    assert watch.segment is not None
    assert onward == Header(ROOT, watch.segment.id, sampled=True) and traced == ROOT
    assert observer.onward() is None and observer.trace_id() == ""


def test_who_is_not_sampled_says_so_to_what_follows():
    """Else each message of the task would be asked anew, and single steps of many tasks be traced."""
    observer = Observer(daemon="127.0.0.1:1")
    with observer.watching("run_step", f"Root={ROOT};Parent=aaaaaaaaaaaaaaaa;Sampled=0"):
        assert observer.onward() == f"Root={ROOT};Parent=aaaaaaaaaaaaaaaa;Sampled=0"


def test_the_header_goes_along_with_a_message():
    asked: list[Any] = []

    class Clients:
        class sqs:
            @staticmethod
            def send_message(**params: Any) -> None:
                asked.append(params)

    observer = Observer(daemon="127.0.0.1:9")
    queue = SqsQueue(Clients, {"steps": "u"}, observer.onward)  # type: ignore[arg-type,dict-item]
    with observer.watching("api", SENT) as watch:
        queue.send([Message("steps", {"account": "a.test", "task": "t"}, 7)])

    assert watch.segment is not None
    (sent,) = asked
    assert sent["MessageSystemAttributes"]["AWSTraceHeader"]["StringValue"] == str(watch.onward)
    assert sent["MessageAttributes"]["delay"]["StringValue"] == "7"


def test_a_task_knows_the_trace_of_its_request(daemon):
    scene = Scene((step("1"),))
    observer = Observer(daemon=daemon.address)
    ports = replace(scene.world.ports, observed=observer)
    with observer.watching("api", SENT):
        traced = accept(ports, scene.settings, ACCOUNT, TaskRequest("do it", "agent"))
    untraced = accept(ports, scene.settings, ACCOUNT, TaskRequest("do it", "agent"))

    assert (traced.trace_id, untraced.trace_id) == (ROOT, "")


def test_a_segment_too_large_for_a_datagram_goes_without_its_parts(daemon):
    segment = Segment("x", read(SENT), Header())
    for _ in range(200):
        segment.called("tool" * 300, "action", 0.0, failed=False)
    segment.send(daemon.address, {}, failed=False)

    (heard,) = daemon.heard()
    assert "subsegments" not in heard and len(json.dumps(heard)) < LARGEST


def test_calls_of_aws_are_segments_within(daemon):
    segment = Segment("x", read(SENT), Header())
    segment.asks("dynamodb", "UpdateItem")
    segment.answered(failed=False)
    segment.send(daemon.address, {}, failed=False)

    (call,) = daemon.heard()[0]["subsegments"]
    assert (call["name"], call["namespace"], call["aws"]) == ("dynamodb", "aws", {"operation": "UpdateItem"})


def test_nothing_fails_where_there_is_no_daemon():
    with Observer(daemon="127.0.0.1:1").watching("x", SENT):
        pass


def _plan(scene: Scene) -> None:
    """Step zero, which nobody looks on."""
    written = Written()
    body = json.dumps(scene.world.queue.bodies("steps")[-1])
    with at_home(home_of(scene, written.observer)):
        functions.run_step({"Records": [{
            "messageId": "m0", "body": body, "attributes": {"ApproximateReceiveCount": "1"},
        }]}, Context)
