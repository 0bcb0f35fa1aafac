"""What both services do with every request, in this order:

    find the operation ▶ faults before ▶ who asks? ▶ check the input ▶ repeated? ▶ act ▶ note ▶ faults after

The services themselves supply only what differs: their operations, and how they word a refusal.
Faults that wait do so outside the lock; faults after the act strike only what succeeded, so that a fault
meant for an effect is not used up by a refusal.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Protocol

from infra.sandbox.document import Document, Operation
from infra.sandbox.faults import Faults, Moment, renamed
from infra.sandbox.grants import Actor, Grants
from infra.sandbox.ledger import Ledger
from infra.sandbox.oauth import OAuth
from infra.sandbox.store import Store
from infra.sandbox.wire import Answer, Json, Lost, Reaction, Refused, Request, json_answer


@dataclass(frozen=True, slots=True)
class Call:
    """An operation with its checked input: path and query values in one, the body apart."""

    values: Json
    body: Json


@dataclass(frozen=True, slots=True)
class Result:
    """What an operation answers, and whether it changed anything."""

    body: Json
    changed: bool = False
    status: int = 200


Act = Callable[[Call], Result]


class Behaviour(Protocol):
    """What makes a service itself."""

    @property
    def acts(self) -> dict[str, Act]: ...

    def word(self, refused: Refused) -> Answer: ...


@dataclass(frozen=True, slots=True)
class Service:
    name: str
    url: str
    document: Document
    behaviour: Behaviour
    grants: Grants
    oauth: OAuth
    faults: Faults
    ledger: Ledger
    store: Store
    apply: Callable[[Json], None]
    stopped: Callable[[float], bool]  # waits so many seconds, less if the sandbox stops

    @property
    def operation_ids(self) -> set[str]:
        return {one.id for one in self.document.operations} | {name for name, _ in self.oauth.routes.values()}

    def respond(self, request: Request) -> Reaction:
        if (request.method, request.path) == ("GET", "/openapi.json"):
            return Answer(200, self.document.text(self.url))
        try:
            operation, act = self._find(request)
        except Refused as refused:
            return self._nothing_there(refused)
        early = self._befall(request, operation, "before", None)
        reaction = early or self._carry_out(request, operation, act)
        with self.store.lock:
            self.ledger.request(self.name, operation, "lost" if isinstance(reaction, Lost) else reaction.outcome)
        return reaction

    def _nothing_there(self, refused: Refused) -> Answer:
        with self.store.lock:
            self.ledger.request(self.name, "(none)", refused.code)
        return json_answer({"error": {"code": refused.code, "message": refused.message}}, refused.status)

    def _find(self, request: Request) -> tuple[str, Callable[[Request], Answer]]:
        route = self.oauth.routes.get((request.method, request.path))
        if route is not None:
            return route
        operation, path_values = self.document.find(request.method, request.path)
        return operation.id, lambda asked: self._operate(operation, path_values, asked)

    def _carry_out(self, request: Request, operation: str, act: Callable[[Request], Answer]) -> Reaction:
        with self.store.lock if request.method == "GET" else self.store.changing():
            try:
                answer = act(request)
            except Refused as refused:
                return self.behaviour.word(refused)
        if not answer.ok:
            return answer
        return self._befall(request, operation, "after", answer) or answer

    def _operate(self, operation: Operation, path_values: dict[str, str], request: Request) -> Answer:
        actor = self.grants.actor(request.header("Authorization"))
        lacking = operation.scopes - actor.scopes
        if lacking:
            raise Refused("missing_scope", f"the token lacks {' '.join(lacking)}", 403, needed=" ".join(lacking))
        call = Call({**operation.read_query(request), **path_values}, operation.read_body(request))
        key = operation.read_key(request)
        before = self._remembered(operation.id, actor, key, call) if key else None
        return before or self._act(operation.id, actor, key, call)

    def _remembered(self, operation: str, actor: Actor, key: str, call: Call) -> Answer | None:
        """The first answer to this key. Only success is remembered, so a refused request may come again."""
        row = self.store.table("keys_seen").get(_slot(self.name, operation, actor, key))
        if row is None:
            return None
        if row["asked"] != _print(call):
            raise Refused("idempotency_key_reused", "the key was used before with another request", 409)
        self.ledger.replay(self.name, operation, key)
        return json_answer(row["body"], row["status"], outcome="replayed", Idempotent_Replayed="true")

    def _act(self, operation: str, actor: Actor, key: str | None, call: Call) -> Answer:
        result = self.behaviour.acts[operation](call)
        body: Json = json.loads(json.dumps(result.body))  # a copy: rows go on changing
        if result.changed:
            self.ledger.effect(self.name, operation, key, body)
        if key:
            seen = {"asked": _print(call), "body": body, "status": result.status}
            self.store.table("keys_seen")[_slot(self.name, operation, actor, key)] = seen
        return json_answer(body, result.status)

    def _befall(self, request: Request, operation: str, moment: Moment, answer: Answer | None) -> Reaction | None:
        """Let the due faults strike. What they make of the answer (None: there is none yet)."""
        with self.store.lock:
            due = self.faults.strike(self.name, operation, request.path, moment)
            for fault in due:
                self._note(fault, answer)
            if due:
                self.store.save()
        if any(self.stopped(fault["seconds"]) for fault in due if fault["kind"] == "slow"):
            return Lost()
        reaction: Reaction | None = answer
        for fault in due:
            reaction = self._struck(fault, reaction)
        return reaction

    def _struck(self, fault: Json, reaction: Reaction | None) -> Reaction | None:
        match fault["kind"], reaction:
            case "lost_answer", _:
                return Lost()
            case "rate_limited", _:
                refused = Refused("rate_limited", "too many requests: wait as Retry-After says", 429)
                return replace(self.behaviour.word(refused), headers=(("Retry-After", str(fault["retry_after"])),))
            case "server_error", _:
                return self.behaviour.word(Refused("service_unavailable", "the service failed", fault["status"]))
            case "renamed_field", Answer():
                return _renamed(reaction, fault)
        return reaction

    def _note(self, fault: Json, answer: Answer | None) -> None:
        match fault["kind"]:
            case "expire_tokens" | "dead_refresh_token" | "remove_bot":
                self.apply(fault)
            case "renamed_field":
                if answer is not None and _renamed(answer, fault).body != answer.body:
                    self.faults.felt(fault)
            case _:
                self.faults.felt(fault)


def _slot(service: str, operation: str, actor: Actor, key: str) -> str:
    return json.dumps([service, operation, actor.client_id, key])


def _print(call: Call) -> str:
    return json.dumps([call.values, call.body], sort_keys=True)


def _renamed(answer: Answer, fault: Json) -> Answer:
    if not answer.content_type.startswith("application/json"):
        return answer
    body = json.dumps(renamed(json.loads(answer.body), fault["field"], fault["becomes"]), ensure_ascii=False)
    return replace(answer, body=body.encode())
