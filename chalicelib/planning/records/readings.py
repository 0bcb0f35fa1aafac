"""The readings of a request over the records that were read, in the order in which they are believed.

    as before       what was done where somebody said the same of other things (`planning.precedent`)
    by its words    the first reading, then the second one
    by past runs    what they say of single words, then how they asked for actions

Runs say nothing against an explanation of every word of the request.  So they decide only what its words leave open,
and cost no request that can be read without them.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from itertools import permutations

from chalicelib.domain.binding import Binding, Mention
from chalicelib.domain.lesson import Memory
from chalicelib.planning.bidding.request import only_asks
from chalicelib.planning.check import misfit
from chalicelib.planning.composer import mentions
from chalicelib.planning.composer.entry import Entry
from chalicelib.planning.composer.forbidden import against, forbidden
from chalicelib.planning.composer.index import index_of
from chalicelib.planning.composer.sentences import sentences
from chalicelib.planning.composer.words import Token, stem, stem_bag, tokens
from chalicelib.planning.once import once
from chalicelib.planning.planner import Brief
from chalicelib.planning.recall import answers
from chalicelib.planning.records import decide
from chalicelib.planning.records.decide import Decided
from chalicelib.planning.records.letters import ALSO
from chalicelib.planning.records.places import needed
from chalicelib.planning.records.reach import Ambiguous, Reach, Unsure
from chalicelib.planning.records.resources import kept
from chalicelib.planning.records.scene import Write
from chalicelib.planning.records.view import EVERY
from chalicelib.planning.revise import demands

_WAYS = stem_bag("channel method medium via mode")
_RUN_ON = re.compile(
    r"(?:^|[.!?;]\s+)(?:since|as|because)\b[^,;.!?]*\b(?:can|may|should|must)\s+(?:go|be)\b", re.IGNORECASE
)
_AS = re.compile(r"\bas (?:an? |the |our |their |its |his |her )?(\w+)", re.IGNORECASE)


@once
def untaught(brief: Brief) -> Brief:
    """The brief without what past runs taught of requests; what actions answer and demand is no matter of words."""
    memory = _of_actions(brief.memory)
    return replace(brief, memory=memory) if len(memory.lessons) < len(brief.memory.lessons) else brief


@once
def _of_actions(memory: Memory) -> Memory:
    return Memory(tuple(lesson for lesson in memory.lessons if answers.tells(lesson) or demands.tells(lesson)))


def first(brief: Brief, reach: Reach) -> Decided | None:
    """The first reading, with what runs say of words only where it needs them."""
    plain = untaught(brief)
    try:
        return decide.decided(plain, reach)
    except Unsure:
        if plain is brief:
            raise
        reach.wanted.clear()
        return decide.decided(brief, reach)


def decided(brief: Brief, reach: Reach) -> Decided | None:
    if (again := _again(brief, reach)) is not None or reach.wanted:
        return again and _credited(brief, again)
    told = _tried(untaught(brief), reach)
    if told is None or (isinstance(told, Decided) and (told.writes or not told.absent)):
        return told and _credited(brief, told)
    shown = told if untaught(brief) is brief else _tried(brief, reach)
    if shown is None or (isinstance(shown, Decided) and shown.writes):
        return shown
    if not isinstance(told, Unsure):
        return told
    if isinstance(shown, Decided) and not shown.absent and not (shown.lack and shown.lack.one):
        return shown  # what runs say of a word may leave nothing to do
    raise told


def _again(brief: Brief, reach: Reach) -> Decided | None:
    """What was done where somebody said the same of other things."""
    from chalicelib.planning.precedent import before

    done = _or_doubt(brief, reach, lambda: before.decided(brief, reach))
    return None if isinstance(done, Unsure) else done


def _credited(brief: Brief, told: Decided) -> Decided:
    from chalicelib.planning.usage.read import usage

    return replace(told, writes=usage(brief).credited(index_of(brief.catalogue), told.writes))


def _tried(brief: Brief, reach: Reach) -> Decided | Unsure | None:
    """By the first reading, else by the second; of two doubts the first."""
    from chalicelib.planning import tables
    from chalicelib.planning.usage.read import usage

    first = _or_doubt(brief, reach, lambda: decide.decided(brief, reach))
    lacks = isinstance(first, Decided) and not first.absent and first.lack is not None and first.lack.one
    if first is None or isinstance(first, Ambiguous) or (isinstance(first, Decided) and not (first.absent or lacks)):
        return first
    second = _or_doubt(brief, reach, lambda: tables.decided(brief, reach, usage(brief)))
    if lacks and isinstance(second, Decided) and not second.writes:
        return first  # it may be one of what records hold inside, and else there is no such record
    if not isinstance(second, Unsure) or isinstance(second, Ambiguous):
        return second
    if isinstance(first, Decided) and not first.writes and tables.known_names(brief, reach):
        return second  # the services know what it names, only not where it was looked for
    return first if kept(index_of(brief.catalogue).entries)[0] else second


def sound(brief: Brief, told: Decided) -> Decided:
    """What was decided of each sentence; raises where they do not go together, or the request forbids some of it."""
    heeded = _apart(_heeding(brief, told))
    assert heeded is not None
    return heeded


def _or_doubt(brief: Brief, reach: Reach, read: Callable[[], Decided | None]) -> Decided | Unsure | None:
    reach.wanted.clear()
    try:
        return _apart(_heeding(brief, _taken(brief, _as_held(read(), reach))))
    except Unsure as doubt:
        return doubt


def _as_held(told: Decided | None, reach: Reach) -> Decided | None:
    """What was decided; a value in small letters as the records hold it: "room elm" of `room: Elm`."""
    if told is None or not any(_small(one) for write in told.writes for one in write.inputs.values()):
        return told
    held: dict[tuple[str, str], set[str]] = {}
    for row in reach.seen([ref for ref, _ in reach.outputs]):
        for name, value in row.values.items():
            if isinstance(value, str) and value != value.lower():
                held.setdefault((name, value.lower()), set()).add(value)

    def spelled(write: Write, name: str, one: Binding) -> Binding:
        if not isinstance(one, Mention) or not _small(one):
            return one
        found = held.get((name, one.value), set())
        own = write.row.values.get(name) if write.row is not None else None
        return replace(one, value=min(found)) if len(found) == 1 and own not in found else one

    writes = (
        replace(one, inputs={name: spelled(one, name, value) for name, value in one.inputs.items()})
        for one in told.writes
    )
    return replace(told, writes=tuple(writes))


def _small(one: Binding) -> bool:
    """Whether it is a word of the request in small letters, and in no quotes."""
    return isinstance(one, Mention) and isinstance(one.value, str) and one.value == one.text == one.value.lower()


def _taken(brief: Brief, told: Decided | None) -> Decided | None:
    """What was decided; raises where an action would not take what it is given: then something else is meant."""
    for write in told.writes if told else ():
        action = brief.catalogue.actions[write.ref]
        if name := misfit(action, write.inputs):
            raise Unsure(f"{write.ref} takes no such {name!r}")
        if name := next((one for one in needed(action) if one not in write.inputs), ""):
            raise Unsure(f"{write.ref} needs {name!r}, and nothing tells it")
    return told


def _heeding(brief: Brief, told: Decided | None) -> Decided | None:
    """What was decided; raises where the request forbids something of it."""
    words = tokens(brief.prompt)
    runs = [*forbidden(words, mentions.quotes(brief.prompt))]
    if told is None:
        return told
    entries = index_of(brief.catalogue).entries
    if no := against(runs, [(entries[one.ref], one.inputs) for one in told.writes]):
        raise Unsure(f"it is not clear how to heed {no!r}")
    if told.writes and (but := next((run for run in runs if _spared(words, run)), ())):
        raise Unsure(f"it is not clear what is left out by {' '.join(token.text for token in but)!r}")
    if way := next((way for one in told.writes if (way := _way(words, brief, entries[one.ref], one.inputs))), ""):
        raise Unsure(f"it is not clear what {way!r} is for")
    if told.writes and (run_on := _RUN_ON.search(brief.prompt)):
        raise Unsure(f"it is not clear where the reason ends in {run_on[0].strip(' .!?;')!r}")
    if role := next((role for one in told.writes if (role := _role(one.goal, entries, entries[one.ref]))), ""):
        raise Unsure(f"it is not clear whether just {role!r} is to be nobody, or the record is to go")
    if told.writes and only_asks(brief.prompt):
        raise Unsure("it only asks whether something should be done")
    if told.writes and any(map(_limits, sentences(words, mentions.quotes(brief.prompt)))):
        raise Unsure("it is not clear which of them are meant by 'where'")
    return told


def _way(words: Sequence[Token], brief: Brief, action: Entry, inputs: Mapping[str, Binding]) -> str:
    """The way to reach somebody that the request names and the action is not told: "send Ann a letter"."""
    open_ = [one for one in action.params if {*one.stems} & _WAYS and one.path[0] not in inputs]
    marks = mentions.quotes(brief.prompt)
    plain = f" {' '.join(token.low for token in words if not any(token in mark for mark in marks))} "
    known = (name for one in open_ for value in one.enum for name in (str(value).lower(), ALSO.get(str(value).lower())))
    return next((name for name in known if name and f" {name} " in plain), "")


def _role(said: str, entries: Mapping[str, Entry], action: Entry) -> str:
    """What somebody shall no longer be, where the action would delete him: "take Ann off as the owner"."""
    found = _AS.search(said) if action.senses == {"delete"} else None
    told = {word for one in entries.values() for param in one.params for word in param.stems}
    return found[1] if found and stem(found[1].lower()) in told else ""


def _spared(words: Sequence[Token], run: Sequence[Token]) -> bool:
    """Whether it forbids for some what is to be done to all: "close all of them, but don't close X"."""
    verb = next((token.stem for token in run if token.content), "")
    plain = [token for token in words if token not in run]
    return any(token.stem == verb for token in plain) and any(token.low in EVERY for token in plain)


def _limits(said: Sequence[Token]) -> bool:
    """Whether it says of which records the order behind it speaks: "where the fee is due, send a note"."""
    first = next((token.low for token in said if token.word), "")
    return first in ("where", "wherever") and any(token.text == "," for token in said)


def _apart(told: Decided | None) -> Decided | None:
    """What was decided; raises where records are told by what an earlier clause makes of others: before or after it?"""
    for one, other in permutations(told.writes if told else (), 2):
        for name, value in one.inputs.items() if one.goal != other.goal and one.ref == other.ref else ():
            now = value.value if isinstance(value, Mention) and isinstance(value.value, str) else ""
            if now and other.inputs.get(name) != value and _of(other.goal, now):
                raise Ambiguous(f"it is not clear whether {now!r} is meant before the first change or after it")
    return told


def _of(clause: str, name: str) -> bool:
    """Whether it is about what is somebody's: "those of Lena", "Lena's"."""
    return re.search(rf"\bof {re.escape(name)}\b|\b{re.escape(name)}['’]s\b", clause, re.IGNORECASE) is not None
