"""Temperatures, lengths and weights in a record, and which unit the user prefers.

A unit is known by a field beside the number, or by the number's own name.  Only what a converting action of
the catalogue could convert is of use; that is for others to find.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal  # Any: records are JSON

from chalicelib.planning.composer.words import bag, name_parts
from chalicelib.planning.revise.paths import joined, quoted

Dimension = Literal["temperature", "length", "mass"]

_UNITS: tuple[tuple[Dimension, str, str], ...] = (
    ("temperature", "C", "c °c celsius"), ("temperature", "F", "f °f fahrenheit"), ("temperature", "K", "kelvin"),
    ("length", "km", "km kilometers kilometres kilometer kilometre"), ("length", "mi", "mi miles mile"),
    ("length", "m", "meters metres meter metre"), ("length", "ft", "ft feet foot"),
    ("length", "cm", "cm centimeters centimetres"), ("length", "in", "inches inch"),
    ("mass", "kg", "kg kilograms kilogram kilos"), ("mass", "lb", "lb lbs pounds"),
    ("mass", "g", "grams gram"), ("mass", "oz", "oz ounces ounce"),
)
_SPELLINGS: Mapping[str, tuple[Dimension, str]] = {
    spelling: (dimension, unit) for dimension, unit, spellings in _UNITS for spelling in spellings.split()
}
_NAMED = re.compile(r"\b(?:in|to|into|as)\s+(?:degrees\s+)?(°?[A-Za-z]+)")
_SYSTEMS: Mapping[str, Mapping[str, str]] = {
    "metric": {"F": "C", "mi": "km", "ft": "m", "in": "cm", "lb": "kg", "oz": "g"},
    "imperial": {"C": "F", "km": "mi", "m": "ft", "cm": "in", "kg": "lb", "g": "oz"},
}
_AMOUNTS = bag("value amount temperature temp distance length height width weight mass quantity reading")


@dataclass(frozen=True, slots=True)
class Quantity:
    path: str
    unit: str
    dimension: Dimension
    name: str


def quantities(value: Any, path: str = "@", depth: int = 0) -> Iterator[Quantity]:
    """Every number with a known unit, outer objects first."""
    if depth > 4:
        return
    if isinstance(value, Mapping):
        beside = next((unit for name, entry in value.items() if (unit := _unit_field(name, entry))), None)
        for name, entry in value.items():
            if isinstance(entry, (int, float)) and not isinstance(entry, bool):
                found = _own_unit(name) or (beside if _AMOUNTS & set(name_parts(name)) else None)
                if found is not None:
                    yield Quantity(joined(path, quoted(name)), found[1], found[0], name)
            elif isinstance(entry, (Mapping, list)):
                yield from quantities(entry, joined(path, quoted(name)), depth + 1)
    elif isinstance(value, list):
        for position, entry in enumerate(value):
            yield from quantities(entry, joined(path, f"[{position}]"), depth + 1)


def asks_for_units(context: Mapping[str, Any], prompt: str) -> bool:
    """Whether any unit is preferred at all; mostly none is, and nothing needs to be searched."""
    return "units" in context or any(word.lower() in _SPELLINGS for word in _NAMED.findall(prompt))


def preferred_unit(quantity: Quantity, context: Mapping[str, Any], prompt: str) -> str | None:
    """The unit that the prompt names for such a quantity, or that of the system which the context prefers."""
    for word in _NAMED.findall(prompt):
        found = _SPELLINGS.get(word.lower())
        if found is not None and found[0] == quantity.dimension and len(word) > 1:
            return found[1]
    units = context.get("units")
    if isinstance(units, Mapping):
        named = _SPELLINGS.get(str(units.get(quantity.dimension, "")).lower())
        return named[1] if named else None
    return _SYSTEMS.get(str(units).lower(), {}).get(quantity.unit)


def _unit_field(name: str, value: Any) -> tuple[Dimension, str] | None:
    if isinstance(value, str) and {"unit", "units", "uom", "scale"} & set(name_parts(name)):
        return _SPELLINGS.get(value.strip().lower())
    return None


def _own_unit(name: str) -> tuple[Dimension, str] | None:
    """`distance_km`, `temp_celsius`; a single letter says too little."""
    parts = name_parts(name)
    return _SPELLINGS.get(parts[-1]) if len(parts) > 1 and len(parts[-1]) > 1 else None
