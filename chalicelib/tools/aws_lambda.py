"""The kind of tool that is a Lambda function.  It is invoked once per call and waited for; its event is

    {"action": "find_order", "inputs": {…}, "idempotency_key": "…", "deadline": "2026-11-28T12:00:00.000Z",
     "user_id": "…" | null}

or what the capability's `body` template makes of the inputs.  The key and the deadline are in the client context
as well (`custom`), whatever the event looks like.  The key is the same for every attempt.

    its answer                                  the output, judged like any service's ({"error": …}, failed_when)
    {"statusCode": 404, "body": …}              an answer as it would be over HTTP
    it raised                                   of a read rejected, with the error's type as signal; else nobody knows
    throttled, not there, not allowed           rate_limited, unavailable, forbidden: nothing was run
"""

import json
from base64 import b64decode
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any  # Any: events are JSON

from chalicelib.domain.outcome import Failed, Outcome, Started
from chalicelib.engine.functions_port import Functions, Invoked, NotHeard
from chalicelib.engine.ports import Call
from chalicelib.tools.answers import code_of, content, judged, message_in, outcome_of
from chalicelib.tools.http import address_of
from chalicelib.tools.polls import not_yet
from chalicelib.tools.redact import Secrets
from chalicelib.tools.request import Request, filled, key_for
from chalicelib.tools.source import invalid
from chalicelib.tools.transport import LARGEST, Answer, Lost, TooBig, Unsent
from chalicelib.tools.validate import sendable, with_promises_checked

NONE_HERE = ("functions are tools only where the operator says which: set REPLAN_LAMBDA_TOOLS to patterns of their "
             "ARNs, and AWS_REGION and credentials if this is not AWS")
_PROXY = frozenset(("statusCode", "headers", "multiValueHeaders", "body", "isBase64Encoded", "cookies"))
_NOT_FOUND = 404
_TOO_LARGE_ANSWER = "Function.ResponseSizeTooLarge"


class LambdaTool:
    def __init__(self, functions: Functions | None, secrets: Secrets, now: Callable[[], int]) -> None:
        self._functions = functions
        self._secrets = secrets
        self._now = now

    def check(self, registration: Mapping[str, Any], account: str) -> None:
        """Raises `InvalidRequest` where the account may not use a function that it names."""
        for field in ("lambda_arn", "sandbox_base_url"):
            arn = registration.get(field)
            refusal = self._refusal(str(arn), account) if arn else ""
            if refusal:
                raise invalid(field, arn, refusal)

    def call(self, call: Call) -> Outcome | Started:
        prepared = self._prepared(call)
        if isinstance(prepared, Failed):
            return self._secrets.clean_failure(prepared)
        arn, event = prepared
        refusal = self._refusal(arn, call.account)
        if refusal or self._functions is None:
            return Failed("out_of_scope", f"{arn}: {refusal}", "function_refused")
        payload = json.dumps(event, allow_nan=False).encode()
        answer = self._functions.invoke(arn, payload, {"custom": self._about(call)}, call.timeout)
        outcome = _outcome(answer, call, self._now())
        reply = Answer(200, {}, b"")
        started = not_yet(reply, outcome, call, Request("POST", arn), self._now())
        return started or self._secrets.clean_outcome(with_promises_checked(outcome, call.action.output_schema))

    def preview(self, call: Call) -> Mapping[str, Any]:
        """The event that would be sent, but for its deadline, which is not known before; or why there is none."""
        prepared = self._prepared(call)
        if isinstance(prepared, Failed):
            return {"error": {"reason": prepared.reason, "detail": self._secrets.clean(prepared.detail)}}
        arn, event = prepared
        if "template" not in call.action.call:
            del event["deadline"]
        shown: Mapping[str, Any] = self._secrets.clean_value({"method": "INVOKE", "url": arn, "body": event})
        return shown

    def _refusal(self, arn: str, account: str) -> str:
        return NONE_HERE if self._functions is None else self._functions.refusal(arn, account)

    def _prepared(self, call: Call) -> tuple[str, Any] | Failed:
        arn, inputs = address_of(call), sendable(call.inputs, call.action.input_schema)
        if isinstance(arn, Failed):
            return arn
        if isinstance(inputs, Failed):
            return inputs
        record = call.action.call
        if call.callback:
            inputs = {**inputs, record["callback"]["input"]: call.callback}
        if "idempotency" in record:
            inputs = {**inputs, record["idempotency"]["name"]: key_for(call.key)}
        if "template" in record:
            return arn, filled(record["template"], inputs)
        return arn, {"action": record["function_action"], "inputs": inputs, **self._about(call)}

    def _about(self, call: Call) -> dict[str, Any]:
        ends = datetime.fromtimestamp(self._now() / 1000 + call.timeout, UTC)
        return {
            "idempotency_key": key_for(call.key), "user_id": call.user_id,
            "deadline": ends.isoformat(timespec="milliseconds").replace("+00:00", "Z"),
        }


def _outcome(answer: Invoked | NotHeard, call: Call, now: int) -> Outcome:
    record, effect = call.action.call, call.action.effect
    promised = tuple((call.action.output_schema or {}).get("properties") or ())
    match answer:
        case NotHeard(detail, sent):
            return outcome_of(Lost(detail) if sent else Unsent(detail), effect, record, now)
        case Invoked(status) if status == _NOT_FOUND:
            return Failed("unavailable", "there is no such function, or no such alias", "no_function", status=status)
        case Invoked(status, body) if len(body) > LARGEST:
            return outcome_of(TooBig(status, len(body)), effect, record, now)
        case Invoked(200, body, error=True):
            return _raised(content(_json(200, body)), call)
        case Invoked(200, body):
            output = content(_json(200, body))
            if isinstance(output, Mapping) and isinstance(output.get("statusCode"), int) and set(output) <= _PROXY:
                return outcome_of(_proxied(output), effect, record, now, promised)
            return judged(output, record, now, promised)
        case Invoked(status, body, headers):
            return outcome_of(Answer(status, headers, body), effect, record, now)


def _raised(told: Any, call: Call) -> Failed:
    """The function failed while it ran: what it had done by then only it knows."""
    told = told if isinstance(told, Mapping) else {}
    kind = str(told.get("errorType") or "")
    detail = message_in(told) or kind or "the function failed"
    if kind == _TOO_LARGE_ANSWER:
        return Failed("too_large", f"the function's answer is too large: {detail}", code_of(kind))
    if call.action.effect == "read":
        return Failed("rejected", detail, code_of(kind))
    return Failed("outcome_unknown", f"{detail}; the function may or may not have done it by then", code_of(kind))


def _json(status: int, body: bytes) -> Answer:
    return Answer(status, {"content-type": "application/json"}, body)


def _proxied(output: Mapping[str, Any]) -> Answer:
    """An answer in the form that functions behind an HTTP gateway give."""
    headers, body = output.get("headers"), output.get("body")
    told = body if isinstance(body, str) else "" if body is None else json.dumps(body)
    raw = told.encode()
    if output.get("isBase64Encoded") is True:
        with suppress(ValueError):  # it may be none, whatever it says
            raw = b64decode(told, validate=True)
    lower = {str(name).lower(): str(value) for name, value in headers.items()} if isinstance(headers, Mapping) else {}
    return Answer(int(output["statusCode"]), lower, raw)
