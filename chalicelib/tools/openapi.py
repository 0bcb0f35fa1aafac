"""An OpenAPI 3 document becomes a Source: each operation one action with one flat set of inputs.

The document (see `document`) is walked once, operation by operation, and is never expanded as a whole: large ones would
grow by an order of magnitude.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any  # Any: a document is JSON

from chalicelib.domain.tool import Effect
from chalicelib.planning.composer.words import is_verb, senses, stem
from chalicelib.tools.amounts import told_amounts
from chalicelib.tools.inputs import Inputs, flat_inputs
from chalicelib.tools.notes import Notes
from chalicelib.tools.outputs import failure_rule, flag_rule, output_schema
from chalicelib.tools.partial import in_part
from chalicelib.tools.polls import callback_inputs, place_address, read_callback, read_poll, read_probe
from chalicelib.tools.refs import Json, Refs
from chalicelib.tools.schema import plain
from chalicelib.tools.security import Security, operation_scopes, operations, security_auth, security_of
from chalicelib.tools.servers import Servers
from chalicelib.tools.source import (
    EFFECTS,
    LONGEST_DESCRIPTION,
    Operation,
    Source,
    action_name,
    invalid,
    method_effect,
    unique,
)
from chalicelib.tools.spoken import in_words

MOST_OPERATIONS = 5_000
_SEARCHES = frozenset(("search", "query", "filter", "find", "lookup", "count", "paginate", "retrieve"))
_READS = frozenset(("search", "query", "filter", "find", "look", "count", "paginate", "retrieve", "get", "read", "list",
                    "fetch", "return", "returns"))
_STATEMENTS = frozenset(("sql", "statement", "statements", "script", "command", "commands", "mutation", "cypher"))
"""Inputs that say in a language of their own what is to be done."""
_LEADING = 8
"""In so many of the first words a text says what is done."""


def read_openapi(document: Mapping[str, Any], auth_type: str | None = None, base: str = "") -> Source:
    """`base` is the address that the document came from: relative servers are relative to it."""
    info = document.get("info") if isinstance(document.get("info"), Mapping) else {}
    assert isinstance(info, Mapping)
    refs = Refs(document)
    warnings: list[str] = []
    servers = Servers(document, base, warnings)
    security = security_of(document, refs, auth_type, warnings)
    reading = _Reading(document, refs, servers, security, Notes())
    made = in_part(in_words(reading.operations()))
    warnings += reading.notes.lines()
    if refs.lost:
        example = next(iter(refs.lost))
        warnings.append(f"{len(refs.lost)} references lead nowhere and were left open, e.g. {example!r}")
    return Source(
        name=str(info.get("title", "")),
        description=plain(info.get("description") or info.get("title"), LONGEST_DESCRIPTION),
        base_url=servers.base_url,
        auth=security_auth(security, refs, servers.base_url),
        operations=made,
        failed_when=document.get("x-replan-failed-when", _usual_failure(made)),
        warnings=tuple(warnings),
        amounts=told_amounts(document),
    )


def _usual_failure(made: Sequence[Operation]) -> Mapping[str, Any] | None:
    """The way in which most operations say that they failed holds for the others as well."""
    flags = Counter(one.call["failed_when"]["path"] for one in made if "failed_when" in one.call)
    usual, count = flags.most_common(1)[0] if flags else ("", 0)
    return flag_rule(usual) if count * 2 > len(made) else None


@dataclass(frozen=True, slots=True)
class _Reading:
    """One document while its operations are read."""

    document: Json
    refs: Refs
    servers: Servers
    security: Security
    notes: Notes

    def operations(self) -> list[Operation]:
        made: list[Operation] = []
        taken: set[str] = set()
        for where, item, operation in operations(self.document, self.refs):
            if len(made) == MOST_OPERATIONS:
                self.notes.add(where, f"only the first {MOST_OPERATIONS} operations were read; use allow to choose")
                break
            method, _, path = where.partition(" ")
            inputs = flat_inputs(self.refs, path, item, operation, self.security)
            for text in inputs.warnings:
                self.notes.add(where, text)
            if inputs.unusable:
                self.notes.add(where, f"was left out: {inputs.unusable}")
                continue
            wanted = str(operation.get("operationId") or f"{method}_{path.strip('/')}")
            name = unique(action_name(wanted), taken, where)
            made.append(self._operation(where, item, operation, name, inputs))
        if not made:
            raise invalid("openapi.paths", list(self.document["paths"])[:3], "no operation in it can be called")
        return made

    def _operation(self, where: str, item: Json, operation: Json, name: str, inputs: Inputs) -> Operation:
        method, _, path = where.partition(" ")
        scopes = operation_scopes(self.document, operation, self.security.name)
        declared = operation.get("x-replan-effect")
        output = output_schema(self.refs, operation)
        rule = failure_rule(output)
        call = self._call(where, item, operation, inputs)
        return Operation(
            name=name,
            description=_text(operation, method, path),
            input_schema=place_address(call, inputs.schema),
            output_schema=output,
            effect=declared if declared in EFFECTS else _effect(method, path, operation, inputs),
            call={**call, **({"failed_when": rule} if rule else {})},
            group=_group(operation, path),
            scopes=scopes or (),
            open=scopes is None,
        )

    def _call(self, where: str, item: Json, operation: Json, inputs: Inputs) -> dict[str, Any]:
        method, _, path = where.partition(" ")
        call: dict[str, Any] = {
            "method": method, "path": path, "parameters": inputs.parameters, "encoding": inputs.encoding,
        }
        if inputs.media:
            call["media"] = inputs.media
        if inputs.idempotency:
            call["idempotency"] = inputs.idempotency
        if operation.get("x-replan-poll") is not None:
            call["poll"] = read_poll(operation["x-replan-poll"], f"{where}: x-replan-poll")
        if operation.get("x-replan-probe") is not None:
            call["probe"] = read_probe(operation["x-replan-probe"], f"{where}: x-replan-probe")
        if operation.get("x-replan-callback") is not None:
            offered = callback_inputs(operation)
            call["callback"] = read_callback(operation["x-replan-callback"], f"{where}: x-replan-callback", offered)
        elsewhere = self.servers.own(item, operation)
        if elsewhere:
            call["base_url"] = elsewhere
            self.notes.add(where, f"is called at {elsewhere}, with the same credential")
        return call


def _text(operation: Mapping[str, Any], method: str, path: str) -> str:
    summary = plain(operation.get("summary"))
    description = plain(operation.get("description"), LONGEST_DESCRIPTION)
    if not summary or description.startswith(summary):
        return description or summary or f"{method} {path}"
    return f"{summary.rstrip('.')}. {description}".strip() if description else summary


def _group(operation: Mapping[str, Any], path: str) -> str:
    tags = operation.get("tags")
    if isinstance(tags, list) and tags:
        return str(tags[0])
    parts = [part for part in path.split("/") if part and not part.startswith("{")]
    plain_parts = [part for part in parts if not _versionish(part)]
    return (plain_parts or parts or [""])[0]


def _effect(method: str, path: str, operation: Json, inputs: Inputs) -> Effect:
    searching = method == "POST" and searches(path, operation, inputs.schema.get("properties") or ())
    return "read" if searching else method_effect(method, bool(inputs.idempotency))


def searches(path: str, operation: Mapping[str, Any], inputs: Iterable[str]) -> bool:
    """Whether a POST only reads: its path ends in a word for that (`/orders/search`), and it is called by one.

    None does that runs a statement (`/query {sql}`), or does something else as well: "find or create a label".
    """
    ends = {*_words(re.split(r"[/.:]", path.rstrip("/"))[-1])} & _SEARCHES
    if not ends or any({*_words(one)} & _STATEMENTS for one in inputs):
        return False
    told = (operation.get("operationId"), operation.get("summary"), operation.get("description"))
    leads = [_words(str(one))[:_LEADING] for one in told if one]
    more = any(one in ("and", "or") and _changes(two) for lead in leads for one, two in pairwise(lead))
    reads = any({*lead[:1]} & _READS or (lead[:1] == ["batch"] and {*lead[:2]} & _READS) for lead in leads)
    return reads and not more


def _changes(word: str) -> bool:
    return bool(senses(stem(word)) - {"read"}) and (is_verb(word) or is_verb(word.removesuffix("s")))


def _words(text: str) -> list[str]:
    return [word.lower() for word in re.findall(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])", text)]


def _versionish(part: str) -> bool:
    return part == "api" or (part[:1] == "v" and part[1:].replace(".", "").isdigit())
