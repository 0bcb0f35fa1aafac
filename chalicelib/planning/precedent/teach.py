"""A past run as a precedent: nothing where a value of its writes cannot be told."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any, Literal  # Any: inputs are JSON

from chalicelib.planning.composer.clock import now_of
from chalicelib.planning.composer.index import Index, index_of
from chalicelib.planning.composer.words import Token, bag
from chalicelib.planning.planner import Brief, as_said
from chalicelib.planning.precedent.alike import called, everybodys, heard, telling
from chalicelib.planning.precedent.kept import ANY, Call, Precedent, Record, Value, chooses, encoded, key
from chalicelib.planning.precedent.origins import Origins, Unexplained
from chalicelib.planning.precedent.seen import Read, seen
from chalicelib.planning.records.recorded import Done
from chalicelib.planning.records.view import AHEAD, CHEAP, DEAR, GONE, HIGH, LATE, LOW, NEWEST, OLDEST
from chalicelib.planning.tables import request
from chalicelib.planning.tables.clause import Clause

MOST_READS, LARGEST = 30, 8000
"""What is longer, in reads or in characters, is no precedent: all that is kept is read for each plan."""
_FEWEST = 2
_CHOOSING = LATE | AHEAD | GONE | HIGH | LOW | NEWEST | OLDEST | DEAR | CHEAP
_EACH = bag("every each all both everything everybody everyone whatever whoever")


def told(brief: Brief, calls: Sequence[Done]) -> Iterator[tuple[str, Mapping[str, Any], Literal[1, -1]]]:
    """(key, content, vote) of the precedent that the run is, if it is one."""
    one = precedent(brief, calls)
    content = encoded(one) if one is not None else {}
    if one is not None and len(str(content)) <= LARGEST:
        yield key(one.writes), content, 1


def precedent(brief: Brief, calls: Sequence[Done]) -> Precedent | None:
    index, brief = index_of(brief.catalogue), as_said(brief)
    known = [call for call in calls if call.ref in index.entries]
    said = request.request(brief, index)
    decides = any(part.role == "if" for part in request.parts(brief, index, told=said))
    reads = [call for call in known if call.reads]
    if decides or len(reads) == len(known) or len(reads) > MOST_READS:
        return None  # of what is decided a run shows one side
    zone = str(brief.context.get("timezone") or "UTC")
    clause = Clause(brief.prompt, said.words, None, said.marks, now_of(brief))

    origins = Origins(clause, zone=zone, plain=everybodys(index.idf))
    looks: list[Call] = []
    shown: list[Read] = []
    for call in reads:
        look = _look(brief, origins, call)
        if look is None:
            continue  # it may do without
        looks += [] if look in looks else [look]
        shown.append(Read(call.ref, str(len(shown)), call.output, call.inputs))
        origins.known = seen(shown, index.entries, zone)
    origins.looking = False
    try:
        made = tuple(_writes(brief, origins, [call for call in known if not call.reads]))
    except Unexplained:
        return None
    origins.settle()
    words = _frame(said, origins)
    spoken = [one for one in words if isinstance(one, str) and (one.isalnum() or telling(one))]
    if not origins.slots or not (any(map(telling, spoken)) or (len(origins.slots) > 1 and len(spoken) > _FEWEST)):
        return None
    left = [token for token in said.words if not any(token in slot for slot in origins.slots)]
    if _limits(index, left, origins):
        return None  # which they were is not told by what names them
    if ANY in words and chooses(made):
        return None  # the name may have made the choice: "from French" of `source: fr`
    records = tuple(Record(one.ref, one.slot, one.name, one.kind) for one in origins.records)
    return Precedent(words, tuple(looks), made, records)


def _limits(index: Index, left: Sequence[Token], origins: Origins) -> bool:
    """Whether words that name nothing tell which records are meant: "the latest", "every fragile one", "all upcoming".

    Of several every word tells that speaks neither of the records nor of what was done.
    """
    several = [one for one in origins.records if one.keys]
    pairs = zip((None, *left), left, strict=False)
    each = any(two.low in _EACH and (one is None or one.low != "after") for one, two in pairs)
    if any(token.low in _CHOOSING for token in left) or (each and not several):
        return True
    kinds = {word for table in origins.known for word in (*table.words, *table.near, *table.about)}
    said = [token for token in left if several and telling(token.stem)]
    return any(token.stem not in kinds and token.stem not in index.verbs for token in said)


def _look(brief: Brief, origins: Origins, call: Done) -> Call | None:
    """The read, without what only limits it and cannot be told; None where it cannot be made so."""
    action = brief.catalogue.actions[call.ref]
    origins.looking = True
    inputs: dict[str, Value] = {}
    for name, value in call.inputs.items():
        try:
            inputs |= origins.call(_schema(brief, call.ref), {name: value})
        except Unexplained:
            if name in action.required:
                return None
    return None if any(isinstance(value, list | dict) for value in call.inputs.values()) else Call(call.ref, inputs)


def _writes(brief: Brief, origins: Origins, calls: Sequence[Done]) -> Iterator[Call]:
    for ref, run in groupby(calls, lambda one: one.ref):
        each, schema = [one.inputs for one in run], _schema(brief, ref)
        try:
            if len(each) > 1:
                yield Call(ref, *origins.calls(schema, each))
                continue
        except Unexplained:
            pass  # each of them may be named
        yield from (Call(ref, origins.call(schema, inputs)) for inputs in each)


def _schema(brief: Brief, ref: str) -> Mapping[str, Any]:
    return {"properties": brief.catalogue.actions[ref].properties}


def _frame(said: request.Request, origins: Origins) -> tuple[str | int, ...]:
    """The stems of the words, numbers where slots are, and a mark for what may be somebody's."""
    places = {token: at for at, run in enumerate(origins.slots) for token in run}
    found: list[str | int] = []
    for word in heard(said.words, said.marks, origins.plain):
        at = places.get(word.token) if word.token is not None else None
        name = word.token is not None and called(word.token, said.marks)
        one: str | int = at if at is not None else ANY if name else word.stem
        if found[-1:] != [one] or (isinstance(one, str) and one != ANY):
            found.append(one)
    return tuple(found)
