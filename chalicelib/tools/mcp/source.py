"""What a server tells of its tools becomes a Source.

    {"server": {"name", "title"}, "tools": [{name, description, inputSchema, outputSchema, annotations}, …]}

Annotations are what the server says of itself.  They are read as the methods of an OpenAPI document are: as what
the service claims when it is registered, by somebody who chose to register it.  `readOnlyHint` makes a read,
`idempotentHint` an idempotent action, anything else is unsafe; the registration's `effects` overrule them.  They
count at that moment only: what the server claims later changes nothing until it is registered again, and is then
shown as a change.
"""

import json
import re
from collections.abc import Mapping, Sequence
from fnmatch import fnmatchcase
from typing import Any  # Any: what a server tells is JSON
from urllib.parse import parse_qsl, urlsplit

from chalicelib.domain.errors import InvalidRequest
from chalicelib.domain.redact import MASK, redact
from chalicelib.domain.tool import Effect
from chalicelib.tools.answers import flat_enough
from chalicelib.tools.guard import Guard
from chalicelib.tools.mcp import LOCAL
from chalicelib.tools.refs import Refs, Side
from chalicelib.tools.schema import compact, plain
from chalicelib.tools.source import LONGEST_DESCRIPTION, Operation, Source, action_name, invalid, unique
from chalicelib.tools.spoken import named_in_words

MOST_TOOLS = 5_000
NAMED = 5
_LOCAL = re.compile(rf"{LOCAL}[a-z0-9][a-z0-9_-]{{0,62}}")


def checked_address(url: Any, field: str, guard: Guard) -> str:
    """Where a server is: an address that may be called, or `stdio:NAME` of one that the operator lets us start."""
    if not isinstance(url, str) or not url:
        raise invalid(field, url, "give the address of the server, such as https://mcp.example.com/mcp")
    if url.startswith(LOCAL):
        if not _LOCAL.fullmatch(url):
            raise invalid(field, url, "write stdio:NAME, with the NAME of a server in the operator's own list")
        return url
    if "#" in url or "{" in url:
        raise invalid(field, url, "leave out #fragments and {placeholders}")
    guard.check(url, field)
    held = redact(dict(parse_qsl(urlsplit(url).query)))
    secret = next((name for name, value in held.items() if value == MASK), None)
    if secret:
        remedy = f'register auth {{"type": "api_key", "in": "query", "name": "{secret}"}} and store the key itself ' \
                 "with PUT /v1/connections"
        raise invalid(field, "(hidden)", remedy)
    return url


def read_mcp(told: Any, effects: Any = None) -> Source:
    """`effects`: patterns of actions whose effect the registration itself tells."""
    tools = told.get("tools") if isinstance(told, Mapping) else None
    if not isinstance(tools, Sequence) or isinstance(tools, str):
        raise invalid("mcp", told, "the server gave no list of tools")
    taken: set[str] = set()
    warnings: list[str] = [*told.get("warnings", ())]
    named = [tool for tool in tools[:MOST_TOOLS] if _readable(tool) and isinstance(tool.get("name"), str)]
    if len(named) < len(tools):
        why = f"without a name, beyond {MOST_TOOLS}, nested too deeply or in no proper Unicode"
        warnings.append(f"{len(tools) - len(named)} tools {why} were left out")
    operations = named_in_words([_operation(tool, taken, warnings) for tool in named])
    warnings += _about_effects(operations, named, tuple(effects) if isinstance(effects, Mapping) else ())
    server = told.get("server")
    server = server if _readable(server) else {}
    name = str(server.get("name") or "")
    return Source(
        name=name, description=plain(server.get("title"), LONGEST_DESCRIPTION) or name, base_url="", auth={},
        operations=operations, warnings=warnings,
    )


def _readable(told: Any) -> bool:
    """An object that can be walked through, and written down again."""
    if not isinstance(told, Mapping) or not flat_enough(told):
        return False
    try:
        json.dumps(told, ensure_ascii=False).encode()
    except (ValueError, TypeError):  # half of a surrogate pair
        return False
    return True


def _operation(tool: Mapping[str, Any], taken: set[str], warnings: list[str]) -> Operation:
    name = str(tool["name"])
    output = tool.get("outputSchema")
    schema = _schema(output, "response", name, warnings) if isinstance(output, Mapping) else None
    return Operation(
        name=unique(action_name(name), taken, name),
        description=_description(tool),
        input_schema=_inputs(tool.get("inputSchema"), name, warnings),
        output_schema=schema or None,
        effect=_effect(tool.get("annotations")),
        call={"server_tool": name},
        via="mcp",
    )


def _description(tool: Mapping[str, Any]) -> str:
    annotations = tool.get("annotations")
    titles = (tool.get("title"), annotations.get("title") if isinstance(annotations, Mapping) else None)
    told = (plain(text, LONGEST_DESCRIPTION) for text in (tool.get("description"), *titles))
    return next((text for text in told if text), str(tool["name"]).replace("_", " ").replace("-", " "))


def _effect(annotations: Any) -> Effect:
    if not isinstance(annotations, Mapping):
        return "unsafe"
    if annotations.get("readOnlyHint") is True:
        return "read"
    return "idempotent" if annotations.get("idempotentHint") is True else "unsafe"


def _about_effects(
    operations: Sequence[Operation], tools: Sequence[Mapping[str, Any]], settled: Sequence[str]
) -> list[str]:
    """Where the effects come from, because much hangs on them."""
    open_ones = [(one, tool) for one, tool in zip(operations, tools, strict=True)
                 if not any(fnmatchcase(one.name, pattern) for pattern in settled)]
    silent = [one.name for one, tool in open_ones if not _says_effect(tool)]
    believed = [one.name for one, _ in open_ones if one.effect != "unsafe"]
    told = []
    if silent:
        told.append(f"{_some(silent)}: the server tells nothing of the effect, so it counts as unsafe; where it is "
                    'not, say so with effects, such as {"list_*": "read"}')
    if believed:
        told.append(f"{_some(believed)}: read or idempotent on the server's word; overrule it with effects if it is "
                    "not to be trusted")
    return told


def _says_effect(tool: Mapping[str, Any]) -> bool:
    annotations = tool.get("annotations")
    hints = ("readOnlyHint", "idempotentHint", "destructiveHint")
    return isinstance(annotations, Mapping) and any(isinstance(annotations.get(hint), bool) for hint in hints)


def _some(names: Sequence[str]) -> str:
    more = f" and {len(names) - NAMED} more" if len(names) > NAMED else ""
    return ", ".join(names[:NAMED]) + more


def _inputs(given: Any, name: str, warnings: list[str]) -> dict[str, Any]:
    made = _schema(given, "request", name, warnings) if isinstance(given, Mapping) else {}
    return {"properties": {}, **made, "type": "object"}


def _schema(given: Mapping[str, Any], side: Side, name: str, warnings: list[str]) -> dict[str, Any]:
    try:
        return compact(Refs(given), given, side)
    except InvalidRequest:
        warnings.append(f"{name}: its schema refers to another document, and none is fetched; it is left open")
        return {}
