"""A record that the request names decides before the list ends, where names are known to be given once.

    a run read a list over several pages to its end, and no two records bore the same name    +1
    two records bore the same name                                                             -1

Kept as a fact (`tool.action|alone:name`).  It ends the reading of pages only for a request without a condition, whose
writes take everything from its words and from records that it calls by such a name; never for one that destroys.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal  # Any: inputs are JSON

from chalicelib.domain.binding import Binding, Mention, Output, Several
from chalicelib.domain.binding import Literal as Constant
from chalicelib.domain.lesson import Lesson, Memory
from chalicelib.planning.composer.choose import NAMING
from chalicelib.planning.composer.clock import now_of
from chalicelib.planning.composer.index import index_of
from chalicelib.planning.composer.words import QUOTES, name_stems, tokens
from chalicelib.planning.once import once
from chalicelib.planning.planner import Brief, Catalogue
from chalicelib.planning.records import readings
from chalicelib.planning.records.decide import Decided
from chalicelib.planning.records.paging import MOST_PAGES, following
from chalicelib.planning.records.reach import Reach, Row, Unsure
from chalicelib.planning.records.recorded import Done
from chalicelib.planning.records.scene import Write
from chalicelib.planning.records.times import marks
from chalicelib.planning.revise.paths import list_in
from chalicelib.planning.revise.verbs import deed

KEY = "|alone:"
ENOUGH = 5
"""So many records must have been seen: that two names differ says little."""


@dataclass(slots=True)
class Begun(Reach):
    """The pages that were read, as if they were the whole list."""

    def rows(self, ref: str, inputs: Mapping[str, Any]) -> list[Row] | None:
        return self.seen([ref]) if any(ref == read for read, _ in self.outputs) else None

    def partial(self, ref: str, inputs: Mapping[str, Any], seen: int) -> bool:
        return False


def early(brief: Brief, reach: Reach) -> Decided | None:
    """What the records that were read so far decide by themselves, whatever follows them."""
    known = {ref: held for ref, held in _known(brief.memory).items() if held[1].trusted(brief.now)}
    if not known or _conditional(brief):
        return None
    begun = Begun(reach.outputs, reach.actions, zone=reach.zone)
    try:
        found = readings.decided(brief, begun)
    except Unsure:
        return None
    refs = {step: ref for (ref, _), (step, _) in reach.outputs.items()}
    if found is None or not found.writes or found.absent or found.lack is not None or begun.wanted:
        return None
    used = [_by_name(brief, write, refs, known) for write in found.writes]
    if not all(used) or _open(brief, found.writes, {name for name, _ in known.values()}):
        return None
    writes = (
        replace(write, lessons=(*write.lessons, lesson.id))
        for write, lesson in zip(found.writes, used, strict=True) if lesson
    )
    return replace(found, writes=tuple(writes))


@once
def _known(memory: Memory) -> Mapping[str, tuple[str, Lesson]]:
    """By action, the field that holds each name once."""
    found: dict[str, tuple[str, Lesson]] = {}
    for lesson in memory.lessons:
        ref, sign, name = lesson.key.partition(KEY)
        if sign and lesson.kind == "fact" and lesson.usable and not lesson.opposed:
            found.setdefault(ref, (name, lesson))
    return found


def _conditional(brief: Brief) -> bool:
    from chalicelib.planning.tables import request

    return any(part.role == "if" for part in request.parts(brief, index_of(brief.catalogue)))


def _by_name(
    brief: Brief, write: Write, refs: Mapping[str, str], known: Mapping[str, tuple[str, Lesson]]
) -> Lesson | None:
    """The fact by which the write is decided already; None where a later page may change it."""
    row, action = write.row, brief.catalogue.actions[write.ref]
    name, lesson = known.get(refs.get(row.step, ""), ("", None)) if row is not None else ("", None)
    if row is None or lesson is None or deed(action) == "destructive" or row.values.get(name) not in _named(brief):
        return None
    own = all(_own(binding, row, brief) for binding in write.inputs.values())
    return lesson if own else None


def _named(brief: Brief) -> set[str]:
    """What the request calls by a name or quotes."""
    found = marks(brief.prompt, tokens(brief.prompt), now_of(brief))
    return {one.text.strip(QUOTES) for one in found if one.kind in ("quote", "name")}


def _open(brief: Brief, writes: Sequence[Write], fields: set[str]) -> bool:
    """Whether the request names something else, which a later page may show."""
    told = {str(write.row.values.get(name)) for write in writes if write.row is not None for name in fields}
    told |= {part.text.strip(QUOTES) for write in writes for one in write.inputs.values() for part in _mentions(one)}
    return not _named(brief) <= told


def _mentions(binding: Binding) -> Iterator[Mention]:
    match binding:
        case Mention():
            yield binding
        case Several(parts):
            for part in parts:
                yield from _mentions(part)


def _own(binding: Binding, row: Row, brief: Brief) -> bool:
    """Whether the value is told, or the record's own: none that another record may change."""
    match binding:
        case Mention():
            return True
        case Constant(value):
            return bool(re.search(rf"(?<!\w){re.escape(str(value))}(?!\w)", brief.prompt))
        case Several(parts):
            return all(_own(part, row, brief) for part in parts)
        case Output(step, path):
            return step == row.step and path.startswith(row.path)
    return False


def taught(catalogue: Catalogue, calls: Sequence[Done]) -> Iterator[tuple[str, Mapping[str, Any], Literal[1, -1]]]:
    """(key, content, vote) for each list that was read over several pages to its end."""
    for ref in dict.fromkeys(call.ref for call in calls):
        pages = [call for call in calls if call.ref == ref]
        entries = [entry for page in pages for entry in _entries(page)]
        ended = any(_ends(catalogue, page, len(entries)) for page in pages)  # in whatever order they are told
        if not 1 < len(pages) < MOST_PAGES or len(entries) < ENOUGH or not ended:
            continue
        for name in sorted({name for entry in entries for name in entry if {*name_stems(name)} <= NAMING}):
            values = [str(entry.get(name)) for entry in entries]
            yield f"{ref}{KEY}{name}", {"value": name}, 1 if len({*values}) == len(values) else -1


def _entries(page: Done) -> list[Mapping[str, Any]]:
    found = list_in(page.output)
    return [entry for entry in found[1] if isinstance(entry, Mapping)] if found else []


def _ends(catalogue: Catalogue, page: Done, seen: int) -> bool:
    known = catalogue.actions[page.ref].properties
    return following(known, page.inputs, page.output, len(_entries(page)), seen) is None
