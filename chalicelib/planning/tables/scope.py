"""Which lists of a large service are read for a request: those of what it speaks of, then of what these refer to.

A service with dozens of lists is not read whole to find one record: that takes time, and more calls than a task may
make.  Of a small one every list is read at once, for then nothing that a word may mean goes unseen.
"""

from collections.abc import Iterable, Iterator, Sequence

from chalicelib.planning.composer.entry import Entry
from chalicelib.planning.composer.words import Token, name_stems, stem
from chalicelib.planning.records import phrase, shapes
from chalicelib.planning.records.reach import Reach
from chalicelib.planning.records.resources import KEYS
from chalicelib.planning.tables.request import Request
from chalicelib.planning.tables.sources import Source, sources, writes
from chalicelib.planning.tables.stand_ins import links
from chalicelib.planning.tables.table import Table

FEW, MOST = 5, 8
"""So many lists are read at once; so many are read where the nearest ones do not do."""
_LONGEST = 6

Scope = tuple[Source, ...]


def scopes(reach: Reach, entries: Iterable[Entry], said: Sequence[Token]) -> Iterator[Scope]:
    """The reads to begin with, then those to go on with where the records of the first do not explain the request."""
    own = tuple(entries)
    known = sources(own)
    lists = sum(one.needs is None for one in known)
    words = {token.stem for token in said}
    done = _done_to(own, said)
    spoken = tuple(one for one in known if one.words and (one.words <= words or one.words in done))
    if lists > FEW and any(one.needs is None for one in spoken):
        yield spoken
        told = _referred(reach, own, spoken)
        further = tuple(one for one in known if one in spoken or any(one.words <= owner for owner in told))
        if further != spoken:
            yield further
        if lists > MOST or further == known:
            return
    yield known


def _done_to(entries: Sequence[Entry], said: Sequence[Token]) -> set[frozenset[str]]:
    """What the actions are about of which it is said that they are done: "who has been accepted?"."""
    done = {token.stem for token in said if token.low.endswith(("ed", "en")) and token.low != token.stem}
    return {frozenset(one.objects) for one in writes(entries) if one.verb in done}


def wholly(told: Request, known: Sequence[Table]) -> bool:
    """Whether the records hold each name, and no word only as a part of something else.

    "Ann" may be somebody who was not read, and "the Marlin" a boat instead of the "Old marlin grounds".
    """
    held = {
        tuple(map(stem, shapes.words(value)))
        for table in known for row in table.rows for many in row.values.values() for value in shapes.items(many)
    }  # fmt: skip
    if not {tuple(map(stem, shapes.words(name))) for name in told.names} <= held:
        return False
    plain = [token for token in told.words if token.text[0].isalnum()]
    runs = (plain[at : at + size] for size in range(1, _LONGEST + 1) for at in range(len(plain) - size + 1))
    whole = {token for run in runs if tuple(map(stem, phrase.words_of(run))) in held for token in run}
    nouns = {word for table in known for word in table.words}
    parts = (token for token in plain if token.content and token not in whole and token.stem not in nouns)
    return not any(links(table, token) for token in parts for table in known)


def _referred(reach: Reach, entries: Sequence[Entry], spoken: Sequence[Source]) -> set[frozenset[str]]:
    """Whose keys stand in the records, and in what is told to the writes that are about such records.

    Also what the writes are about that take the keys of these records: "move it to the shelf Maps".
    """
    kinds = {word for one in spoken for word in one.words}
    fields = {name for row in reach.seen([one.ref for one in spoken]) for name in row.values}
    told = {frozenset(name_stems(name)) for name in fields}
    about = [one for one in writes(entries) if {*one.objects} & kinds]
    told |= {frozenset(param.owner) for one in about for param in one.params if param.is_id and not param.relation}
    named = {one.words for one in spoken}
    changing = (one for one in writes(entries) if one.action.call.get("method") in ("PATCH", "PUT"))
    taking = (one for one in changing if any(frozenset(param.stems) - KEYS in named for param in one.params))
    told |= {frozenset(one.objects) for one in taking}
    return {owner - KEYS for owner in told} - {frozenset()}
