"""Numbers in a noun phrase, each held against the field of the records that it limits.

    "a quantity below 5" · "heavier than 2 kg" · "longer than 3 days"
"""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from chalicelib.planning.composer.mentions import COUNTED, Found
from chalicelib.planning.composer.words import Token, bag, name_stems, stem, stem_bag
from chalicelib.planning.records import against, dimensions, lengths, measures, shapes
from chalicelib.planning.records.reach import Row, Unsure
from chalicelib.planning.records.resources import field_stems, is_key
from chalicelib.planning.records.view import AMOUNT, DUE, OVER, UNDER, Reading, View
from chalicelib.planning.revise.money import counts_minor_units, names_amount, names_part

_ORDINAL = stem_bag("number no nr num index position seq sequence ordinal")
"""What fields are called that count the records of a parent: the 4 of "episode 4"."""
_PERCENT = stem_bag("percent percentage pct")
_LENGTHS = {"longer": 1, "shorter": -1}
_RUN = bag("run ran running")


def by_presence(one: Reading) -> None:
    """ "In stock" is more than none of the field that counts it; what is "out of stock", or "has run out", is none."""
    for lead, out, token in zip([None, *one.tokens], one.tokens, one.tokens[1:], strict=False):
        names = [name for name in _numbers(one.view.rows) if token.stem in name_stems(name)]
        gone = out.low == "of" and lead is not None and lead.low == "out"
        if (out.low == "in" or gone) and len(names) == 1 and one.used.free(token):
            _present(one, names[0], not gone, [token, out])
        elif out.low in _RUN and token.low == "out" and one.used.free(out):
            counting = [name for name in _numbers(one.view.rows) if {*name_stems(name)} & AMOUNT]
            if len(counting) == 1 and not any({*name_stems(name)} & DUE for name in shapes.names(one.view.rows)):
                _present(one, counting[0], False, [out, token])


def _between(one: Reading) -> None:
    """ "Between 5 and 10": the field that is meant lies there, both ends included."""
    marks = [mark for mark in one.view.marks if mark.kind in ("number", "money", "percent")]
    for low, high in pairwise(marks):
        lead = [token for token in one.tokens if token.end <= low.start][-1:]
        words = [*lead, *(token for token in one.tokens if low.start <= token.start < high.end)]
        joint = [token.low for token in words if low.end <= token.start < high.start]
        if [token.low for token in lead] != ["between"] or joint != ["and"] or not all(map(one.used.free, words)):
            continue
        name = measured(one.view.rows, one.tokens) or (paid(one.view) if high.kind == "money" else None)
        if name is None:
            raise Unsure(f"it is not clear what is between {low.text} and {high.text}")
        one.used.take(words)
        bounds = in_unit(one.view, replace(low, kind=high.kind, unit=high.unit), name), in_unit(one.view, high, name)
        one.tests.append(lambda row, of=name, ends=bounds: _lies(shapes.number(row.values.get(of)), *ends))  # type: ignore[misc]  # bound now


def _lies(held: float | None, least: float, most: float) -> bool:
    return held is not None and least <= held <= most


def _present(one: Reading, name: str, some: bool, words: Sequence[Token]) -> None:
    one.used.take(words)
    one.named = True
    one.tests.append(lambda row: (held := shapes.number(row.values.get(name))) is not None and (held > 0) == some)


def by_each_other(one: Reading) -> None:
    """ "Whose last offer is above the reserve": two fields of a record."""
    if (two := against.against(one.view.rows, one.tokens, one.view.marks)) is not None:
        one.used.take(two.tokens)
        one.tests.append(two.holds)


def by_ordinals(one: Reading) -> None:
    """ "Episode 4", "chapter no. 2": the record with that number, which need not be its key."""
    names = [name for name in shapes.names(one.view.rows) if {*name_stems(name)} <= _ORDINAL]
    numbered = [token for token in one.tokens if token.stem not in _ORDINAL and token.text not in (".", "#")]
    for noun, token in pairwise(numbered) if len(names) == 1 else ():
        held = [row for row in one.view.rows if str(row.values.get(names[0])) == token.text]
        if held and noun.stem in one.view.nouns and token.text.isdigit() and one.used.free(token):
            one.used.take([token])
            one.named = True
            one.tests.append(lambda row, found=tuple(held): row in found)  # type: ignore[misc]  # bound now


def by_numbers(one: Reading) -> None:
    """ "A quantity below 5", "heavier than 2 kg": a number held against the field that is meant."""
    _between(one)
    for mark in one.view.marks:
        inside = [token for token in one.tokens if token in mark]
        if mark.kind not in COUNTED or not inside or not one.used.free(inside[0]):
            continue
        lead = [token for token in one.tokens if token.end <= mark.start][-3:]
        told = _limit_of(one, mark, lead)
        if told is None:
            if mark.kind != "duration" and one.view.rows and {token.low for token in lead} & (UNDER | OVER):
                raise Unsure(f"it is not clear what is compared with {mark.text}")
            continue
        name, compare = told
        one.used.take([*inside, *(token for token in lead if token.low in UNDER | OVER | {"than"})])
        one.used.take(lead[-2:] if _than(lead) else ())
        faster = _than(lead) and compare > 0  # what runs slower may not run at all
        one.used.take(token for token in lead[:-2] if faster and token.gerund)
        behind = [token for token in one.tokens if token.start >= mark.end][:1]
        one.used.take(token for token in behind if token.stem in dimensions.UNITS)
        wanted = in_unit(one.view, mark, name) * _bytes(one, mark, name)
        if name == lengths.LENGTH:
            one.used.take(token for token in one.tokens if token.low in lengths.LASTING and token.end <= mark.start)
            one.doubtful.append(lambda row, w=wanted, c=compare: lengths.compares(row, w, c))  # type: ignore[misc]  # now
            continue
        one.tests.append(lambda row, n=name, w=wanted, c=compare: _compares(shapes.number(row.values.get(n)), w, c))  # type: ignore[misc]  # bound now


def _bytes(one: Reading, mark: Found, name: str) -> float:
    """How often the unit of the number goes into that in which the field counts: of "500 MB" a million bytes."""
    said = measures.SIZES.get(mark.unit.lower(), 0)
    unit = measures.bytes_each(name, [shapes.number(row.values.get(name)) for row in one.view.rows]) if said else 0
    if said and not unit:
        raise Unsure(f"it is not clear in what {name} is counted")
    return said / unit if said else 1


def in_unit(view: View, mark: Found, name: str) -> int | float:
    """What is told, in the unit in which the field counts."""
    lasts = {"description": view.lasting.get(name, "")}
    return measures.in_unit(mark, name, measures.MINOR if name in view.minor else lasts)


def _limit_of(one: Reading, mark: Found, lead: Sequence[Token]) -> tuple[str, int] | None:
    """The field, and whether less, more or just that much of it is meant."""
    than = dimensions.compares(lead[-2].low, _numbers(one.view.rows), ("er",)) if _than(lead) else None
    if than is not None:
        return than[0], 1 if than[1] else -1
    near = {token.low for token in lead}
    compare = -1 if near & UNDER else 1 if near & OVER else 0
    compare = compare or (_LENGTHS.get(lead[-2].low, 0) if _than(lead) and mark.kind == "duration" else 0)
    compare = compare or (dimensions.direction(lead[-2].low) if _than(lead) and mark.kind == "percent" else 0)
    name = measured(one.view.rows, one.tokens) or (_nearest(one, mark) if compare else None)
    name = name or (paid(one.view) if mark.kind == "money" else None)
    name = name or (_percentage(one.view.rows) if mark.kind == "percent" and compare else None)
    if mark.kind == "duration" and compare and not name and any(lengths.LENGTH in row.values for row in one.view.rows):
        return lengths.LENGTH, compare
    counts = stem(mark.unit) in name_stems(name or "") or name in one.view.lasting
    strange = mark.kind == "duration" and (not compare or not counts)
    if not name or strange or (compare == 0 and "of" not in near and "is" not in near):
        return None
    return name, compare


def _than(lead: Sequence[Token]) -> bool:
    return len(lead) > 1 and lead[-1].low == "than"


def measured(rows: Sequence[Row], tokens: Sequence[Token]) -> str | None:
    """The number field that the tokens speak of, else the one that counts how many there are."""
    named = spoken(rows, tokens)
    counting = [name for name in _numbers(rows) if {*name_stems(name)} & AMOUNT]
    return named[0] if len(named) == 1 else counting[0] if len(counting) == 1 and not named else None


def _nearest(one: Reading, mark: Found) -> str | None:
    """Of several number fields that are spoken of, the one of which most words are told, then the nearest."""
    found: list[tuple[int, int, str]] = []
    for name in spoken(one.view.rows, one.tokens):
        said = [token for token in one.tokens if token.stem in name_stems(name)]
        gap = min(abs(token.start - mark.start) for token in said)
        found.append((-len({token.stem for token in said}), gap, name))
    best = sorted(found)[:2]
    return best[0][2] if best and (len(best) == 1 or best[0][:2] < best[1][:2]) else None


def _percentage(rows: Sequence[Row]) -> str | None:
    """The only field that counts in percent, as its name says."""
    found = [name for name in _numbers(rows) if {*name_stems(name.rpartition(".")[2])} & _PERCENT]
    return found[0] if len(found) == 1 else None


def paid(view: View) -> str | None:
    """The only field that holds amounts of money, of the records' own before those of what they refer to."""
    found = [name for name in _numbers(view.rows) if names_amount(name) or counts_minor_units({}, name)]
    found = [name for name in found if not names_part(name)] or found
    found = [name for name in found if names_amount(name)] or found
    own = [name for name in found if name in view.resource.fields]
    return (own or found)[0] if len(own or found) == 1 else None


def spoken(rows: Sequence[Row], tokens: Sequence[Token]) -> list[str]:
    """The number fields whose names stand among the tokens."""
    said = {token.stem for token in tokens}
    return [name for name in _numbers(rows) if {*field_stems(name)} & said]


def _numbers(rows: Sequence[Row]) -> list[str]:
    return [name for name in shapes.names(rows) if shapes.shape(rows, name) == "number" and not is_key(name)]


def _compares(held: float | None, wanted: float, compare: int) -> bool:
    if held is None:
        return False
    return held < wanted if compare < 0 else held > wanted if compare > 0 else held == wanted
