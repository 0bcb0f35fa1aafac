"""Reading a JSON body strictly, so that what was validated is what was sent.

Refused, with the remedy in the message: another content type, bytes that are not UTF-8, NaN and Infinity,
a key given twice, more than 32 levels, numbers that no store keeps exactly, halves of a surrogate pair.
"""

import hashlib
import json
import math
from typing import Any, Never  # Any: bodies are JSON

from chalicelib.domain.errors import InvalidRequest, UnsupportedMediaType

DEPTH = 32
DIGITS = 19


def parse(body: bytes, content_type: str | None) -> Any:
    _check_type(content_type)
    if not body.strip():
        _refuse("the body is empty: send a JSON object")
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError as wrong:
        _refuse(f"the body is not UTF-8 (byte {wrong.start}): encode it as UTF-8")
    try:
        value = json.loads(
            text, object_pairs_hook=_object, parse_constant=_constant, parse_int=_integer, parse_float=_decimal
        )
    except json.JSONDecodeError as wrong:
        _refuse(f"the body is not JSON: {wrong.msg} at line {wrong.lineno}, column {wrong.colno}")
    except RecursionError:
        _too_deep()
    _check_depth(value)
    _check_surrogates(text, value)
    return value


def canonical(value: Any) -> bytes:
    """The same bytes for the same JSON, whatever the order of its keys."""
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()


def digest(value: Any) -> str:
    return hashlib.sha256(canonical(value)).hexdigest()


def _check_type(content_type: str | None) -> None:
    """No header counts as JSON, as API Gateway has it."""
    if content_type is None:
        return
    kind, *parameters = (part.strip().lower() for part in content_type.split(";"))
    charsets = [part.split("=", 1)[1].strip('" ') for part in parameters if part.startswith("charset=")]
    if kind != "application/json" or any(charset not in ("utf-8", "utf8") for charset in charsets):
        raise UnsupportedMediaType(
            f"content type {content_type[:100]!r} is not supported: send JSON with 'Content-Type: application/json'"
        )


def _refuse(message: str) -> Never:
    raise InvalidRequest(message, malformed=True)


def _too_deep() -> Never:
    _refuse(f"the body is nested more than {DEPTH} levels deep: make it flatter")


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        _refuse(f"the key {twice[:80]!r} is given twice in one object: give it once")
    return made


def _constant(word: str) -> Never:
    _refuse(f"{word} is not JSON: send a number, a string or null")


def _integer(digits: str) -> int:
    if len(digits.lstrip("-")) > DIGITS:
        _refuse(f"a whole number of {len(digits)} digits is too long: send it as a string")
    return int(digits)


def _decimal(digits: str) -> float:
    number = float(digits)
    if not math.isfinite(number):
        _refuse(f"the number {digits[:40]} is too large: send it as a string")
    return number


def _check_depth(value: Any) -> None:
    level, nodes = 0, [value]
    while nodes := [node for node in nodes if isinstance(node, dict | list)]:
        level += 1
        if level > DEPTH:
            _too_deep()
        nodes = [
            child for node in nodes for child in (node.values() if isinstance(node, dict) else node)
        ]


def _check_surrogates(text: str, value: Any) -> None:
    """Half of a pair passes the JSON parser and then no encoder: stores and answers would fail on it."""
    if "\\u" not in text:
        return
    try:
        canonical(value)
    except UnicodeEncodeError:
        _refuse("a string holds half of a surrogate pair (\\ud800 to \\udfff): send both halves or neither")
