"""What an answer of a server means: pure judgement from a result or an error to an outcome.

    structuredContent           the output
    else texts                  one that is JSON is that value, several of them a list; else the text itself
    pictures, sounds, files     named with their type and size; their bytes are left out
    isError                     the tool says no in its own words: rejected, or rate_limited where they speak of a limit
    a JSON-RPC error            -32602, -32600, -32700  invalid_input        -32601  rejected
                                -32603  the server failed: of a read unavailable, else nobody knows (outcome_unknown)
                                any other  rejected

A result is data.  Nothing in it changes what may be called: a list of tools that comes later is not read.
"""

import re
from collections.abc import Collection, Mapping
from typing import Any  # Any: results are JSON

from chalicelib.domain.outcome import Failed, Outcome
from chalicelib.domain.tool import Effect
from chalicelib.tools.answers import flat_enough, judged, refusal, signal_in
from chalicelib.tools.mcp.messages import (
    INTERNAL_ERROR,
    INVALID_PARAMS,
    INVALID_REQUEST,
    METHOD_NOT_FOUND,
    PARSE_ERROR,
    Error,
    parsed,
)

_NOT_TAKEN = (INVALID_PARAMS, INVALID_REQUEST, PARSE_ERROR)
_WRAPPED = re.compile(r"MCP error (-\d{5}):\s*")
"""Libraries write a refused argument as a tool's own error, with the code in the text."""


def result_outcome(
    result: Mapping[str, Any], record: Mapping[str, Any], now: int, promised: Collection[str] = ()
) -> Outcome:
    """What a call of a tool gave."""
    output = output_of(result)
    if result.get("isError") is not True:
        return judged(output, record, now, promised)
    wrapped = _WRAPPED.match(output) if isinstance(output, str) else None
    if wrapped and int(wrapped[1]) in _NOT_TAKEN:
        return Failed("invalid_input", output[wrapped.end():], "invalid_params")
    return refusal(output, signal_in(output), "", None, now)


def error_outcome(error: Error, effect: Effect, now: int) -> Failed:
    detail = error.message or f"the server answered with error {error.code}"
    match error.code:
        case code if code in _NOT_TAKEN:
            return Failed("invalid_input", detail, signal_in(error.data) or "invalid_params")
        case code if code == METHOD_NOT_FOUND:
            return Failed("rejected", detail, "method_not_found")
        case code if code == INTERNAL_ERROR and effect == "read":
            return Failed("unavailable", detail, signal_in(error.data))
        case code if code == INTERNAL_ERROR:
            unknown = f"{detail}; the call may or may not have had its effect"
            return Failed("outcome_unknown", unknown, signal_in(error.data))
    return refusal({"message": detail, "detail": error.data}, signal_in(error.data), "", None, now)


def output_of(result: Mapping[str, Any]) -> Any:
    structured = result.get("structuredContent")
    if isinstance(structured, Mapping | list) and flat_enough(structured):
        return structured
    blocks = [block for block in _list(result.get("content")) if isinstance(block, Mapping)]
    texts = [text for text in map(_text, blocks) if text is not None]
    others = [_named(block) for block in blocks if _text(block) is None]
    value = _value(texts)
    if not others:
        return value
    return {"attachments": others, **({} if value is None else {"text": value})}


def _value(texts: list[str]) -> Any:
    values = [parsed(text) if text.lstrip()[:1] in ("{", "[") else None for text in texts]
    if texts and all(isinstance(value, Mapping | list) and flat_enough(value) for value in values):
        return values[0] if len(values) == 1 else values
    return "\n".join(texts) if texts else None


def _text(block: Mapping[str, Any]) -> str | None:
    """The text of a block, or of a file that is one and came along."""
    if block.get("type") == "text" and isinstance(block.get("text"), str):
        return str(block["text"])
    inner = block.get("resource")
    if block.get("type") == "resource" and isinstance(inner, Mapping) and isinstance(inner.get("text"), str):
        return str(inner["text"])
    return None


def _named(block: Mapping[str, Any]) -> dict[str, Any]:
    """What is known of a block that is no text, without its bytes."""
    inner = block.get("resource")
    inner = inner if isinstance(inner, Mapping) else block
    coded = inner.get("data", inner.get("blob"))
    kept = {name: inner[key] for name, key in (("uri", "uri"), ("name", "name"), ("mime_type", "mimeType"))
            if isinstance(inner.get(key), str)}
    size = {"bytes": len(coded.rstrip("=")) * 3 // 4} if isinstance(coded, str) else {}
    return {"type": str(block.get("type", "")), **kept, **size}


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []
