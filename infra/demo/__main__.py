"""Four runs of one prompt against the sandbox services, through the real API and real worker processes.

The same faults are set before each: the chat token is dead, and the bot is not in the channel (the service
answers 200 with `ok: false`).  What changes is what Replan knows, what the user prefers, and who dies:

    1  no memory            remedies are found among the tool's own actions, tried, and remembered
    2  the same again       the lessons are used at once
    3  EUR, the user: USD   a step is added that converts
    4  a worker is killed   with SIGKILL, while it holds the step that posts

Exit status 0 only if all four tasks are complete and the chat service's own ledger holds exactly one right
message for each.
"""

import os
import signal
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any  # Any: API answers are JSON

from rich.console import Console
from rich.markup import escape

from chalicelib.cli.client import Client
from chalicelib.cli.dev import Running, running
from chalicelib.cli.render import event_line, print_trace
from chalicelib.embedded.home import open_home
from infra.demo.compare import Summary, differences, summary
from infra.sandbox.sandbox import Sandbox, running_sandbox

DATA = Path(".replan")
SUB_AGENT = "billing-agent"
PURPOSE = (
    "You answer questions about customers' invoices with the payment service, and post what you find "
    "to the team's chat."
)
PROMPT = (
    "Connect to user_123's team chat, find the #engineering channel, and post a summary of their latest "
    "invoice from the payment service."
)
USER = "user_123"
POSTING = "post_message"
PATIENCE_S = 60
HOLD_S = 5
WIDTH = 120
ENDED = ("complete", "failed", "cancelled", "waiting")
FAULTS: tuple[dict[str, Any], ...] = (
    {"kind": "expire_tokens", "service": "chat"},
    {"kind": "remove_bot", "channel": "engineering"},
)


@dataclass(frozen=True, slots=True)
class Act:
    """One run: what is different about it."""

    title: str
    currency: str = "USD"
    context: Mapping[str, Any] = field(default_factory=dict)
    kills: bool = False


ACTS = (
    Act("no memory: the chat token is dead, and the bot is not in the channel"),
    Act("the same faults, with what run 1 taught"),
    Act("the invoice is in EUR, the user thinks in USD", currency="EUR", context={"currency": "USD"}),
    Act("a worker is killed (SIGKILL) while it holds the step that posts", kills=True),
)


def main() -> int:
    console = Console(highlight=False, width=WIDTH if not sys.stdout.isatty() else None)
    console.print("[bold]Replan[/] starts: sandbox services, API, four worker processes; all on 127.0.0.1")
    with running_sandbox() as sandbox, running(DATA, fresh_account=True) as home:
        stage = Stage(console, sandbox, home, Client(home.url, home.keys["test"]))
        stage.set_up()
        found: list[Summary] = []
        for number, act in enumerate(ACTS, 1):
            console.rule(f"[bold]Run {number}[/]: {act.title}", align="left")
            found.append(stage.run(act))
            stage.tell(found[-1], found[-2] if len(found) > 1 else None)
        stage.go_on(found)
    return 1 if any(one.wrong for one in found) else 0


@dataclass(frozen=True, slots=True)
class Stage:
    """What every run needs."""

    console: Console
    sandbox: Sandbox
    home: Running
    client: Client

    def set_up(self) -> None:
        """Register both services as anyone's tools, deploy the sub-agent, connect the user."""
        say = self.console.print
        given = self.sandbox.reset()
        say(f"payments {self.sandbox.payments_url}   chat {self.sandbox.chat_url}   API {self.home.url}/v1")
        for name, url in (("payments", self.sandbox.payments_url), ("chat", self.sandbox.chat_url)):
            tool = self.client.call("POST", "/v1/tools", {
                "name": name, "openapi_url": f"{url}/openapi.json", "base_url": url, "sandbox_base_url": url,
            })
            say(f"registered {name}: {tool['actions_available']} actions from its OpenAPI document")
            self.client.call("PUT", "/v1/connections", {
                "tool": name, "user_id": USER, "credentials": credential(given[name]),
            })
        agent = self.client.call("POST", "/v1/subagents", {"name": SUB_AGENT, "prompt": PURPOSE})
        say(f"deployed {agent['id']}; its prompt grants it {', '.join(agent['tools'])}")
        say(f"\n[italic]“{PROMPT}”[/]\n")

    def run(self, act: Act) -> Summary:
        self.sandbox.reset(keep_credentials=True)
        self.sandbox.set_currency(act.currency)
        slow = {"kind": "slow", "operation": POSTING, "seconds": HOLD_S, "when": "after"}
        self.sandbox.set_faults(*FAULTS, *([slow] if act.kills else []))
        started = time.monotonic()
        task_id = self.client.call("POST", "/v1/tasks", {
            "prompt": PROMPT, "sub_agent": SUB_AGENT, "user_id": USER, "context": dict(act.context),
        })["id"]
        self.console.print(f"{task_id}   live: {self.home.page(task_id)}", soft_wrap=True)
        self.follow(task_id, act)
        seconds = time.monotonic() - started
        self.wait_until_learned(task_id)
        trace = self.client.get(f"/v1/tasks/{task_id}/trace")
        self.console.print()
        print_trace(self.console, trace)
        task = self.client.get(f"/v1/tasks/{task_id}")
        return summary(task, trace, self.sandbox.ledger(), seconds, act.currency, converted=bool(act.context))

    def follow(self, task_id: str, act: Act) -> None:
        """Live progress until the task ends; where the act says so, one worker does not live to see it."""
        after, to_kill, end = 0, act.kills, time.monotonic() + PATIENCE_S
        while time.monotonic() < end:
            news = self.client.get(f"/v1/tasks/{task_id}/events", after=after, wait=0 if to_kill else 2)
            for event in news["data"]:
                self.console.print(event_line(event))
            after = news["next"]
            if news["status"] in ENDED:
                return
            if to_kill:
                to_kill = not self.kill_holder(task_id)
                time.sleep(0.05)
        self.console.print(f"[red]the task has not ended after {PATIENCE_S} s[/]")

    def kill_holder(self, task_id: str) -> bool:
        """SIGKILL the worker that has posted and waits for the answer: it cannot know that the post was made."""
        if not self.sandbox.ledger()["messages"]:
            return False
        rows = self.client.get(f"/v1/tasks/{task_id}/trace")["steps"]
        posting = next(row for row in rows if row["action"] == POSTING)
        for held in open_home(self.home.data / "replan.db").queue.held():
            if (held.body.get("task"), held.body.get("sid")) == (task_id, posting["id"]):
                os.kill(held.holder, signal.SIGKILL)
                self.console.print(
                    f"[red]✗[/]        killed worker {held.holder}: it held step {posting['label']}; the message was "
                    "posted, the answer not there yet"
                )
                return True
        return False

    def wait_until_learned(self, task_id: str) -> None:
        """Lessons are taken by a function of their own, a moment after the end."""
        end = time.monotonic() + 10
        while time.monotonic() < end and not self.client.get(f"/v1/tasks/{task_id}").get("learned_at"):
            time.sleep(0.05)

    def tell(self, found: Summary, before: Summary | None) -> None:
        say = self.console.print
        say(f"\n{found.status}: steps {found.steps}, attempts {found.attempts}, {found.seconds:.1f} s")
        for line in differences(found, before):
            say(f"  [magenta]{escape(line)}[/]")
        for message in found.messages:
            say(f"  in the chat's own ledger: {escape(message)}")
        if found.wrong:
            say(f"  [red]not right: {escape(found.wrong)}[/]")

    def go_on(self, found: Sequence[Summary]) -> None:
        say = self.console.print
        replan = os.path.relpath(Path(sys.executable).parent / "replan")
        self.console.rule(align="left")
        right = sum(not one.wrong for one in found)
        asked = sum(one.model_calls for one in found)
        say(f"{right} of {len(found)} runs complete with exactly one right message; model calls: {asked}")
        say("\nHow to go on: [bold]make dev[/] opens the same data; then, in another terminal:")
        for command in ("tasks list", f"trace {found[-1].task_id}", "tools show chat", "--help"):
            say(f"  {replan} {command}")


def credential(given: Mapping[str, Any]) -> dict[str, Any]:
    wanted = ("access_token", "refresh_token", "client_id", "client_secret")
    return {name: given[name] for name in wanted if given.get(name)}


if __name__ == "__main__":
    sys.exit(main())
