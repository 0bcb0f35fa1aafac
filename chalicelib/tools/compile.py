"""A registration becomes a Tool: read by its kind of source, then what the registration says itself wins.

Each action's call record is self-contained, since a step loads that one record and nothing else:

    base_url, sandbox_base_url, auth (without secrets), failed_when, limits?
    http    method, path, parameters {input: {in, name, style?}}, encoding, poll?, callback?, probe?, idempotency?,
            template?, result?
    mcp     server_tool
    lambda  function_action, template?, result?, poll?, callback?, probe?, idempotency?
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from fnmatch import fnmatchcase
from typing import Any  # Any: registrations are JSON

from chalicelib.domain.tool import AUTHENTICATE, PERSON, REFRESH, UTILITY, Action, Tool
from chalicelib.tools.amounts import with_amounts
from chalicelib.tools.auth_config import checked_auth
from chalicelib.tools.capabilities import read_capabilities
from chalicelib.tools.document import parse_document
from chalicelib.tools.function_source import carried_out_by_function, checked_arn
from chalicelib.tools.guard import Guard
from chalicelib.tools.limits import read_limits
from chalicelib.tools.mcp.source import checked_address, read_mcp
from chalicelib.tools.openapi import read_openapi
from chalicelib.tools.overrides import overridden, read_overrides, said_of
from chalicelib.tools.source import Operation, Source, invalid

NAME = re.compile(r"[a-z][a-z0-9_-]{0,62}")
RESERVED = (UTILITY, PERSON)
SOURCES = ("openapi", "capabilities", "mcp")
LONGEST_WARNINGS = 50
_JOINING = ("type", "in", "name", "prefix", "grant", "more")
"""What a call needs of `auth`; addresses and scopes stay with the auth actions, so that records are small.

A client that acts for itself gets its first token by calling, and needs all of it.
"""

_ADDRESSES: Mapping[str, Callable[[Any, str, Guard], str]] = {"mcp_url": checked_address, "lambda_arn": checked_arn}

Registration = Mapping[str, Any]


def _from_openapi(registration: Registration) -> Source:
    auth = registration.get("auth")
    wanted = auth.get("type") if isinstance(auth, Mapping) else None
    base = str(registration.get("openapi_url") or "")
    return read_openapi(parse_document(registration["openapi"]), wanted if wanted != "none" else None, base)


def _from_capabilities(registration: Registration) -> Source:
    source = read_capabilities(registration["capabilities"])
    return carried_out_by_function(source) if registration.get("lambda_arn") is not None else source


READERS: Mapping[str, Callable[[Registration], Source]] = {
    "openapi": _from_openapi,
    "capabilities": _from_capabilities,
    "mcp": lambda registration: read_mcp(registration["mcp"], registration.get("effects")),
}


def compile_tool(registration: Registration, guard: Guard | None = None) -> Tool:
    """The tool that a registration describes.

    Raises `InvalidRequest` naming the field, its value, and what to write instead.
    """
    guard = guard or Guard()
    given = [kind for kind in SOURCES if registration.get(kind) is not None]
    if len(given) != 1:
        raise invalid("source", given, f"give exactly one of {', '.join(SOURCES)}")
    source = READERS[given[0]](registration)
    name = _name(registration, source)
    base_url, sandbox = _urls(registration, source, guard)
    source = _at_one_address(registration, source, guard)
    auth = checked_auth(registration.get("auth"), source.auth, base_url, guard)
    if auth["type"] != "none" and not base_url.startswith("http"):
        raise invalid("auth", auth["type"], "leave it out: what a process or a function is given, the operator says")
    shared: dict[str, Any] = {"base_url": base_url, "sandbox_base_url": sandbox, "auth": auth}
    failed_when = _failed_when(registration.get("failed_when", source.failed_when))
    if failed_when:
        shared["failed_when"] = failed_when
    limits = read_limits(registration)
    kept, warnings = _chosen(registration, source)
    overrides = read_overrides(registration, kept, warnings)
    bounded = {**shared, "limits": limits} if limits else shared
    actions = [_action(name, overridden(one, overrides), bounded, said_of(one.name, overrides))
               for one in with_amounts(registration, source, kept)]
    names = {action.name for action in actions}
    _check_polls(actions, names)
    actions += [action for action in _auth_actions(name, shared) if action.name not in names]
    description = str(registration.get("description") or source.description or name)
    all_warnings = (*source.warnings, *warnings)
    cut = () if len(all_warnings) <= LONGEST_WARNINGS else (f"{len(all_warnings) - LONGEST_WARNINGS} more warnings",)
    shown = (*all_warnings[:LONGEST_WARNINGS], *cut)
    return Tool(name, description, base_url, sandbox, auth, tuple(actions), shown, limits)


def _name(registration: Registration, source: Source) -> str:
    name = registration.get("name") or re.sub(r"[^a-z0-9]+", "-", source.name.lower()).strip("-")[:63]
    if not isinstance(name, str) or not NAME.fullmatch(name):
        raise invalid("name", name, "use a lower-case letter, then letters, digits, - or _, at most 63 in all")
    if name in RESERVED:
        raise invalid("name", name, "this name is reserved; choose another")
    return name


def _urls(registration: Registration, source: Source, guard: Guard) -> tuple[str, str | None]:
    """Where calls go, and those of a test key: a service, a server or a function, by its kind of address."""
    field = next((name for name in _ADDRESSES if registration.get(name) is not None), "base_url")
    check, base_url = _ADDRESSES.get(field, _url), registration.get("base_url")
    if base_url and field != "base_url":
        raise invalid("base_url", base_url, f"{field} is where the tool is: leave this out")
    sandbox = registration.get("sandbox_base_url")
    address = check(registration.get(field) or source.base_url, field, guard)
    return address, check(sandbox, "sandbox_base_url", guard) if sandbox else None


def _at_one_address(registration: Registration, source: Source, guard: Guard) -> Source:
    """A base_url that the registration gives is that of every action; else each one's own address is checked."""
    if registration.get("base_url"):
        plain = [replace(one, call={key: value for key, value in one.call.items() if key != "base_url"})
                 for one in source.operations]
        return replace(source, operations=plain)
    for url in {one.call["base_url"] for one in source.operations if "base_url" in one.call}:
        _url(url, "openapi.servers", guard)
    return source


def _url(url: Any, field: str, guard: Guard) -> str:
    if not isinstance(url, str) or not url:
        raise invalid(field, url, "give the address of the service, such as https://api.example.com")
    if "?" in url or "#" in url or "{" in url:
        raise invalid(field, url, "leave out ?query, #fragment and {placeholders}")
    guard.check(url, field)
    return url.rstrip("/")


def _failed_when(rule: Any, field: str = "failed_when") -> dict[str, Any] | None:
    if rule is None:
        return None
    if not isinstance(rule, Mapping) or not isinstance(rule.get("path"), str) or "equals" not in rule:
        raise invalid(field, rule, 'write {"path": "ok", "equals": false, "reason": "error"}')
    import jmespath
    for key in ("path", "reason"):
        try:
            jmespath.compile(str(rule.get(key) or "@"))
        except jmespath.exceptions.ParseError:
            raise invalid(f"{field}.{key}", rule[key], "it must be a JMESPath expression") from None
    return {"path": rule["path"], "equals": rule["equals"], "reason": str(rule.get("reason") or "")}


def _patterns(registration: Registration, field: str) -> Sequence[str]:
    given = registration.get(field)
    if given is None:
        return ()
    if not isinstance(given, (list, tuple)) or not all(isinstance(one, str) for one in given):
        raise invalid(field, given, "give a list of action patterns such as list_*")
    return given


def _chosen(registration: Registration, source: Source) -> tuple[list[Operation], list[str]]:
    """The operations that `allow` and `deny` leave."""
    allow, deny = _patterns(registration, "allow"), _patterns(registration, "deny")
    names = [one.name for one in source.operations]
    warnings = [
        f"{pattern!r} matches no action" for pattern in (*allow, *deny)
        if not any(fnmatchcase(name, pattern) for name in names)
    ]
    kept = [
        one for one in source.operations
        if (not allow or any(fnmatchcase(one.name, pattern) for pattern in allow))
        and not any(fnmatchcase(one.name, pattern) for pattern in deny)
    ]
    if not kept and not (registration.get("mcp") is not None and not names):
        raise invalid("allow", list(allow or deny), f"no action is left; there are {', '.join(names[:5])}, …")
    left_out = len(names) - len(kept)
    return kept, warnings + ([f"{left_out} actions were left out by allow and deny"] if left_out else [])


def _check_polls(actions: Sequence[Action], names: set[str]) -> None:
    """What asks whether an action is done, or whether it happened, must be an action of the same tool."""
    effects = {action.name: action.effect for action in actions}
    for action in actions:
        for kind in ("poll", "probe"):
            named = action.call.get(kind, {}).get("action")
            if named is not None and named not in names:
                remedy = "name an action of this tool that is not left out"
                raise invalid(f"{action.name}.{kind}.action", named, remedy)
            if kind == "probe" and named is not None and effects[named] != "read":
                raise invalid(f"{action.name}.probe.action", named, "name an action that only reads")


def _action(tool: str, one: Operation, shared: Mapping[str, Any], said: Mapping[str, Any]) -> Action:
    whole = shared["auth"].get("grant") == "client_credentials"
    auth = {key: value for key, value in shared["auth"].items() if whole or key in _JOINING}
    call = {**shared, "auth": {"type": "none"} if one.open else auth, **one.call}
    if "failed_when" in shared:  # what is said for all actions wins over what a schema lets suspect
        call["failed_when"] = shared["failed_when"]
    if "failed_when" in said:
        call["failed_when"] = _failed_when(said["failed_when"], f"overrides.{one.name}.failed_when")
    return Action(
        tool=tool, name=one.name, description=one.description, input_schema=one.input_schema,
        output_schema=one.output_schema, effect=one.effect, group=one.group, scopes=one.scopes, call=call,
        via=one.via, said=one.said,
    )


_CONNECTED = {
    "type": "object",
    "properties": {"connected": {"type": "boolean", "description": "Whether the credential is there."}},
}


def _auth_actions(tool: str, shared: Mapping[str, Any]) -> list[Action]:
    """Being connected, and staying so, are actions like others: they appear in plans, fail, and are learned."""
    kind = shared["auth"]["type"]
    if kind == "none":
        return []
    words = {
        AUTHENTICATE: f"Authenticate with {tool}: check that the user's credential for this service is there "
                      "and valid.",
        REFRESH: f"Get a new access token for {tool} with the refresh token; "
                 "helps when the access token has expired or was rejected.",
    }
    names = [AUTHENTICATE] + ([REFRESH] if kind == "oauth2" else [])
    return [
        Action(
            tool=tool, name=name, description=words[name], effect="idempotent", via="auth", group="auth",
            input_schema={"type": "object", "properties": {}, "additionalProperties": False},
            output_schema=_CONNECTED, call=dict(shared),
        )
        for name in names
    ]
