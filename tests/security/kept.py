"""Runs a task for each canary on a home, with real tools over real HTTP, and gathers everything that was kept or said."""

import json
import logging
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from unittest.mock import patch

from chalicelib import functions, wiring
from chalicelib.api.routes import answer
from chalicelib.domain.binding import Literal
from chalicelib.domain.control import Live
from chalicelib.domain.edit import CarryOn, GiveUp
from chalicelib.domain.outcome import Failed
from chalicelib.domain.plan import Plan, Step
from chalicelib.domain.subagent import SubAgent
from chalicelib.embedded.home import open_home
from chalicelib.engine import keys, registry
from chalicelib.engine.cache import Cache
from chalicelib.engine.deploy import deploy
from chalicelib.engine.engine import Engine
from chalicelib.engine.intake import TaskRequest, accept
from chalicelib.engine.learning import learn_from
from chalicelib.engine.ports import Ports
from chalicelib.engine.records import task_pk
from chalicelib.engine.registration import register
from chalicelib.observe import Observer
from chalicelib.observe.observer import powertools
from chalicelib.tools import Guard, Toolbox, compile_tool
from tests.security.canaries import ALL, Case, found_in, service
from tests.security.requests import request
from tests.security.tally import Tally
from tests.tools.service import Asked, serving
from tests.world import Clock

ACCOUNT = "acct_1.live"
AUTHS: tuple[tuple[Mapping[str, Any], str], ...] = (
    ({"type": "bearer"}, "token"), ({"type": "api_key", "in": "header", "name": "X-Key"}, "api_key"),
    ({"type": "api_key", "in": "query", "name": "k"}, "api_key"), ({"type": "api_key", "in": "cookie", "name": "k"}, "api_key"),
    ({"type": "basic"}, "password"),
)

FEWER = tuple(case for at, case in enumerate(ALL) if case.kind in ("argued", "carried") or at % 6 == 0)
"""For moto, which takes its time."""


def tool_of(case: Case) -> str:
    return f"t{case.path[1:]}"


def step_of(case: Case) -> Step:
    inputs: dict[str, Any] = {}
    match case.kind, case.name:
        case "argued", "by name":
            inputs = {"password": case.secret, "name": case.word}
        case "argued", "within an object":
            inputs = {"profile": {"name": case.word, "api_key": case.secret}}
        case "argued", "by its look":
            inputs = {"note": f"{case.word} sk_live_{case.secret}"}
        case "argued", "in a header":
            inputs = {"X-Password": case.secret, "name": case.word}
    renews = case.kind == "carried" and any(word in case.name for word in ("OAuth", "old", "client"))
    name = "refresh_token" if renews else "look"
    effect = "read" if not inputs else "idempotent"
    return Step("1", tool_of(case), name, effect, {key: Literal(one) for key, one in inputs.items()}, label="1")


class Planner:
    """One step per canary, whose number is the prompt; the last one is a defect of the planner's own."""

    version = "test"

    def draft(self, brief: Any) -> Plan:
        return Plan((step_of(ALL[int(brief.prompt)]),))

    def revise(self, brief: Any, run: Any, step: Step, outcome: Any) -> Any:
        case = ALL[int(brief.prompt)]
        if case.name == "password":
            raise RuntimeError(f"{case.word}: password={case.secret}")
        return GiveUp(outcome.reason, outcome.detail) if isinstance(outcome, Failed) else CarryOn()


class Raising(Toolbox):
    """A defect of ours, with the secret in the exception, where an answer would have been cut off."""

    def call(self, call: Any) -> Any:
        if call.action.tool == tool_of(Case("known", "in an answer that breaks off")):
            self.failing += 1
            if self.failing == 1:
                case = Case("known", "in an answer that breaks off")
                raise RuntimeError(f"{case.word} https://user:{case.secret}@x.example/")
        return super().call(call)

    failing = 0


@dataclass
class Kept:
    """What was kept or said, by where.  `seen`: what the service was asked."""

    cases: tuple[Case, ...]
    parts: dict[str, list[str]] = field(default_factory=dict)
    seen: list[Asked] = field(default_factory=list)

    def say(self, where: str, *texts: str) -> None:
        self.parts.setdefault(where, []).extend(texts)

    @property
    def said(self) -> dict[str, str]:
        return {where: "\n".join(texts) for where, texts in self.parts.items()}


@dataclass
class Run:
    parts: Any
    clock: Clock
    url: str
    kept: Kept
    cases: tuple[Case, ...] = ALL

    def __post_init__(self) -> None:
        self.guard = Guard(allow_loopback=True)
        toolbox = Raising(self.parts.store, self.parts.vault, self.guard, now=self.clock, token=wiring.token)
        self.ports = Ports(
            self.parts.store, self.parts.queue, self.parts.blobs, self.parts.vault, toolbox, self.clock, wiring.token,
            toolbox.consents)
        settings = wiring.Settings(pepper=b"p", inline_bytes=600)
        self.engine = Engine(self.ports, settings, Planner(), Cache(self.clock))
        self.home = wiring.Home(self.ports, settings, self.engine, self.guard, toolbox, postpone=lambda record, delay: {
            "itemIdentifier": record["messageId"]})
        _, self.key = keys.create(self.ports.store, b"p", ACCOUNT, "root", keys.SCOPES, token=wiring.token, now=self.clock())

    def everything(self) -> None:
        for case in self.cases:
            register(self.ports, ACCOUNT, compile_tool(self._registration(case), self.guard))
            self._connect(case)
        deploy(self.ports, ACCOUNT, SubAgent("agent", "does everything", (), {}, pinned=("*.*",)), ())
        for case in self.cases:
            self._hook(case)
            self._task(ALL.index(case))
        self._api()

    def _registration(self, case: Case) -> dict[str, Any]:
        parameters = {name: {} for name in ("password", "name", "profile", "note")}
        made: dict[str, Any] = {
            "name": tool_of(case), "description": "Looks", "base_url": self.url,
            "capabilities": [{"name": "look", "method": "GET", "path": case.path, "description": "Looks"}],
        }
        if case.kind == "argued":
            made["capabilities"][0] |= {"method": "PUT", "parameters": parameters, "effect": "idempotent"}
        if case.name == "in a header":
            made.pop("capabilities") if case.kind == "argued" else None
        if case.kind == "argued" and case.name == "in a header":
            made["openapi"] = _document(case.path)
        if case.kind == "known":
            made["auth"] = dict(AUTHS[ALL.index(case) % len(AUTHS)][0])
        if case.kind == "carried" and step_of(case).action == "refresh_token":
            path = "token-refused" if "refusal" in case.name else "token"
            made["auth"] = {"type": "oauth2", "token_url": f"{self.url}/{path}"}
        return made

    def _connect(self, case: Case) -> None:
        given: dict[str, str] = {}
        if case.kind == "known":
            field = AUTHS[ALL.index(case) % len(AUTHS)][1]
            given = {field: case.secret} | ({"username": "ann"} if field == "password" else {})
        if case.kind == "carried" and step_of(case).action == "refresh_token":
            client = case.secret if "client" in case.name else f"client-of-{case.path}"
            refresh = case.secret if "old" in case.name or "refusal" in case.name else f"refresh-of-{case.path}"
            given = {"access_token": f"access-of-{case.path}", "refresh_token": refresh, "client_id": case.word,
                     "client_secret": client}
        if given:
            self._call("PUT /v1/connections", {"tool": tool_of(case), "credentials": given})

    def _hook(self, case: Case) -> None:
        at = {"a webhook's query": f"{self.url}/hook?key={case.secret}", "a webhook's path": f"{self.url}/hook/{case.secret}",
              "in the address of a bad redirect": f"https://10.0.0.1/hook/{Case('carried', 'a webhook in vain').secret}"}
        registry.set_webhook(self.ports, ACCOUNT, at.get(case.name, f"{self.url}/hook"), token=wiring.token)
        self.clock.advance(20)

    def _task(self, at: int) -> None:
        wanted = TaskRequest(prompt=str(at), sub_agent="agent")
        task = accept(self.ports, self.engine.settings, ACCOUNT, wanted, secret=b"s", created_by="key")
        pk = task_pk(ACCOUNT, task.id)
        for _ in range(30):
            control = self.ports.store.control(pk)
            assert control is not None
            due = [(sid, one.epoch) for sid, one in control.steps.items() if isinstance(one, Live)]
            if control.terminal or not due:
                break
            self.clock.advance(70)
            for sid, epoch in due:
                self._message(functions.run_step, {"account": ACCOUNT, "task": task.id, "sid": sid, "e": epoch})
        learn_from(self.engine, ACCOUNT, task.id)
        for item in self.ports.store.query(pk, "W#").items:
            self._message(functions.deliver_webhook, {"account": ACCOUNT, "task": task.id, "delivery": item.sk})
        for path in ("", "/trace", "/recording", "/events?after=0&wait=0"):
            self._call(f"GET /v1/tasks/{task.id}{path}")

    def _message(self, handler: Any, body: Mapping[str, Any]) -> None:
        record = {"messageId": "m1", "body": json.dumps(body), "attributes": {"ApproximateReceiveCount": "1"}}

        class Context:
            get_remaining_time_in_millis = staticmethod(lambda: 900_000)

        with patch.object(wiring, "home", lambda: self.home):
            self._say("answers of handlers", json.dumps(handler({"Records": [record]}, Context)))
        self._say("messages", record["body"])

    def _api(self) -> None:
        for path in ("tasks?limit=100", "tools?limit=100", "connections?limit=100", "subagents", "keys",
                     "subagents/agent/training?limit=100", "subagents/agent", "switches"):
            self._call(f"GET /v1/{path}")
        for case in self.cases:
            self._call(f"GET /v1/tools/{tool_of(case)}")

    def _call(self, line: str, body: Any = None) -> Any:
        method, _, target = line.partition(" ")
        got = answer(request(method, target, body, self.key), lambda: self.home)  # type: ignore[arg-type,return-value]  # the shape of a home
        self._say("answers of the API", got.text())
        return got

    def _say(self, where: str, text: str) -> None:
        self.kept.say(where, text)


@contextmanager
def logged(kept: Kept) -> Iterator[None]:
    """Every log record of the process, with its traceback."""
    class Listening(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            kept.say("logs", self.format(record), *(str(one) for one in record.__dict__.values()))

    handler = Listening()
    handler.setFormatter(logging.Formatter())
    own = powertools(Observer().service, Observer().level)._logger  # it hands nothing on to the others
    loggers = [own, *(logging.getLogger(name) for name in ("", "replan.api", "urllib3"))]
    levels = [logger.level for logger in loggers]
    for logger in loggers:
        logger.addHandler(handler)
        logger.setLevel(logging.DEBUG if logger.name != "root" else logging.INFO)
    try:
        yield
    finally:
        for logger, level in zip(loggers, levels, strict=True):
            logger.removeHandler(handler)
            logger.setLevel(level)


def run(parts: Any, clock: Clock, cases: tuple[Case, ...] = ALL) -> Kept:
    kept = Kept(cases)
    with serving(service(kept.seen)) as outside, logged(kept):
        Run(parts, clock, outside.url, kept, cases).everything()
    hooks = (one for one in kept.seen if one.path.startswith("/hook"))
    kept.say("webhooks", *(f"{one.headers} {one.body.decode()}" for one in hooks))
    return kept


def on_sqlite(folder: Path) -> Kept:
    clock = Clock()
    parts = open_home(folder / "canaries.db", clock)
    kept = run(parts, clock)
    with parts.database.read() as connection:
        names = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        for name in names:
            rows = connection.execute(f"SELECT * FROM {name}").fetchall()  # names of the schema
            kept.say(f"table {name}", *(_text(cell) for row in rows for cell in row))
    return kept


def on_aws() -> Kept:
    """What is sent to the services is gathered, which is more than what stays there."""
    from tests.aws.fixtures import moto_home

    with moto_home() as home:
        sent: dict[str, list[str]] = {}
        for name in ("dynamodb", "sqs", "s3"):
            def note(params: Any, name: str = name, **_: Any) -> None:
                sent.setdefault(name, []).append(_text(params))
            getattr(home.clients, name).meta.events.register(f"before-parameter-build.{name}", note)
        kept = run(home.parts, Clock(), FEWER)
        for name, texts in sent.items():
            kept.say(f"requests to {name}", *texts)
    return kept


def _text(value: Any) -> str:
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    return value if isinstance(value, str) else json.dumps(value, default=_text, ensure_ascii=False)


def _document(path: str) -> dict[str, Any]:
    return {
        "openapi": "3.0.0", "info": {"title": "x", "version": "1"},
        "paths": {path: {"put": {
            "operationId": "look", "responses": {}, "parameters": [
                {"name": "X-Password", "in": "header", "schema": {"type": "string"}},
                {"name": "name", "in": "query", "schema": {"type": "string"}}]}}},
    }


def arrived(case: Case, kept: Kept, stored: str) -> bool:
    """The benign twin: what is no secret can be read where it was kept, and a secret got to where it belongs."""
    reached = any(case.secret in f"{one.path} {one.query} {one.headers} {one.body.decode('utf-8', 'replace')}" for one in kept.seen)
    match case.kind, case.name:
        case "argued", _:
            return reached and case.word in stored
        case "carried", "a job's address" | "a refusal of OAuth":
            return case.word in stored
        case "carried", "an OAuth answer":
            return "Token refreshed automatically" in stored
        case "carried", _:
            return reached
        case "known", "in an answer that breaks off":
            return case.word in kept.said["logs"]  # and nothing of the answer is left
        case "known", _:
            return case.word in stored and (reached or "basic" in str(AUTHS[ALL.index(case) % len(AUTHS)][0]))
    return case.word in stored


def tally(kept: Kept) -> Tally:
    found, said = Tally(), kept.said
    stored = "\n".join(text for where, text in said.items() if where.startswith(("table", "requests")))
    for case in kept.cases:
        leaks = [where for where, text in said.items() if found_in(text, case)]
        found.refused(f"{case.kind}, {case.name}: in {', '.join(leaks)}", bool(leaks))
        found.passed(f"{case.kind}, {case.name}", arrived(case, kept, stored))
    return found
