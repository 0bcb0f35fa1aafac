"""Moments as numbers that count seconds or milliseconds from 1970."""

import re
from collections.abc import Mapping
from typing import Any  # Any: values are JSON

EARLIEST = 1_000_000_000
"""No such number is less: 2001-09-09."""
_FROM_1970 = re.compile(r"\bunix\b|\bepoch\b|\bsince 1970\b", re.IGNORECASE)


def from_1970(schema: Mapping[str, Any]) -> bool:
    """Whether the schema says that the number counts from 1970."""
    return bool(_FROM_1970.search(f"{schema.get('format', '')} {schema.get('description', '')}"))


def counts_else(schema: Mapping[str, Any], value: Any) -> bool:
    """Whether the schema takes such a moment, and the number counts something else: "2 bills"."""
    return from_1970(schema) and isinstance(value, int | float) and value < EARLIEST
