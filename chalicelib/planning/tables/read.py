"""A request read against the tables: those of what it speaks of first, then those further away.

Nothing is written where a clause has no explanation, or two that differ and are as good as each other.
"""

from chalicelib.planning.bidding import only_asks
from chalicelib.planning.composer.index import index_of
from chalicelib.planning.planner import Brief
from chalicelib.planning.records import ranges
from chalicelib.planning.records.decide import Decided
from chalicelib.planning.records.reach import Ambiguous, Reach, Unsure
from chalicelib.planning.tables.asker import asker
from chalicelib.planning.tables.course import course
from chalicelib.planning.tables.details import accounted, details
from chalicelib.planning.tables.fuller import fuller
from chalicelib.planning.tables.insides import insides
from chalicelib.planning.tables.names import called
from chalicelib.planning.tables.request import Request, named, request
from chalicelib.planning.tables.scope import Scope, scopes, wholly
from chalicelib.planning.tables.sources import writes
from chalicelib.planning.tables.stand_ins import links
from chalicelib.planning.tables.table import Table
from chalicelib.planning.tables.usage import Usage
from chalicelib.planning.tables.world import tables


def decided(brief: Brief, reach: Reach, usage: Usage | None = None) -> Decided | None:
    """None while more has to be read (`reach.wanted`); raises `Unsure` where the request cannot be read.

    `usage`: how past runs asked for actions; what it explains is explained by it.
    """
    index = index_of(brief.catalogue)
    told = request(brief, index)
    found: Decided | Unsure | None = None
    for near in scopes(reach, index.entries.values(), told.words):
        found, certain = _tried(brief, reach, near, told, usage)
        if certain:
            break
    if isinstance(found, Unsure):
        raise found
    return found


def _tried(
    brief: Brief, reach: Reach, near: Scope, told: Request, usage: Usage | None
) -> tuple[Decided | Unsure | None, bool]:
    """What these reads decide, and whether nothing that is further away can be meant, or a person can choose."""
    try:
        listed = tables(reach, near, told.names, told.words)
        found = _within(brief, reach, near, told, listed, usage) if listed is not None else None
    except Unsure as doubt:
        return doubt, bool(doubt.options)
    return found, found is None or (not (found.absent or found.lack) and wholly(told, listed or ()))


def _within(
    brief: Brief, reach: Reach, near: Scope, told: Request, listed: list[Table], usage: Usage | None
) -> Decided | None:
    """What the records of these reads decide."""
    index = index_of(brief.catalogue)
    known = listed and fuller(reach, near, listed, told.words)
    if known is None:
        return None
    if not known:
        raise Unsure("the services keep no records")
    who = asker(reach, index.entries.values(), told.words)
    if reach.wanted:
        return None
    before = len(known)
    if only_asks(brief.prompt):
        return Decided((), "The records that the question may be about were read; which of them is not clear")
    try:
        return course(brief, index, told, known, usage, who).decided()
    except Ambiguous:
        raise
    except Unsure:
        if not accounted(known, told.words):
            known = tables(reach, near, told.names, told.words, every=True) or []
        if reach.wanted:
            return None
        inner = insides(reach, near, known)
        parts = details(reach, near, [*known, *inner], told.words)
        if parts == inner == [] and len(known) == before:
            raise
    return None if parts is None else course(brief, index, told, [*known, *inner, *parts], usage, who).decided()


def wants(brief: Brief) -> Reach:
    """What has to be read first; nothing where no action changes a record."""
    index = index_of(brief.catalogue)
    reach = Reach({}, brief.catalogue.actions, days=ranges.spoken(brief))
    if writes(index.entries.values()):
        told = request(brief, index)
        tables(reach, next(scopes(reach, index.entries.values(), told.words)), told.names, told.words)
    return reach


def known_names(brief: Brief, reach: Reach) -> bool:
    """Whether some record that was read is called as the request says, or in part."""
    index = index_of(brief.catalogue)
    told = request(brief, index)
    near = next(scopes(reach, index.entries.values(), told.words))
    known = tables(reach, near, told.names, told.words)
    names = [token for token in told.words if named(told, token)]
    return bool(called(known or (), told.words)) or any(links(table, token) for table in known or () for token in names)
