"""What is done to something new right away, where the action that makes it takes that along.

    open an issue 'X' and assign it to Ann     ─>  open an issue 'X' assigned to Ann
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from chalicelib.planning.composer.entry import Entry
from chalicelib.planning.records.clauses import Clause
from chalicelib.planning.tables.deeds import made, makes

_IT = ("it", "them")


def taken(parts: Sequence[Clause], entries: Iterable[Entry]) -> list[Clause]:
    """The clauses, what one that makes something goes on with as a part of what is made."""
    making = [one for one in entries if makes(one)]
    return [_taken(part, making) if part.verb >= 0 else part for part in parts]


def _taken(part: Clause, making: Sequence[Entry]) -> Clause:
    words = part.tokens
    own = [one for one in making if made(one, words[part.verb :]) is not None]
    names = [param.name.lower() for one in own for param in one.params]
    for at in range(part.verb + 2, len(words) - 3 if names else 0):
        verb = words[at + 1]
        if words[at].low == "and" and words[at + 2].low in _IT and any(name.startswith(verb.low) for name in names):
            done = replace(verb, text=f"{verb.low}ed", low=f"{verb.low}ed")
            return replace(part, tokens=(*words[:at], done, *words[at + 3 :]))
    return part
