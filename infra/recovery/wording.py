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
        "Session timed out, authenticate again.", "The token was not accepted.", "Please sign in to continue.",
        "Bad credentials.", "We could not verify your identity.", "JWT is past its lifetime.", "Invalid access key.",
        "You are not signed in.", "This key has been revoked.", "Login required.",
    ),
    "code": (
        "token_expired", "AUTH_TOKEN_INVALID", "session-expired", "invalidCredentials", "auth_required",
        "ERR_JWT_STALE", "reauthenticate", "BadAccessKey", "signin-needed", "IDENTITY_UNVERIFIED",
    ),
    "formal": (
        "The identity of the caller could not be ascertained from the material provided.",
        "The security context accompanying the call is past its period of validity.",
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
        "This client may not {make} {record}s: insufficient privileges.", "Forbidden: read-only access.",
        "You are not authorized to {make} {record}s.", "Admin rights are needed to {make} a {record}.",
        "Your plan does not grant access to {record}s.",
    ),
    "code": (
        "missing_scope", "insufficient_permissions", "SCOPE_REQUIRED", "insufficientPrivileges", "access-denied",
        "READ_ONLY_CLIENT", "not_authorized",
    ),
    "formal": (
        "The caller has not been granted the authority that this operation calls for.",
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
        "Please {verb} this {place} before you {make} {record}s.", "{lacking}", "Cannot {make} a {record}: {lacking}.",
        "{record}s can only be made once the {place} has been {participle}.", "You need to {verb} it.",
        "Did you forget to {verb} the {place}?", "Only a {participle} {place} takes {record}s.",
    ),
    "code": (
        "not_{participle}", "{place}_not_{participle}", "MUST_{verb}_FIRST", "{verb}-required", "needs_{verb}",
        "{place}NeedsTo{verb}", "ERR_NOT_{participle}",
    ),
    "formal": (
        "{record}s may be lodged solely with a {place} that has been duly {participle}.",
        "Prior to this operation the {place} is to be {participle} by the caller.",
        "The operation presupposes that the {place} has been {participle}.",
        "The request cannot be entertained, as {lacking}.",
    ),
    "colloquial": (
        "Whoa, {lacking}! Do something about that.", "You'd have to {verb} that {place} before we can help.",
        "Nope. Nobody has {participle} this {place} yet.",
    ),
}
STALE: Wordings = {
    "plain": ("There is no {thing} {id!r}.", "The {thing} was not found.", "Unknown {thing} {id}.",
              "{thing} {id} does not exist.", "No {thing} with this id.", "{id}: no match.", "Invalid {thing} id {id}.",
              "The {thing} {id} was deleted.", "That {thing} has moved to another id."),
    "code": ("{thing}_not_found", "UNKNOWN_{thing}", "no-such-{thing}", "notFound", "ERR_STALE_ID", "{thing}Missing",
             "invalid_{thing}_id", "RESOURCE_GONE"),
    "formal": (
        "No {thing} could be located under the identifier supplied.",
        "The identifier supplied does not correspond to any {thing}.",
        "The {thing} referred to does not exist, or has ceased to exist.",),
    "colloquial": ("We looked everywhere, but {id} isn't a {thing} that exists.",),
}
LIMIT: Wordings = {
    "plain": ("Too many requests, try again in {wait}.", "Rate limit exceeded. Retry after {wait}.",
              "You have reached the limit of calls per minute. Wait {wait}.", "API limit reached, available in {wait}.",
              "We are busy, please wait {wait}.", "Request limit hit; next call possible in {wait}."),
    "code": ("rate_limited", "TOO_MANY_REQUESTS", "quota-exceeded", "throttled", "limitReached", "ERR_RATE", "slowdown",
             "REQUEST_LIMIT_EXCEEDED"),
    "formal": (
        "The caller is requested to refrain from further calls for {wait}, the allowance having been used up.",
        "The number of requests permitted in the period has been exceeded; access resumes in {wait}.",),
    "colloquial": ("Easy there! Give us {wait} to catch our breath.", "Slow down, please; come back in {wait}."),
}
DOWN: Wordings = {
    "plain": ("The service is unavailable.", "Internal error."),
    "code": ("service_unavailable", "INTERNAL_ERROR", "maintenance"),
    "formal": ("The service is temporarily withdrawn for maintenance.",),
    "colloquial": ("Oops, something broke on our side.",),
}
ALLOWED: Wordings = {
    "plain": ("{name} must be one of: {values}.", "Invalid {name}. Allowed values are {values}.",
              "{name} can be {values}.", "No such {name}; there are: {values}.", "Choose a {name} from: {values}."),
    "code": ("{name}_not_in({values})", "invalid_{name}: expected one of [{values}]",),
    "formal": ("The value given for {name} is not admissible; valid values are {values}.",),
    "colloquial": ("Can't work with that {name}, choose from {values}.",),
}
RENAMED_INPUT: Wordings = {
    "plain": ("Unknown parameter {old!r}, use {new!r} instead.", "{old} is no longer supported: send {new}.",
              "Did you mean {new}? There is no {old}.", "Missing required parameter {new}.", "{new} is required."),
    "code": ("missing:{new}", "{old}_renamed_to {new}", "unexpected_field {old}; missing_field {new}",),
    "formal": ("The parameter {old} has been superseded by {new}.",),
    "colloquial": ("We call {old} {new} these days.",),
}
RETIRED: Wordings = {
    "plain": ("{old} is no longer available, use {new} instead.", "This call was removed. Call {new}.",
              "Deprecated: see {new}.", "{old} has been replaced by {new}.", "Moved to {new}."),
    "code": ("deprecated: {new}", "retired: {new}", "use {new}"),
    "formal": ("The operation {old} has been withdrawn and is superseded by {new}.",),
    "colloquial": ("{old} is history, folks: {new} is the new kid.",),
}
LACKING: Wordings = {
    "plain": ("{new} is required.", "Missing required field {new}.", "Please give the {new} of the {thing}."),
    "code": ("missing_{new}", "{new}_required"),
    "formal": ("The request is incomplete, as {new} has not been stated.",),
    "colloquial": ("And the {new}? Can't do it without.",),
}
POINTED: Wordings = {
    "plain": ("can't be blank", "is required", "must be given", "This field is required.", "Missing value"),
    "code": ("missing_field", "required", "BLANK_NOT_ALLOWED"),
    "formal": ("A value has to be stated.", "The request is incomplete without it."),
    "colloquial": ("Where is it? Can't do without.",),
}
BUSY: Wordings = {
    "plain": ("Another operation on this {place} is in progress.", "The {place} is being updated, try again later.",
              "The {place} is busy.", "Locked by another process. Please retry in a moment.",
              "A concurrent request was made for this {place}."),
    "code": ("idempotency_key_in_use", "operation_in_progress", "resourceBusy", "CONCURRENT_UPDATE"),
    "formal": ("The {place} is currently being processed by another party.",
               "Another transaction holds the {place}; the caller may repeat the request after a short while."),
    "colloquial": ("Someone else is at it right now, come back in a moment.",),
}
STYLED: Wordings = {
    "plain": ("{new} must be {values}.", "Invalid {new}, expected format {values}.", "Use {values} for {new}."),
    "code": ("{new}_format: {values}", "INVALID_FORMAT {new} {values}"),
    "formal": ("The {new} is to be stated in the form {values}.",),
    "colloquial": ("We only get days like {values}, so fix that {new}.",),
}
UNREADABLE: Wordings = {
    "plain": ("Invalid {new}.", "We cannot read the {new}."),
    "code": ("invalid_{new}",),
    "formal": ("The {new} was not stated in an acceptable form.",),
    "colloquial": ("What is that {new} supposed to be?",),
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


POINTERS = ("pointer", "loc", "violations", "params", "param", "map")


def pointed(shape: str, name: str, text: str) -> dict[str, Any]:
    """A body that says where the fault is outside its words, as validators do."""
    match shape:
        case "pointer":
            return {"errors": [{"source": {"pointer": f"/data/attributes/{name}"}, "detail": text}]}
        case "loc":
            return {"detail": [{"loc": ["body", name], "msg": text, "type": "value_error"}]}
        case "violations":
            found = [{"field": name, "description": text}]
            return {"error": {"message": "Invalid request", "details": [{"fieldViolations": found}]}}
        case "params":
            return {"title": "The request did not validate", "invalid-params": [{"name": name, "reason": text}]}
        case "param":
            return {"error": {"type": "invalid_request", "message": text, "param": name}}
    return {"title": "Validation failed", "errors": {name: [text]}}


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
