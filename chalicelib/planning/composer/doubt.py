"""Whether a plan that was made from the words alone should first be held against the records.

It should where it asks, or writes to what a word of the prompt is taken for; and where it leaves out a word of the
request: that word may tell which record is meant, or what else is to be done.
"""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import pairwise, zip_longest

from chalicelib.domain.binding import Binding, Literal, Mention, Output, Several, Text
from chalicelib.domain.plan import Plan, Step
from chalicelib.planning.composer.clock import now_of
from chalicelib.planning.composer.entry import Entry
from chalicelib.planning.composer.fit import shape
from chalicelib.planning.composer.index import index_of
from chalicelib.planning.composer.logins import CONNECT
from chalicelib.planning.composer.mentions import read
from chalicelib.planning.composer.schema import Param
from chalicelib.planning.composer.thesaurus import related
from chalicelib.planning.composer.verbs import GENERAL, informs, kin
from chalicelib.planning.composer.wish import restricts
from chalicelib.planning.composer.words import Token, name_stems, senses, stem, stem_bag, text_stems, tokens
from chalicelib.planning.deliberate import writes
from chalicelib.planning.once import once
from chalicelib.planning.planner import Brief, NoPlan
from chalicelib.planning.records.kinds import beginning, strange
from chalicelib.planning.records.resources import KEYS, PERSON, WORDING, form, options
from chalicelib.planning.records.view import FILL, NEWEST, OLDEST
from chalicelib.planning.revise.money import counts_minor_units, names_amount
from chalicelib.planning.spoken import asked_for
from chalicelib.planning.tables.described import of_something, shared_phrases
from chalicelib.planning.tables.sources import offered, sources

_THERE = frozenset(("it", "them", "him", "her", "this", "these", "those"))
_NEAR, _BRIEF = 0.4, 6
_TOOLS = frozenset(("service", "system", "app", "application", "tool", "platform"))
_CONNECTS = stem_bag("connect reconnect authenticate")
_QUOTED = re.compile(r"'([^']*)'")
_PERSONS = (PERSON | {"peopl"}) - {"name"}
_PEOPLE = {(word,) for word in _PERSONS}


def shaky(brief: Brief, plan: Plan | NoPlan) -> bool:
    if isinstance(plan, NoPlan) or any(step.ask is not None for step in plan.steps) or restricts(brief.prompt, plan):
        return True
    asked = any(token.stem in _CONNECTS for token in tokens(brief.prompt))
    connects = asked and any(_connects(brief, step) for step in plan.steps)  # then the plan's own looks come first
    changes = any(writes(step, brief.catalogue) for step in plan.steps)
    idle = not changes and not connects and not informs(tokens(brief.prompt))
    return idle or unsound(brief, plan) or _unbound(brief, plan) or bool(left_out(brief, plan, looked=connects))


def _unbound(brief: Brief, plan: Plan) -> bool:
    """Whether something stands in quotes that no input and no entry of a list is told by."""
    inputs = [one for step in plan.steps for one in step.inputs.values()]
    bound = " ".join(text for one in inputs for text in (*_texts(one), *_words(one), getattr(one, "path", "")))
    quotes = (one for one in read(brief.prompt, tokens(brief.prompt), now_of(brief).date()) if one.kind == "quote")
    return any(str(one.value) not in bound for one in quotes)


def unsound(brief: Brief, plan: Plan) -> bool:
    """Whether a write takes words of the prompt for the key of a record, or lacks what it needs."""
    entries = index_of(brief.catalogue).entries
    writes = any(step.effect != "read" for step in _own(brief, plan))
    shared, shown = (_shared(entries), _shown(entries)) if writes else (set(), frozenset())
    for step in _own(brief, plan):
        known = entries[step.ref]
        if step.effect == "read":
            continue
        if not {*known.action.required} <= {*step.inputs}:
            return True
        if _tells_nothing(known, step) or _of_parts(known, step):
            return True
        named = [one for one in known.required if {*one.stems[-1:]} & (KEYS | shared) or of_something(one, shown)]
        keys = [*named, *(one for one in known.required if one.is_id or one.many)]
        if any(_of_another_kind(known, one, step, entries.values()) for one in keys):
            return True
        told = [*keys, *(one for one in known.params if form(one))]  # a moment is not told by words alone
        if any(_a_name(text) for one in told for text in _texts(step.inputs.get(one.path[0]))):
            return True
        money = [one for one in known.params if names_amount(one.name) or counts_minor_units(one.schema, one.name)]
        if any("%" in text or "percent" in text for one in money for text in _words(step.inputs.get(one.path[0]))):
            return True  # a share is a share of something
        texts = [one for one in known.required if one.type == "string" and not offered(one)]
        listed = _listed(entries)
        others = listed - {(word,) for word in known.objects if known.verb == stem("create")}
        kinds = [one for one in texts if one.stems in listed or _told_of(one, others)]
        if any(_a_name(text) for one in kinds for text in _texts(step.inputs.get(one.path[0]))):
            return True  # what they are called may be another thing than what tells them apart
    return False


def _of_parts(known: Entry, step: Step) -> bool:
    """Whether it tells a list of parts to a change, which may replace those that the record has."""
    lists = {one.path[0] for one in known.params if "[]" in one.path}
    return "update" in known.senses and bool(lists & {*step.inputs})


def _told_of(param: Param, kinds: Collection[tuple[str, ...]]) -> bool:
    """Whether it takes what tells a record of such a kind: "badge of the worker", but not "title" of what is made."""
    said = text_stems(param.describes) if " of " in param.describes and not {*param.stems} & WORDING else ()
    return 1 < len(said) <= _BRIEF and any((word,) in kinds for word in said[1:])


def _of_another_kind(known: Entry, key: Param, step: Step, entries: Iterable[Entry]) -> bool:
    """Whether an id that is told looks like one of records for which other actions are, or unlike what it shows."""
    told = [*_texts(step.inputs.get(key.path[0]))]
    entries = [*entries]
    if told and any(shape(key.examples or _shown_elsewhere(key, entries), text) < 0 for text in told):
        return True
    texts = [text for text in told if beginning(text)]
    used = (one for one in entries if texts and one.action.effect != "read")
    writes = [one for one in used if any(key.path == other.path for other in one.params)]
    return any(strange(text, known, writes) for text in texts)


def _shown_elsewhere(key: Param, entries: Iterable[Entry]) -> tuple[str, ...]:
    """What the same key is like, as another action shows it."""
    same = (one for entry in entries for one in entry.params if one.is_id and one.owner == key.owner)
    return tuple(dict.fromkeys(text for one in same for text in one.examples))


def _a_name(text: str) -> bool:
    """Whether it is written like what a record is called, and not like its key: "Loft", "Berth 12 North"."""
    return not any(map(str.isdigit, text)) or (" " in text and any(map(str.isalpha, text)))


@once
def _listed(entries: Mapping[str, Entry]) -> frozenset[tuple[str, ...]]:
    """What the records are called that can be listed; people by every word for them."""
    listed = frozenset((word,) for one in sources(entries.values()) if one.needs is None for word in one.words)
    return listed | (_PEOPLE if listed & _PEOPLE else frozenset())


@once
def _shown(entries: Mapping[str, Entry]) -> frozenset[tuple[str, ...]]:
    """What the fields of records are called that can be listed, and what inputs of several names are described by."""
    shown = {field.stems for one in sources(entries.values()) for field in one.entry.fields if field.within}
    return frozenset(shown | shared_phrases(one for entry in entries.values() for one in entry.required))


@once
def _shared(index: Mapping[str, Entry]) -> set[str]:
    """Names of inputs by which several writes want a record, one of them nothing else, and reads find it: a `plate`."""
    entries = index.values()
    found = {one.stems for entry in entries if entry.action.effect == "read" for one in entry.params}
    making = stem("create")  # what something new is called tells no record
    needs = [entry.required for entry in entries if entry.action.effect != "read" and entry.verb != making]
    shared = {stems for stems in found if len(stems) == 1} & {one[0].stems for one in needs if len(one) == 1}
    wanted = (one for needed in needs for one in needed if one.stems in shared)
    plain = Counter(one.stems for one in wanted if one.type == "string" and not offered(one) and not one.temporal)
    return {stems[0] for stems, times in plain.items() if times > 1}


def idle(brief: Brief, plan: Plan) -> bool:
    """Whether a write of the plan tells nothing of what is to become otherwise."""
    entries = index_of(brief.catalogue).entries
    own = ((entries[step.ref], step) for step in _own(brief, plan) if step.effect != "read")
    return any(_tells_nothing(known, step) for known, step in own)


def _tells_nothing(known: Entry, step: Step) -> bool:
    """Whether only the record is told of an action that says no more than that it changes something."""
    rest = {one.path[0] for one in known.params if not one.required}
    bare = {*step.inputs} <= {one.path[0] for one in known.required}
    return (bare and bool(rest) and known.verb in kin("updat") | {"updat"}) or _empty(known, step)


def _empty(known: Entry, step: Step) -> bool:
    """Whether nothing of the body is told that a record is to be changed by, or that the path ends with, or at all."""
    call = known.action.call
    body = {name for name, one in call.get("parameters", {}).items() if one.get("in") == "body"}
    last = str(call.get("path", "")).rpartition("/")[2]
    if not body or body & {*step.inputs}:
        return False
    record = last.startswith("{") and call.get("method") in ("PUT", "PATCH")
    return not step.inputs or record or any(name_stems(name) == name_stems(last) for name in body)


def changes(step: Step, brief: Brief) -> bool:
    """Whether the step writes, and not to make something new as the request asks for it."""
    found = index_of(brief.catalogue).entries.get(step.ref)
    said = tokens(brief.prompt)
    pairs = zip_longest(said, said[1:])
    makes = found is not None and "create" in found.senses and any(_makes(one, on, found) for one, on in pairs if one)
    if not writes(step, brief.catalogue) or found is None or not makes:
        return writes(step, brief.catalogue)
    # where past runs speak for it the request must, too
    return bool(step.lessons) and not asked_for(brief.prompt, found.action, Plan(()), plainly=True)


def _makes(said: Token, on: Token | None, found: Entry) -> bool:
    """Whether the word asks for something new, or is what the new thing is called; "put it down" makes nothing.

    `on`: the next word.
    """
    return said.stem in found.name or ("create" in senses(said.stem) and (on is None or on.low not in _THERE))


def _own(brief: Brief, plan: Plan) -> list[Step]:
    entries = index_of(brief.catalogue).entries
    return [step for step in plan.steps if step.ref in entries and step.tool != "utility"]


def _connects(brief: Brief, step: Step) -> bool:
    action = brief.catalogue.actions.get(step.ref)
    return action is not None and action.via == "auth"


def left_out(brief: Brief, plan: Plan, looked: bool = False) -> list[str]:
    """The words of the prompt that no value and no action of the plan speaks of.

    What stands in quotes tells which entry of a list is taken, once the list is there (`unread`).  `looked`: what an
    entry is chosen by was looked for before, so that it need not be doubted.
    """
    inputs = [one for step in plan.steps for one in step.inputs.values()]
    bound = [text for one in inputs for text in (*_texts(one), *_words(one))]
    bound += [text for one in inputs if looked and isinstance(one, Output) for text in _QUOTED.findall(one.path)]
    words = tokens(brief.prompt)
    spoken = _spoken_of(brief, plan) | {word for text in bound for word in text_stems(text)}
    spoken |= {other for word in spoken for other, weight in related(word) if weight >= _NEAR}
    spoken |= {other for word in spoken for other in kin(word)}
    spoken |= {"mail"} if "email" in spoken else set()  # the second half of "e-mail"
    plain = GENERAL | FILL | NEWEST | OLDEST | {"new", "since"}
    told = _asking(brief, plan, words)
    told |= {one for before, one in pairwise(words) if one.stem in _PERSONS and before.text in bound}  # "4 people"
    told |= _tool(words) | {one for text in bound for one in _inside(words, brief.prompt, text)}
    for quote in (one for one in read(brief.prompt, words, now_of(brief).date()) if one.kind == "quote"):
        told |= {one for one in words if one in quote}
    return [
        one.text for one in words
        if one.content and one.low not in plain and one.stem not in spoken and one not in told
        and not any(_as_word(one.text, text) for text in bound) and not (len(one.low) == 1 and one.word)  # "e-mail"
    ]  # fmt: skip


def _inside(words: Sequence[Token], prompt: str, text: str) -> Iterator[Token]:
    """The pieces of a code that is told as one: the letters of "0TnOY1XY"."""
    at = prompt.find(text) if " " not in text and any(map(str.isdigit, text)) else -1
    if at >= 0:
        yield from (one for one in words if at <= one.start and one.end <= at + len(text))


def _tool(words: Sequence[Token]) -> set[Token]:
    """What only says in which tool it is to be done: "in the payment service"."""
    fours = zip(words, words[1:], words[2:], words[3:], strict=False)
    placed = [(sort, noun) for lead, the, sort, noun in fours if lead.low in ("in", "from", "on") and the.low == "the"]
    return {one for sort, noun in placed if noun.low in _TOOLS and sort.word for one in (sort, noun)}


def _as_word(said: str, text: str) -> bool:
    """Whether it stands in the text as a word: no art in an artwork."""
    return re.search(rf"(?<!\w){re.escape(said)}(?!\w)", text) is not None


def _spoken_of(brief: Brief, plan: Plan) -> set[str]:
    """The words by which the actions of the plan are called and described."""
    entries = index_of(brief.catalogue).entries
    said = set(CONNECT) if any(_connects(brief, step) for step in plan.steps) else set()
    for known in filter(None, (entries.get(step.ref) for step in plan.steps)):
        said |= {*known.name, *text_stems(known.action.description), *name_stems(known.action.tool)}
        said |= {word for one in known.params for word in (*one.stems, *(() if options(one) else one.about))}
        said |= {word for one in known.fields for word in one.stems}
    return said


def _asking(brief: Brief, plan: Plan, words: Sequence[Token]) -> set[Token]:
    """The verbs that only ask to be shown, or to make, something, where the plan does that."""
    entries, own = index_of(brief.catalogue).entries, _own(brief, plan)
    shows = all(step.effect == "read" for step in own)
    makes = any("create" in entries[step.ref].senses for step in own)
    shown = {one for one in words if shows and senses(one.stem) == {"read"}}
    return shown | {one for one in words[:1] if makes and "create" in senses(one.stem)}


def _words(binding: Binding | str | None) -> Iterator[str]:
    """The words of the prompt that were taken for the value: "April 4" of 2026-04-04."""
    match binding:
        case Several(parts) | Text(parts):
            for part in parts:
                yield from _words(part)
        case Mention(_, text):
            yield text


def _texts(binding: Binding | str | None) -> Iterator[str]:
    match binding:
        case Several(parts) | Text(parts):
            for part in parts:
                yield from _texts(part)
        case Literal(value) | Mention(value):
            yield from (str(one) for one in (value if isinstance(value, list) else [value]))
        case str():
            yield binding
