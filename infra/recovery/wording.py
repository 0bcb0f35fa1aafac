"""How services say no: the same meaning in families of wording, and in the shapes that error bodies have.

    plain       one English sentence
    code        a machine-readable word and nothing else
    formal      roundabout sentences, as lawyers write them
    colloquial  as one would say it; left out of development
"""

import json
import random
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any  # Any: bodies are JSON

FAMILIES = ("plain", "code", "formal")
FAMILY_LEFT_OUT = "colloquial"

Wordings = Mapping[str, tuple[str, ...]]

TOKEN: Wordings = {
    "plain": (
        "The access token has expired.", "Your credentials are no longer valid, log in again.",
        "Session timed out, authenticate again.", "The token was not accepted.",
    ),
    "code": ("token_expired", "AUTH_TOKEN_INVALID", "session-expired", "invalidCredentials", "auth_required"),
    "formal": (
        "The bearer credential presented with this request has lapsed and cannot be honoured.",
        "Authorization could not be established on the basis of the token supplied.",
        "The login associated with this request is no longer in force.",
    ),
    "colloquial": (
        "Hmm, we don't recognise you any more. Sign in and come back!", "That token of yours ran out a while ago.",
        "You have been logged out, sorry.",
    ),
}
SCOPE: Wordings = {
    "plain": (
        "You do not have permission to {make} {record}s.", "The scope {record}s.write is missing.",
        "This client may not {make} {record}s: insufficient privileges.",
    ),
    "code": ("missing_scope", "insufficient_permissions", "SCOPE_REQUIRED", "insufficientPrivileges"),
    "formal": (
        "The grant held by this client does not extend to the permission that the operation requires.",
        "Access has been denied for want of the appropriate role.",
    ),
    "colloquial": (
        "Sorry, your role isn't allowed to do this.", "Only people with permission to {make} {record}s get past here.",
    ),
}
STATE: Wordings = {
    "plain": (
        "You must {verb} the {place} first.", "Sorry, {lacking}.", "The {place} is not {participle}.",
        "Please {verb} this {place} before you {make} {record}s.",
    ),
    "code": ("not_{participle}", "{place}_not_{participle}", "MUST_{verb}_FIRST", "{verb}-required"),
    "formal": (
        "The operation presupposes that the {place} has been {participle}.",
        "The request cannot be entertained, as {lacking}.",
    ),
    "colloquial": (
        "Whoa, {lacking}! Do something about that.", "You'd have to {verb} that {place} before we can help.",
        "Nope. Nobody has {participle} this {place} yet.",
    ),
}
STALE: Wordings = {
    "plain": ("There is no {thing} {id!r}.", "The {thing} was not found.", "Unknown {thing} {id}."),
    "code": ("{thing}_not_found", "UNKNOWN_{thing}", "no-such-{thing}", "notFound"),
    "formal": ("The {thing} referred to does not exist, or has ceased to exist.",),
    "colloquial": ("We looked everywhere, but {id} isn't a {thing} that exists.",),
}
LIMIT: Wordings = {
    "plain": ("Too many requests, try again in {wait}.", "Rate limit exceeded. Retry after {wait}."),
    "code": ("rate_limited", "TOO_MANY_REQUESTS", "quota-exceeded", "throttled"),
    "formal": ("The number of requests permitted in the period has been exceeded; access resumes in {wait}.",),
    "colloquial": ("Easy there! Give us {wait} to catch our breath.", "Slow down, please; come back in {wait}."),
}
DOWN: Wordings = {
    "plain": ("The service is unavailable.", "Internal error."),
    "code": ("service_unavailable", "INTERNAL_ERROR", "maintenance"),
    "formal": ("The service is temporarily withdrawn for maintenance.",),
    "colloquial": ("Oops, something broke on our side.",),
}
ALLOWED: Wordings = {
    "plain": ("{name} must be one of: {values}.", "Invalid {name}. Allowed values are {values}."),
    "code": ("invalid_{name}: expected one of [{values}]",),
    "formal": ("The value given for {name} is not admissible; valid values are {values}.",),
    "colloquial": ("Can't work with that {name}, choose from {values}.",),
}
RENAMED_INPUT: Wordings = {
    "plain": ("Unknown parameter {old!r}, use {new!r} instead.", "{old} is no longer supported: send {new}."),
    "code": ("unexpected_field {old}; missing_field {new}",),
    "formal": ("The parameter {old} has been superseded by {new}.",),
    "colloquial": ("We call {old} {new} these days.",),
}
RETIRED: Wordings = {
    "plain": ("{old} is no longer available, use {new} instead.", "This call was removed. Call {new}."),
    "code": ("deprecated_use_{new}", "retired: {new}"),
    "formal": ("The operation {old} has been withdrawn and is superseded by {new}.",),
    "colloquial": ("{old} is history, folks: {new} is the new kid.",),
}


@dataclass(frozen=True, slots=True)
class Refusal:
    """One way to say no over HTTP.  `shape` is that of the body; `coded`: the words are a code, not a sentence."""

    status: int
    shape: str
    said: str
    coded: bool

    def body(self, text: str, extra: Mapping[str, Any]) -> tuple[bytes, str]:
        """The body and its content type; `extra` are further fields, which only JSON can have."""
        if self.shape == "text" and not extra:
            return text.encode(), "text/plain"
        return json.dumps({**_body(self.shape, text, self.coded), **extra}).encode(), "application/json"


def refusal(chance: random.Random, wordings: Wordings, family: str, statuses: tuple[int, ...]) -> Refusal:
    """A wording of the family with one of the statuses; an error of status 200 is always JSON that says so."""
    status = chance.choice(statuses)
    shapes = ("ok", "success", "status") if status == 200 else ("nested", "flat", "list", "problem", "text", "message")
    return Refusal(status, chance.choice(shapes), chance.choice(wordings[family]), family == "code")


def _body(shape: str, text: str, coded: bool) -> dict[str, Any]:
    name = "code" if coded else "message"
    match shape:
        case "nested":
            return {"error": {name: text}}
        case "flat":
            return {"error": text}
        case "list":
            return {"errors": [{name: text}]}
        case "problem":
            return {"title": "Request refused", "detail": text}
        case "ok":
            return {"ok": False, "error": text}
        case "success":
            return {"success": False, name: text}
        case "status":
            return {"status": "error", name: text}
    return {name: text}
