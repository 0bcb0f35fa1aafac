"""A small office in memory with a planner of the test's own: what it makes the engine call is written down."""

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from chalicelib.domain.binding import Literal, Output
from chalicelib.domain.control import public_status
from chalicelib.domain.outcome import Done, Outcome
from chalicelib.domain.plan import Plan, Step
from chalicelib.domain.subagent import SubAgent
from chalicelib.domain.tool import Action, Effect
from chalicelib.engine.cache import Cache
from chalicelib.engine.deploy import deploy
from chalicelib.engine.engine import Engine, Nack, step_ref
from chalicelib.engine.intake import TaskRequest, accept
from chalicelib.engine.learning import learn_from
from chalicelib.engine.ports import Call
from chalicelib.engine.records import task_pk
from chalicelib.engine.runner import run_step
from chalicelib.engine.settings import Settings
from tests.world import World

ACCOUNT = "acct_1.test"
TEXT = {"type": "string"}
TICKET = {"id": TEXT, "title": TEXT, "body": TEXT, "customer": TEXT, "reply_to": TEXT}
PERSON = {"name": TEXT, "email": TEXT, "phone": TEXT}


def shape(**fields: Any) -> dict[str, Any]:
    return {"type": "object", "properties": fields}


def action(
    ref: str, describes: str, effect: Effect, inputs: Mapping[str, Any], output: Mapping[str, Any] | None = None
) -> Action:
    tool, _, name = ref.partition(".")
    return Action(tool, name, describes, {"type": "object", "properties": dict(inputs)}, output, effect)


ACTIONS = (
    action("desk.read_ticket", "Read a ticket.", "read", {"id": TEXT}, shape(**TICKET)),
    action("desk.find_person", "Find a person by name.", "read", {"name": TEXT}, shape(**PERSON)),
    action("desk.list_people", "List the people.", "read", {}, shape(people={"type": "array", "items": shape(**PERSON)})),
    action("desk.delete_ticket", "Delete a ticket.", "idempotent", {"id": TEXT}),
    action("desk.assign_ticket", "Set who works on a ticket.", "idempotent", {"id": TEXT, "notify": TEXT}),
    action("chat.post_message", "Post a message to a channel.", "unsafe", {"channel": TEXT, "text": TEXT}),
    action("mail.send_email", "Send an email with a summary.", "unsafe", {"to": TEXT, "cc": TEXT, "body": TEXT}),
    action("hooks.call_webhook", "Post a summary to a webhook.", "unsafe", {"url": TEXT, "payload": TEXT}),
    action("bank.transfer", "Transfer money.", "unsafe", {"to_account": TEXT, "amount": {"type": "number"}}),
    action("files.share_file", "Share a file with somebody.", "idempotent", {"file": TEXT, "email": TEXT}),
    action("web.fetch_page", "Fetch a page.", "read", {"url": TEXT}),
)
OUTSIDE = (
    action("admin.create_key", "Create a key.", "unsafe", {"name": TEXT}),
    action("mail.delete_mailbox", "Delete a mailbox.", "unsafe", {"address": TEXT}),
    action("bank.close_account", "Close an account.", "idempotent", {"id": TEXT}),
)
"""Registered, and not granted."""


def step(sid: str, ref: str, *needs: str, effect: Effect = "read", **inputs: Any) -> Step:
    tool, _, name = ref.partition(".")
    bound = {key: one if isinstance(one, Output) else Literal(one) for key, one in inputs.items()}
    return Step(sid, tool, name, effect, bound, depends_on=needs, reason="asked for", label=sid)


class Office:
    """One task of one sub-agent that was granted `ACTIONS` (or what `agent` says)."""

    def __init__(
        self, planner: Any, answers: Mapping[str, Callable[[Call], Outcome]] | None = None, *,
        prompt: str = "Read ticket T-1 and post a summary to #support", agent: Mapping[str, Any] | None = None,
        granted: tuple[Action, ...] = ACTIONS, context: Mapping[str, Any] | None = None,
    ) -> None:
        every = {one.ref: lambda _: Done({"ok": True}) for one in (*ACTIONS, *OUTSIDE)}
        self.world = World(tools={**every, **(answers or {})})
        self.engine = Engine(self.world.ports, Settings(), planner, Cache(self.world.clock))
        known = {"name": "agent", "prompt": "Helps the support team", "tools": (), "actions": {}}
        self.agent = SubAgent(**{**known, **(agent or {})})
        self.granted = granted
        deploy(self.world.ports, ACCOUNT, self.agent, list(granted))
        wanted = TaskRequest(prompt=prompt, sub_agent="agent", context=dict(context or {}))
        self.task = accept(self.world.ports, Settings(), ACCOUNT, wanted, secret=b"s", created_by="key_1")

    def run(self) -> "Office":
        self.world.pump({"steps": self.handle, "learn": self._learn})
        return self

    def handle(self, event: Mapping[str, Any]) -> dict[str, Any]:
        failures = []
        for record in event["Records"]:
            verdict = run_step(self.engine, step_ref(json.loads(record["body"])), lambda: 900_000)
            if isinstance(verdict, Nack):
                failures.append({"itemIdentifier": record["messageId"], "visibilityTimeout": verdict.delay})
        return {"batchItemFailures": failures}

    def _learn(self, event: Mapping[str, Any]) -> dict[str, Any]:
        for record in event["Records"]:
            body = json.loads(record["body"])
            learn_from(self.engine, body["account"], body["task"])
        return {}

    @property
    def calls(self) -> list[tuple[str, dict[str, Any]]]:
        return [(call.action.ref, dict(call.inputs)) for call in self.world.outside.made]

    @property
    def status(self) -> str:
        control = self.world.store.control(task_pk(ACCOUNT, self.task.id))
        assert control is not None
        return public_status(control, self.world.clock())


class Drafts:
    """Plans what it is given, and says of each outcome what the test's function says."""

    version = "test"

    def __init__(self, plan: Plan | tuple[Step, ...], revise: Callable[..., Any]) -> None:
        self.plan = plan if isinstance(plan, Plan) else Plan(plan)
        self.revise_with = revise

    def draft(self, brief: Any) -> Plan:
        return self.plan

    def revise(self, brief: Any, run: Any, step: Step, outcome: Outcome) -> Any:
        return self.revise_with(run, step, outcome)


def added(made: Step, sid: str, **changes: Any) -> Step:
    """A step that is added later, whose id has a dot."""
    return replace(made, id=sid, label="", **changes)
