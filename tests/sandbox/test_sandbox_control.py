"""The control, the ledger, and the process around the services."""

from __future__ import annotations

import json
import signal
import socket
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from infra.sandbox import Sandbox, running_sandbox
from infra.sandbox.client import Client
from infra.sandbox.wire import Json

ROOT = Path(__file__).parents[2]


def listening(pid: int | str = "self") -> set[tuple[str, int]]:
    """The addresses on which a process listens, as the kernel tells them."""
    inodes = {str(link.readlink()) for link in Path(f"/proc/{pid}/fd").iterdir() if link.is_symlink()}
    found = set()
    for table in ("tcp", "tcp6"):
        for line in Path(f"/proc/{pid}/net/{table}").read_text().splitlines()[1:]:
            words = line.split()
            if words[3] == "0A" and f"socket:[{words[9]}]" in inodes:
                address, port = words[1].split(":")
                found.add((address, int(port, 16)))
    return found


def post(url: str, name: str, body: Json | None = None, **headers: str) -> Json:
    return Client(url).send("POST", f"/_sandbox/{name}", body, None, **headers).json


def test_credentials_have_all_that_a_connection_needs_and_work(sandbox: Sandbox) -> None:
    given = post(sandbox.chat_url, "reset")
    common = {"base_url", "openapi_url", "token_url", "authorization_url", "revocation_url", "client_id"}
    common |= {"client_secret", "access_token", "refresh_token", "token_type", "scope"}
    assert given["chat"].keys() == common
    assert given["payments"].keys() == common | {"api_key", "expires_in"}
    assert Client(sandbox.chat_url, given["chat"]["access_token"]).get("/api/channels").json["ok"] is True
    assert Client(sandbox.payments_url, given["payments"]["access_token"]).get("/v1/invoices").status == 200


def test_a_reset_forgets_changes_effects_faults_and_credentials(sandbox: Sandbox, payments: Client) -> None:
    before = payments.get("/v1/invoices", limit=100).json
    payments.send("POST", "/v1/invoices/INV-1042/void")
    sandbox.set_faults({"kind": "server_error", "operation": "get_invoice"})
    fresh = post(sandbox.payments_url, "reset")["payments"]
    assert payments.get("/v1/invoices").status == 401
    again = Client(payments.url, fresh["access_token"])
    assert again.get("/v1/invoices", limit=100).json == before
    assert again.get("/v1/invoices/INV-1042").status == 200
    ledger = sandbox.ledger()
    assert (ledger["effects"], ledger["faults"]) == ([], [])


def test_a_reset_may_keep_the_credentials(sandbox: Sandbox, payments: Client) -> None:
    payments.send("POST", "/v1/invoices/INV-1042/void")
    post(sandbox.payments_url, "reset", {"keep_credentials": True})
    assert payments.get("/v1/invoices/INV-1042").json["status"] == "open"


def test_further_credentials_are_another_grant_of_the_same_client(sandbox: Sandbox, credentials: Json) -> None:
    other = post(sandbox.chat_url, "credentials")["chat"]
    mine = credentials["chat"]
    assert (other["client_id"], other["client_secret"]) == (mine["client_id"], mine["client_secret"])
    assert other["refresh_token"] != mine["refresh_token"]
    assert Client(sandbox.chat_url, mine["access_token"]).get("/api/channels").json["ok"] is True


def test_the_currency_of_an_invoice_can_be_switched(sandbox: Sandbox, payments: Client) -> None:
    assert payments.get("/v1/invoices/INV-1042").json["currency"] == "USD"
    assert post(sandbox.payments_url, "currency", {"currency": "EUR"})["currency"] == "EUR"
    told = payments.get("/v1/invoices/INV-1042").json
    assert (told["currency"], told["amount_due"]) == ("EUR", 1240.5)
    sandbox.set_currency("GBP", "INV-1021")
    assert payments.get("/v1/invoices/INV-1021").json["currency"] == "GBP"


def test_faults_and_ledger_work_over_http_on_either_service(sandbox: Sandbox, payments: Client) -> None:
    armed = post(sandbox.chat_url, "faults", {"faults": [{"kind": "server_error", "service": "payments"}]})
    assert armed["faults"][0]["armed"] is True
    assert payments.get("/v1/invoices").status == 503
    for url in (sandbox.payments_url, sandbox.chat_url):
        ledger = Client(url).get("/_sandbox/ledger").json
        assert ledger == sandbox.ledger()
        assert ledger["faults"][0]["fired"] == 1
    assert post(sandbox.chat_url, "faults", {"faults": [{"kind": "x"}]})["error"]["code"] == "invalid_request"


def test_the_ledger_counts_requests_by_what_came_of_them(sandbox: Sandbox, payments: Client, chat: Client) -> None:
    for path in ("/v1/invoices", "/v1/invoices", "/v1/invoices?limit=0", "/v1/nothing"):
        payments.get(path)
    chat.get("/api/channels/C0")
    assert sandbox.ledger()["requests"] == {
        "payments": {"list_invoices": {"ok": 2, "invalid_request": 1}, "(none)": {"not_found": 1}},
        "chat": {"get_channel": {"channel_not_found": 1}},
    }


def test_the_ledger_tells_each_effect_once_with_its_key(sandbox: Sandbox, chat: Client, engineering: str) -> None:
    message = {"channel": engineering, "text": "hello"}
    for _ in range(3):
        posted = chat.send("POST", "/api/messages", message, key="task_1/step_2").json
    ledger = sandbox.ledger()
    (effect,) = ledger["effects"]
    assert (effect["service"], effect["operation"]) == ("chat", "post_message")
    assert (effect["idempotency_key"], effect["at"]) == ("task_1/step_2", "2026-11-23T09:00:00Z")
    assert ledger["messages"] == [effect["record"]["message"]] == [posted["message"]]
    assert [replay["idempotency_key"] for replay in ledger["replays"]] == ["task_1/step_2"] * 2
    assert ledger["requests"]["chat"]["post_message"] == {"ok": 1, "replayed": 2}


def test_what_the_ledger_told_does_not_change_with_the_thing(sandbox: Sandbox, payments: Client) -> None:
    draft = {"customer": "user_124", "currency": "EUR", "lines": [{"description": "x", "unit_amount": 1}]}
    made = payments.send("POST", "/v1/invoices", draft).json
    payments.send("POST", f"/v1/invoices/{made['id']}/void")
    assert sandbox.ledger()["invoices_created"] == [made]


def test_the_control_turns_away_web_pages_and_other_hosts(sandbox: Sandbox) -> None:
    page = post(sandbox.chat_url, "reset", None, Origin="http://evil.example")
    rebound = post(sandbox.chat_url, "reset", None, Host="evil.example")
    assert page["error"]["code"] == rebound["error"]["code"] == "forbidden"
    assert "chat" in post(sandbox.chat_url, "reset")


def test_the_control_is_not_in_the_documents(sandbox: Sandbox) -> None:
    for url in (sandbox.payments_url, sandbox.chat_url):
        assert "/_sandbox" not in Client(url).get("/openapi.json").text


def test_many_requests_over_one_connection_are_answered_without_delay(sandbox: Sandbox, credentials: Json) -> None:
    connection = HTTPConnection(urlsplit(sandbox.chat_url).netloc, timeout=5)
    headers = {"Authorization": f"Bearer {credentials['chat']['access_token']}"}
    ports = set()
    for _ in range(20):
        connection.request("GET", "/api/channels", headers=headers)
        answer = connection.getresponse()
        assert json.load(answer)["ok"] is True
        ports.add(connection.sock.getsockname()[1])
    connection.close()
    assert len(ports) == 1


@pytest.mark.parametrize("head", ["Content-Length: -1", "Content-Length: 2000000", "Transfer-Encoding: chunked"])
def test_a_body_that_cannot_be_read_is_refused_and_the_next_request_is_not_mistaken_for_it(
    sandbox: Sandbox, head: str
) -> None:
    host = urlsplit(sandbox.chat_url)
    with socket.create_connection((host.hostname, host.port), timeout=5) as raw:
        raw.sendall(f"POST /api/messages HTTP/1.1\r\nHost: {host.netloc}\r\n{head}\r\n\r\n{{}}".encode())
        answer = b"".join(iter(lambda: raw.recv(65536), b""))
    assert answer.startswith((b"HTTP/1.1 400", b"HTTP/1.1 411", b"HTTP/1.1 413"))
    assert answer.count(b"HTTP/1.1") == 1


def test_every_listener_is_on_the_loopback_address_only() -> None:
    before = listening()
    with running_sandbox() as sandbox:
        opened = listening() - before
        ports = {urlsplit(url).port for url in (sandbox.payments_url, sandbox.chat_url)}
        assert {port for _, port in opened} == ports
        assert {address for address, _ in opened} == {"0100007F"}
    assert listening() == before


def test_a_stopped_sandbox_answers_nobody_not_even_on_an_open_connection() -> None:
    with running_sandbox() as sandbox:
        connection = HTTPConnection(urlsplit(sandbox.chat_url).netloc, timeout=5)
        connection.request("GET", "/openapi.json")
        assert connection.getresponse().read()
        connection.auto_open = 0
    with pytest.raises(OSError):
        connection.request("GET", "/openapi.json")
        connection.getresponse()


def test_two_sandboxes_do_not_know_each_other() -> None:
    with running_sandbox() as one, running_sandbox() as other:
        token = one.credentials()["payments"]["access_token"]
        assert Client(one.payments_url, token).get("/v1/invoices").status == 200
        assert Client(other.payments_url, token).get("/v1/invoices").status == 401


def test_state_in_a_file_outlives_the_sandbox(tmp_path: Path) -> None:
    state = tmp_path / "state.json"
    with running_sandbox(state=state) as first:
        given = first.credentials()["payments"]
        Client(first.payments_url, given["access_token"]).send("POST", "/v1/invoices/INV-1042/void")
        told = first.ledger()
    assert state.stat().st_mode & 0o077 == 0
    with running_sandbox(state=state) as second:
        again = Client(second.payments_url, given["access_token"])
        assert second.ledger() == told
        assert again.get("/v1/invoices/INV-1042").json["status"] == "void"
        second.reset()
        assert again.get("/v1/invoices").status == 401


def test_the_program_tells_where_it_listens_survives_a_kill_and_ends_on_SIGTERM(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "infra.sandbox", "--port", "0", "--state", str(tmp_path / "state.json")]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as program:
        assert program.stdout
        urls = json.loads(program.stdout.readline())
        assert urls.keys() == {"payments", "chat"}
        assert {address for address, _ in listening(program.pid)} == {"0100007F"}
        token = post(urls["chat"], "credentials")["payments"]["access_token"]
        assert Client(urls["payments"], token).send("POST", "/v1/invoices/INV-1042/pay").status == 200
        program.kill()
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as program:
        assert program.stdout
        urls = json.loads(program.stdout.readline())
        assert Client(urls["payments"], token).get("/v1/invoices/INV-1042").json["status"] == "paid"
        program.send_signal(signal.SIGTERM)
        assert program.wait(timeout=10) == 0


def test_many_clients_at_once_are_all_answered_and_all_counted(sandbox: Sandbox, payments: Client) -> None:
    with ThreadPoolExecutor(32) as pool:
        statuses = list(pool.map(lambda _: payments.get("/v1/invoices").status, range(200)))
    assert statuses == [200] * 200
    assert sandbox.ledger()["requests"]["payments"]["list_invoices"] == {"ok": 200}
