"""Where the input of a step comes from.

A binding is data, never code: paths are JMESPath, conditions a closed grammar (`Condition`).  `resolve`
turns a binding into a value once the outputs it speaks of are there.

    Literal("a")             a value known when the plan was made
    Mention(5, "five")       a value that the prompt itself names; `text` is the span it was read from
    Context("currency")      a fact of the task's context, by path; `user_id` and `now` are facts too
    Output("3", "items[0].id")   a path in the output of an earlier step
    Answer("q1", "city")     what a person answered to a question
    Item("id")               a path in the item of the list that is being worked through
    Text(("Total: ", …))     a text put together from literals and other bindings
    Several((…, …))          a list put together from other bindings
    Sealed("…")              a literal that only its call may read; a mask everywhere else
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any  # Any: values are whatever JSON holds
from typing import Literal as Word

import jmespath

from chalicelib.domain.redact import MASK


@dataclass(frozen=True, slots=True)
class Literal:
    value: Any


@dataclass(frozen=True, slots=True)
class Mention:
    value: Any
    text: str


@dataclass(frozen=True, slots=True)
class Context:
    path: str


@dataclass(frozen=True, slots=True)
class Output:
    step: str
    path: str = "@"


@dataclass(frozen=True, slots=True)
class Answer:
    step: str
    field: str


@dataclass(frozen=True, slots=True)
class Item:
    path: str = "@"


@dataclass(frozen=True, slots=True)
class Text:
    parts: tuple["Binding", ...]


@dataclass(frozen=True, slots=True)
class Several:
    parts: tuple["Binding", ...]


@dataclass(frozen=True, slots=True)
class Sealed:
    handle: str


Binding = Literal | Mention | Context | Output | Answer | Item | Text | Several | Sealed

Comparison = Word["eq", "ne", "lt", "le", "gt", "ge", "contains", "exists", "empty"]


@dataclass(frozen=True, slots=True)
class Condition:
    """`left <comparison> right`; `exists` and `empty` look at `left` only.  `negated` turns it round."""

    left: Binding
    comparison: Comparison
    right: Binding = Literal(None)
    negated: bool = False


class Unresolved(LookupError):
    """A binding names something that is not there; the message says what."""


@dataclass(frozen=True, slots=True)
class Values:
    """Everything that bindings may speak of.  `outputs` holds answers of persons too: a dict by field."""

    outputs: Mapping[str, Any]
    context: Mapping[str, Any]
    item: Any = None


def sources(binding: Binding) -> tuple[str, ...]:
    """The steps whose output or answer the binding needs."""
    match binding:
        case Output(step) | Answer(step):
            return (step,)
        case Text(parts) | Several(parts):
            return tuple(dict.fromkeys(step for part in parts for step in sources(part)))
    return ()


def condition_sources(condition: Condition) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*sources(condition.left), *sources(condition.right))))


def resolve(binding: Binding, values: Values) -> Any:
    """The value of `binding`.

    Raises `Unresolved` when a step has no output, or its output holds nothing at the path.
    """
    match binding:
        case Literal(value) | Mention(value, _):
            return value
        case Context(path):
            return _search(path, dict(values.context), "the context")
        case Output(step, path):
            if step not in values.outputs:
                raise Unresolved(f"step {step!r} has no output")
            output = values.outputs[step]
            return output if path == "@" else _search(path, output, f"the output of step {step!r}")
        case Answer(step, name):
            answers = values.outputs.get(step)
            return _found(answers.get(name) if isinstance(answers, Mapping) else None, f"nobody answered {name!r}")
        case Item(path):
            return values.item if path == "@" else _search(path, values.item, "the item")
        case Text(parts):
            return "".join(as_text(resolve(part, values)) for part in parts)
        case Several(parts):
            return [resolve(part, values) for part in parts]
        case Sealed():
            return MASK


def holds(condition: Condition, values: Values) -> bool:
    """Whether the condition is true; a path that leads nowhere makes everything but `empty` false."""
    try:
        left = resolve(condition.left, values)
    except Unresolved:
        left = None
    if condition.comparison == "exists":
        truth = left is not None
    elif condition.comparison == "empty":
        truth = left is None or left == [] or left == "" or left == {}
    elif left is None:
        truth = False
    else:
        truth = _COMPARE[condition.comparison](left, resolve(condition.right, values))
    return truth != condition.negated


def as_text(value: Any) -> str:
    """How a value reads inside a text: numbers without a trailing .0, lists joined by commas."""
    match value:
        case str():
            return value
        case bool():
            return "yes" if value else "no"
        case float() if value.is_integer():
            return str(int(value))
        case list() | tuple():
            return ", ".join(as_text(entry) for entry in value)
        case Mapping():
            return "; ".join(f"{key}: {as_text(entry)}" for key, entry in value.items())
        case None:
            return ""
    return str(value)


def _search(path: str, data: Any, what: str) -> Any:
    """What is at `path`; a path that does not fit the data (`max_by` of texts and numbers, say) leads nowhere."""
    try:
        value = jmespath.search(path, data)
    except jmespath.exceptions.JMESPathError as error:
        raise Unresolved(f"{what} does not fit {path!r}: {error}") from error
    return _found(value, f"{what} has nothing at {path!r}")


def _found(value: Any, message: str) -> Any:
    if value is None:
        raise Unresolved(message)
    return value


def _number(value: Any) -> Any:
    """Numbers compare as numbers even when a service writes them as text."""
    if isinstance(value, str):
        try:
            return float(value)
        except ValueError:
            return value.strip().lower()
    return value


def _ordered(test: Callable[[Any, Any], bool]) -> Callable[[Any, Any], bool]:
    def compare(left: Any, right: Any) -> bool:
        try:
            return test(_number(left), _number(right))
        except TypeError:
            return False
    return compare


def _contains(left: Any, right: Any) -> bool:
    if isinstance(left, str):
        return str(right).lower() in left.lower()
    return isinstance(left, (list, tuple, Mapping)) and right in left


_COMPARE: Mapping[str, Callable[[Any, Any], bool]] = {
    "eq": lambda left, right: bool(_number(left) == _number(right)),
    "ne": lambda left, right: bool(_number(left) != _number(right)),
    "lt": _ordered(lambda left, right: left < right),
    "le": _ordered(lambda left, right: left <= right),
    "gt": _ordered(lambda left, right: left > right),
    "ge": _ordered(lambda left, right: left >= right),
    "contains": _contains,
}


def encode(binding: Binding) -> dict[str, Any]:
    """The stored form of a binding; also what the trace and `result.plan` show."""
    match binding:
        case Literal(value):
            return {"value": value}
        case Mention(value, text):
            return {"value": value, "mention": text}
        case Context(path):
            return {"context": path}
        case Output(step, path):
            return {"step": step, "path": path}
        case Answer(step, name):
            return {"answer": step, "field": name}
        case Item(path):
            return {"item": path}
        case Text(parts):
            return {"text": [encode(part) for part in parts]}
        case Several(parts):
            return {"several": [encode(part) for part in parts]}
        case Sealed(handle):
            return {"sealed": handle}


def decode(stored: Mapping[str, Any]) -> Binding:
    match stored:
        case {"value": value, "mention": str(text)}:
            return Mention(value, text)
        case {"value": value}:
            return Literal(value)
        case {"context": str(path)}:
            return Context(path)
        case {"step": str(step), "path": str(path)}:
            return Output(step, path)
        case {"answer": str(step), "field": str(name)}:
            return Answer(step, name)
        case {"item": str(path)}:
            return Item(path)
        case {"text": [*parts]}:
            return Text(tuple(decode(part) for part in parts))
        case {"several": [*parts]}:
            return Several(tuple(decode(part) for part in parts))
        case {"sealed": str(handle)}:
            return Sealed(handle)
    raise ValueError(f"not a binding: {stored!r}")


def encode_condition(condition: Condition) -> dict[str, Any]:
    return {
        "left": encode(condition.left), "comparison": condition.comparison,
        "right": encode(condition.right), "negated": condition.negated,
    }


def decode_condition(stored: Mapping[str, Any]) -> Condition:
    return Condition(
        decode(stored["left"]), stored["comparison"], decode(stored["right"]), bool(stored["negated"])
    )
