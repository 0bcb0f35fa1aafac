"""Clauses that leave out what stands before them: "let X stay until May 15 and Y until March 20".

The part behind "and" is one of these where it has a value of the same kind behind the same word, and names something
in front of it.  It is said in full: with the verb and the other words that ask for the action.
"""

from collections.abc import Sequence
from dataclasses import replace

from chalicelib.planning.composer.mentions import Found
from chalicelib.planning.composer.words import PREPOSITIONS, Token
from chalicelib.planning.records.clauses import VALUES
from chalicelib.planning.records.clauses import Clause as Part


def gapped(part: Part, marks: Sequence[Found], saying: frozenset[str]) -> list[Part]:
    """`saying`: stems of the words that ask for the action."""
    at = next((at for at, token in enumerate(part.tokens) if token.low == "and" and _cuts(part, at, marks)), -1)
    if at < 0:
        return [part]
    head, tail = part.tokens[:at], part.tokens[at + 1 :]
    kept = tuple(token for token in head if token is part.said or (token.stem in saying and not _in(token, marks)))
    verb = kept.index(part.said) if part.said is not None and part.said in kept else -1
    first = replace(part, tokens=head)
    return [first, *gapped(replace(part, tokens=(*kept, *tail), verb=verb), marks, saying)]


def _cuts(part: Part, at: int, marks: Sequence[Found]) -> bool:
    if part.verb >= at or _in(part.tokens[at], marks):
        return False
    before = _values(part.tokens[:at], marks)
    behind = _values(part.tokens[at + 1 :], marks)
    return any(one[0] == other[0] and one[1] == other[1] and other[2] for one in before for other in behind)


def _values(words: Sequence[Token], marks: Sequence[Found]) -> list[tuple[str, str, bool]]:
    """The kind of each value, the word that leads to it, and whether something is named before it."""
    found: list[tuple[str, str, bool]] = []
    for at, token in enumerate(words):
        mark = next((one for one in marks if one.kind in VALUES and one.start == token.start), None)
        lead = words[at - 1].low if at else ""
        if mark is not None and lead in PREPOSITIONS:
            found.append((mark.kind, lead, any(one.content for one in words[: at - 1])))
    return found


def _in(token: Token, marks: Sequence[Found]) -> bool:
    return any(token in mark for mark in marks)
