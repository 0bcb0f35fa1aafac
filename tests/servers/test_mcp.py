"""Our client against servers written by others: over HTTP, as processes, and with a real database behind one."""

import json
import sqlite3
import time
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from chalicelib.cli.client import Client
from chalicelib.cli.dev import running
from chalicelib.domain.outcome import Done, Failed
from chalicelib.tools import Guard, Toolbox, compile_tool
from chalicelib.tools.mcp.listing import told_by_server
from chalicelib.tools.mcp.stdio import Command
from infra.mcp_servers import servers
from tests.tools.world import ACCOUNT, Outside, call

FIND, LIST, ADD, CANCEL = "find-customer", "list-orders", "add-order", "cancel-order"


class Desk:
    """One registered server, its actions by name."""

    def __init__(self, url: str, **listed: Command) -> None:
        ports = Outside().ports
        self.box = Toolbox(
            ports.store, ports.vault, Guard(allow_loopback=True), now=ports.now, token=ports.token, servers=listed
        )
        wanted = {"name": "desk", "mcp_url": url}
        self.tool = compile_tool({**wanted, **told_by_server(self.box, wanted, ACCOUNT, 30.0)}, self.box.guard)
        self.actions = {action.name: action for action in self.tool.actions}

    def call(self, action: str, **inputs):
        return self.box.call(call(self.actions[action], **inputs))


@pytest.fixture(scope="module", params=["http", "stdio"])
def everything(request, folder, tmp_path_factory):
    """The reference server, over both transports."""
    if request.param == "stdio":
        yield Desk("stdio:every", every=Command(servers.everything(folder, "stdio"), {"DESK_TOKEN": "canary-token-1"}))
        return
    port, log = servers.free_port(), tmp_path_factory.mktemp("every") / "log"
    words = servers.everything(folder, "streamableHttp")
    with servers.serving(words, port, {"PORT": str(port), "DESK_TOKEN": "unknown to us"}, log) as url:
        yield Desk(url)


def test_its_tools_become_actions_with_schemas_and_effects(everything):
    effects = {name: action.effect for name, action in everything.actions.items()}
    assert effects["echo"] == "read" and effects["gzip-file-as-resource"] == "idempotent"
    assert effects["toggle-simulated-logging"] == "unsafe"
    assert everything.actions["get-sum"].input_schema["required"] == ["a", "b"]
    weather = everything.actions["get-structured-content"].output_schema
    assert set(weather["required"]) == {"temperature", "conditions", "humidity"}


def test_texts_structures_pictures_and_links_come_back_as_outputs(everything):
    assert everything.call("echo", message="good morning") == Done("Echo: good morning")
    assert "42" in everything.call("get-sum", a=19, b="23").output
    weather = everything.call("get-structured-content", location="Chicago")
    assert set(weather.output) == {"temperature", "conditions", "humidity"} and not weather.note
    (picture,) = everything.call("get-tiny-image").output["attachments"]
    assert (picture["type"], picture["mime_type"]) == ("image", "image/png") and picture["bytes"] > 1_000
    assert len(everything.call("get-resource-links", count=2).output["attachments"]) == 2


def test_an_answer_that_takes_its_time_and_tells_of_progress_is_waited_for(everything):
    done = everything.call("trigger-long-running-operation", duration=1, steps=4)
    assert isinstance(done, Done) and "completed" in done.output


def test_what_its_schema_refuses_is_refused_before_it_is_sent_and_its_own_refusal_is_an_outcome(everything):
    assert everything.call("get-structured-content", location="Atlantis").reason == "invalid_input"
    echo = everything.actions["echo"]
    everything.actions["gone"] = replace(echo, call={**echo.call, "server_tool": "no-such-tool"})
    assert everything.call("gone", message="a").reason == "invalid_input"


def test_a_process_has_nothing_of_our_environment(folder, monkeypatch):
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "canary-of-ours")
    desk = Desk("stdio:every", every=Command(servers.everything(folder, "stdio"), {"DESK_TOKEN": "canary-token-1"}))
    got = desk.call("get-env").output
    assert "AWS_SECRET_ACCESS_KEY" not in got and got["DESK_TOKEN"] == "[redacted]"


def test_a_server_that_was_started_anew_does_not_know_the_session_and_the_call_succeeds(folder, tmp_path):
    port = servers.free_port()
    words, environment = servers.everything(folder, "streamableHttp"), {"PORT": str(port)}
    with servers.serving(words, port, environment, tmp_path / "log") as url:
        desk = Desk(url)
        assert desk.call("echo", message="a") == Done("Echo: a")
    assert desk.call("echo", message="b").reason == "unavailable"
    with servers.serving(words, port, environment, tmp_path / "log"):
        assert desk.call("echo", message="c") == Done("Echo: c")


def test_a_thought_is_thought_by_a_process(folder):
    desk = Desk("stdio:think", think=Command(servers.sequential_thinking(folder)))
    inputs = {"thought": "All is well", "nextThoughtNeeded": False, "thoughtNumber": 1, "totalThoughts": 1}
    assert desk.call("sequentialthinking", **inputs).output["thoughtHistoryLength"] == 1


@pytest.fixture
def shop(folder, tmp_path):
    """The address of a database server, and the file of its database."""
    file, port = tmp_path / "shop.db", servers.free_port()
    with closing(sqlite3.connect(file)) as made:
        made.executescript("""
            CREATE TABLE customers (id INTEGER PRIMARY KEY, name TEXT, city TEXT);
            CREATE TABLE orders (id INTEGER PRIMARY KEY, customer_id INTEGER, item TEXT, quantity INTEGER, status TEXT);
            INSERT INTO customers VALUES (7, 'Ann Meier', 'Graz'), (8, 'Ben Okafor', 'Leeds'), (9, 'Cy Young', 'Cork');
            INSERT INTO orders VALUES
                (100, 7, 'lamp', 2, 'open'), (101, 7, 'desk', 1, 'shipped'), (102, 8, 'chair', 4, 'open');
        """)
    with servers.serving(servers.database(folder, port), port, {"SHOP_DATABASE": str(file)}, tmp_path / "log") as url:
        yield url, file


def rows(file: Path):
    with closing(sqlite3.connect(file)) as opened:
        return opened.execute("SELECT id, customer_id, item, quantity, status FROM orders ORDER BY id").fetchall()


def test_statements_are_actions_and_the_database_says_what_they_did(shop):
    url, file = shop
    desk = Desk(url)
    assert [desk.actions[name].effect for name in (FIND, LIST, ADD, CANCEL)] == ["read", "read", "unsafe", "idempotent"]
    assert [row["id"] for row in desk.call(LIST, customer_id=7).output] == [100, 101]
    assert desk.call(ADD, customer_id=8, item="sofa", quantity=1).output == {"id": 103, "status": "open"}
    assert rows(file)[-1] == (103, 8, "sofa", 1, "open")
    assert desk.call(ADD, customer_id="eight", item="sofa", quantity=1).reason == "invalid_input"


def test_an_error_of_the_database_is_an_outcome_in_its_own_words(shop):
    outcome = Desk(shop[0]).call("count-suppliers")
    assert isinstance(outcome, Failed) and "suppliers" in outcome.detail


def test_prompts_read_and_write_rows_of_a_database(shop, tmp_path, monkeypatch):
    """The server declares no outputs: that a customer has the id which orders ask for is learned from the first run."""
    url, file = shop
    monkeypatch.chdir(tmp_path)
    before = rows(file)
    with running(tmp_path / "data", workers=1) as home:
        client = Client(home.url, home.keys["test"])
        client.call("POST", "/v1/tools", {
            "name": "shop", "description": "Customers and orders of the shop", "mcp_url": url,
            "sandbox_base_url": url,
            "deny": ["count-suppliers"],
        })
        purpose = "Find customers of the shop; list, add and cancel orders"
        client.call("POST", "/v1/subagents", {"name": "clerk", "prompt": purpose})
        first, _ = outcome(client, "Find the customer 'Cy Young'")
        assert first["status"] == "complete"
        until(lambda: client.get("/v1/subagents/clerk/training", limit=1)["data"])
        asked = {
            "read": "Find the customer 'Ann Meier' and list her orders",
            "write": "Find the customer 'Ben Okafor' and add an order of 3 of the item 'sofa' for him",
            "change": "Cancel order 100",
        }
        ended = {name: outcome(client, prompt) for name, prompt in asked.items()}

    assert {name: task["status"] for name, (task, _) in ended.items()} == dict.fromkeys(asked, "complete"), ended
    assert actions(ended["read"]) == [FIND, LIST] and "lamp" in json.dumps(ended["read"][0]["result"])
    assert actions(ended["write"]) == [FIND, ADD] and actions(ended["change"]) == [CANCEL]
    changed = [(100, 7, "lamp", 2, "cancelled"), *before[1:], (103, 8, "sofa", 3, "open")]
    assert rows(file) == changed


def outcome(client: Client, prompt: str):
    """The task when it has ended, and its trace."""
    at = f"/v1/tasks/{client.call('POST', '/v1/tasks', {'prompt': prompt, 'sub_agent': 'clerk'})['id']}"
    until(lambda: client.get(at)["status"] in ("complete", "failed", "waiting"))
    return client.get(at), client.get(f"{at}/trace")["steps"]


def until(holds) -> None:
    ends = time.monotonic() + 60
    while not holds():
        assert time.monotonic() < ends
        time.sleep(0.1)


def actions(ended) -> list[str]:
    return [row["action"] for row in ended[1] if row["tool"] == "shop"]
