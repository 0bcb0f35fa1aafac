"""Servers that are processes of this machine: started by name only, with nothing of ours, and ended with us."""

import json
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from chalicelib import wiring
from chalicelib.domain.errors import InvalidRequest, Unavailable
from chalicelib.domain.outcome import Done
from chalicelib.tools import Guard, Toolbox, compile_tool
from chalicelib.tools.mcp.listing import told_by_server
from chalicelib.tools.mcp.stdio import Command, read_servers
from tests.tools.world import ACCOUNT, Outside, call

LINES = (sys.executable, str(Path(__file__).with_name("lines.py")))


class Machine:
    def __init__(self, **servers: Command) -> None:
        ports = Outside().ports
        self.box = Toolbox(ports.store, ports.vault, Guard(), now=ports.now, token=ports.token, servers=servers)

    def tool(self, url: str = "stdio:lines", **registration):
        wanted = {"name": "lines", "mcp_url": url, **registration}
        return compile_tool({**wanted, **told_by_server(self.box, wanted, ACCOUNT, 20.0)}, self.box.guard)

    def do(self, what: str, action: str = "do", timeout: float = 20.0):
        found = next(one for one in self.tool().actions if one.name == action)
        return self.box.call(replace(call(found, what=what), timeout=timeout))


def sessions(machine: Machine):
    return tuple(machine.box.mcp._client._sessions.values())


@pytest.fixture
def machine():
    made = Machine(lines=Command(LINES, {"DESK_TOKEN": "canary-token-1", "MODE": "quiet"}))
    yield made
    for session in sessions(made):
        session.end()


def test_a_process_of_the_list_lists_its_tools_and_carries_them_out(machine):
    tool = machine.tool()
    assert {action.name: action.effect for action in tool.actions} == {"do": "unsafe", "look": "read"}
    assert machine.do("work") == Done("did work")


def test_the_process_is_kept_for_the_next_call_and_a_new_one_takes_its_place_when_it_has_died(machine):
    first, again = machine.do("process"), machine.do("process")
    assert first == again
    assert machine.do("end").reason == "outcome_unknown"
    assert machine.do("process").output not in (first.output, "")


def test_a_process_that_died_between_two_calls_costs_nothing(machine):
    pid = int(machine.do("process").output)
    (session,) = sessions(machine)
    os.kill(pid, 9)
    session._process.wait(5)
    assert machine.do("work") == Done("did work")


@pytest.mark.parametrize(("action", "reason"), [("do", "outcome_unknown"), ("look", "unavailable")])
def test_a_process_that_does_not_answer_in_time_is_ended_and_the_next_call_gets_another(machine, action, reason):
    pid = int(machine.do("process").output)
    assert machine.do("wait", action, timeout=0.3).reason == reason
    assert not alive(pid)
    assert machine.do("work") == Done("did work")


def test_an_answer_beyond_the_limit_is_refused_by_name(machine):
    assert machine.do("huge", "look").reason == "too_large"
    assert machine.do("work") == Done("did work")


def test_it_gets_what_the_list_gives_it_and_nothing_else_of_ours(machine, monkeypatch):
    monkeypatch.setenv("REPLAN_PEPPER", "a-secret-of-ours")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "another")
    got = machine.do("environment").output
    assert got["MODE"] == "quiet" and "PATH" in got
    assert not {"REPLAN_PEPPER", "AWS_SECRET_ACCESS_KEY", "PYTHONPATH"} & set(got)


def test_a_secret_of_the_list_does_not_come_back(machine):
    assert machine.do("environment").output["DESK_TOKEN"] == "[redacted]"


def test_what_it_asks_in_between_is_answered(machine):
    pong, refused = machine.do("ask").output
    assert pong == {"jsonrpc": "2.0", "id": 7, "result": {}}
    assert (refused["id"], refused["error"]["code"]) == (8, -32601)


def test_a_process_that_ends_at_once_or_is_not_there_is_a_refusal_at_registration():
    machine = Machine(lines=Command((*LINES, "refuse")), none=Command(("/nowhere/at-all",)))
    with pytest.raises(InvalidRequest, match="could not be listed"):
        machine.tool()
    with pytest.raises(InvalidRequest, match=r"could not be started"):
        machine.tool("stdio:none")


@pytest.mark.parametrize("url", [
    "stdio:other", "stdio:", "stdio:/bin/sh", "stdio:lines -x", "stdio:lines;id", "stdio:../lines", "stdio://lines",
    "STDIO:lines", "stdio:Lines",
])
def test_what_the_operator_has_not_listed_cannot_be_started(url, machine, monkeypatch):
    assert machine.tool().name == "lines"
    monkeypatch.setattr(subprocess, "Popen", lambda *_, **__: pytest.fail("a process was started"))
    with pytest.raises(InvalidRequest):
        machine.tool(url)


def test_a_credential_of_a_connection_is_refused_because_nothing_would_carry_it(machine):
    with pytest.raises(InvalidRequest, match="the operator says"):
        machine.tool(auth={"type": "bearer"})


def test_a_process_leaves_with_the_one_that_started_it(tmp_path):
    program = """
from tests.tools.mcp.test_processes import LINES, Machine
from chalicelib.tools.mcp.stdio import Command
print(Machine(lines=Command(LINES)).do("process").output)
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60)
    pid = int(done.stdout)
    assert not alive(pid)


def alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


GOOD = {"mcpServers": {"notes": {"command": "npx", "args": ["-y", "notes"], "env": {"A": "1"}},
                       "bare": {"command": "x"}}}


def test_the_list_of_the_operator_is_read():
    servers = read_servers(json.dumps(GOOD), "servers.json")
    assert servers["notes"] == Command(("npx", "-y", "notes"), {"A": "1"})
    assert servers["bare"] == Command(("x",))


@pytest.mark.parametrize("wrong", [
    "", "[]", "{}", '{"mcpServers": []}', '{"mcpServers": {"a": {}}}', '{"mcpServers": {"a": {"command": ""}}}',
    '{"mcpServers": {"a": {"command": "x", "args": "y"}}}', '{"mcpServers": {"a": {"command": "x", "args": [1]}}}',
    '{"mcpServers": {"a": {"command": "x", "env": {"A": 1}}}}', '{"mcpServers": {"A b": {"command": "x"}}}',
    '{"mcpServers": {"a": {"command": "x", "env": ["A"]}}}',
])
def test_a_list_that_is_wrong_stops_the_start_with_the_name_of_the_file(wrong):
    with pytest.raises(Unavailable, match=r"servers\.json"):
        read_servers(wrong, "servers.json")


def test_the_embedded_home_reads_the_list_beside_its_database(tmp_path, monkeypatch):
    monkeypatch.delenv("REPLAN_MCP_SERVERS", raising=False)
    assert wiring.embedded(tmp_path / "home.db").settings.mcp_servers == {}
    (tmp_path / "servers.json").write_text(json.dumps(GOOD))
    assert set(wiring.embedded(tmp_path / "home.db").settings.mcp_servers) == {"notes", "bare"}


def test_a_list_that_is_named_must_be_there(tmp_path, monkeypatch):
    monkeypatch.setenv("REPLAN_MCP_SERVERS", str(tmp_path / "other.json"))
    with pytest.raises(Unavailable, match="REPLAN_MCP_SERVERS"):
        wiring.embedded(tmp_path / "home.db")
    (tmp_path / "other.json").write_text(json.dumps(GOOD))
    assert set(wiring.embedded(tmp_path / "home.db").settings.mcp_servers) == {"notes", "bare"}


def test_aws_does_not_start_with_a_list(monkeypatch):
    monkeypatch.delenv("REPLAN_ALLOW_LOOPBACK", raising=False)
    monkeypatch.setenv("REPLAN_MCP_SERVERS", "servers.json")
    with pytest.raises(Unavailable, match="REPLAN_MCP_SERVERS does not exist on AWS"):
        wiring.aws()
