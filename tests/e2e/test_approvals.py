"""A person decides: the command line against a home that is up, with the sandbox's own ledger as the witness."""

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from chalicelib.cli.client import Client
from infra.demo.__main__ import PROMPT, PURPOSE, SUB_AGENT, USER, credential
from infra.sandbox.sandbox import running_sandbox
from tests.e2e.test_demo import dev, environment

HEAVY = "chat.post* when length(text) > `20`"


@dataclass
class Desk:
    folder: Path
    sandbox: Any

    def replan(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "chalicelib.cli", *arguments], cwd=self.folder, env=environment(), text=True,
            capture_output=True, timeout=90, check=False,
        )

    def submit(self, *options: str) -> tuple[str, str]:
        """(task, what was printed)"""
        done = self.replan("submit", PROMPT, "--sub-agent", SUB_AGENT, "--user-id", USER, *options)
        assert done.returncode == 0, done.stderr
        return re.findall(r"task_\w+", done.stdout)[0], done.stdout

    @property
    def posted(self) -> list[str]:
        return [message["text"] for message in self.sandbox.ledger()["messages"]]


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    folder = tmp_path_factory.mktemp("home")
    with running_sandbox() as sandbox, dev(folder):
        known = json.loads((folder / ".replan" / "dev.json").read_text())
        client = Client(known["url"], known["keys"]["test"])
        given = sandbox.reset()
        for name, url in (("payments", sandbox.payments_url), ("chat", sandbox.chat_url)):
            client.call("POST", "/v1/tools", {
                "name": name, "openapi_url": f"{url}/openapi.json", "base_url": url, "sandbox_base_url": url,
            })
            client.call("PUT", "/v1/connections", {
                "tool": name, "user_id": USER, "credentials": credential(given[name]),
            })
        desk = Desk(folder, sandbox)
        made = desk.replan("subagents", "deploy", SUB_AGENT, PURPOSE, "--requires-approval", HEAVY)
        assert made.returncode == 0, made.stderr
        yield desk


@pytest.fixture
def desk(home: Desk) -> Desk:
    home.sandbox.reset(keep_credentials=True)
    return home


def test_what_was_changed_and_approved_is_what_the_service_got(desk: Desk) -> None:
    task, printed = desk.submit()
    assert f"the sub-agent asks a person before {HEAVY}" in printed
    assert "from the output of step" in printed and desk.posted == []

    own = json.loads((desk.folder / ".replan" / "dev.json").read_text())["keys"]["test"]
    refused = desk.replan("approve", task, "--yes", "--key", own)
    assert refused.returncode == 1 and "cannot approve it" in refused.stderr
    wrong = desk.replan("approve", task, "--yes", "--edit", "text=5")
    assert wrong.returncode == 1 and "values.text" in wrong.stderr and desk.posted == []

    done = desk.replan("approve", task, "--yes", "--edit", "text=Nothing is due.")
    assert done.returncode == 0, done.stderr
    assert desk.posted == ["Nothing is due."]
    traced = desk.replan("trace", task).stdout
    assert "changed and approved by replan dev, approver at" in traced


def test_what_was_rejected_is_not_sent(desk: Desk) -> None:
    task, _ = desk.submit()
    done = desk.replan("reject", task)

    assert done.returncode == 0 and "said no" in done.stdout
    assert desk.posted == []
    again = desk.replan("approve", task, "--yes")
    assert again.returncode == 1 and "waits for nobody" in again.stderr


def test_a_plan_is_shown_with_its_request_and_sent_as_it_was_shown(desk: Desk) -> None:
    task, printed = desk.submit("--approve", "plan")
    shown = " ".join(printed.split())
    assert desk.posted == [] and "POST http://127.0.0.1" in shown

    assert desk.replan("approve", task, "--yes").returncode == 0
    assert len(desk.posted) == 1 and " ".join(desk.posted[0].split()) in shown


def test_a_shadow_shows_what_it_would_post_and_posts_nothing(desk: Desk) -> None:
    task, printed = desk.submit("--mode", "shadow")
    result = json.loads(desk.replan("submit", PROMPT, "--sub-agent", SUB_AGENT, "--user-id", USER, "--mode", "shadow",
                                    "--json").stdout)["result"]
    post = result["would_call"][-1]["request"]

    assert "would call" in printed and task and desk.posted == []
    assert (post["method"], post["url"].rpartition("/api/")[2]) == ("POST", "messages")
    assert "INV-" in post["body"]["text"] and "Bearer" not in json.dumps(post)


def test_cases_of_a_task_hold_until_more_is_expected(desk: Desk) -> None:
    task, _ = desk.submit("--approve", "plan")
    assert desk.replan("cases", "save", task, "--to", "cases.yaml").returncode == 1, "it has not ended yet"
    desk.replan("approve", task, "--yes")
    saved = desk.replan("cases", "save", task, "--to", "cases.yaml")
    assert saved.returncode == 0, saved.stderr

    held = desk.replan("test", "cases.yaml")
    assert (held.returncode, "1 of 1 as expected" in held.stdout) == (0, True), held.stdout + held.stderr
    file = desk.folder / "cases.yaml"
    file.write_text(file.read_text().replace("max_writes: 1", "max_writes: 0"))
    broken = desk.replan("test", "cases.yaml")
    assert broken.returncode == 1 and "max_writes 0: it writes 1 times: chat.post_message" in broken.stdout
    file.write_text("cases: 5")
    assert desk.replan("test", "cases.yaml").returncode == 2
