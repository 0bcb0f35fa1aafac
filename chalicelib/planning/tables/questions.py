"""Questions whose answer is a number: how many records are meant, what their values come to, who has the most of them.

    how many open orders does ann have?     the records that the words mean, counted
    what is the total of their fees?        a field of them, added up (or its average)
    who has the most open orders?           counted by what they refer to, and the record that most refer to

The number is computed by a step over the records that were read, so that the answer is data and not left to the reader.
Where the words do not tell for certain which records are meant, nothing is computed: what was read is there.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal as Only

from chalicelib.domain.binding import Binding, Literal, Output, Several
from chalicelib.planning.composer import oneself, verbs
from chalicelib.planning.composer.clock import now_of
from chalicelib.planning.composer.entry import Entry
from chalicelib.planning.composer.index import index_of
from chalicelib.planning.composer.words import Token, bag, name_stems, stem, stem_bag, tokens
from chalicelib.planning.planner import Brief
from chalicelib.planning.records import series, shapes
from chalicelib.planning.records.choices import Choices
from chalicelib.planning.records.reach import Reach, Unsure
from chalicelib.planning.revise.paths import quoted
from chalicelib.planning.tables import explain
from chalicelib.planning.tables.clause import Clause
from chalicelib.planning.tables.explain import Ground
from chalicelib.planning.tables.fuller import fuller
from chalicelib.planning.tables.joins import joined, normal
from chalicelib.planning.tables.people import of_people
from chalicelib.planning.tables.request import request
from chalicelib.planning.tables.scope import scopes
from chalicelib.planning.tables.stand_ins import links
from chalicelib.planning.tables.table import Table, Wide
from chalicelib.planning.tables.world import tables

Operation = Only["count", "sum", "average"]
_AUXILIARY = bag(
    "do does did is are was were be been there will can could total altogether overall currently now right tell give "
    "show what what's number count much many list overview"
)
_COUNTING = stem_bag("count total number sum average statistics stats metrics aggregate summary")
_SUMMING = bag("total sum altogether")
_WHETHER = frozenset(("is", "are", "was", "were", "has", "have", "does", "do"))
_WHO = bag("who which what whose")
_ONESELF = bag("i me my mine we us our ours i've we've")
_MOST_ROWS = 200
_NAMES = tuple(name_stems(word) for word in ("name", "title", "label", "email"))


@dataclass(frozen=True, slots=True)
class Asked:
    """`words`: those that tell which records are meant; `most`: it is asked who has the most of them."""

    operation: Operation
    words: tuple[Token, ...]
    most: bool = False


@dataclass(frozen=True, slots=True)
class Measured:
    """What is computed: the inputs of the step that does it, and the record that is the answer, if it is one."""

    inputs: Mapping[str, Binding]
    winner: Binding | None = None
    named: tuple[str, ...] = ()
    """The fields that tell which record the winner is."""


@dataclass(frozen=True, slots=True)
class Shown:
    """`fields`: the records' own; `left`: words that said nothing of them."""

    rows: Sequence[Wide]
    fields: tuple[str, ...]
    left: tuple[str, ...]

    @property
    def items(self) -> Binding:
        return _items(self.rows)


def asked(brief: Brief) -> Asked | None:
    """None where no number is asked for, or an action of the catalogue tells it by itself."""
    words = tuple(token for token in tokens(brief.prompt) if token.text[0].isalnum())
    found = _question(words)
    entries = index_of(brief.catalogue).entries.values()
    return None if found is None or any(_tells(one, found) for one in entries) else found


def _question(words: Sequence[Token]) -> Asked | None:
    lows = [token.low for token in words]
    if "most" in lows[1:] and lows[0] in _WHO and not {"how", "recent", "with"} & {*lows}:
        return Asked("count", _rest([one for one in words if one.low not in {"most", *_WHO}]), True)
    if lows[:2] == ["how", "many"]:
        return Asked("count", _rest(words[2:]))
    if lows[:1] == ["count"] or (verbs.asks(words) and lows[1:] and "number" in lows[:4] and "of" in lows[:5]):
        return Asked("count", _rest(words))
    if lows[:2] == ["how", "much"] or verbs.asks(words) or lows[:1] in (["sum"], ["total"]):
        if any(low in series.MEAN for low in lows):
            return Asked("average", _rest(words, series.MEAN))
        if any(low in _SUMMING for low in lows):
            return Asked("sum", _rest(words, _SUMMING | {"how", "much"}))
    return None


def _rest(words: Sequence[Token], but: frozenset[str] = frozenset()) -> tuple[Token, ...]:
    return tuple(token for token in words if token.low not in _AUXILIARY | but)


def _tells(one: Entry, found: Asked) -> bool:
    """Whether the action is called by what is asked: `count_orders` for "how many orders"."""
    own = one.action.effect == "read" and one.action.tool != "utility"
    return own and bool({*one.name} & _COUNTING) and bool({token.stem for token in found.words} & {*one.name})


def measured(brief: Brief, reach: Reach) -> Measured | None:
    """None while more has to be read (`reach.wanted`); raises `Unsure` where it is not clear what is meant."""
    question = asked(brief)
    if question is None:
        raise Unsure("no number is asked for")
    ground, clause = _ground(brief, reach, question)
    if ground is None:
        return None
    table, rows, field = _meant(ground, question, clause)
    if not table.whole or len(rows) > _MOST_ROWS:
        raise Unsure("not every record was read")
    inputs: dict[str, Binding] = {"items": _items(rows), "operation": Literal(question.operation)}
    if field:
        inputs["field"] = Literal(field)
    return _by_most(ground, table, rows, inputs, clause) if question.most else Measured(inputs)


def shown(brief: Brief, reach: Reach, words: Sequence[Token]) -> Shown:
    """The records that the words mean, where nothing but to see them is asked for."""
    question = Asked("count", _rest(words))
    ground, clause = _ground(brief, reach, question)
    if ground is None:
        raise Unsure("more has to be read")
    every = [(table, one) for table in ground.known for one in _looked_for(ground, table, question, clause)]
    found = _asked_of(every, ground, question, tokens(brief.prompt))
    best = [one for one in found if len(one.left) == min(len(other.left) for other in found)]
    if len(best) != 1:
        raise Unsure("it is not clear which records are meant")
    if len(best[0].rows) > _MOST_ROWS:
        raise Unsure("they are too many to show")
    return best[0]


def _asked_of(
    every: Sequence[tuple[Table, Shown]], ground: Ground, question: Asked, words: Sequence[Token]
) -> Sequence[Shown]:
    """Those of the kind that is asked for: people, where that is "who"; else what is named, or leaves no word over."""
    people = [one for table, one in every if of_people(table)] if words[0].low in ("who", "whom") else []
    head = _head(words)
    spoken = [one for one in ground.known if (head in one.words if head else _named(one, question))]
    found = people or [one for table, one in every if table in spoken]
    return found or [one for _, one in every if not spoken or not one.left]


def _head(words: Sequence[Token]) -> str:
    """What the noun behind "which" or "what" calls the records that are asked for; "" where there is none."""
    asks = [token.low for token in words[:1]] in (["which"], ["what"])
    return words[1].stem if asks and len(words) > 1 and words[1].content and words[1].low not in _AUXILIARY else ""


def _looked_for(ground: Ground, table: Table, question: Asked, clause: Clause) -> Iterator[Shown]:
    """The records of the table that the words mean.

    They are read and nothing is written, so a few words that say nothing of the records may be left over, and are told.
    """
    content = [token for token in question.words if token.content]
    whether = clause.text.split()[:1] and clause.text.split()[0].lower() in _WHETHER
    for words in _fewer(table, question.words, clause):
        try:
            rows, _ = _of(ground, table, replace(question, words=tuple(words)), clause)
        except Unsure:
            continue
        if whether and not rows and any(_asked_for(table, one) for one in words):
            continue  # "is the hall heated?" is answered by the hall that is not
        left = tuple(one.text for one in content if one not in words and not _asked_for(table, one))
        if 2 * len(left) < len(content) and (_named(table, question) or len(rows) < len(table.rows)):
            yield Shown(rows, tuple(sorted(table.own)), left)
        return


def _named(table: Table, question: Asked) -> bool:
    return any(token.stem in table.words for token in question.words)


def _fewer(table: Table, words: Sequence[Token], clause: Clause) -> Iterator[Sequence[Token]]:
    """All words, those without the fields that are asked for, those that say something of the records."""
    yield words
    without = [one for one in words if not _asked_for(table, one)]
    yield without
    marked = {one for mark in clause.marks for one in words if one in mark}
    yield [one for one in without if explain.speaks(table, one) or one.named or one in marked]


def _asked_for(table: Table, word: Token) -> bool:
    """Whether the word is a field of the records, and nothing that they hold: "what is her score?"."""
    own = {stem_ for name in table.own for stem_ in name_stems(name)}
    return word.stem in own - table.words and not links(table, word)


def _ground(brief: Brief, reach: Reach, question: Asked) -> tuple[Ground | None, Clause]:
    """What was read, None while more has to be; and the words that tell what is meant of it."""
    index = index_of(brief.catalogue)
    told = request(brief, index)
    clause = Clause(brief.prompt, question.words, None, told.marks, now_of(brief))
    near = next(scopes(reach, index.entries.values(), told.words))
    listed = tables(reach, near, told.names, told.words)
    known = listed and fuller(reach, near, listed, question.words)
    if known is None:
        return None, clause
    return Ground(joined(known), oneself.facts(brief.context), Choices(picked=brief.picked)), clause


def _items(rows: Sequence[Wide]) -> Binding:
    """The records, with those of their fields beside that stand deeper inside."""
    deeper = dict.fromkeys(name for row in rows for name in row.places if name in row.own and _deeper(row, name))
    return Several(tuple(_with(row, [*deeper]) for row in rows)) if rows else Literal([])


def _with(row: Wide, names: Sequence[str]) -> Output:
    more = (f"{quoted(name)}: {row.places[name].path if name in row.places else '`null`'}" for name in names)
    return Output(row.step, f"merge({row.path}, {{{', '.join(more)}}})" if names else row.path)


def _deeper(row: Wide, name: str) -> bool:
    place, way = row.places[name], f"{row.path}."
    return place.step == row.step and place.path.startswith(way) and place.path != way + quoted(name)


def _meant(ground: Ground, question: Asked, clause: Clause) -> tuple[Table, Sequence[Wide], str]:
    """The one table that the words name, the records of it that they mean, and the field that is added up."""
    found = []
    for table in ground.known:
        if _named(table, question):
            try:
                found.append((table, *_of(ground, table, question, clause)))
            except Unsure:
                continue
    if len(found) != 1:
        raise Unsure("it is not clear which records are meant")
    return found[0]


def _of(ground: Ground, table: Table, question: Asked, clause: Clause) -> tuple[Sequence[Wide], str]:
    field = _field(table, question)
    words = [token for token in question.words if not field or token.stem not in name_stems(field)]
    found, fine = explain.selected(ground, table, words, clause, frozenset())
    strays = [token for token in words if token.text in found.strays]
    if fine or not all(_of_others(ground, table, one) for one in strays):
        raise Unsure("a word is left over")
    if strays:
        return [], field  # who is there and has none of them
    if any(token.low in _ONESELF for token in words) and len(found.rows) == len(table.rows):
        raise Unsure("it is not clear who asks")
    return [row for row in found.rows if isinstance(row, Wide)], field


def _of_others(ground: Ground, table: Table, word: Token) -> bool:
    """Whether the word is what a record is called that these could refer to."""
    led = {refs for _, refs, _ in table.links}
    return any(one.refs in led and links(one, word) for one in ground.known)


def _field(table: Table, question: Asked) -> str:
    """The number of the records that the words name, else the only one; "" where they are counted."""
    if question.operation == "count":
        return ""
    said = {token.stem for token in question.words}
    held = [name for name in shapes.names(table.rows) if shapes.shape(table.rows, name) == "number"]
    named = [name for name in held if name in table.own and {*name_stems(name)} <= said]
    field = named[0] if len(named) == 1 else series.only(table.rows) if not named else None
    if field is None:
        raise Unsure("it is not clear which numbers are taken together")
    return field


def _by_most(
    ground: Ground, table: Table, rows: Sequence[Wide], inputs: Mapping[str, Binding], clause: Clause
) -> Measured:
    """Counted by the records that these refer to, and the one of those that most refer to."""
    head = clause.text.lower().split()
    named = {stem(word) for word in head[1:3]}
    ways = [one for one in table.links if head[0] == "who" or table.foreign.get(one[0], frozenset()) & named]
    if len(ways) != 1 or not rows:
        raise Unsure("it is not clear by what they are counted")
    name, refs, key = ways[0]
    counts: dict[str, int] = {}
    for row in rows:
        counts[normal(row.values.get(name))] = counts.get(normal(row.values.get(name)), 0) + 1
    first = [value for value, count in counts.items() if count == max(counts.values())]
    other = next(one for one in ground.known if one.refs == refs)
    winners = [row for row in other.rows if normal(row.values.get(key)) in first]
    names = tuple(own for own in sorted(other.own) if own == other.key or name_stems(own)[-1:] in _NAMES)
    return Measured({**inputs, "group_by": Literal(name)}, _items(winners) if winners else None, names)
