"""Whether a condition holds, by the table that explains its words best."""

from collections.abc import Sequence
from itertools import pairwise

from chalicelib.planning.composer.thesaurus import known as known_word
from chalicelib.planning.composer.words import Token, bag, name_stems
from chalicelib.planning.records import compare, nobody, shapes
from chalicelib.planning.records.phrase import Used
from chalicelib.planning.records.reach import Unsure
from chalicelib.planning.records.resources import is_key
from chalicelib.planning.records.times import TIMED
from chalicelib.planning.records.view import OVER, UNDER
from chalicelib.planning.tables import explain
from chalicelib.planning.tables.clause import Clause
from chalicelib.planning.tables.explain import Ground
from chalicelib.planning.tables.objects import from_afar
from chalicelib.planning.tables.stand_ins import links
from chalicelib.planning.tables.table import Table

_LEAST = -1.0
"""A record of which even the kind is guessed decides nothing."""
_AFAR = 0.5
"""What it costs that the records only refer to what is named: the balance of Ann is not that of Ann's orders."""
_ANYTHING = bag("anything something nothing")
_HAVING = bag("has have had is are")
_NOTHING = bag("no not none never without any nobody there already yet ever") | _ANYTHING


def holds(ground: Ground, known: Sequence[Table], clause: Clause, negated: bool, carried: Sequence[Token]) -> bool:
    """Raises where no table explains every word, or two that are named alike disagree."""
    found: list[tuple[float, bool]] = []
    moving = _moving(clause.words)
    said = [token for token in clause.words if token.low not in _NOTHING and not token.low.endswith("n't")]
    words = (*carried, *(token for token in said if token not in moving))
    for table in known:
        try:
            found.append(_held(ground, table, words, clause, negated))
        except Unsure:
            continue
    found = [one for one in found if one[0] >= _LEAST]
    best = max((score for score, _ in found), default=-9.0)
    answers = {answer for score, answer in found if best - score < 0.25}
    if len(answers) != 1:
        raise Unsure("the condition cannot be decided")
    return answers.pop()


def _held(ground: Ground, table: Table, words: Sequence[Token], clause: Clause, negated: bool) -> tuple[float, bool]:
    used = Used()
    table = explain.narrowed(table, "number", words)
    if none := nobody.tells(table.own, clause.words):
        words, negated = sorted({*words, *none}, key=lambda token: token.start), not negated
    view = explain.view(ground, table, clause, table.words)
    if any(token.low == "than" for token in words) and (twice := _twice(ground, table, words, clause)) is not None:
        return 1.0, twice != negated
    compared = compare.compared(view, words, used)
    used.take(_units(words, used, table))
    free = [token for token in words if used.free(token)]
    if compared is None and any(token.low == "than" for token in words):
        raise Unsure("it is not clear what is compared")
    found, fine = explain.selected(ground, table, free, clause, frozenset())
    if (compared is None and _measures(table, words)) or (compared is not None and fine):
        raise Unsure("it is not clear what is compared")  # a strange word may say of what it is too much or too little
    strays = [token for token in words if token.text in found.strays]
    of_those = not found.rows and _referred(ground, table, strays)
    if not of_those and explain.elsewhere(ground, table, strays):
        raise Unsure("the name is that of another record")
    lost = bool(found.strays) and not of_those
    score = 1.0 * any(token.stem in table.words for token in words) - fine - (1.0 if lost else 0.0)
    score -= _AFAR * from_afar(words, found.rows)
    if compared is not None:
        return score, compared(found.rows) != (negated and not compared.negates)
    return score, bool(found.rows) != negated


def _moving(words: Sequence[Token]) -> list[Token]:
    """How it came to be more or less, which is no matter: the "fallen" of "has fallen below 5"."""
    rows = zip(words, words[1:], words[2:], strict=False)
    return [one for has, one, than in rows if has.low in _HAVING and one.content and than.low in OVER | UNDER]


def _referred(ground: Ground, table: Table, strays: Sequence[Token]) -> bool:
    """Whether the words name what such records refer to, though none refers to that one: Ann, who has no orders."""
    refs = {one for _, refs, _ in table.links for one in refs}
    others = [one for one in ground.known if any(links(one, token) for token in strays)]
    named = all(any(links(one, token) for one in others) for token in strays)
    return bool(strays) and named and all(one.refs & refs for one in others)


def _measures(table: Table, words: Sequence[Token]) -> bool:
    """Whether a number of the records is spoken of, which decides nothing unless it is compared: "the stock is low".

    What is in stock, or out of it, is told from the rest.
    """
    names = [name for name in table.own if shapes.shape(table.rows, name) == "number" and not is_key(name)]
    counts = {word for name in names for word in name_stems(name)} - table.words
    lows = [token.low for token in words]
    spoken = [at for at, token in enumerate(words) if token.content and token.stem in counts]
    return any(lows[max(0, at - 1) : at] != ["in"] and lows[max(0, at - 2) : at] != ["out", "of"] for at in spoken)


def _units(words: Sequence[Token], used: Used, table: Table) -> list[Token]:
    """What is counted in: "1200 kWh"."""
    pairs = [pair for pair in pairwise(words) if pair[0].text[0].isdigit() and not used.free(pair[0])]
    strange = [token for _, token in pairs if token.content and not known_word(token.stem)]
    return [token for token in strange if token.stem not in table.words and not links(table, token)]


def _twice(ground: Ground, table: Table, words: Sequence[Token], clause: Clause) -> bool | None:
    """ "Used more electricity in February than in January": the same measured twice, with one day or name exchanged."""
    than = next(at for at, token in enumerate(words) if token.low == "than")
    first, other = words[:than], words[than + 1 :]
    more = next((token for token in first if token.low in OVER | UNDER), None)
    marks = [mark for mark in clause.marks if mark.kind in TIMED]
    told = [mark for mark in marks if any(token in mark for token in first)]
    instead = [mark for mark in marks if any(token in mark for token in other)]
    number = [name for name in table.own if shapes.shape(table.rows, name) == "number" and not is_key(name)]
    if more is None or len(told) != 1 or len(instead) != 1 or len(number) != 1:
        return None
    kept = [token for token in first if not told[0].start <= token.start < told[0].end and token is not more]
    one = _sum(ground, table, [token for token in first if token is not more], clause, number[0])
    two = _sum(ground, table, [*kept, *other], clause, number[0])
    return one < two if more.low in UNDER else one > two


def _sum(ground: Ground, table: Table, words: Sequence[Token], clause: Clause, name: str) -> float:
    found, _ = explain.selected(ground, table, words, clause, table.about)
    held = [shapes.number(row.values.get(name)) for row in found.rows]
    if not held or found.strays:
        raise Unsure(f"no record tells its {name}")
    return sum(value for value in held if value is not None)
