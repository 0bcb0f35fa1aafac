"""What a registration says of single actions against its source, by name or pattern.

    "overrides": {"conversations_*": {"method": "POST", "effect": "read"}, "post_*": {"description": "…"}}

A document may be older than its service, or say less.  Of several patterns that match an action, the first that gives
a field counts for that field, so that the particular may stand before the general.  `effects` ({pattern: effect}) is
the short form of an override of nothing else.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from fnmatch import fnmatchcase
from typing import Any  # Any: registrations are JSON

from chalicelib.tools.source import EFFECTS, LONGEST_DESCRIPTION, Operation, invalid, method_effect

Patterns = Mapping[str, Mapping[str, Any]]

METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
_WITH_BODY = ("POST", "PUT", "PATCH")
FIELDS = ("effect", "method", "description", "failed_when")


def read_overrides(registration: Mapping[str, Any], kept: Sequence[Operation], warnings: list[str]) -> Patterns:
    """The overrides of a registration, checked; patterns that match nothing are told as warnings."""
    found: dict[str, Mapping[str, Any]] = {}
    for field, given in (("overrides", registration.get("overrides")), ("effects", registration.get("effects"))):
        if given is None:
            continue
        if not isinstance(given, Mapping):
            example = '{"search_*": "read"}' if field == "effects" else '{"search_*": {"effect": "read"}}'
            raise invalid(field, given, f"write {example}")
        for pattern, said in given.items():
            checked = _checked(f"{field}.{pattern}", {"effect": said} if field == "effects" else said)
            found[pattern] = {**checked, **found.get(pattern, {})}
            if not any(fnmatchcase(one.name, pattern) for one in kept):
                warnings.append(f"{field}: {pattern!r} matches no action")
    return found


def overridden(one: Operation, overrides: Patterns) -> Operation:
    """The operation as the registration wants it; `failed_when` is put into its call record by the compiler."""
    said = said_of(one.name, overrides)
    if "method" in said and said["method"] != one.call.get("method"):
        one = _by_method(one, said["method"])
    if "description" in said:
        one = replace(one, description=said["description"])
    return replace(one, effect=said["effect"]) if "effect" in said else one


def said_of(name: str, overrides: Patterns) -> Mapping[str, Any]:
    said: dict[str, Any] = {}
    for pattern, fields in overrides.items():
        if fnmatchcase(name, pattern):
            said = {**fields, **said}
    return said


def _checked(field: str, said: Any) -> Mapping[str, Any]:
    if not isinstance(said, Mapping) or not said:
        raise invalid(field, said, f"give an object with some of {', '.join(FIELDS)}")
    for name, value in said.items():
        _check(field if field.startswith("effects.") else f"{field}.{name}", name, value)
    return said


def _check(field: str, name: str, value: Any) -> None:
    match name:
        case "effect" if value not in EFFECTS:
            raise invalid(field, value, f"use one of {', '.join(EFFECTS)}")
        case "method" if value not in METHODS:
            raise invalid(field, value, f"use one of {', '.join(METHODS)}")
        case "description" if not isinstance(value, str) or not 0 < len(value) <= LONGEST_DESCRIPTION:
            raise invalid(field, value, f"write a text of at most {LONGEST_DESCRIPTION} characters")
        case _ if name not in FIELDS:
            raise invalid(field, value, f"an override has {', '.join(FIELDS)}")


def _by_method(one: Operation, method: str) -> Operation:
    """The same operation by another method.

    What stood in the query of a request without a body is a form field of one that has a body.  What only reads does
    so by any method; what may be repeated by one method need not be by another.
    """
    if one.via != "http" or "method" not in one.call:
        raise invalid(f"overrides.{one.name}.method", method, "this action has no method")
    call = {**one.call, "method": method}
    if method in _WITH_BODY and call["encoding"] == "none":
        call["parameters"] = {name: _in_body(place) for name, place in call["parameters"].items()}
        call["encoding"] = "form"
    elif method not in _WITH_BODY and call["encoding"] != "none":
        raise invalid(f"overrides.{one.name}.method", method, "its inputs are a body, which this method does not carry")
    effect = one.effect if one.effect == "read" else method_effect(method, bool(call.get("idempotency")))
    return replace(one, call=call, effect=effect)


def _in_body(place: Mapping[str, Any]) -> Mapping[str, Any]:
    return {**place, "in": "body"} if place["in"] == "query" else place
