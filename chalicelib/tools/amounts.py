"""Whether a service counts money in cents: what its document says of some amounts holds for the others too.

The registration's `amounts` ("minor", "major") wins.  The schemas of answers are marked, so that whoever shows an
amount, or converts it, knows: an amount that is taken for a hundred times as much is worse than none.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any  # Any: schemas are JSON

from chalicelib.planning.composer.words import name_parts
from chalicelib.planning.revise.money import UNIT, names_amount
from chalicelib.tools.source import Operation, Source, invalid

WORDS = ("minor", "major")
ENOUGH = 3
DEEPEST = 12
_MINOR = re.compile(
    r"\bin cents\b|\bcents \(or|smallest (?:currency|denomination|unit)|minor (?:currency )?units?", re.IGNORECASE
)
_MAJOR = re.compile(r"major (?:currency )?units?|not (?:in )?cents", re.IGNORECASE)


def told_amounts(document: Mapping[str, Any]) -> str:
    """What a document says of its amounts often enough, and never the contrary; "" where it does not."""
    said = 0
    for text in _texts(document):
        if _MAJOR.search(text):
            return ""
        said += bool(_MINOR.search(text))
    return "minor" if said >= ENOUGH else ""


def _texts(document: Any) -> Iterator[str]:
    """The descriptions, each once: a document may refer to its own parts, or repeat them."""
    left, seen = [document], {id(document)}
    while left:
        node = left.pop()
        for name, one in node.items() if isinstance(node, Mapping) else enumerate(node):
            if name == "description" and isinstance(one, str):
                yield one
            elif isinstance(one, (Mapping, list)) and id(one) not in seen:
                seen.add(id(one))
                left.append(one)


def with_amounts(registration: Mapping[str, Any], source: Source, kept: Sequence[Operation]) -> list[Operation]:
    """The operations, their answers marked as the registration or else the document says."""
    amounts = registration.get("amounts", source.amounts)
    if amounts and amounts not in WORDS:
        raise invalid("amounts", amounts, 'write "minor" if amounts are in cents or the like, else "major"')
    return [replace(one, output_schema=marked(one.output_schema, amounts)) for one in kept]


def marked(schema: Any, amounts: str, depth: int = 0) -> Any:
    """The schema with the amounts of every object that has a currency marked as what they count."""
    if not amounts or not isinstance(schema, Mapping) or depth > DEEPEST:
        return schema
    made = {**schema}
    properties = schema.get("properties")
    if isinstance(properties, Mapping):
        money = any("currency" in name_parts(name) for name in properties)
        made["properties"] = {
            name: _amount(one, amounts) if money and _is_amount(name, one) else marked(one, amounts, depth + 1)
            for name, one in properties.items()
        }
    if "items" in schema:
        made["items"] = marked(schema["items"], amounts, depth + 1)
    for word in ("anyOf", "oneOf", "allOf"):
        if isinstance(schema.get(word), list):
            made[word] = [marked(one, amounts, depth + 1) for one in schema[word]]
    return made


def _amount(schema: Mapping[str, Any], amounts: str) -> dict[str, Any]:
    return {**schema, UNIT: amounts}


def _is_amount(name: str, schema: Any) -> bool:
    kind = schema.get("type") if isinstance(schema, Mapping) else None
    kinds = kind if isinstance(kind, list) else [kind]
    return "integer" in kinds and names_amount(name)
