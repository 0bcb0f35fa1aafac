"""Small stateful services in memory, to give whole tasks to: rows, functions over them, and tasks with the end state.

A field of work is a module with `FIELD`: what its tools are called and described, what they do to the rows, and
tasks whose expected end is told as calls.  Nothing here is known to the planner but names, descriptions and schemas.
"""

from collections.abc import Callable, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any

from chalicelib.domain.tool import Action

Row = dict[str, Any]
Rows = dict[str, list[Row]]
Call = tuple[str, Mapping[str, Any]]
ASK = "ask"
NOW = "2026-03-11T10:00:00"  # a Wednesday


class Refusal(Exception):
    """The service says no; the text is its answer."""


class Absent(Refusal):
    """The service says that there is no such thing."""


@dataclass(frozen=True)
class Tool:
    name: str
    describes: str
    params: Mapping[str, Any]
    do: Callable[..., Any]
    required: Sequence[str] = ()
    outputs: Mapping[str, Any] | None = None


@dataclass(frozen=True)
class Job:
    """`end` is the list of calls that make the expected end state, or ASK where a person must be asked.

    `shows` is for questions: what must have been read, since doing nothing leaves the rows right too.
    """

    prompt: str
    end: Any
    context: Mapping[str, Any] = field(default_factory=dict)
    shows: Sequence[str] = ()


@dataclass(frozen=True)
class Past:
    """A task that was done before by somebody who knew how: what was looked at, then what was written."""

    prompt: str
    looks: Sequence[Call]
    writes: Sequence[Call]


@dataclass(frozen=True)
class Field:
    name: str
    rows: Rows
    tools: Sequence[Tool]
    jobs: Sequence[Job]
    pasts: Sequence[Past] = ()
    plainly: "Field | None" = None
    """The field as its tasks tell their ends, where its tools are told in another form."""

    def runs(self) -> list[dict[str, Any]]:
        """The past tasks as they were recorded: every call with what it gave, on rows as they were at first."""
        return [self._recorded(past) for past in self.pasts]

    def _recorded(self, past: Past) -> dict[str, Any]:
        service = Service(self)
        steps = [
            {"tool": name, "arguments": dict(inputs), "result": service.call(name, inputs), "ok": True}
            for name, inputs in (*past.looks, *past.writes)
        ]
        return {"prompt": past.prompt, "status": "succeeded", "context": {"now": NOW, "timezone": "UTC"}, "steps": steps}

    def document(self) -> dict[str, Any]:
        return {
            "tools": [
                {
                    "name": one.name,
                    "description": one.describes,
                    "outputs": one.outputs,
                    "parameters": {"type": "object", "properties": dict(one.params), "required": list(one.required)},
                }
                for one in self.tools
            ]
        }


def connection(tool: str) -> Action:
    """What real services want first; so every task here begins with it."""
    return Action(
        tool, "authenticate", f"Authenticate with {tool}: check that the user's credential is there and valid.",
        {"type": "object", "properties": {}, "additionalProperties": False}, None, "idempotent", via="auth", group="auth",
    )


class Service:
    """The rows of one task, and the tools that change them."""

    def __init__(self, kind: Field) -> None:
        self.rows = deepcopy(kind.rows)
        self._do = {one.name: one.do for one in kind.tools}

    def call(self, name: str, inputs: Mapping[str, Any]) -> Any:
        return deepcopy(self._do[name](self.rows, **inputs))

    def end(self, calls: Sequence[tuple[str, Mapping[str, Any]]]) -> Rows:
        for name, inputs in calls:
            self.call(name, inputs)
        return self.rows


def rows_of(names: str, *lines: str) -> list[Row]:
    """`rows_of("id name", "1|Ann")`: values that look like whole numbers are numbers, unless they begin with 0."""
    return [dict(zip(names.split(), map(_value, line.split("|")), strict=True)) for line in lines]


def _value(text: str) -> Any:
    text = text.strip()
    if text.startswith("'"):
        return text[1:]
    if text in ("true", "false"):
        return text == "true"
    return int(text) if text.isdigit() and (text == "0" or text[0] != "0") else text


def find(rows: Sequence[Row], key: str, value: Any) -> Row:
    for row in rows:
        if row[key] == value:
            return row
    raise Refusal(f"there is no {key} {value!r}")


def contains(rows: Sequence[Row], wanted: Mapping[str, Any]) -> list[Row]:
    """Rows that hold each given text somewhere in its field, in any case; empty ones ask for nothing."""
    told = {name: value for name, value in wanted.items() if value not in (None, "")}
    return [row for row in rows if all(str(value).lower() in str(row[name]).lower() for name, value in told.items())]


def equal(rows: Sequence[Row], wanted: Mapping[str, Any]) -> list[Row]:
    told = {name: value for name, value in wanted.items() if value not in (None, "")}
    return [row for row in rows if all(row[name] == value for name, value in told.items())]


def text(describes: str = "", **more: Any) -> dict[str, Any]:
    return {"type": "string", **({"description": describes} if describes else {}), **more}


def number(describes: str = "", **more: Any) -> dict[str, Any]:
    return {"type": "integer", **({"description": describes} if describes else {}), **more}


def listing(name: str, /, **fields: Any) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": {name: {"type": "array", "items": {"type": "object", "properties": fields}}},
    }
