"""What an HTTP answer means: pure judgement from status, headers and body to an outcome.

    2xx, unless failed_when, or the body says of itself that it failed   Done
    401 403 404 409 400/422 429  unauthorized forbidden not_found conflict invalid_input rate_limited
    400 409 422 423 of which the words say that somebody else is at it, or when to come back    rate_limited
    501 503                      unavailable; an unsafe 503 without Retry-After: outcome_unknown
    other 5xx                    of a read unavailable; else nobody knows (outcome_unknown), so that no other
                                 provider does it a second time
    not sent / lost              unavailable / by effect

Services write their errors in many ways: the code (`signal`) and the words (`detail`) are found by looking
where they usually are, never by knowing a service.
"""

import json
import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from email.utils import parsedate_to_datetime
from math import isfinite
from typing import Any  # Any: answers are JSON

import jmespath

from chalicelib.domain.outcome import Done, Failed, Outcome, Reason
from chalicelib.domain.tool import Effect
from chalicelib.tools.faults import with_places
from chalicelib.tools.scopes import scopes_missing
from chalicelib.tools.transport import LARGEST, Answer, Lost, Reply, TooBig, Unsent
from chalicelib.tools.waits import speaks_of_haste, speaks_of_limit, wait_in

_REASONS: Mapping[int, Reason] = {
    400: "invalid_input", 401: "unauthorized", 403: "forbidden", 404: "not_found", 405: "invalid_input",
    406: "invalid_input", 408: "unavailable", 409: "conflict", 410: "not_found", 411: "invalid_input",
    412: "conflict", 413: "too_large", 414: "too_large", 415: "invalid_input", 422: "invalid_input",
    423: "conflict", 425: "unavailable", 428: "conflict", 429: "rate_limited", 431: "too_large", 451: "forbidden",
}
_BUSY = (400, 409, 422, 423)
"""Refusals that may only mean that somebody else is at it: nothing was done, and the words decide."""
_CODES = ("code", "error_code", "errorCode", "error", "type", "reason", "status", "name", "__type")
_WORDS = (
    "message", "error_description", "errorMessage", "error_message", "detail", "description", "title", "msg",
    "reason",
)
_ENVELOPE = frozenset((
    "ok", "success", "status", "error", "errors", *_CODES, *_WORDS, "data", "result", "extensions", "text",
    "request_id", "requestId", "timestamp", "path", "documentation_url", "retry_after", "retryAfter", "retry_in_ms",
    "resets_at", "reset_at",
))
_NO = ("false", "no", "n", "f", "0")
_HOLLOW = frozenset(("error", "errors", "fail", "failed", "failure", "false", "ok", "exception"))
"""Codes that tell nothing: every failure of the service would look like every other."""
_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.:/#-]{1,79}")
_NEXT_LINK = re.compile(r';\s*rel="?next\b', re.IGNORECASE)
_NEXT = ("next_cursor", "next_page_token", "nextPageToken", "nextCursor")
_POLICY_LEFT = re.compile(r"\b(?:r|remaining)=(\d+)")
_POLICY_RESET = re.compile(r"\b(?:t|reset)=(\d+)")
"""The header `RateLimit`: `"default";r=0;t=42`, in an older form `limit=100, remaining=0, reset=42`."""
DEEPEST = 64
LONGEST_RETRY = 24 * 3600.0


def outcome_of(
    reply: Reply, effect: Effect, record: Mapping[str, Any], now: int, promised: Collection[str] = ()
) -> Outcome:
    """`now` in ms: an instant in the answer becomes seconds from then.  `promised`: the fields of a good answer."""
    match reply:
        case Unsent(detail, refused):
            return Failed("out_of_scope", detail, "address_refused") if refused else Failed("unavailable", detail)
        case Lost(detail):
            return _lost(detail, effect)
        case TooBig(status, size):
            done = "" if status >= 400 or effect == "read" else " The call itself was carried out."
            return Failed("too_large", f"the answer has more than {min(size, LARGEST)} bytes; ask for less, for "
                          f"example with a smaller page or a filter.{done}", status=status)
        case Answer(status) if 200 <= status < 300:
            return _with_scopes(_success(reply, record, now, promised), reply)
    return _with_scopes(_error(reply, effect, now), reply)


def _with_scopes(outcome: Outcome, answer: Answer) -> Outcome:
    if isinstance(outcome, Done):
        return outcome
    challenge = answer.headers.get("www-authenticate", "")
    scopes = scopes_missing(challenge, _nodes(content(answer)), outcome.signal)
    return replace(outcome, scopes=scopes) if scopes else outcome


def _lost(detail: str, effect: Effect) -> Failed:
    match effect:
        case "read":
            return Failed("unavailable", detail)
        case "idempotent":
            told = f"{detail}; it is safe to repeat this call under the same key"
            return Failed("outcome_unknown", told, "safe_to_repeat")
    return Failed("outcome_unknown", f"{detail}; the call may or may not have had its effect")


def _success(answer: Answer, record: Mapping[str, Any], now: int, promised: Collection[str]) -> Outcome:
    outcome = judged(content(answer), record, now, promised, answer.status)
    if isinstance(outcome, Failed) and "retry-after" in answer.headers:
        return replace(outcome, reason="rate_limited", retry_after=retry_after(answer.headers, now))
    linked = isinstance(outcome, Done) and bool(_NEXT_LINK.search(answer.headers.get("link", "")))
    return replace(outcome, more=True) if linked and isinstance(outcome, Done) else outcome


def judged(
    output: Any, record: Mapping[str, Any], now: int, promised: Collection[str] = (), status: int | None = None
) -> Outcome:
    """What a service gave as its good answer, which may be a refusal all the same."""
    rule = record.get("failed_when")
    if rule and _is(jmespath.search(rule["path"], output), rule["equals"]):
        text = jmespath.search(rule["reason"], output) if rule.get("reason") else None
        said = str(text) if isinstance(text, (str, int)) else ""
        return refusal(output, code_of(said) if _CODE.fullmatch(said) else signal_in(output), said, status, now)
    if rule is None and not record.get("result") and _failed_of_itself(output, promised):
        return refusal(output, signal_in(output), "", status, now)
    if record.get("result"):
        output = jmespath.search(record["result"], output)
    return Done(output, more=_more(output))


def refusal(output: Any, signal: str, said: str, status: int | None, now: int) -> Failed:
    """A refusal in the service's own words, found in what it gave."""
    words, said = with_places(message_in(output), output), said or signal
    detail = f"{said}: {words}" if said and words and words != said else said or words or _short(output)
    limited = speaks_of_limit(signal, detail)
    wait = wait_in(_nodes(output), detail, now, limited)
    later = limited or wait or speaks_of_haste(signal, detail)
    return Failed("rate_limited" if later else "rejected", detail, signal, wait, status)


def _failed_of_itself(output: Any, promised: Collection[str]) -> bool:
    """Whether a body says that it is an error where nobody told how: by a flag, or with nothing in it but an error."""
    if not isinstance(output, Mapping) or set(output) & set(promised):
        return False
    if any(str(output[name]).lower() in _NO for name in ("ok", "success") if name in output):
        return True
    flagged = str(output.get("status", "")).lower() in ("error", "err", "fail", "failed", "failure") and len(output) > 1
    return bool(flagged or output.get("error") or output.get("errors")) and set(output) <= _ENVELOPE


def _is(found: Any, wanted: Any) -> bool:
    return found == wanted and isinstance(found, bool) == isinstance(wanted, bool)


def _more(output: Any) -> bool:
    if not isinstance(output, Mapping):
        return False
    return output.get("has_more") is True or any(isinstance(output.get(name), str) and output[name] for name in _NEXT)


def content(answer: Answer) -> Any:
    """JSON, else text; what is neither is only measured."""
    if not answer.body:
        return None
    kind = answer.headers.get("content-type", "").lower()
    if "json" in kind or (not kind.startswith("text/html") and answer.body.lstrip()[:1] in (b"{", b"[")):
        try:
            value = json.loads(answer.body, parse_constant=lambda _: None)  # NaN is no JSON: nobody could keep it
        except (ValueError, RecursionError):
            pass  # it only looked like JSON, or nobody could walk through it
        else:
            if flat_enough(value):
                return value
    try:
        return answer.body.decode("utf-8")
    except UnicodeDecodeError:
        return {"content_type": kind, "size": len(answer.body)}


def flat_enough(value: Any, left: int = DEEPEST) -> bool:
    """Whatever is deeper than this is kept as text: nothing after us should break on it."""
    if not isinstance(value, (dict, list)):
        return True
    inner = value.values() if isinstance(value, dict) else value
    return left > 0 and all(flat_enough(one, left - 1) for one in inner)


def _error(answer: Answer, effect: Effect, now: int) -> Failed:
    body = content(answer)
    signal = signal_in(body) or _challenge(answer.headers.get("www-authenticate", ""))
    words = message_in(body)
    detail = with_places(words, body) if words else _short(body) or f"the service answered {answer.status}"
    status = answer.status
    wait = retry_after(answer.headers, now)
    limited = status == 429 or speaks_of_limit(signal, detail)
    wait = wait_in(_nodes(body), detail, now, limited) if wait is None else wait
    if 300 <= status < 400:
        redirected = f"the service redirects ({status}), which is not followed for this call"
        return Failed("rejected", redirected, signal, status=status)
    if status == 403 and (answer.headers.get("x-ratelimit-remaining") == "0" or "retry-after" in answer.headers):
        return Failed("rate_limited", detail, signal, wait, status)
    if (status in (400, 403, 409, 422) and (limited or wait)) or (status in _BUSY and speaks_of_haste(signal, detail)):
        return Failed("rate_limited", detail, signal, wait, status)
    if status >= 500:
        # 503 is refused before anything is done; only an unsafe call wants that told by a Retry-After as well.
        refused = status == 501 or (status == 503 and (wait is not None or effect == "idempotent"))
        nothing_done = effect == "read" or refused
        if nothing_done:
            return Failed("unavailable", detail, signal, wait, status)
        unknown = f"{detail}; the call may or may not have had its effect"
        return Failed("outcome_unknown", unknown, signal, wait, status)
    return Failed(_REASONS.get(status, "rejected"), detail, signal, wait, status)


def retry_after(headers: Mapping[str, str], now: int) -> float | None:
    """Seconds to wait: a number, a date, or the instant when a limit is lifted."""
    told = headers.get("retry-after")
    if told is not None:
        seconds = _seconds(told, now)
        if seconds is not None:
            return seconds
    if (told := headers.get("retry-after-ms", "")).isdigit():
        return min(int(told) / 1000, LONGEST_RETRY)
    left = _POLICY_LEFT.search(headers.get("ratelimit", ""))
    if left is not None and left[1] == "0" and (reset := _POLICY_RESET.search(headers["ratelimit"])):
        return _seconds(reset[1], now)
    if headers.get("x-ratelimit-remaining", headers.get("ratelimit-remaining", "0")) != "0":
        return None
    for name in ("x-ratelimit-reset-after", "x-ratelimit-reset", "ratelimit-reset", "x-rate-limit-reset"):
        if name in headers:
            return _seconds(headers[name], now)
    return None


def _seconds(told: str, now: int) -> float | None:
    try:
        number = float(told)
    except ValueError:
        try:
            number = parsedate_to_datetime(told).timestamp()
        except (ValueError, TypeError):
            return None
    if not isfinite(number):
        return None
    if number > 1e12:
        number /= 1000  # an instant in milliseconds
    seconds = number - now / 1000 if number > 1e9 else number
    return min(max(seconds, 0.0), LONGEST_RETRY)


def signal_in(body: Any) -> str:
    """The machine-readable part of an error body, wherever it is."""
    for node in _nodes(body):
        for name in _CODES:
            found = node.get(name)
            if isinstance(found, (str, int)) and not isinstance(found, bool) and _CODE.fullmatch(str(found)):
                code = code_of(found)
                if not code.isdigit() and code not in _HOLLOW:
                    return code
    return ""


def message_in(body: Any) -> str:
    for node in _nodes(body):
        for name in _WORDS:
            found = node.get(name)
            if isinstance(found, str) and found.strip():
                return found.strip()
    for node in _nodes(body):
        found = node.get("error")
        if isinstance(found, str) and found.strip():
            return found.strip()
    return ""


def _nodes(body: Any) -> Iterator[Mapping[str, Any]]:
    """Where services put errors, the most particular first: error{}, errors[0], the body itself."""
    if isinstance(body, list) and body:
        body = body[0]
    if not isinstance(body, Mapping):
        return
    for name in ("error", "errors", "fault", "detail"):
        inner = body.get(name)
        if isinstance(inner, list) and inner:
            inner = inner[0]
        if isinstance(inner, Mapping):
            yield inner
    yield body


def code_of(text: str | int) -> str:
    """A code in one notation: `Token-Expired`, `urn:x:TOKEN_EXPIRED` and `tokenExpired` stay comparable."""
    last = re.split(r"[/#]", str(text).rstrip("/#"))[-1]
    snake = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", last)
    return re.sub(r"[^a-z0-9]+", "_", snake.lower()).strip("_")[:60]


def _challenge(header: str) -> str:
    found = re.search(r'error="([^"]+)"', header)
    return code_of(found[1]) if found else ""


def _short(body: Any) -> str:
    if body in (None, "", {}, []):
        return ""
    text = body if isinstance(body, str) else json.dumps(body, ensure_ascii=False)
    return " ".join(re.sub(r"<[^<>]*>", " ", text).split())[:300]
