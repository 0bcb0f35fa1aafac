"""The seed request by a user who has connected nothing: real processes, and the steps that a browser takes."""

import json
import re
import sqlite3
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

import pytest
import urllib3
from click.testing import CliRunner

from chalicelib.cli import main
from chalicelib.cli.client import Client
from chalicelib.cli.dev import running
from infra.demo.__main__ import PROMPT, PURPOSE, USER
from infra.sandbox import running_sandbox
from tests.tools.service import Asked, Reply, serving

ENDED = ("complete", "failed")


def browse(url: str, decision: str = "allow") -> urllib3.BaseHTTPResponse:
    """Opens the link, presses the button of the provider's form, and follows the way back."""
    form = urllib3.request("GET", url)
    assert form.status == 200 and f'value="{decision}"' in form.data.decode()
    fields = dict(parse_qsl(urlsplit(url).query)) | {"decision": decision}
    place = urlsplit(url)._replace(query="").geturl()
    answer = urllib3.request("POST", place, body=urlencode(fields), redirect=False, headers={
        "Content-Type": "application/x-www-form-urlencoded",
    })
    return urllib3.request("GET", answer.headers["Location"])


def until(what: Callable[[], Any]) -> Any:
    ends = time.monotonic() + 60
    while not (found := what()):
        assert time.monotonic() < ends
        time.sleep(0.05)
    return found


def test_the_seed_request_of_an_unconnected_user_asks_for_consent_and_is_then_done(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    heard: list[Asked] = []
    receiver = lambda asked: (heard.append(asked), Reply(204))[1]  # noqa: E731
    with running_sandbox() as sandbox, serving(receiver) as hook, running(tmp_path / "data", workers=2) as home:
        client, given = Client(home.url, home.keys["test"]), sandbox.reset()
        client.call("PUT", "/v1/webhook", {"url": f"{hook.url}/events"})
        for name, url in (("payments", sandbox.payments_url), ("chat", sandbox.chat_url)):
            client.call("POST", "/v1/tools", {
                "name": name, "openapi_url": f"{url}/openapi.json", "base_url": url, "sandbox_base_url": url,
            })
            app = {key: given[name][key] for key in ("client_id", "client_secret")}
            client.call("PUT", "/v1/connections", {"tool": name, "credentials": app})
        client.call("POST", "/v1/subagents", {"name": "billing", "prompt": PURPOSE})
        task = client.call("POST", "/v1/tasks", {"prompt": PROMPT, "sub_agent": "billing", "user_id": USER})

        links = []
        for _ in range(2):
            def waits() -> Any:
                shown = client.get(f"/v1/tasks/{task['id']}")
                return shown if shown["status"] in ("waiting", "complete", "failed") else None

            shown = until(waits)
            assert (shown["status"], shown["waiting"]["reason"]) == ("waiting", "oauth_consent"), shown
            links.append((shown["waiting"]["tool"], shown["waiting"]["auth_url"]))
            if len(links) == 1:
                assert browse(links[0][1], "deny").status == 400
            page = browse(links[-1][1])
            assert page.status == 200 and b"You can close this window" in page.data
            until(lambda: client.get(f"/v1/tasks/{task['id']}").get("waiting", {}).get("auth_url") != links[-1][1])
        ended = until(lambda: (one := client.get(f"/v1/tasks/{task['id']}"))["status"] in ENDED and one)
        posts = sandbox.ledger()["messages"]
        events = until(lambda: (found := waiting_events(heard)) and len(found) >= 2 and found)
        listed = client.get("/v1/connections", user_id=USER)["data"]
        run = CliRunner(env={"REPLAN_URL": home.url, "REPLAN_API_KEY": home.keys["test"]})
        told = run.invoke(main, ["connections", "list", "--user-id", USER], catch_exceptions=False)
        made = run.invoke(main, ["connections", "connect", "chat", "--user-id", "other"], catch_exceptions=False)
        gone = run.invoke(main, ["connections", "delete", listed[0]["id"]], catch_exceptions=False)

    assert ended["status"] == "complete", ended
    assert len(posts) == 1 and "INV-1042" in posts[0]["text"]
    assert {tool for tool, _ in links} == {"payments", "chat"}
    assert {one["data"]["tool"]: one["data"]["auth_url"] for one in events} == dict(links)
    assert {one["status"] for one in listed} == {"connected"} and len(listed) == 2
    assert "connected" in told.output and gone.output.startswith("deleted conn_")
    assert re.search(r"^http://127\.0\.0\.1:\d+/oauth/authorize\?", made.output)
    states = [dict(parse_qsl(urlsplit(url).query))["state"] for _, url in links]
    with sqlite3.connect(tmp_path / "data" / "replan.db") as connection:
        stored = "".join(text for (text,) in connection.execute("SELECT data FROM items WHERE data IS NOT NULL"))
    log = (tmp_path / "data" / "workers.log").read_text()
    assert not any(state in stored or state in log for state in states)


def waiting_events(heard: list[Asked]) -> list[dict[str, Any]]:
    bodies = [json.loads(asked.body) for asked in heard]
    return [body for body in bodies if body["event"] == "task.waiting"]
