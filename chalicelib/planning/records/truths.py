"""Fields that are true or false by other names: "Y" and "N", "yes" and "no", 1 and 0.

They become truths when records are read; a field that counts is none, be there one of it or none.
"""

from collections.abc import Mapping, Sequence
from typing import Any  # Any: values are JSON

from chalicelib.domain.types import TRUTHS
from chalicelib.planning.composer.schema import param
from chalicelib.planning.composer.words import name_parts, name_stems, stem_bag

_COUNTS = stem_bag(
    "count number num qty quantity total stock level version position order index rank priority score rating amount "
    "price size page step stage floor row seat unit day hour minute week month year age weight balance left"
)


def truths(records: Sequence[Mapping[str, Any]]) -> Mapping[str, frozenset[Any]]:
    """By the name of each such field, the values that are true."""
    found: dict[str, frozenset[Any]] = {}
    for name in dict.fromkeys(name for one in records for name in one):
        held = [one[name] for one in records if one.get(name) not in (None, "")]
        pair = _pair(name, held)
        if pair:
            found[name] = frozenset(value for value in held if str(value).lower() == pair)
    return found


def _pair(name: str, held: Sequence[Any]) -> str:
    """What is true; "" where the field tells something else."""
    if held and all(isinstance(value, str) for value in held):
        said = {value.lower() for value in held}
        return next((yes for yes, no in TRUTHS if said <= {yes, no}), "")
    whole = len({*map(str, held)}) > 1 and all(type(value) is int and value in (0, 1) for value in held)
    many = name_parts(name)[-1:] and name_parts(name)[-1].endswith("s")
    counts = many or {*name_stems(name)} & _COUNTS or param(name, (), False, {}).is_id
    return "1" if whole and not counts else ""


def with_truths(values: Mapping[str, Any], truths: Mapping[str, frozenset[Any]]) -> Mapping[str, Any]:
    told = {name: values[name] in true for name, true in truths.items() if values.get(name) not in (None, "")}
    return {**values, **told} if told else values
