"""Values in the types that a schema tells: what a service gives as a text or a truth, it may take as something else.

    {"id": "20414"} for {"order": {"type": "integer"}}     ─>  20414
    {"id": 20414} for {"order": {"type": "string"}}        ─>  "20414"
    {"paid": true} for {"paid": {"enum": ["Y", "N"]}}      ─>  "Y"
"""

import re
from collections.abc import Mapping
from typing import Any  # Any: values and schemas are JSON

_WHOLE, _NUMBER = re.compile(r"-?(?:0|[1-9]\d*)"), re.compile(r"-?(?:0|[1-9]\d*)(?:\.\d+)?")
TRUTHS = (("y", "n"), ("yes", "no"), ("true", "false"), ("t", "f"))
"""What true and false are called where they are texts."""
TRUTH = {name: name == yes for yes, no in (*TRUTHS, ("1", "0")) for name in (yes, no)}
"""Which of the two such a name is."""


def truths_of(schema: Mapping[str, Any]) -> Mapping[bool, Any]:
    """What an input calls true and false; nothing where it takes something else, or a truth."""
    options = schema.get("enum")
    if not isinstance(options, list | tuple) or len(options) != len(TRUTHS[0]) or bool in map(type, options):
        return {}
    told = {str(one).lower(): one for one in options}
    pairs = (*TRUTHS, ("1", "0"))
    return next(({True: told[yes], False: told[no]} for yes, no in pairs if {yes, no} == {*told}), {})


def _sole(told: Any) -> Any:
    """The one type that is told, beside that it may be null."""
    named = [one for one in told if one != "null"] if isinstance(told, list) else [told]
    return named[0] if len(named) == 1 else None


def in_type(schema: Any, value: Any) -> Any:
    """The value as the schema takes it, where it is a number there and a text here or the other way round."""
    told = schema if isinstance(schema, Mapping) else {}
    if isinstance(value, list):
        return [in_type(told.get("items"), one) for one in value]
    if isinstance(value, Mapping):
        inner = told.get("properties") or {}
        return {name: in_type(inner.get(name), one) for name, one in value.items()}
    if isinstance(value, bool):
        return truths_of(told).get(value, value)
    match _sole(told.get("type")):
        case "integer" if isinstance(value, str) and _WHOLE.fullmatch(value):
            return int(value)
        case "number" if isinstance(value, str) and _NUMBER.fullmatch(value):
            return float(value) if "." in value else int(value)
        case "string" if isinstance(value, int | float):
            return str(value)
    return value
