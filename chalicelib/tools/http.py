"""One action carried out over HTTP: check the inputs, build, join the credential, send, judge, redact."""

from collections.abc import Callable, Mapping
from typing import Any  # Any: previews are JSON

from chalicelib.domain.outcome import Done, Failed, Outcome, Started
from chalicelib.engine.ports import Call
from chalicelib.tools.answers import outcome_of
from chalicelib.tools.auth import Authenticator, joined
from chalicelib.tools.onward import onward
from chalicelib.tools.polls import asked, not_yet, same_origin
from chalicelib.tools.redact import Secrets
from chalicelib.tools.request import BadInput, Request, build
from chalicelib.tools.transport import Answer, Transport
from chalicelib.tools.validate import sendable, with_promises_checked


class HttpTool:
    def __init__(
        self, transport: Transport, authenticator: Authenticator, secrets: Secrets, now: Callable[[], int]
    ) -> None:
        self._transport = transport
        self._authenticator = authenticator
        self._secrets = secrets
        self._now = now

    def call(self, call: Call) -> Outcome | Started:
        request = _request(call)
        if isinstance(request, Failed):
            return self._secrets.clean_outcome(request)
        credential = self._authenticator.usable(call)
        if isinstance(credential, Failed):
            return self._secrets.clean_outcome(credential)
        record = call.action.call
        if credential is not None and (not call.operation or same_origin(request.url, str(address_of(call)))):
            request = joined(request, record["auth"], credential, self._secrets)
        reply = self._transport.send(request, call.timeout, follow=request.method in ("GET", "HEAD"))
        promised = tuple((call.action.output_schema or {}).get("properties") or ())
        outcome = outcome_of(reply, call.action.effect, record, self._now(), promised)
        if isinstance(outcome, Done) and isinstance(reply, Answer) and call.action.effect == "read":
            outcome = onward(outcome, reply.headers, call.action.properties)
        self._authenticator.hear(call, credential, outcome)
        started = not_yet(reply, outcome, call, request, self._now())
        return started or self._secrets.clean_outcome(_checked(outcome, call))

    def preview(self, call: Call) -> Mapping[str, Any]:
        """The exact request, or why there is none."""
        request = _request(call)
        if isinstance(request, Failed):
            return {"error": {"reason": request.reason, "detail": self._secrets.clean(request.detail)}}
        shown = request.shown()
        visible = {name: value for name, value in shown["headers"].items() if name not in ("User-Agent", "Accept")}
        cleaned: Mapping[str, Any] = self._secrets.clean_value({**shown, "headers": visible})
        return cleaned


def address_of(call: Call) -> str | Failed:
    """Where the call goes: a test key's to the sandbox, or nowhere."""
    address = call.action.call["sandbox_base_url" if call.sandbox else "base_url"]
    if address:
        return str(address)
    detail = (
        f"{call.action.tool} has no sandbox_base_url, and test keys never reach a live service: register it again with "
        "one and deploy the sub-agent anew, or use a live key"
    )
    return Failed("out_of_scope", detail, "no_sandbox")


def _request(call: Call) -> Request | Failed:
    record = call.action.call
    base_url = address_of(call)
    if isinstance(base_url, Failed):
        return base_url
    if call.operation:
        return asked(call, base_url)
    inputs = sendable(call.inputs, call.action.input_schema)
    if isinstance(inputs, Failed):
        return inputs
    if call.callback:
        inputs = {**inputs, record["callback"]["input"]: call.callback}
    try:
        return build(record, inputs, base_url, call.key)
    except BadInput as error:
        return Failed("invalid_input", str(error), "unsendable")


def _checked(outcome: Outcome, call: Call) -> Outcome:
    """What HEAD answers has no body to hold a promise."""
    headless = isinstance(outcome, Done) and outcome.output is None and call.action.call["method"] == "HEAD"
    return outcome if call.operation or headless else with_promises_checked(outcome, call.action.output_schema)
