"""`make exam [ONLY=words]`: everyday requests on services that others wrote, judged by what these hold afterwards.

Replan runs as `replan dev` does; each request has a sub-agent of its own, and so no memory of others.  What is wrong is
told of the developed services only.  `-v` tells the steps as well; words choose services and prompts.
"""

import json
import shutil
import sys
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from typing import Any  # Any: API answers are JSON

from chalicelib.cli.client import Client
from chalicelib.cli.dev import running
from infra.connectors.fetch import Unfetched, fetch
from infra.sandbox.server import Listener
from infra.sandbox.wire import Answer
from infra.services import install as services
from infra.services.exam import blog, changes, files, github, labels, okta, prefect, talks
from infra.services.exam.install import install
from infra.services.exam.server import Server
from infra.services.exam.tasks import Task, changed, verdict
from infra.services.processes import free_port

EXAM: tuple[tuple[type[Server], Sequence[Task]], ...] = (
    (github.GitHub, github.TASKS), (prefect.Prefect, prefect.TASKS), (okta.Okta, okta.TASKS),
    (blog.Blog, blog.TASKS), (changes.Changes, changes.TASKS), (labels.Labels, labels.TASKS),
    (talks.Talks, talks.TASKS), (files.Files, files.TASKS),
)
LEFT_OUT = ("okta", "labels", "files")
WORDS = ("right", "asks", "fails", "wrong", "harm")
PATIENCE_S = 60


def main(arguments: list[str]) -> int:
    loud = "-v" in arguments
    words = " ".join(one for one in arguments if one != "-v")
    asked = ((kind, [one for one in tasks if words in kind.name or words in one.prompt]) for kind, tasks in EXAM)
    chosen = [(kind, tasks) for kind, tasks in asked if tasks]
    try:
        services.install(print)
        install(print, {kind.installed for kind, _ in chosen})
        fetch([kind.document for kind, _ in chosen if kind.document])
    except (services.NotInstalled, Unfetched) as error:
        print(error)
        return 1
    data = services.ROOT / "exam"
    shutil.rmtree(data, ignore_errors=True)
    with running(data, port=free_port()) as home:
        client = Client(home.url, home.keys["live"])
        for kind, tasks in chosen:
            print(Exam(client, kind(free_port()), loud).total(tasks), flush=True)
    return 0


class Exam:
    def __init__(self, client: Client, server: Server, loud: bool) -> None:
        self._client, self._server, self._loud = client, server, loud

    def total(self, tasks: Sequence[Task]) -> str:
        counts: Counter[str] = Counter()
        with self._up(self._server.stays):
            found = self._register()
            for number, task in enumerate(tasks, 1):
                with self._up(not self._server.stays):
                    counts[self._one(number, task)] += 1
        told = ", ".join(f"{word} {counts[word]}" for word in WORDS)
        return f"{self._server.name} ({found['actions_available']} actions): {len(tasks)} tasks: {told}"

    def _register(self) -> Mapping[str, Any]:
        """By address, since a document may be larger than a request."""
        server, place = self._server, Listener(0)
        document = server.described()
        place.serve_in_thread(lambda _: Answer(200, document, "application/json"))
        try:
            made: Mapping[str, Any] = self._client.call("POST", "/v1/tools", {
                "name": server.name, "openapi_url": place.url, "base_url": server.url + server.base,
                **server.registration,
            })
        finally:
            place.stop()
        if server.credentials:
            credentials = dict(server.credentials)
            self._client.call("PUT", "/v1/connections", {"tool": server.name, "credentials": credentials})
        return made

    @contextmanager
    def _up(self, needed: bool) -> Iterator[None]:
        with self._server.running(self._server.port) if needed else nullcontext():
            yield

    def _one(self, number: int, task: Task) -> str:
        server = self._server
        server.seed()
        name = f"{server.name}-{number}"
        self._client.call("POST", "/v1/subagents", {
            "name": name, "prompt": f"Looks after {server.name}.", "tools": list(server.grant),
        })
        before, started = server.held(), time.monotonic()
        made = self._client.call("POST", "/v1/tasks", {"prompt": task.prompt, "sub_agent": name, "user_id": "ada"})
        ended = self._ended(made["id"])
        answer = json.dumps(ended.get("result"), ensure_ascii=False)
        word, wrong = verdict(task, ended["status"], changed(before, server.held()), answer)
        if server.name not in LEFT_OUT and (self._loud or word != "right"):
            print(f"  {word:6} {time.monotonic() - started:4.1f} s  {task.prompt}\n         {wrong}")
            if self._loud:
                self._tell(made["id"], ended)
        return word

    def _ended(self, task: str) -> Mapping[str, Any]:
        end = time.monotonic() + PATIENCE_S
        while True:
            told: Mapping[str, Any] = self._client.get(f"/v1/tasks/{task}")
            if told["status"] in ("complete", "failed", "cancelled", "waiting") or time.monotonic() > end:
                return told
            time.sleep(0.05)

    def _tell(self, task: str, ended: Mapping[str, Any]) -> None:
        for row in self._client.get(f"/v1/tasks/{task}/trace")["steps"]:
            given = json.dumps(row.get("inputs"), ensure_ascii=False, default=str)
            failed = row.get("error") or row.get("reason") or ""
            print(f"           {row['tool']}.{row['action']} {given:.300} {row['status']} {failed}")
        for name in ("error", "waiting", "result"):
            if ended.get(name):
                print(f"           {name}: {json.dumps(ended[name], ensure_ascii=False):.900}")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
