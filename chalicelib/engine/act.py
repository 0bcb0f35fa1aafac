"""One call: bind the inputs, check the boundary, call the tool.  Everything that can go wrong is an outcome."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any  # Any: inputs are JSON

from chalicelib.domain.binding import Unresolved, Values, holds, resolve
from chalicelib.domain.outcome import Done, Failed, Outcome, Started
from chalicelib.domain.plan import Step
from chalicelib.domain.redact import redact, redact_text
from chalicelib.domain.subagent import SubAgent
from chalicelib.domain.task import Task
from chalicelib.domain.tool import Action
from chalicelib.domain.types import in_type
from chalicelib.engine.callback_address import address_of
from chalicelib.engine.callkey import call_digest, call_key
from chalicelib.engine.engine import Engine
from chalicelib.engine.load import Loaded
from chalicelib.engine.polling import judged, too_early
from chalicelib.engine.ports import Call
from chalicelib.engine.sealing import opened_address, opened_inputs, sealed_address
from chalicelib.engine.throttle import enter, leave


@dataclass(frozen=True, slots=True)
class Acted:
    """What one call gave.  `skipped`: the step's condition was false and nothing was called.

    `digest` and `key` are those of the call, if one was made.  `held_back`: a limit of the tool's, and not the
    tool, said no; ask again after so many ms.  `started`: the tool has begun and is not done.
    """

    outcome: Outcome
    inputs: Mapping[str, Any] = field(default_factory=dict)
    skipped: bool = False
    digest: str = ""
    key: str = ""
    held_back: int = 0
    started: Started | None = None


def facts(task: Task) -> dict[str, Any]:
    """The facts that bindings may speak of."""
    known = dict(task.context)
    if task.user_id is not None:
        known.setdefault("user_id", task.user_id)
    return known


@dataclass(frozen=True, slots=True)
class Bound:
    """A step of the boundary whose inputs are known: what is about to be called."""

    action: Action
    inputs: Mapping[str, Any]


def bound(loaded: Loaded, sub_agent: SubAgent, granted: Mapping[str, Action]) -> Bound | Acted:
    """What the step would call; or that it calls nothing, and why."""
    step = loaded.step
    assert step is not None
    values = Values(loaded.outputs, facts(loaded.task))
    if step.when is not None and not holds(step.when, values):
        return Acted(Done(None, note="Skipped: its condition did not hold"), skipped=True)
    action = granted.get(step.ref)
    refusal = outside(sub_agent, step, action)
    if refusal or action is None:
        return Acted(refusal or Failed("out_of_scope"))
    try:
        inputs = {name: resolve(binding, values) for name, binding in step.inputs.items()}
        return Bound(action, in_type(action.input_schema, inputs))
    except Unresolved as missing:
        return Acted(Failed("unresolved", str(missing)))


def act(engine: Engine, loaded: Loaded, called: Bound, holder: str = "") -> Acted:
    """Make the call.  `holder` is the owner token of the worker: a place of a capped tool is taken in its name."""
    step, task, action, inputs = loaded.step, loaded.task, called.action, called.inputs
    assert step is not None
    call = call_of(engine, task, step, action, inputs)
    plain = opened_inputs(engine.ports, task.account, step, inputs, Values(loaded.outputs, facts(task)))
    unheard = nobody_would_hear(action, call)
    if unheard is not None:
        return Acted(unheard, inputs)
    held_back = too_early(step, engine.ports.now()) or enter(engine, task.account, action, holder)
    if held_back:
        return Acted(Failed("rate_limited", f"a limit of {action.tool!r} is reached"), inputs, held_back=held_back)
    try:
        answer = engine.ports.tools.call(replace(call, inputs=plain))
    finally:
        leave(engine, task.account, action, holder)
    answer = answer if isinstance(answer, Started) else judged(step, answer)
    begun = asked_again(engine, task, answer) if isinstance(answer, Started) else None
    outcome = Done() if isinstance(answer, Started) else redacted(limited(engine, step, answer))
    return Acted(outcome, inputs, digest=call_digest(action.ref, inputs), key=call.key, started=begun)


def call_of(engine: Engine, task: Task, step: Step, action: Action, inputs: Mapping[str, Any]) -> Call:
    return Call(
        action=action, inputs=inputs, account=task.account,
        key=call_key(task, step.id, call_digest(action.ref, inputs)),
        user_id=task.user_id, sandbox=task.account.endswith(".test"),
        timeout=engine.settings.tool_timeout_s, context=facts(task),
        operation=opened_address(engine.ports, task.account, (step.poll or {}).get("url", "")),
        callback=address_of(engine, task, step.id) if calls_back(action) and step.poll is None else "",
    )


def calls_back(action: Action) -> bool:
    return "callback" in action.call


def nobody_would_hear(action: Action, call: Call) -> Failed | None:
    """Why an action that ends by a callback alone cannot be begun here."""
    if not calls_back(action) or call.callback or call.operation or "poll" in action.call:
        return None
    return Failed(
        "out_of_scope", f"{action.ref} tells by a callback when it is done, and tools cannot reach this API: "
        "set REPLAN_PUBLIC_URL to its public address", "no_callback_url",
    )


def outside(sub_agent: SubAgent, step: Step, action: Action | None) -> Failed | None:
    """Why the step is outside the sub-agent's boundary, if it is.  Checked here whoever planned it."""
    if action is None:
        granted = ", ".join(sub_agent.tools) or "none"
        return Failed(
            "out_of_scope",
            f"sub-agent {sub_agent.name!r} may not use {step.ref}; its tools are: {granted}",
        )
    if action.effect not in sub_agent.effects and action.via != "auth":
        return Failed(
            "out_of_scope",
            f"{action.ref} is {action.effect}; sub-agent {sub_agent.name!r} may do: {', '.join(sub_agent.effects)}",
        )
    return None


def asked_again(engine: Engine, task: Task, started: Started) -> Started:
    """An address with a query may carry a token of its own: it is kept sealed until we ask there."""
    url = str(started.poll.get("url", ""))
    if "?" not in url:
        return started
    return replace(started, poll={**started.poll, "url": sealed_address(engine.ports, task.account, url)})


def redacted(outcome: Outcome) -> Outcome:
    """Before anybody looks at it, a planner included: what it is shown, it may write down."""
    match outcome:
        case Done(output, note):
            return replace(outcome, output=redact(output), note=redact_text(note))
        case Failed(_, detail, signal):
            return replace(outcome, detail=redact_text(detail), signal=redact_text(signal))


def limited(engine: Engine, step: Step, outcome: Outcome) -> Outcome:
    """Outputs past the limit are refused by name, not cut."""
    if isinstance(outcome, Done) and isinstance(outcome.output, (str, list, dict)):
        size = len(str(outcome.output))
        if size > engine.settings.output_bytes:
            return Failed(
                "too_large",
                f"step {step.label or step.id} ({step.ref}): its output has about {size} bytes, the "
                f"limit is {engine.settings.output_bytes}; ask for fewer or smaller records",
            )
    return outcome
