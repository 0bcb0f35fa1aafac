"""Answers that say "not yet", and how to ask again.

A service says it in one of three ways:

    202 and an address        ask there (Location, Operation-Location, Azure-AsyncOperation)
    202 + Retry-After         of a read: make the same call again
    in words of its own       the registration declares them, as `poll` of a capability or `x-replan-poll`:

        {"action": "get_job", "input": "id", "id": "job.id",
         "done": {"path": "state", "equals": "ready"},
         "failed": {"path": "state", "equals": ["failed"], "reason": "message"}}
"""

from collections.abc import Mapping
from typing import Any  # Any: registrations and answers are JSON
from urllib.parse import urljoin, urlsplit

import jmespath

from chalicelib.domain.outcome import Done, Outcome, Started
from chalicelib.engine.ports import Call
from chalicelib.tools.answers import retry_after
from chalicelib.tools.request import AGENT, Request
from chalicelib.tools.source import action_name, invalid
from chalicelib.tools.transport import Answer, Reply

_ADDRESSES = ("operation-location", "azure-asyncoperation", "location")
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
    return Request("GET", urljoin(base_url, call.operation), headers)


def same_origin(url: str, base_url: str) -> bool:
    """Whether the credential for `base_url` may go to `url`."""
    one, other = urlsplit(url), urlsplit(base_url)
    return (one.scheme, one.netloc.lower()) == (other.scheme, other.netloc.lower())


def not_yet(reply: Reply, outcome: Outcome, call: Call, request: Request, now: int) -> Started | None:
    """What the answer says is still to be waited for, if anything."""
    if not isinstance(reply, Answer) or not isinstance(outcome, Done):
        return None
    after = retry_after({"retry-after": reply.headers["retry-after"]}, now) if "retry-after" in reply.headers else None
    declared = call.action.call.get("poll")
    if declared and not call.operation:
        return _declared(declared, outcome.output, after)
    if reply.status == 202:
        address = next((reply.headers[name] for name in _ADDRESSES if reply.headers.get(name)), None)
        if address and not call.operation:
            return Started({"url": urljoin(request.url, address)}, after)
    if call.operation:
        return Started({}, after) if reply.status == 202 or after is not None else None
    waits = call.action.effect == "read" and reply.status == 202 and after is not None
    return Started({}, after) if waits else None


def _declared(poll: Mapping[str, Any], output: Any, after: float | None) -> Started | None:
    """None where the answer is the result already, or tells nothing to ask with."""
    done, known = poll["done"], jmespath.search(poll["id"], output)
    wanted = done["equals"] if isinstance(done["equals"], list) else [done["equals"]]
    if known is None or jmespath.search(done["path"], output) in wanted:
        return None
    rules = {name: poll[name] for name in ("done", "failed") if name in poll}
    return Started({"action": poll["action"], "inputs": {poll["input"]: known}, **rules}, after)
