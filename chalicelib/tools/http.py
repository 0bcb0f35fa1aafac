"""One action carried out over HTTP: check the inputs, build, join the credential, send, judge, redact."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any  # Any: previews are JSON

from chalicelib.domain.outcome import Done, Failed, Outcome, Started
from chalicelib.engine.ports import Call
from chalicelib.tools.answers import outcome_of
from chalicelib.tools.auth import Authenticator, joined
from chalicelib.tools.polls import asked, not_yet, same_origin
from chalicelib.tools.redact import Secrets
from chalicelib.tools.request import BadInput, Request, build
from chalicelib.tools.transport import Transport
from chalicelib.tools.validate import fitted, missing_promises, wrong_input, wrong_shape

_DOUBTFUL = ("unauthorized", "rejected", "forbidden")


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
            return self._redacted(request)
        credential = self._authenticator.usable(call)
        if isinstance(credential, Failed):
            return self._redacted(credential)
        record = call.action.call
        if credential is not None and (not call.operation or same_origin(request.url, _base_url(call))):
            request = joined(request, record["auth"], credential, self._secrets)
        reply = self._transport.send(request, call.timeout, follow=request.method in ("GET", "HEAD"))
        promised = tuple((call.action.output_schema or {}).get("properties") or ())
        outcome = outcome_of(reply, call.action.effect, record, self._now(), promised)
        if credential is not None and isinstance(outcome, Failed) and outcome.reason in _DOUBTFUL:
            self._authenticator.doubt(call, credential)
        started = not_yet(reply, outcome, call, request, self._now())
        return started or self._redacted(_with_note(outcome, call))

    def preview(self, call: Call) -> Mapping[str, Any]:
        """The exact request, or why there is none."""
        request = _request(call)
        if isinstance(request, Failed):
            return {"error": {"reason": request.reason, "detail": self._secrets.clean(request.detail)}}
        shown = request.shown()
        visible = {name: value for name, value in shown["headers"].items() if name not in ("User-Agent", "Accept")}
        cleaned: Mapping[str, Any] = self._secrets.clean_value({**shown, "headers": visible})
        return cleaned

    def _redacted(self, outcome: Outcome) -> Outcome:
        match outcome:
            case Done():
                output = self._secrets.clean_output(outcome.output)
                return replace(outcome, output=output, note=self._secrets.clean(outcome.note))
            case Failed():
                detail, signal = self._secrets.clean(outcome.detail), self._secrets.clean(outcome.signal)
                scopes = tuple(one for one in outcome.scopes if self._secrets.clean(one) == one)
                return replace(outcome, detail=detail, signal=signal, scopes=scopes)


def _base_url(call: Call) -> str:
    """Empty where a sandbox is asked for and none is registered."""
    return str(call.action.call["sandbox_base_url" if call.sandbox else "base_url"] or "")


def _request(call: Call) -> Request | Failed:
    record = call.action.call
    base_url = _base_url(call)
    if not base_url:
        detail = f"{call.action.tool} has no sandbox_base_url; register one (test keys never reach a live service)"
        return Failed("out_of_scope", detail, "no_sandbox")
    if call.operation:
        return asked(call, base_url)
    inputs = fitted(call.inputs, call.action.input_schema)
    wrong = wrong_input(inputs, call.action.input_schema)
    if wrong:
        return wrong
    if call.callback:
        inputs = {**inputs, record["callback"]["input"]: call.callback}
    try:
        return build(record, inputs, base_url, call.key)
    except BadInput as error:
        return Failed("invalid_input", str(error), "unsendable")


def _with_note(outcome: Outcome, call: Call) -> Outcome:
    """A promised field that is missing is said, not judged: whether it matters is the planner's to see."""
    if not isinstance(outcome, Done) or call.operation:
        return outcome
    shape = wrong_shape(outcome.output, call.action.output_schema)
    if shape:
        return replace(outcome, note=f"The answer has another shape than promised: {shape}")
    missing = missing_promises(outcome.output, call.action.output_schema)
    if not missing or (outcome.output is None and call.action.call["method"] == "HEAD"):
        return outcome
    return replace(outcome, note=f"The answer lacks promised fields: {', '.join(missing[:8])}")
