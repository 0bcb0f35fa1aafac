"""An amount of a request in the unit that a field counts in: "two hours" of `minutes`, "€1,950" of `price_cents`.

Sizes of data are told in bytes: "bigger than 500 MB".
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any  # Any: schemas are JSON

from chalicelib.domain.tool import Action
from chalicelib.planning.composer.mentions import Found
from chalicelib.planning.composer.words import bag, name_parts
from chalicelib.planning.records import durations
from chalicelib.planning.records.reach import Unsure
from chalicelib.planning.revise.money import UNIT, counts_minor_units, decimals, minor_fields, names_amount

MINOR: Mapping[str, Any] = {UNIT: "minor"}
_CENTS = re.compile(r"\d+[.,]\d\d")
_SMALL = bag("cent cents pence penny")
_LETTERS = {"": 1, "k": 10**3, "m": 10**6, "g": 10**9, "t": 10**12}
SIZES = {f"{letter}b": times for letter, times in _LETTERS.items() if letter} | {
    "bytes": 1, "kilobytes": 10**3, "megabytes": 10**6, "gigabytes": 10**9, "terabytes": 10**12,
}  # fmt: skip
_MANY = 10_000


def in_unit(mark: Found, name: str, schema: Mapping[str, Any]) -> int | float:
    """Whole where it can be.  A number without a unit is taken as it stands."""
    value = float(mark.value)
    if mark.kind == "duration":
        value = durations.in_unit(mark, name, str(schema.get("description") or ""))
    elif counts_minor_units(schema, name):
        value = _minor(mark, name)
    return int(value) if value.is_integer() else value


def in_cents(read: Action, names: Iterable[str]) -> frozenset[str]:
    """The fields of what is read that count cents or the like, as the read's description or schema tells."""
    told = counts_minor_units({"description": read.description}, "")
    return minor_fields(read.output_schema) | frozenset(name for name in names if told and names_amount(name))


def _minor(mark: Found, name: str) -> float:
    """Raises for a bare number: it may be told in whole units as well as in the smallest, unless it has cents."""
    if mark.kind == "money":
        return round(float(mark.value) * float(10 ** decimals(mark.unit)), 6)
    if mark.kind == "number" and _CENTS.fullmatch(mark.text):
        return round(float(mark.value) * 100, 6)
    if mark.kind == "number" and not {*mark.after[:1]} & _SMALL:
        raise Unsure(f"it is not clear in which unit {mark.text} is told for {name}")
    return float(mark.value)


def bytes_each(name: str, held: Sequence[float | None]) -> int:
    """How many bytes the field counts by: as its name says, else one where it holds large numbers; 0 where neither."""
    told = next((SIZES[part] for part in name_parts(name) if part in SIZES), 0)
    return told or int(any(one is not None and one >= _MANY for one in held))
