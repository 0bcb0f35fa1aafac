"""The whole package against the sandbox's services: registered by their own documents, with OAuth and faults."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from urllib.request import urlopen

import pytest

from chalicelib.domain.outcome import Done, Failed
from chalicelib.domain.tool import Tool
from infra.sandbox import Sandbox, running_sandbox
from tests.tools.world import Outside, by, call, compiled


@pytest.fixture(scope="module")
def running() -> Iterator[Sandbox]:
    with running_sandbox() as sandbox:
        yield sandbox


class Desk:
    def __init__(self, sandbox: Sandbox) -> None:
        sandbox.reset()
        self.sandbox = sandbox
        self.outside = Outside()
        self.tools: dict[str, Tool] = {
            name: compiled({"name": name, "openapi": urlopen(f"{url}/openapi.json").read().decode()})
            for name, url in (("payments", sandbox.payments_url), ("chat", sandbox.chat_url))
        }
        for name, given in sandbox.credentials().items():
            self.outside.connect(self.tools[name], "user_1", **given)

    def do(self, tool: str, action: str, /, box=None, **inputs):
        found = next(one for one in self.tools[tool].actions if one.name == action)
        asked = by(call(found, **inputs), "user_1")
        return (box or self.outside.box).call(replace(asked, key=f"acc1.live/t/{action}"))


@pytest.fixture
def desk(running: Sandbox) -> Desk:
    return Desk(running)


def test_reads_and_writes_of_both_services_work_with_their_own_credentials(desk: Desk):
    read = desk.do("payments", "list_invoices", limit=2)
    found = desk.do("chat", "find_channel", name="#general")
    posted = desk.do("chat", "post_message", channel=found.output["channel"]["id"], text="hello")

    assert isinstance(read, Done) and len(read.output["data"]) == 2 and read.more
    assert isinstance(posted, Done), posted
    assert read.note == found.note == posted.note == ""


def test_a_failure_with_status_200_is_rejected_with_the_services_own_code(desk: Desk):
    failed = desk.do("chat", "find_channel", name="#nowhere")

    assert isinstance(failed, Failed) and (failed.reason, failed.signal) == ("rejected", "channel_not_found")


def test_a_dead_token_is_refreshed_once_for_ten_workers_and_no_refresh_token_is_used_twice(desk: Desk):
    desk.sandbox.set_faults({"kind": "expire_tokens", "service": "chat"})
    workers = [desk.outside.toolbox() for _ in range(10)]

    with ThreadPoolExecutor(10) as pool:
        failed = list(pool.map(lambda box: desk.do("chat", "list_channels", box=box), workers))
        renewed = list(pool.map(lambda box: desk.do("chat", "refresh_token", box=box), workers))
    again = desk.do("chat", "list_channels")

    assert {(one.reason, one.signal) for one in failed} == {("rejected", "token_expired")}
    assert all(isinstance(one, Done) for one in renewed), renewed
    assert isinstance(again, Done)
    events = desk.sandbox.ledger()["tokens"]["chat"]
    assert (events["refreshed"], events["reused"], events["revoked"]) == (1, 0, 0)


def test_a_dead_refresh_token_asks_for_consent(desk: Desk):
    desk.sandbox.set_faults({"kind": "dead_refresh_token", "service": "chat"})

    failed = desk.do("chat", "refresh_token")

    assert isinstance(failed, Failed) and (failed.reason, failed.signal) == ("not_connected", "invalid_grant")


def test_an_answer_lost_after_the_effect_is_safe_to_repeat_under_the_same_key(desk: Desk):
    channel = desk.do("chat", "find_channel", name="general").output["channel"]["id"]
    desk.sandbox.set_faults({"kind": "lost_answer", "operation": "post_message"})

    lost = desk.do("chat", "post_message", channel=channel, text="once")
    repeated = desk.do("chat", "post_message", channel=channel, text="once")

    assert isinstance(lost, Failed) and lost.reason == "outcome_unknown" and "safe to repeat" in lost.detail
    assert isinstance(repeated, Done)
    messages = desk.do("chat", "list_messages", channel=channel, limit=50).output["messages"]
    assert [message["text"] for message in messages].count("once") == 1


def test_a_renamed_field_is_said_and_a_rate_limit_tells_how_long(desk: Desk):
    desk.sandbox.set_faults(
        {"kind": "renamed_field", "service": "payments", "field": "amount_due", "becomes": "total_due"},
        {"kind": "rate_limited", "service": "payments", "operation": "list_refunds", "retry_after": 3},
    )

    renamed = desk.do("payments", "list_invoices", limit=1)
    limited = desk.do("payments", "list_refunds")

    assert isinstance(renamed, Done) and "amount_due" in renamed.note
    assert isinstance(limited, Failed) and (limited.reason, limited.retry_after) == ("rate_limited", 3)


def test_payments_can_be_reached_with_its_static_key_too(desk: Desk):
    key = desk.sandbox.credentials()["payments"]["api_key"]
    desk.outside.connect(desk.tools["payments"], "user_1", api_key=key)

    assert isinstance(desk.do("payments", "list_customers"), Done)
    assert isinstance(desk.do("payments", "authenticate"), Done)
    assert desk.do("payments", "refresh_token").signal == "no_refresh_token"
