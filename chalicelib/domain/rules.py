"""When a person must approve a call: an action pattern, or a rule on its arguments.

    "payments.*refund*"                                                    whatever the arguments are
    {"action": "payments.*refund*", "when": "amount > `10000`"}            only where the rule says so

A rule is JMESPath cut down to a closed grammar: names and paths, literals, comparisons, `&&`, `||`, `!`, and five
functions.  It is parsed by the JMESPath library, judged by the table below, and never run as code.

It is judged in three values.  What is missing, or of another type than the comparison needs, is neither true nor
false, and a rule that comes to nothing else asks: `currency == 'EUR'` asks where there is no currency, while JMESPath
itself would call it false.  Only a comparison with `null` tells whether there is an argument.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import lru_cache
from typing import Any, Literal  # Any: inputs and parsed rules are JSON

from jmespath.exceptions import JMESPathError
from jmespath.parser import Parser

from chalicelib.domain.errors import InvalidRequest
from chalicelib.domain.tool import Action

Approval = str | Mapping[str, str]
LONGEST, LARGEST = 500, 60
GRAMMAR = (
    "a rule compares arguments: names and paths (amount, customer.id, items[0].sku), literals (`100`, 'EUR'), "
    "== != < <= > >=, &&, ||, !, and contains, starts_with, ends_with, length, not_null"
)


class _Unknown:
    """Neither true nor false: something is missing, or of another type."""


UNKNOWN = _Unknown()
Truth = bool | _Unknown
Found = Literal["asks", "allows", "cannot tell"]


@dataclass(frozen=True, slots=True)
class Rule:
    """`when` is empty for a pattern alone."""

    action: str
    when: str = ""

    def __str__(self) -> str:
        return f"{self.action} when {self.when}" if self.when else self.action

    def judge(self, inputs: Mapping[str, Any]) -> Found:
        """What the rule says of a call with these inputs; it asks unless it can tell that it need not."""
        truth = _truth(_value(_parsed(self.when), inputs)) if self.when else True
        return "cannot tell" if isinstance(truth, _Unknown) else "asks" if truth else "allows"


def matches(pattern: str, ref: str) -> bool:
    """A tool's name stands for all its actions; otherwise `*` and `?` as in file names, over `tool.action`."""
    return fnmatchcase(ref, pattern if "." in pattern else f"{pattern}.*")


def covers(pattern: str, action: Action) -> bool:
    """As `matches`; but being connected to a service changes nothing there, so only its own name covers a login."""
    return pattern == action.ref if action.via == "auth" else matches(pattern, action.ref)


def rule_of(stored: Approval) -> Rule:
    if isinstance(stored, str):
        return Rule(stored)
    return Rule(stored["action"], stored.get("when") or "")


def asking(rules: tuple[Approval, ...], action: Action, inputs: Mapping[str, Any]) -> tuple[tuple[Rule, Found], ...]:
    """The rules because of which a person must approve the call, each with whether it could be told."""
    found = ((rule, rule.judge(inputs)) for rule in map(rule_of, rules) if covers(rule.action, action))
    return tuple((rule, said) for rule, said in found if said != "allows")


def checked(when: str) -> str:
    """The rule as it was given.  Raises `InvalidRequest` with what is wrong with it."""
    if len(when) > LONGEST:
        raise InvalidRequest(f"a rule has at most {LONGEST} characters, this one has {len(when)}")
    try:
        tree = _parsed(when)
    except (JMESPathError, RecursionError) as error:
        raise InvalidRequest(f"{when!r} cannot be read: {str(error).splitlines()[0]}; {GRAMMAR}") from error
    nodes = list(_nodes(tree))
    if len(nodes) > LARGEST:
        raise InvalidRequest(f"a rule has at most {LARGEST} parts, this one has {len(nodes)}")
    for node in nodes:
        _check(node, when)
    if tree["type"] in ("literal", "index_expression", "function_expression") and not _is_test(tree):
        raise InvalidRequest(f"{when!r} is neither true nor false; {GRAMMAR}")
    return when


def names(when: str) -> tuple[str, ...]:
    """The arguments that a rule speaks of, by their first name."""
    return tuple(dict.fromkeys(_heads(_parsed(when))))


def _heads(node: Mapping[str, Any]) -> Iterator[str]:
    if node["type"] == "field":
        yield node["value"]
    children = node["children"][:1] if node["type"] in ("subexpression", "index_expression") else node["children"]
    for child in children:
        yield from _heads(child)


@lru_cache(maxsize=512)
def _parsed(when: str) -> Mapping[str, Any]:
    tree: Mapping[str, Any] = Parser().parse(when).parsed
    return tree


def _nodes(node: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    yield node
    for child in node["children"]:
        yield from _nodes(child)


def _check(node: Mapping[str, Any], when: str) -> None:
    kind = node["type"]
    if kind == "function_expression":
        known = _FUNCTIONS.get(node["value"])
        if known is None:
            raise InvalidRequest(f"{when!r}: there is no function {node['value']!r} here; {GRAMMAR}")
        if len(node["children"]) != known[0]:
            raise InvalidRequest(f"{when!r}: {node['value']} takes {known[0]} arguments, not {len(node['children'])}")
    elif kind not in _KINDS:
        raise InvalidRequest(f"{when!r}: {kind.replace('_', ' ')} is not for rules; {GRAMMAR}")


def _is_test(node: Mapping[str, Any]) -> bool:
    return node["type"] == "function_expression" and node["value"] in ("contains", "starts_with", "ends_with")


def _value(node: Mapping[str, Any], data: Any) -> Any:
    """What a part of a rule comes to; None and `UNKNOWN` for what is not there."""
    children = node["children"]
    match node["type"]:
        case "literal":
            return node["value"]
        case "field":
            return data.get(node["value"]) if isinstance(data, Mapping) else None
        case "index":
            inside = isinstance(data, (list, tuple)) and -len(data) <= node["value"] < len(data)
            return data[node["value"]] if inside else None
        case "subexpression" | "index_expression":
            for child in children:
                data = _value(child, data)
            return data
        case "function_expression":
            return _FUNCTIONS[node["value"]][1](*(_value(child, data) for child in children))
    return _judged(node, [_value(child, data) for child in children])


def _judged(node: Mapping[str, Any], parts: list[Any]) -> Truth:
    """What a comparison, or a combination of some, comes to."""
    match node["type"]:
        case "comparator":
            return _compared(node["value"], parts[0], parts[1], _has_null(node["children"]))
        case "not_expression":
            truth = _truth(parts[0])
            return truth if isinstance(truth, _Unknown) else not truth
        case "and_expression":
            return _both(_truth(parts[0]), _truth(parts[1]), decided=False)
        case "or_expression":
            return _both(_truth(parts[0]), _truth(parts[1]), decided=True)
    return UNKNOWN


def _truth(value: Any) -> Truth:
    return value if isinstance(value, bool) else UNKNOWN


def _both(left: Truth, right: Truth, *, decided: bool) -> Truth:
    """`and` is decided by one that is false, `or` by one that is true; else all must be known."""
    if left is decided or right is decided:
        return decided
    return UNKNOWN if isinstance(left, _Unknown) or isinstance(right, _Unknown) else not decided


def _has_null(children: list[Mapping[str, Any]]) -> bool:
    return any(child["type"] == "literal" and child["value"] is None for child in children)


def _compared(how: str, left: Any, right: Any, asks_for_null: bool) -> Truth:
    if isinstance(left, _Unknown) or isinstance(right, _Unknown):
        return UNKNOWN
    if asks_for_null and how in ("eq", "ne"):
        return (left is None and right is None) == (how == "eq")
    if left is None or right is None or _kind(left) != _kind(right):
        return UNKNOWN
    if how in ("eq", "ne"):
        return bool((left == right) == (how == "eq"))
    return _ORDERS[how](left, right) if _kind(left) == "number" else UNKNOWN


def _kind(value: Any) -> str:
    match value:
        case bool():
            return "boolean"
        case int() | float():
            return "number"
        case str():
            return "text"
        case list() | tuple():
            return "list"
    return "object"


def _contains(where: Any, what: Any) -> Truth:
    if isinstance(where, str):
        return what in where if isinstance(what, str) else UNKNOWN
    if not isinstance(where, (list, tuple)) or what is None or isinstance(what, _Unknown):
        return UNKNOWN
    return any(_kind(one) == _kind(what) and one == what for one in where)


def _at_an_end(test: Callable[[str, str], bool]) -> Callable[[Any, Any], Truth]:
    return lambda text, part: test(text, part) if isinstance(text, str) and isinstance(part, str) else UNKNOWN


def _length(value: Any) -> Any:
    return len(value) if isinstance(value, (str, list, tuple, Mapping)) else UNKNOWN


def _not_null(value: Any, otherwise: Any) -> Any:
    return otherwise if value is None or isinstance(value, _Unknown) else value


_KINDS = (
    "literal", "field", "index", "subexpression", "index_expression", "comparator", "not_expression",
    "and_expression", "or_expression",
)
_ORDERS: Mapping[str, Callable[[Any, Any], bool]] = {
    "lt": lambda left, right: bool(left < right), "lte": lambda left, right: bool(left <= right),
    "gt": lambda left, right: bool(left > right), "gte": lambda left, right: bool(left >= right),
}
_FUNCTIONS: Mapping[str, tuple[int, Callable[..., Any]]] = {
    "contains": (2, _contains), "starts_with": (2, _at_an_end(str.startswith)),
    "ends_with": (2, _at_an_end(str.endswith)), "length": (1, _length), "not_null": (2, _not_null),
}
