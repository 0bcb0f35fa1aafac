"""Fields that sound like verbs in front of their amounts: "oak chest: reserve 200 pounds", "add a lot, reserve £140".

No action is called so, and a number follows at once: that reserves nothing.
"""

from collections.abc import Sequence
from dataclasses import replace

from chalicelib.planning.composer.entry import Entry
from chalicelib.planning.composer.mentions import COUNTED, Found
from chalicelib.planning.composer.words import Token
from chalicelib.planning.records.clauses import Clause
from chalicelib.planning.tables.own_verbs import own_verbs

_LONGEST = 4


def joined(parts: Sequence[Clause], writes: Sequence[Entry], marks: Sequence[Found]) -> list[Clause]:
    """The clauses, such a one joined to that in front of it."""
    called = {word for one in writes for word in own_verbs(one)}
    amounts = {one.stems for entry in writes for one in entry.params if one.type in ("integer", "number")}
    labels = {stems[0] for stems in amounts if len(stems) == 1} - called
    found: list[Clause] = []
    places: list[int] = []
    for one in parts:
        guard = places[one.guard] if one.guard is not None and one.guard < len(places) else one.guard
        if found and _labels(one, labels, marks):
            found[-1] = replace(found[-1], tokens=(*found[-1].tokens, *one.tokens))
        else:
            found.append(replace(one, guard=guard))
        places.append(len(found) - 1)
    return found


def _labels(part: Clause, labels: set[str], marks: Sequence[Found]) -> bool:
    words = [token for token in part.tokens if token.text[0].isalnum()]
    if part.role != "do" or part.verb != 0 or not 1 < len(words) <= _LONGEST or words[0].stem not in labels:
        return False
    return any(_tells(one, words[1]) for one in marks)


def _tells(mark: Found, token: Token) -> bool:
    return mark.kind in COUNTED and token in mark
