"""Answers that say "not yet", and how to ask again.

A service says it in one of three ways:

    202 and an address        ask there (Location, Operation-Location, Azure-AsyncOperation)
    202 + Retry-After         of a read: make the same call again
    in words of its own       the registration declares them, as `poll` of a capability or `x-replan-poll`:

        {"action": "get_job", "input": "id", "id": "job.id",
         "done": {"path": "state", "equals": "ready"},
         "failed": {"path": "state", "equals": ["failed"], "reason": "message"}}

One that calls back when it is done says so as `callback` of a capability or `x-replan-callback`:

        {"input": "callback_url", "result": "data", "done": {…}, "failed": {…}}

`input` is the input that carries the address (it is ours to fill, and no planner sees it); `result` says where in the
callback's body the output is; the rules judge that body, and `done` also the first answer, which may be the result
already.  With `poll` as well it is asked too, and the first of the two counts.

One whose answer may be lost can say how to find out whether it happened, as `probe` or `x-replan-probe`:

        {"action": "find_order", "inputs": {"ref": "ref"}, "happened": {"path": "length(orders)", "equals": 1}}
"""

import re
from collections.abc import Mapping, Sequence
from typing import Any  # Any: registrations and answers are JSON

import jmespath

from chalicelib.domain.outcome import Done, Outcome, Started
from chalicelib.engine.ports import Call
from chalicelib.tools.answers import retry_after
from chalicelib.tools.request import AGENT, Request, absolute, origin
from chalicelib.tools.source import action_name, invalid
from chalicelib.tools.transport import Answer, Reply

_ADDRESS = re.compile(r"\{\$request\.(?:body#/(?P<pointer>[^/{}]+)|(?:query|header|path)\.(?P<name>[^{}]+))\}")
_ADDRESSES = ("operation-location", "azure-asyncoperation", "location")
_PROBE = '{"action": "find_order", "inputs": {"ref": "ref"}, "happened": {"path": "found", "equals": true}}'
_EXAMPLE = '{"action": "get_job", "input": "id", "id": "job.id", "done": {"path": "state", "equals": "ready"}}'


def read_poll(given: Any, where: str) -> dict[str, Any]:
    """A declared poll, checked."""
    named = isinstance(given, Mapping) and all(isinstance(given.get(name), str) for name in ("action", "input", "id"))
    if not named:
        raise invalid(where, given, f"write {_EXAMPLE}")
    poll: dict[str, Any] = {
        "action": action_name(given["action"]), "input": given["input"],
        "id": _path(given["id"], f"{where}.id"), "done": _rule(given.get("done"), f"{where}.done"),
    }
    if given.get("failed") is not None:
        poll["failed"] = _rule(given["failed"], f"{where}.failed")
    return poll


def read_callback(given: Any, where: str, offered: Sequence[str] = ()) -> dict[str, Any]:
    """A declared callback, checked.  `offered`: inputs that the document itself says carry a callback's address."""
    if not isinstance(given, Mapping):
        raise invalid(where, given, 'write {"input": "callback_url"}')
    name = given.get("input", offered[0] if len(offered) == 1 else None)
    if not isinstance(name, str) or not name:
        raise invalid(f"{where}.input", given.get("input"), "name the input that carries the address")
    callback: dict[str, Any] = {"input": name}
    if given.get("result") is not None:
        callback["result"] = _path(given["result"], f"{where}.result")
    for rule in ("done", "failed"):
        if given.get(rule) is not None:
            callback[rule] = _rule(given[rule], f"{where}.{rule}")
    return callback


def read_probe(given: Any, where: str) -> dict[str, Any]:
    """A declared probe, checked: how to find out whether a call whose answer was lost had its effect."""
    inputs = given.get("inputs") if isinstance(given, Mapping) else None
    named = isinstance(inputs, Mapping) and inputs and all(isinstance(own, str) for own in inputs.values())
    if not isinstance(given, Mapping) or not isinstance(given.get("action"), str) or not named:
        raise invalid(where, given, f"write {_PROBE}: inputs of that action, each with the input of this one it gets")
    assert isinstance(inputs, Mapping)
    return {
        "action": action_name(given["action"]), "inputs": {str(name): own for name, own in inputs.items()},
        "happened": _rule(given.get("happened"), f"{where}.happened"),
    }


def callback_inputs(operation: Mapping[str, Any]) -> tuple[str, ...]:
    """The inputs that an operation's `callbacks` name: `{$request.body#/onDone}`, `{$request.query.url}`."""
    said = operation.get("callbacks")
    addresses = [key for one in (said.values() if isinstance(said, Mapping) else ()) if isinstance(one, Mapping)
                 for key in one]
    found = [match["pointer"] or match["name"] for key in addresses if (match := _ADDRESS.search(str(key)))]
    return tuple(dict.fromkeys(found))


def place_address(call: dict[str, Any], schema: Mapping[str, Any]) -> dict[str, Any]:
    """The schema of what a planner gives: the callback's address is ours, and goes where its input is declared."""
    callback = call.get("callback")
    if callback is None:
        return dict(schema)
    name = callback["input"]
    place = "query" if call["method"] in ("GET", "HEAD", "DELETE") else "body"
    call["parameters"] = {name: {"in": place, "name": name}, **call["parameters"]}
    made = {key: one for key, one in schema.items() if key != "required"}
    required = [one for one in schema.get("required", ()) if one != name]
    properties = {key: one for key, one in schema.get("properties", {}).items() if key != name}
    return {**made, "properties": properties, **({"required": required} if required else {})}


def _rule(given: Any, where: str) -> dict[str, Any]:
    if not isinstance(given, Mapping) or not isinstance(given.get("path"), str) or "equals" not in given:
        raise invalid(where, given, 'write {"path": "state", "equals": "ready"}; equals may be a list')
    rule = {"path": _path(given["path"], f"{where}.path"), "equals": given["equals"]}
    return {**rule, "reason": _path(given["reason"], f"{where}.reason")} if given.get("reason") else rule


def _path(text: Any, where: str) -> str:
    try:
        jmespath.compile(str(text))
    except jmespath.exceptions.JMESPathError:
        raise invalid(where, text, "it must be a JMESPath expression") from None
    return str(text)


def asked(call: Call, base_url: str) -> Request:
    """The request that asks what has become of an earlier call."""
    headers = {"User-Agent": AGENT, "Accept": "application/json, text/*;q=0.5, */*;q=0.1"}
    return Request("GET", absolute(base_url, call.operation), headers)


def same_origin(url: str, base_url: str) -> bool:
    """Whether the credential for `base_url` may go to `url`."""
    return origin(url) == origin(base_url)


def not_yet(reply: Reply, outcome: Outcome, call: Call, request: Request, now: int) -> Started | None:
    """What the answer says is still to be waited for, if anything."""
    if not isinstance(reply, Answer) or not isinstance(outcome, Done):
        return None
    started = _not_yet(reply, outcome, call, request, now)
    callback = call.action.call.get("callback")
    if not call.callback or not callback or _is_over(call.action.call, outcome.output):
        return started
    return Started({**(started.poll if started else {}), "callback": True}, started.after if started else None)


def _is_over(record: Mapping[str, Any], output: Any) -> bool:
    """Whether the first answer is the result already, by one of the rules for that."""
    rules = [record[kind]["done"] for kind in ("callback", "poll") if "done" in record.get(kind, {})]
    return any(_holds(rule, output) for rule in rules)


def _holds(rule: Mapping[str, Any], output: Any) -> bool:
    wanted = rule["equals"] if isinstance(rule["equals"], list) else [rule["equals"]]
    return jmespath.search(rule["path"], output) in wanted


def _not_yet(reply: Answer, outcome: Done, call: Call, request: Request, now: int) -> Started | None:
    after = retry_after({"retry-after": reply.headers["retry-after"]}, now) if "retry-after" in reply.headers else None
    declared = call.action.call.get("poll")
    if declared and not call.operation:
        return _declared(declared, outcome.output, after)
    if reply.status == 202:
        address = next((reply.headers[name] for name in _ADDRESSES if reply.headers.get(name)), None)
        if address and not call.operation:
            return Started({"url": absolute(request.url, address)}, after)
    if call.operation:
        return Started({}, after) if reply.status == 202 or after is not None else None
    waits = call.action.effect == "read" and reply.status == 202 and after is not None
    return Started({}, after) if waits else None


def _declared(poll: Mapping[str, Any], output: Any, after: float | None) -> Started | None:
    """None where the answer is the result already, or tells nothing to ask with."""
    known = jmespath.search(poll["id"], output)
    if known is None or _holds(poll["done"], output):
        return None
    rules = {name: poll[name] for name in ("done", "failed") if name in poll}
    return Started({"action": poll["action"], "inputs": {poll["input"]: known}, **rules}, after)
