"""Goals that only ask for a connection: "connect to …", "log in to …" are met by the tool's own authentication."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from chalicelib.planning.composer.index import Index
from chalicelib.planning.composer.match import Piece
from chalicelib.planning.composer.read import Reading, Unit
from chalicelib.planning.composer.words import bag, stem

CONNECT = frozenset(stem(word) for word in bag("connect reconnect login log sign authenticate authorize authorise"))
"""How a connection is asked for."""

_INTO = bag("to into with")


def met(index: Index, reading: Reading) -> tuple[list[str], Reading]:
    """Clauses that ask for a connection and nothing else ("connect to Kim's calendar, …"), and the prompt without them.

    Their words say nothing of what is to be done then; a name in them stands near everything else.
    """
    wanted: list[str] = []
    spent: set[int] = set()
    for at, (unit, behind) in enumerate(pairwise(reading.units)):
        bare = unit.verb in CONNECT and {*unit.stems} <= {unit.verb}
        if not bare or behind.cut != "phrase" or reading.tokens[behind.first].low not in _INTO:
            continue
        tool = _tool(index, reading, unit) if index.auth else ""
        if tool:
            wanted.append(tool)
            spent |= {at, at + 1}
    kept = tuple(unit for at, unit in enumerate(reading.units) if at not in spent)
    aside = frozenset(word for at in spent for word in reading.units[at].stems)
    return wanted, replace(reading, units=kept, aside=aside) if spent else reading


def asks_more(reading: Reading) -> bool:
    """Whether a clause asks for more than a connection."""
    return any(unit.verb and unit.verb not in CONNECT and not unit.refused for unit in reading.units)


def tools(index: Index, reading: Reading, pieces: Sequence[Piece]) -> tuple[list[str], list[Piece]]:
    """Tools that the prompt asks to be connected to, and the pieces that are left."""
    wanted: list[str] = []
    kept = list(pieces)
    for at, unit in enumerate(reading.units):
        if unit.verb not in CONNECT or not index.auth:
            continue
        tool = _tool(index, reading, unit)
        if not tool:
            continue
        wanted.append(tool)
        kept = [piece for piece in kept if not (piece.first <= at < piece.last and piece.last - piece.first <= 2)]
    return wanted, kept


def _tool(index: Index, reading: Reading, unit: Unit) -> str:
    stems = {*unit.stems}
    at = reading.units.index(unit)
    if at + 1 < len(reading.units) and reading.units[at + 1].cut == "phrase":
        stems |= {*reading.units[at + 1].stems}
    ranked = sorted((-len(stems & index.tools.get(tool, frozenset())), tool) for tool in index.auth)
    return ranked[0][1] if ranked and ranked[0][0] < 0 else ""
