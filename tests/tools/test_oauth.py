"""Tokens: one refresh for many who ask at once, and nothing lost when it fails."""

import base64
import json
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from chalicelib.domain.outcome import Done, Failed
from chalicelib.tools.auth import REFRESHED
from chalicelib.tools.oauth import LEASE_MS
from tests.tools.desk import Desk, Rotating, tool_at
from tests.tools.service import Reply, serving
from tests.tools.world import ACCOUNT


def test_authenticate_needs_no_network_while_the_token_is_good():
    with serving(Rotating()) as service:
        desk = Desk(service.url)
        without = desk.do("authenticate")
        desk.connect()
        with_one = desk.do("authenticate")

        assert isinstance(without, Failed) and (without.reason, without.signal) == ("not_connected", "not_connected")
        assert with_one == Done({"connected": True}) and service.asked == []


def test_authenticate_renews_ahead_when_the_end_is_known_and_near():
    endpoint = Rotating(expires_in=100)
    with serving(endpoint) as service:
        desk = Desk(service.url)
        desk.connect("u1", access_token="access-token-1", refresh_token="refresh-token-1", expires_in=100)
        early = desk.do("authenticate")
        desk.outside.world.clock.advance(85)
        near = desk.do("authenticate")
        after = desk.do("authenticate")

    assert (early.note, near.note, after.note) == ("", REFRESHED, "") and endpoint.refreshes == 1


def test_an_expired_token_without_a_refresh_token_needs_the_user():
    desk = Desk("https://8.8.8.8")
    desk.connect("u1", access_token="access-token-1", expires_in=-5)

    assert desk.do("authenticate").signal == "token_expired" and desk.do("refresh_token").signal == "no_refresh_token"


def test_a_refresh_replaces_the_pair_and_the_client_proves_itself_by_form_or_basic():
    for way in ("body", "basic"):
        endpoint = Rotating(expires_in=60)
        with serving(endpoint) as service:
            desk = Desk(service.url, client_authentication=way)
            desk.connect()
            outcome = desk.do("refresh_token")
            asked, look = service.asked[0], desk.do("look")

        assert outcome == Done({"connected": True}, note=REFRESHED) and isinstance(look, Done)
        assert asked.form["refresh_token"] == "refresh-token-1"
        proof = base64.b64encode(b"cid:client-secret-1").decode()
        assert asked.form.get("client_secret") == ("client-secret-1" if way == "body" else None)
        assert asked.headers.get("Authorization") == (None if way == "body" else f"Basic {proof}")
        kept = desk.outside.box.connections.get(ACCOUNT, "u1", "desk")
        assert (kept.refresh_token, kept.generation, kept.lease_owner) == ("refresh-token-2", 2, "")
        assert kept.expires_at == desk.outside.ports.now() + 60_000 and kept.scopes == ("read", "write")


def test_a_service_that_keeps_its_refresh_token_keeps_ours_and_the_accounts_client_serves_a_users_tokens():
    with serving(lambda asked: Reply(200, {"access_token": "access-token-9"})) as service:
        desk = Desk(service.url)
        desk.connect(None, client_id="shared", client_secret="shared-secret")
        desk.connect("u1", access_token="a-token", refresh_token="refresh-stays")
        desk.do("refresh_token")

    own = desk.outside.box.connections.get(ACCOUNT, "u1", "desk")
    assert service.asked[0].form["client_id"] == "shared"
    assert own.secrets == {"access_token": "access-token-9", "refresh_token": "refresh-stays"}


def test_a_client_that_acts_for_itself_gets_its_first_token_by_calling():
    endpoint = Rotating()
    with serving(endpoint) as service:
        desk = Desk(service.url, grant="client_credentials")
        desk.connect(None, client_id="cid", client_secret="client-secret-1")
        first, second = desk.do("look"), desk.do("look")

    assert isinstance(first, Done) and isinstance(second, Done) and endpoint.granted == 1
    assert service.asked[0].form["scope"] == "read"


@pytest.mark.parametrize("users", [2, 20])
def test_workers_that_fail_together_refresh_once_and_all_go_on(users):
    endpoint = Rotating(pause=0.05)
    with serving(endpoint) as service:
        desk = Desk(service.url)
        desk.connect()
        desk.expire(endpoint)
        boxes = [desk.outside.toolbox() for _ in range(users)]

        def recover(box):
            return desk.do("look", box=box), desk.do("refresh_token", box=box), desk.do("look", box=box)

        with ThreadPoolExecutor(users) as pool:
            rounds = list(pool.map(recover, boxes))

    assert {before.reason for before, _, _ in rounds if isinstance(before, Failed)} == {"unauthorized"}
    assert all(isinstance(renewed, Done) and isinstance(after, Done) for _, renewed, after in rounds), rounds
    assert (endpoint.refreshes, endpoint.reused) == (1, 0)


def test_one_that_comes_later_uses_what_another_got_but_a_refused_new_token_is_renewed_again():
    endpoint = Rotating()
    with serving(endpoint) as service:
        desk = Desk(service.url)
        desk.connect()
        desk.expire(endpoint)
        desk.do("look")
        first, late = desk.do("refresh_token"), desk.do("refresh_token")
        desk.expire(endpoint)
        refused, again = desk.do("look"), desk.do("refresh_token")

    assert (first.note, late.note) == (REFRESHED, "The token had just been refreshed")
    assert refused.reason == "unauthorized" and again.note == REFRESHED
    assert (endpoint.refreshes, endpoint.reused) == (2, 0)


CHILD = """
import sys, json
from pathlib import Path
from chalicelib.embedded.home import open_home
from chalicelib.tools import Guard, Toolbox, compile_tool
from chalicelib.engine.ports import Call
from tests.tools.clock import now, token
home = open_home(Path(sys.argv[1]))
box = Toolbox(home.store, home.vault, Guard(allow_loopback=True), now=now, token=token)
tool = compile_tool(json.loads(sys.argv[2]), Guard(allow_loopback=True))
def do(name):
    action = next(one for one in tool.actions if one.name == name)
    return type(box.call(Call(action, {}, "acc1.live", "k", user_id="u1"))).__name__
before = do("look")
print("ready", flush=True)
sys.stdin.readline()
print(json.dumps([before, do("refresh_token"), do("look")]))
"""


def test_processes_that_share_only_the_database_refresh_once(tmp_path: Path):
    from chalicelib.embedded.home import open_home
    from chalicelib.tools import Guard, Toolbox
    from tests.tools.clock import now, token

    endpoint = Rotating(pause=0.2)
    with serving(endpoint) as service:
        home = open_home(tmp_path / "r.db")
        tool = tool_at(service.url)
        box = Toolbox(home.store, home.vault, Guard(allow_loopback=True), now=now, token=token)
        endpoint.number = 2
        box.connections.store(
            ACCOUNT, "desk", tool.auth, {"access_token": "access-token-1", "refresh_token": "refresh-token-2"}, "u1"
        )
        registration = json.dumps(
            {
                "name": "desk",
                "base_url": service.url,
                "auth": dict(tool.auth),
                "capabilities": [{"name": "look", "method": "GET", "path": "/look"}],
            }
        )
        children = [
            subprocess.Popen(
                [sys.executable, "-c", CHILD, str(tmp_path / "r.db"), registration],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
            )
            for _ in range(4)
        ]
        for child in children:
            assert child.stdout.readline() == "ready\n"
        for child in children:
            child.stdin.write("go\n")
            child.stdin.flush()
        told = [json.loads(child.communicate(timeout=60)[0]) for child in children]

    assert told == [["Failed", "Done", "Done"]] * 4
    assert (endpoint.refreshes, endpoint.reused) == (1, 0)


@pytest.mark.parametrize(
    ("reply", "reason", "signal"),
    [
        (Reply(400, {"error": "invalid_grant"}), "not_connected", "invalid_grant"),
        (Reply(401, {"error": "invalid_client"}), "unauthorized", "invalid_client"),
        (Reply(503, {}), "unavailable", ""),
        (Reply(500, {"error": "oops_now"}), "unavailable", "oops_now"),
        (Reply(429, {}, {"Retry-After": "3"}), "rate_limited", ""),
        (Reply(hang_up=True), "unavailable", ""),
        (Reply(200, {"ok": False, "error": "invalid_refresh_token"}), "not_connected", "invalid_refresh_token"),
        (Reply(200, {"ok": False, "error": "team_gone"}), "rejected", "team_gone"),
        (Reply(200, b"<html>"), "rejected", ""),
    ],
)
def test_a_refresh_that_fails_says_why_and_loses_nothing(reply, reason, signal):
    endpoint = Rotating()
    with serving(endpoint) as service:
        desk = Desk(service.url)
        desk.connect()
        endpoint.failing = reply
        failed = desk.do("refresh_token")
        kept = desk.outside.box.connections.get(ACCOUNT, "u1", "desk")
        endpoint.failing = None
        again = desk.do("refresh_token")

    assert isinstance(failed, Failed) and (failed.reason, failed.signal) == (reason, signal)
    assert (kept.access_token, kept.refresh_token, kept.lease_owner) == ("access-token-1", "refresh-token-1", "")
    if reason == "not_connected":  # a dead refresh token is not tried a second time until the user connects again
        assert again.reason == "not_connected" and endpoint.refreshes == 0
        assert desk.outside.box.connections.list(ACCOUNT)[0]["status"] == "needs_consent"
        desk.connect()
        assert desk.outside.box.connections.list(ACCOUNT)[0]["status"] == "connected"
    else:
        assert isinstance(again, Done)


def test_a_worker_that_died_while_refreshing_holds_nobody_up_for_long():
    endpoint = Rotating()
    with serving(endpoint) as service:
        desk = Desk(service.url)
        desk.connect()
        connections = desk.outside.box.connections
        current = connections.get(ACCOUNT, "u1", "desk")
        now = desk.outside.ports.now()
        connections.put(ACCOUNT, replace(current, lease_owner="dead", lease_until=now + LEASE_MS))
        desk.outside.world.clock.advance(LEASE_MS / 1000 + 1)
        renewed = desk.do("refresh_token")

    assert renewed.note == REFRESHED and endpoint.refreshes == 1


def test_a_doubt_noted_while_the_token_is_being_renewed_does_not_lose_the_new_pair():
    endpoint = Rotating()
    with serving(endpoint) as service:
        desk = Desk(service.url)
        desk.connect()
        connections = desk.outside.box.connections
        seen = connections.get(ACCOUNT, "u1", "desk")
        endpoint_token = endpoint.token

        def meanwhile(asked):
            connections.doubt(ACCOUNT, seen)
            return endpoint_token(asked)

        endpoint.token = meanwhile
        desk.do("refresh_token")

    assert connections.get(ACCOUNT, "u1", "desk").refresh_token == "refresh-token-2"


def test_no_token_is_in_a_failure_text():
    endpoint = Rotating()
    with serving(endpoint) as service:
        desk = Desk(service.url)
        desk.connect()
        endpoint.number = 7
        failed = desk.do("refresh_token")

    assert failed.reason == "not_connected" and "was used" in failed.detail and "refresh-token-1" not in failed.detail


@pytest.mark.parametrize(("left", "renewals"), [(61, 0), (59, 1), (-1, 1)])
def test_a_call_renews_its_token_shortly_before_the_end_that_the_provider_told(left, renewals):
    endpoint = Rotating(expires_in=600)
    with serving(endpoint) as service:
        desk = Desk(service.url)
        desk.connect()
        desk.do("refresh_token")
        desk.outside.world.clock.advance(600 - left)
        done = desk.do("look")
        again = desk.do("look")

    assert isinstance(done, Done) and isinstance(again, Done)
    assert (endpoint.refreshes, endpoint.reused) == (1 + renewals, 0)


def test_a_renewal_ahead_that_fails_is_no_matter_while_the_token_lasts_and_is_said_once_it_has_ended():
    endpoint = Rotating(expires_in=600)
    with serving(endpoint) as service:
        desk = Desk(service.url)
        desk.connect()
        desk.do("refresh_token")
        desk.outside.world.clock.advance(570)
        endpoint.failing = Reply(503, {})
        before = desk.do("look")
        desk.outside.world.clock.advance(60)
        ended = desk.do("look")
        endpoint.failing = Reply(400, {"error": "invalid_grant"})
        dead = desk.do("look")

    assert isinstance(before, Done) and endpoint.refreshes == 1
    assert (ended.reason, dead.reason) == ("unavailable", "not_connected")


def test_who_finds_another_at_the_renewal_goes_on_with_the_token_that_still_lasts():
    endpoint = Rotating(expires_in=600)
    with serving(endpoint) as service:
        desk = Desk(service.url)
        desk.connect()
        desk.do("refresh_token")
        desk.outside.world.clock.advance(570)
        connections, now = desk.outside.box.connections, desk.outside.ports.now()
        held = connections.get(ACCOUNT, "u1", "desk")
        connections.put(ACCOUNT, replace(held, lease_owner="another", lease_until=now + LEASE_MS))
        done = desk.do("look")

    assert isinstance(done, Done) and endpoint.refreshes == 1


def test_a_token_whose_end_is_not_told_is_renewed_only_when_it_is_refused():
    endpoint = Rotating()
    with serving(endpoint) as service:
        desk = Desk(service.url)
        desk.connect()
        desk.outside.world.clock.advance(10 * 24 * 3600)
        done = desk.do("look")

    assert isinstance(done, Done) and endpoint.refreshes == 0


def test_a_token_that_is_refused_and_cannot_be_renewed_is_no_connection():
    endpoint = Rotating()
    with serving(endpoint) as service:
        desk = Desk(service.url)
        desk.connect()
        endpoint.number = 9
        refused, dead = desk.do("look"), desk.do("refresh_token")
        asked = desk.do("authenticate")
        desk.connect("u1", access_token="access-token-9", client_id="cid")
        twin = desk.do("authenticate")

    assert (refused.reason, dead.reason, asked.reason) == ("unauthorized", "not_connected", "not_connected")
    assert isinstance(twin, Done)
