"""Percents as values: of an input that takes them, or as a share of what a record holds."""

from collections.abc import Iterator
from typing import Any  # Any: values are JSON

from chalicelib.domain.binding import Binding, Literal, Mention
from chalicelib.planning.composer.mentions import Found
from chalicelib.planning.composer.schema import Param
from chalicelib.planning.composer.words import name_stems, stem_bag
from chalicelib.planning.records import shapes
from chalicelib.planning.records.telling import SCALES
from chalicelib.planning.revise.money import counts_minor_units, names_amount, names_part
from chalicelib.planning.tables import replaced
from chalicelib.planning.tables.clause import Candidate, Clause, Value, placed, same
from chalicelib.planning.tables.table import Table, Wide
from chalicelib.planning.tables.world import columns

_PERCENT = stem_bag("percent percentage pct")


def in_percent(param: Param) -> bool:
    return bool({*param.stems, *param.about} & _PERCENT)


def percentage(clause: Clause, mark: Found) -> Candidate:
    """ "15 % off", "to 20 %", of an input that takes percents."""
    run = clause.inside(mark)
    off = [token for token in clause.words if token.start >= mark.end][:1]
    cut = [token for token in off if token.low == "off"]
    whole = int(mark.value) if float(mark.value).is_integer() else mark.value
    old = replaced.older(clause, mark)
    told, weight = same((whole, Mention(whole, mark.text))), 1.6 + max(placed(clause, run), 0)
    plain = Candidate((*run, *cut), told, weight, bool(cut))
    return replaced.with_older(plain, clause, old, "") if old else plain


def share(clause: Clause, param: Param, table: Table, mark: Found) -> Iterator[Candidate]:
    """ "10 % of order 5": so much of the record's one amount, for an input that takes money in the same unit."""
    run = clause.inside(mark)
    of = next((token for token in clause.words if token.start >= mark.end), None)
    held = [name for name in sorted(table.own) if names_amount(name) and not names_part(name)]
    minor = counts_minor_units(param.schema, param.name)
    same_ = [one for one in held if (counts_minor_units({}, one) or one in table.minor) == minor]
    if of is not None and of.low == "of" and len(held) == len(same_) == 1 and (minor or names_amount(param.name)):
        yield Candidate((*run, of), stepped(held[0], float(mark.value) / 100, 0.0), 1.8, True)


def scaled(clause: Clause, param: Param, table: Table) -> Iterator[Candidate]:
    """ "Double the fee", "halve the share in the east wing", where each place has one of its own."""
    factor = SCALES.get(clause.verb.stem, 0.0) if clause.verb is not None else 0.0
    said = {token.stem for token in clause.words}
    called = {name_stems(part)[-1:] for part in param.path}
    held = [*columns(table, param)] or [name for name in sorted(table.own) if name_stems(name)[-1:] in called]
    held = [name for name in held if shapes.shape(table.rows, name) == "number"]
    named = [name for name in held if len(held) < 2 or {*name_stems(name)[:-1]} & said]
    if factor and len(named) == 1:
        yield Candidate((), stepped(named[0], factor, 0.0), 1.8, True)


def stepped(column: str, factor: float, added: float) -> Value:
    def of(row: Wide) -> tuple[Any, Binding] | None:
        held = shapes.number(row.values.get(column))
        if held is None:
            return None
        value = round(held * factor + added, 2)
        whole = int(value) if value.is_integer() else value
        return whole, Literal(whole)

    return of
