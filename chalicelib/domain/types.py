"""Values in the types that a schema tells: services write numbers as texts where they give them, not where they take them.

    {"id": "20414"} for {"order": {"type": "integer"}}  ─>  20414
    {"id": 20414} for {"order": {"type": "string"}}     ─>  "20414"
"""

import re
from collections.abc import Mapping
from typing import Any  # Any: values and schemas are JSON

_WHOLE, _NUMBER = re.compile(r"-?(?:0|[1-9]\d*)"), re.compile(r"-?(?:0|[1-9]\d*)(?:\.\d+)?")


def in_type(schema: Any, value: Any) -> Any:
    """The value as the schema takes it, where it is a number there and a text here or the other way round."""
    told = schema if isinstance(schema, Mapping) else {}
    if isinstance(value, list):
        return [in_type(told.get("items"), one) for one in value]
    if isinstance(value, Mapping):
        inner = told.get("properties") or {}
        return {name: in_type(inner.get(name), one) for name, one in value.items()}
    match told.get("type"):
        case "integer" if isinstance(value, str) and _WHOLE.fullmatch(value):
            return int(value)
        case "number" if isinstance(value, str) and _NUMBER.fullmatch(value):
            return float(value) if "." in value else int(value)
        case "string" if isinstance(value, int | float) and not isinstance(value, bool):
            return str(value)
    return value
