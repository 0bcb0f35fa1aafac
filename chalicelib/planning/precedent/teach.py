"""A past run as a precedent: nothing where a value of its writes cannot be told."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any, Literal  # Any: inputs are JSON

from chalicelib.planning.composer.clock import now_of
from chalicelib.planning.composer.index import Index, index_of
from chalicelib.planning.composer.words import name_stems
from chalicelib.planning.planner import Brief, as_said
from chalicelib.planning.precedent.alike import TYPED, called, everybodys, heard, telling
from chalicelib.planning.precedent.kept import ANY, Call, Precedent, Record, Value, chooses, encoded, key, values
from chalicelib.planning.precedent.limiting import choosing, every
from chalicelib.planning.precedent.origins import Origins, Unexplained
from chalicelib.planning.precedent.seen import Read, seen
from chalicelib.planning.precedent.settling import Settling
from chalicelib.planning.records.reach import Unsure
from chalicelib.planning.records.recorded import Done
from chalicelib.planning.tables import request
from chalicelib.planning.tables.clause import Clause

MOST_READS, LARGEST = 30, 8000
"""What is longer, in reads or in characters, is no precedent: all that is kept is read for each plan."""
_FEWEST = 2


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
    reads = [call for call in known if call.reads]
    if _decides(brief, index, said) or len(reads) == len(known) or len(reads) > MOST_READS:
        return None  # of what is decided a run shows one side
    zone = str(brief.context.get("timezone") or "UTC")
    clause = Clause(brief.prompt, said.words, None, said.marks, now_of(brief))

    origins = Origins(clause, zone=zone, plain=lambda token: token.stem in index.idf or everybodys(token))
    looks: list[Call] = []
    shown: list[Read] = []
    for at, call in enumerate(reads):
        page = any(_turned(call, earlier) for earlier in reads[:at])
        look = None if page else _look(brief, origins, call)
        if look is None and not page:
            continue  # it may do without
        looks += [look] if look is not None and look not in looks else []
        shown.append(Read(call.ref, str(len(shown)), call.output, call.inputs))
        origins.known = seen(shown, index.entries, zone)
    origins.looking = False
    try:
        made = tuple(_writes(brief, origins, [call for call in known if not call.reads]))
    except Unexplained:
        return None
    stems = {stem for call in made for path, _ in values(call.inputs) for name in path for stem in name_stems(name)}
    settling = Settling(origins, index.verbs, stems)
    if not settling.settle() or not _told_which(said, origins, settling) or _left_over(clause, origins, known):
        return None  # which they were is not told by what names them
    words = _frame(said, origins)
    spoken = [one for one in words if isinstance(one, str) and (one.isalnum() or telling(one))]
    if not origins.slots or not (any(map(telling, spoken)) or (len(origins.slots) > 1 and len(spoken) > _FEWEST)):
        return None
    if ANY in words and (chooses((*made, *looks)) or any(one.tests for one in origins.records)):
        return None  # the name may have made the choice: "from French" of `source: fr`
    records = tuple(Record(one.ref, one.slot, one.name, one.kind, one.tests) for one in origins.records)
    return Precedent(words, tuple(looks), made, records)


def _decides(brief: Brief, index: Index, said: request.Request) -> bool:
    """Whether it hangs on a condition, or cannot be taken apart as it was said."""
    try:
        return any(part.role == "if" for part in request.parts(brief, index, told=said))
    except Unsure:
        return True


def _told_which(said: request.Request, origins: Origins, settling: Settling) -> bool:
    """Whether what names the records, and what chooses them, tells which were meant.

    "Every" of one record was said of all that there were.
    """
    if any(one.tests for one in origins.records):
        return True
    several = any(one.keys for one in origins.records)
    if every(said.words, said.marks, len(origins.records) < 2 or several) and not several:
        return False
    limited = (several and settling.limited()) or bool(choosing(said.words, said.marks, settling.told))
    return not limited or settling.limit()


def _left_over(clause: Clause, origins: Origins, calls: Sequence[Done]) -> bool:
    """Whether a number, a time or a quotation says what was written, and something else was taken for it."""
    written = [str(value) for call in calls if not call.reads for value in _scalars(call.inputs)]
    free = {*origins.free}
    typed = [(mark, clause.inside(mark)) for mark in clause.marks if mark.kind in TYPED]
    return any(str(mark.value) == one for mark, run in typed if run and free.issuperset(run) for one in written)


def _scalars(value: Any) -> Iterator[Any]:
    match value:
        case Mapping():
            for inner in value.values():
                yield from _scalars(inner)
        case list():
            for inner in value:
                yield from _scalars(inner)
        case _:
            yield value


def _turned(call: Done, earlier: Done) -> bool:
    """Whether the call is for another page of what was read earlier."""
    more = {name: value for name, value in call.inputs.items() if earlier.inputs.get(name) != value}
    same = call.ref == earlier.ref and {*earlier.inputs} <= {*call.inputs} and len(more) == 1
    told = [str(value) for value in _scalars(_beside_lists(earlier.output))]
    return same and all(isinstance(value, int) or str(value) in told for value in more.values())


def _beside_lists(output: Any) -> Any:
    """What an answer holds besides its lists: where its next page is."""
    if isinstance(output, Mapping):
        return {name: _beside_lists(value) for name, value in output.items() if not isinstance(value, list)}
    return output


def _look(brief: Brief, origins: Origins, call: Done) -> Call | None:
    """The read, without what only limits it and cannot be told; None where it cannot be made so."""
    action = brief.catalogue.actions[call.ref]
    origins.looking = True
    inputs: dict[str, Value] = {}
    for name, value in call.inputs.items():
        try:
            if isinstance(value, list | dict):
                raise Unexplained  # no look is made with such
            inputs |= origins.call(_schema(brief, call.ref), {name: value})
        except Unexplained:
            if name in action.required:
                return None
    return Call(call.ref, inputs)


def _writes(brief: Brief, origins: Origins, calls: Sequence[Done]) -> Iterator[Call]:
    for ref, run in groupby(calls, lambda one: one.ref):
        yield from _alike(origins, ref, [one.inputs for one in run], _schema(brief, ref))


def _alike(origins: Origins, ref: str, each: Sequence[Mapping[str, Any]], schema: Mapping[str, Any]) -> list[Call]:
    """What was done with one action: to several records that are named together, or one by one, or chosen of more."""
    kept = [*origins.slots], [*origins.records]
    several: list[Callable[[], list[Call]]] = [
        lambda: [Call(ref, *origins.calls(schema, each, origins.several))],
        lambda: [Call(ref, *origins.calls(schema, each, origins.choose))],
        lambda: [Call(ref, origins.call(schema, inputs, choosing=False)) for inputs in each],
    ]
    if not every(origins.clause.words, origins.clause.marks, False):
        several[1:] = reversed(several[1:])
    for told in several if len(each) > 1 else ():
        try:
            return told()
        except Unexplained:
            origins.slots, origins.records = [*kept[0]], [*kept[1]]
    return [Call(ref, origins.call(schema, inputs)) for inputs in each]


def _schema(brief: Brief, ref: str) -> Mapping[str, Any]:
    action = brief.catalogue.actions[ref]
    return {"properties": action.properties, "description": action.description}


def _frame(said: request.Request, origins: Origins) -> tuple[str | int, ...]:
    """The stems of the words, numbers where slots are, and a mark for what may be somebody's."""
    places = {token: at for at, run in enumerate(origins.slots) for token in run}
    found: list[str | int] = []
    for word in heard(said.words, said.marks):
        at = places.get(word.token) if word.token is not None else None
        name = word.token is not None and called(word.token, said.marks)
        one: str | int = at if at is not None else ANY if name else word.stem
        if found[-1:] != [one] or (isinstance(one, str) and one != ANY):
            found.append(one)
    return tuple(found)
