"""Things that go wrong on purpose: which, for which requests, how often, and whether they did.

A fault that strikes a request (slow, rate_limited, server_error, lost_answer, renamed_field) fires as it strikes.
A fault that changes what a service knows (expire_tokens, dead_refresh_token, remove_bot) is applied at once or,
if it names an operation or a path, when such a request arrives; it fires each time that a client feels it.

    armed ──skip──▶ matching ──times──▶ spent            `applied` counts strikes, `fired` what a client felt
"""

from __future__ import annotations

from fnmatch import fnmatch
from typing import Literal

from infra.sandbox.check import checked
from infra.sandbox.store import Store
from infra.sandbox.wire import Json

Moment = Literal["before", "after"]
STATE_FAULTS = ("expire_tokens", "dead_refresh_token", "remove_bot")

_TIMES: Json = {"type": "integer", "minimum": 0, "default": 1}  # 0: always
_SELECTORS: Json = {
    "kind": {"type": "string"},
    "service": {"type": "string", "enum": ["payments", "chat"]},
    "operation": {"type": "string"},
    "path": {"type": "string"},
    "times": _TIMES,
    "skip": {"type": "integer", "minimum": 0, "default": 0},
}
_SECONDS: Json = {"type": "number", "minimum": 0, "maximum": 600, "default": 1}


def _when(default: Moment) -> Json:
    return {"type": "string", "enum": ["before", "after"], "default": default}


def _kind(*required: str, **properties: Json) -> Json:
    known = {**_SELECTORS, **properties}
    return {
        "type": "object",
        "additionalProperties": False,
        "required": ["kind", *required],
        "properties": known,
    }


KINDS: dict[str, Json] = {
    "expire_tokens": _kind("service"),
    "dead_refresh_token": _kind("service"),
    "remove_bot": _kind("channel", channel={"type": "string"}),
    "rate_limited": _kind(retry_after={"type": "integer", "minimum": 0, "maximum": 600, "default": 1}),
    "renamed_field": _kind(
        "field",
        "becomes",
        field={"type": "string"},
        becomes={"type": "string"},
        times=_TIMES | {"default": 0},
    ),
    "server_error": _kind(
        status={"type": "integer", "minimum": 500, "maximum": 599, "default": 503}, when=_when("before")
    ),
    "slow": _kind(seconds=_SECONDS, when=_when("before")),
    "lost_answer": _kind(when=_when("after")),
}
_ANY_KIND: Json = {
    "type": "object",
    "properties": {"kind": {"type": "string", "enum": list(KINDS)}},
    "required": ["kind"],
}


class Faults:
    def __init__(self, store: Store) -> None:
        self._store = store

    def replace(self, wanted: list[Json]) -> list[Json]:
        """Disarm all faults and arm these; those of before stay readable. Answers the new ones."""
        fresh = [self._read(spec) for spec in wanted]
        for row in self._store.table("faults").values():
            row["armed"] = False
        for row in fresh:
            row |= {"id": self._store.new_id("fault_"), "armed": True, "seen": 0, "applied": 0, "fired": 0}
            self._store.table("faults")[row["id"]] = row
        return fresh

    def at_once(self, faults: list[Json]) -> list[Json]:
        """Those that change what a service knows and wait for no request."""
        return [f for f in faults if _changes_state(f) and not _waits(f) and self._strike(f)]

    def strike(self, service: str, operation: str, path: str, moment: Moment) -> list[Json]:
        """The faults that strike this request now; counts them."""
        armed = [f for f in self._store.table("faults").values() if f["armed"] and _moment(f) == moment]
        return [f for f in armed if _matches(f, service, operation, path) and self._strike(f)]

    def felt(self, fault: Json | str | None) -> None:
        """A client has noticed the fault, given itself or by its id."""
        row = self._store.table("faults").get(fault) if isinstance(fault, str) else fault
        if row is not None:
            row["fired"] += 1

    def _strike(self, fault: Json) -> bool:
        fault["seen"] += 1
        spent = fault["times"] and fault["applied"] >= fault["times"]
        if spent or fault["seen"] <= fault["skip"]:
            return False
        fault["applied"] += 1
        return True

    def _read(self, spec: Json) -> Json:
        checked(_ANY_KIND, spec, "fault")
        row = checked(KINDS[spec["kind"]], spec, "fault")
        return dict(row) if isinstance(row, dict) else {}


def renamed(value: object, field: str, becomes: str) -> object:
    """The same JSON with one field called something else, at every depth."""
    if isinstance(value, list):
        return [renamed(item, field, becomes) for item in value]
    if isinstance(value, dict):
        return {becomes if name == field else name: renamed(part, field, becomes) for name, part in value.items()}
    return value


def _changes_state(fault: Json) -> bool:
    return fault["kind"] in STATE_FAULTS


def _waits(fault: Json) -> bool:
    return "operation" in fault or "path" in fault


def _moment(fault: Json) -> Moment:
    if fault["kind"] == "renamed_field":
        return "after"
    return "after" if fault.get("when") == "after" else "before"


def _matches(fault: Json, service: str, operation: str, path: str) -> bool:
    if _changes_state(fault) and not _waits(fault):
        return False  # it was applied when it was armed
    # A state fault names the service it changes; the request it waits for may be one to the other service.
    elsewhere = not _changes_state(fault) and fault.get("service", service) != service
    return not elsewhere and fault.get("operation", operation) == operation and fnmatch(path, fault.get("path", "*"))
