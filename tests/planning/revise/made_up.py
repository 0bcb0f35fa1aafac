"""Catalogues that exist nowhere, in several fields of work, and short ways to write plans and runs."""

from chalicelib.domain.binding import Literal
from chalicelib.domain.lesson import Lesson, Memory
from chalicelib.domain.plan import Plan, Step
from chalicelib.domain.tool import Action
from chalicelib.planning.lessons import lesson_id
from chalicelib.planning.planner import Brief, Catalogue, Run, Trial
from chalicelib.tools.utility import utility_actions

TEXT = {"type": "string"}
NUMBER = {"type": "number"}


def listing(called, /, **fields):
    """The output schema of an action that answers {name: [{field: …}, …]}."""
    items = {"type": "object", "properties": fields}
    return {"type": "object", "properties": {called: {"type": "array", "items": items}}}


def record(**fields):
    return {"type": "object", "properties": fields}


def action(ref, says="", inputs=None, required=None, output=None, effect="read", via="http"):
    tool, name = ref.split(".")
    properties = inputs or {}
    needed = list(properties) if required is None else list(required)
    schema = {"type": "object", "properties": properties, "required": needed}
    return Action(tool, name, says, schema, output, effect, via)


def renewals(tool):
    return (
        action(f"{tool}.authenticate", f"Authenticate with {tool}.", effect="idempotent", via="auth"),
        action(f"{tool}.refresh_token", "Refresh the access token.", effect="idempotent", via="auth"),
    )


def catalogue(*actions, utility=True):
    every = (*actions, *(utility_actions() if utility else ()))
    return Catalogue("digest", {one.ref: one for one in every})


def step(sid, ref, effect="read", **inputs):
    tool, name = ref.split(".")
    bound = {key: value if hasattr(value, "__slots__") else Literal(value) for key, value in inputs.items()}
    return Step(sid, tool, name, effect, bound, label=sid)


def brief(prompt, actions, context=None, lessons=()):
    return Brief(prompt, actions, Memory(tuple(lessons)), context or {})


def run(*steps, done=(), outputs=None, trials=(), attempts=1):
    return Run(Plan(steps), dict.fromkeys(done, "D"), outputs or {}, tuple(trials), attempts)


def tried(failure, *remedies, worked=True):
    return Trial(failure, remedies, {remedy.id: worked for remedy in remedies})


def lesson(key, content, supported=1, opposed=0, **more):
    made = lesson_id("remedy", key, content)
    return Lesson(made, "remedy", key, content, supported, opposed, **more)
