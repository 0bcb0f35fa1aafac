"""Whether a condition holds, by the table that explains its words best."""

from collections.abc import Sequence

from chalicelib.planning.composer.words import Token, bag
from chalicelib.planning.records import compare
from chalicelib.planning.records.phrase import Used
from chalicelib.planning.records.reach import Unsure
from chalicelib.planning.tables import attempt
from chalicelib.planning.tables.attempt import Ground
from chalicelib.planning.tables.values import Clause
from chalicelib.planning.tables.world import Table

_NOTHING = bag("no not none never without any nobody nothing there already yet ever")


def holds(ground: Ground, known: Sequence[Table], clause: Clause, negated: bool, carried: Sequence[Token]) -> bool:
    """Raises where no table explains every word, or two that are named alike disagree."""
    found: list[tuple[float, bool]] = []
    for table in known:
        words = (*carried, *(token for token in clause.words if token.low not in _NOTHING))
        try:
            found.append(_held(ground, table, words, clause, negated))
        except Unsure:
            continue
    best = max((score for score, _ in found), default=-9.0)
    answers = {answer for score, answer in found if best - score < 0.25}
    if len(answers) != 1:
        raise Unsure("the condition cannot be decided")
    return answers.pop()


def _held(
    ground: Ground, table: Table, words: Sequence[Token], clause: Clause, negated: bool
) -> tuple[float, bool]:
    used = Used()
    view = attempt._view(ground, table, clause, table.words)
    compared = compare.compared(view, words, used)
    free = [token for token in words if used.free(token)]
    found, fine = attempt.selected(ground, table, free, clause, frozenset())
    score = 1.0 * any(token.stem in table.words for token in words) - fine - (1.0 if found.strays else 0.0)
    if compared is not None:
        return score, compared(found.rows) != (negated and not compared.negates)
    return score, bool(found.rows) != negated
