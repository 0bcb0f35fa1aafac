"""The values of a clause put together: for each input one that its words may be, and no word for two of them.

What is left out: words that tell which records are meant ("those in the first group, by 5"), and a name for one input
that is the key of a record for another ("give it to Ann" renames nothing).
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from chalicelib.planning.composer.schema import Param
from chalicelib.planning.composer.words import RELATIVE, Token, bag
from chalicelib.planning.own_fields import CALLED
from chalicelib.planning.records.shapes import column, items
from chalicelib.planning.records.view import EVERY
from chalicelib.planning.revise.money import names_amount
from chalicelib.planning.tables import sides, texts
from chalicelib.planning.tables.asker import oneself
from chalicelib.planning.tables.clause import ARTICLES, INTO, Candidate, Clause
from chalicelib.planning.tables.computed import computed
from chalicelib.planning.tables.deeds import Deed, makes
from chalicelib.planning.tables.doers import doers
from chalicelib.planning.tables.explain import Ground
from chalicelib.planning.tables.inputs import Path, of_kind
from chalicelib.planning.tables.keys import keyed
from chalicelib.planning.tables.members import members
from chalicelib.planning.tables.moving import fits
from chalicelib.planning.tables.options import explained, remarked
from chalicelib.planning.tables.referring import refers
from chalicelib.planning.tables.running import RUNNING
from chalicelib.planning.tables.sources import offered
from chalicelib.planning.tables.spans import spans
from chalicelib.planning.tables.switches import switched
from chalicelib.planning.tables.table import Table
from chalicelib.planning.tables.texts import NAME
from chalicelib.planning.tables.values import NAMING, candidates
from chalicelib.planning.tables.world import columns

MOST = 400
_WITHIN = bag("in of with under from")
_BEFORE = _WITHIN | {"on", "at"}
_TO = bag("to into as by")
_HAVING = bag("is are was were has have had isn't aren't wasn't weren't hasn't haven't isn’t aren’t not")
_ANY = bag("everything everyone everybody anything those these ones")
Chosen = Mapping[Path, Candidate]
_Offered = Sequence[tuple[Param, list[Candidate]]]


def combinations(ground: Ground, deed: Deed, clause: Clause) -> Iterator[tuple[Chosen, float]]:
    """The most telling first."""
    found: list[tuple[dict[Path, Candidate], float]] = [({}, 0.0)]
    for param, values in _become(deed, clause, _offered(ground, deed, clause)):
        more = []
        for one in (one for one in values if not _owner(deed, clause, param, one)):
            for chosen, weight in found:
                taken = {token for other in chosen.values() for token in other.tokens}
                both = {**chosen, param.path: one}
                if not taken & {*one.tokens} and not _limits(deed, clause, both):
                    more.append((both, weight + one.weight))
        found = sorted([*found, *more], key=lambda pair: -pair[1])[:MOST]
    yield from found


def _become(deed: Deed, clause: Clause, offered_: _Offered) -> _Offered:
    """Where something becomes so "to" a value, without what only is: "change X to 5 for each whose title is Y"."""
    if not any(token.low in _TO for token in clause.words):
        return offered_
    told = [(param, one) for param, values in offered_ for one in values if one.tokens]
    is_so = {
        token for param, one in told for token in one.tokens
        if _lead(clause, param, one) in _HAVING and _behind_noun(deed, clause, param, one)
    }
    return [(param, [one for one in values if {*one.tokens} - is_so or not one.tokens]) for param, values in offered_]


def _offered(ground: Ground, deed: Deed, clause: Clause) -> list[tuple[Param, list[Candidate]]]:
    """What each input may be told."""
    sole, making = _sole_text(ground, deed), "create" in deed.entry.senses
    both = list(spans(clause, deed.rest, ground.known, making))
    spanned = {token for _, one in both for token in one.tokens}
    found, every = [], (deed.target, *deed.rest)
    for param in deed.rest:
        if _told(param, clause) and not of_kind(param, every) and not _of_a_moment(param, deed.rest):
            ends = [one for other, one in both if other is param]
            listed = _as_held(param, (deed.holder, *ground.known))
            plain = candidates(clause, listed, deed.holder, ground.known, param is sole, making)
            who = [*oneself(ground.who, clause, param, ground.known), *doers(ground, deed, clause, param)]
            said = [*explained(deed.entry, deed.rest, clause, param), *computed(ground, clause, param)]
            said += [*remarked(clause, param), *switched(deed.rest, clause, param)]
            said += texts.christened(clause, param) if makes(deed.entry) else ()
            told = _quoted_first(clause, param, [*who, *said, *members(ground, clause, param), *plain])
            told = [*ends, *(one for one in told if not spanned & {*one.tokens} and fits(param, one, clause))]
            if sides.twin(deed.target, param, (deed.table,)):
                told = [one for each in told if (one := sides.on_its_side(each, param, deed.target, clause))]
            found.append((param, [one for one in told if not _behind_noun(deed, clause, param, one)] or told))
    found = [(param, _without(values, _dated(param, found))) for param, values in found]
    keys = [param for param, _ in found if _key(param, deed.holder, ground.known)]
    named = {_said(one) for param, values in found if param in keys for one in values if one.tokens}
    naming = clause.verb is not None and clause.verb.stem in NAMING
    yields = [param for param, _ in found if (param in keys) == naming]  # to the other sort of inputs
    truths = [param for param, _ in found if param.type == "boolean"]
    numbers = [param for param, _ in found if param.type in ("integer", "number") or names_amount(param.name)]
    for alike in (numbers, truths, keys, _sole_value(found, clause)):
        found = _by_name(found, alike, clause, deed)
    made = [one for one in clause.words if one.text.islower() and one.stem in deed.entry.objects]  # names nothing else
    labels = [*_labels(deed, clause)]
    return [
        (param, [
            one for one in values
            if (param not in yields or _said(one) not in named) and not _only(one, labels) and not _cut(one, named)
            and not (param in keys and _only(one, made))
        ])
        for param, values in found
    ]  # fmt: skip


def _told(param: Param, clause: Clause) -> bool:
    """Whether it can be told anything: no list of parts can, nor what is not called by its name where it must be."""
    called = CALLED not in param.schema or any(token.stem in param.stems for token in clause.words)
    return called and "[]" not in param.path


def _sole_value(found: _Offered, clause: Clause) -> list[Param]:
    """The inputs that take any text, where one is told that something becomes: "change the city of X to Y"."""
    texts_ = [param for param, _ in found if param.type == "string" and not offered(param) and not param.temporal]
    told = {one.tokens for param, values in found if param in texts_ for one in values if one.tokens}
    return texts_ if len([one for one in told if clause.lead(one) in INTO]) == 1 else []


def _quoted_first(clause: Clause, param: Param, told: Sequence[Candidate]) -> Sequence[Candidate]:
    """What is to be called by a name that stands in quotes is called by no other."""
    quoted = [one for one in told if any(map(clause.quoted, one.tokens))]
    return quoted if quoted and {*param.stems} <= NAME else told


def _of_a_moment(param: Param, others: Sequence[Param]) -> bool:
    """Whether it only tells more of a moment beside which it stands: the `timeZone` of a `start`, as of an `end`."""
    beside = any(one.temporal and one.path[:-1] == param.path[:-1] for one in others)
    twice = any(one.name == param.name and one.path[:-1] != param.path[:-1] for one in others if len(one.path) > 1)
    return len(param.path) > 1 and param.type == "string" and not param.temporal and beside and twice


def _dated(param: Param, found: _Offered) -> Sequence[Candidate]:
    """What the input takes that tells the same as this one in a fixed form: `due_date` beside `due_string`."""
    if param.type != "string" or param.temporal or len(param.stems) < 2:
        return ()
    alike = (values for other, values in found if other.temporal and other.stems[:-1] == param.stems[:-1])
    return next(alike, ())


def _without(values: Sequence[Candidate], others: Sequence[Candidate]) -> list[Candidate]:
    taken = {token for one in others for token in one.tokens}
    return [one for one in values if not taken & {*one.tokens}]


def _said(one: Candidate) -> tuple[Token, ...]:
    """Its words, without quotation marks."""
    return tuple(token for token in one.tokens if token.text[0].isalnum())


def _cut(one: Candidate, named: Collection[tuple[Token, ...]]) -> bool:
    """Whether it is a part of a whole name: of "Lab 1" neither "Lab" nor 1 is a value by itself."""
    return bool(one.tokens) and any({*one.tokens} < {*name} for name in named)


def _key(param: Param, holder: Table, known: Sequence[Table]) -> bool:
    """Whether the input takes the key of a record, as it is called or as the records hold it."""
    return refers(param, holder) or any(keyed(param, table, ()) for table in known)


def _by_name(
    found: Sequence[tuple[Param, list[Candidate]]], alike: Sequence[Param], clause: Clause, deed: Deed
) -> list[tuple[Param, list[Candidate]]]:
    """What one of such inputs takes that the clause calls by its name goes to no other: "lower the limit by 5"."""
    said = {token.stem for token in clause.words if token.content} - deed.table.words
    named = [param for param in alike if (own := {*param.stems} - {"id"} - RUNNING) and own <= said]
    taken = {one.tokens for param, values in found if param in named for one in values}
    taken |= {() for param in named if param.type == "boolean"}  # by the verb alone
    if any(_is_called_to(clause, param) for param in named):  # whether or not it can be told that
        taken |= {one.tokens for _, values in found for one in values if one.tokens and _towards(clause, one)}
    yields = [param for param in alike if named and param not in named]
    return [
        (param, [one for one in values if param not in yields or one.tokens not in taken]) for param, values in found
    ]


def _is_called_to(clause: Clause, param: Param) -> bool:
    """Whether the clause begins with it, or it stands in front of "to": what something becomes is told to nothing else.

    "The table number of R 7 to 5" is of no other number.
    """
    own = [stem for stem in param.stems if stem != "id"]
    plain = [token for token in clause.words if token.low not in ARTICLES]
    runs = ((at, [token.stem for token in plain[at : at + len(own)]]) for at in range(len(plain)))
    ends = [(at, plain[at + len(own) :][:1]) for at, run in runs if run == own]
    return len(own) > 1 and any(behind and (at == 0 or behind[0].low == "to") for at, behind in ends)


def _towards(clause: Clause, one: Candidate) -> bool:
    return clause.lead(one.tokens) == "to" or one.tokens[0].low in ("to", "from")


def _as_held(param: Param, known: Sequence[Table]) -> Param:
    """The input; without its description, where that seems to list values and records hold none of them.

    "Branch or tag" says of what sort the values are.
    """
    fields = [(table, name) for table in known for name in columns(table, param)]
    held = {str(value).lower() for table, name in fields for value in column(table.rows, name)}
    told = {value.lower() for value in offered(param)} if not param.enum else set()
    return replace(param, describes="") if told and held and not told & held else param


def _only(one: Candidate, labels: Sequence[Token]) -> bool:
    """Whether the words are but what an input is called, or "all": the TTL of "raise the TTL" names nothing."""
    return len(one.tokens) == 1 and one.tokens[0] in labels and not one.into


def _labels(deed: Deed, clause: Clause) -> Iterator[Token]:
    """What inputs are called, and "all" in front of the records."""
    yield from (one for one in clause.words if any(one.low == param.name.lower() for param in deed.rest))
    yield from (one for one, noun in pairwise(clause.words) if one.low in EVERY and noun.stem in deed.table.words)


def _sole_text(ground: Ground, deed: Deed) -> Param | None:
    """The one text that something new must be told, beside keys of records and what the schema offers."""
    texts = [one for one in deed.rest if one.required and one.type == "string" and not one.format and not offered(one)]
    free = [one for one in texts if not one.is_id and not any(keyed(one, table, ()) for table in ground.known)]
    return free[0] if len(free) == 1 and makes(deed.entry) else None


def _owner(deed: Deed, clause: Clause, param: Param, one: Candidate) -> bool:
    """Whether the words name what the records belong to, which tells which are meant: "every entry on ann.example"."""
    if one.into or not one.tokens or clause.lead(one.tokens) not in _WITHIN | {"on", "at"}:
        return False
    owners = [name for name in deed.table.foreign if name not in {*columns(deed.holder, param)}]
    held = {row.values.get(name) for row in deed.table.rows for name in owners}
    return any((told := one.of(row)) is not None and told[0] in held for row in deed.table.rows[:1])


def _lead(clause: Clause, param: Param, one: Candidate) -> str:
    """The word that leads to the value and to what it is called by: the "with" of "rules with severity low"."""
    label = [token for token in clause.words if token.end <= one.tokens[0].start][-1:]
    return clause.lead(label if label and label[0].stem in param.stems[-1:] else one.tokens)


def _behind_new(clause: Clause, param: Param, one: Candidate, chosen: Chosen) -> bool:
    """Whether it stands right behind what something becomes, and so tells more of that: "to Business with 8 seats"."""
    first = min((token.start for token in one.tokens if token.stem not in param.stems), default=0)
    before = [token for token in clause.words if token.end <= first and token.stem not in param.stems][-2:]
    new = {token for other in chosen.values() if other.into for token in other.tokens}
    return len(before) == 2 and before[0] in new


def _behind_noun(deed: Deed, clause: Clause, param: Param, one: Candidate) -> bool:
    """Whether it stands behind what the records are called: "tag every session on the (boat) Elgar as slow".

    Also in so many words: "every session that has the tag slow", "all sessions tagged slow".
    """
    first = next((token.start for token in one.tokens if token.stem not in param.stems), 0)
    before = [token for token in clause.words if token.end <= first and token.low not in ARTICLES]
    called = deed.table.words | {*deed.entry.objects}
    nouns = [at for at, token in enumerate(before) if token.stem in called or token.low in _ANY]
    between = before[nouns[-1] + 1 :] if nouns else []
    label = [token for token in between if token.stem in param.stems]
    plain = [token for token in between if token not in label]
    if not plain:
        return any(token.low.endswith("ed") for token in label)
    lead, *rest = plain
    while rest and rest[-1].low in _BEFORE:
        rest.pop()  # of "on loan"
    places = lead.low in _BEFORE and len(rest) < 2 and all(token.content and token.text.islower() for token in rest)
    return places or (lead.low in RELATIVE | {"where"} and all(token.low in _HAVING | ARTICLES for token in rest))


def _right_behind(deed: Deed, clause: Clause, one: Candidate) -> bool:
    """Whether it begins like a place, behind what the records are called: "instruments on loan"."""
    before = [token for token in clause.words if token.end <= one.tokens[0].start][-1:]
    called = deed.table.words | {*deed.entry.objects}
    return one.tokens[0].low in _BEFORE and any(token.stem in called for token in before)


def _limits(deed: Deed, clause: Clause, chosen: Chosen) -> bool:
    """Whether one of the values tells which records are meant, as a record holds it, and another what they become."""
    into = any(one.into for one in chosen.values())
    for param in deed.rest:
        one = chosen.get(param.path)
        column = next(iter(columns(deed.holder, param)), "")
        if one is None or one.into or not one.tokens or not column:
            continue
        lead = _lead(clause, param, one)
        within = into and lead in _WITHIN and not (lead == "with" and _behind_new(clause, param, one, chosen))
        within = within or (into and _right_behind(deed, clause, one))
        if not within and not (len(chosen) > 1 and _behind_noun(deed, clause, param, one)):
            continue
        held = [value for row in deed.table.rows for value in items(row.values.get(column))]
        if any((told := one.of(row)) is not None and all(x in held for x in items(told[0]))
               for row in deed.table.rows[:1]):
            return True
    return False
