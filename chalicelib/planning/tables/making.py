"""Something new that a clause asks for, told by its values alone: "plan 'Salt glaze' with Ann Berg for Friday at 9 am".

Every word must be a value of an input, or speak of what is made; all that the action needs must be told.  What is made
for records that stand in the request is a deed done to these (`attempt`).
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import islice

from chalicelib.domain.binding import Binding, Literal
from chalicelib.planning.composer import verbs
from chalicelib.planning.composer.entry import Entry
from chalicelib.planning.composer.mentions import Found
from chalicelib.planning.composer.schema import Param
from chalicelib.planning.composer.words import DETERMINERS, PRONOUNS, Token, bag, stem
from chalicelib.planning.records import phrase, shapes
from chalicelib.planning.records.resources import KEYS
from chalicelib.planning.records.scene import Write
from chalicelib.planning.tables.attempt import MOST_TRIED, Attempt
from chalicelib.planning.tables.clause import ADDING, Candidate, Clause
from chalicelib.planning.tables.combinations import Chosen, combinations
from chalicelib.planning.tables.deeds import LENT, OWN_VERB, Deed, alike, asked, made, makes
from chalicelib.planning.tables.explain import Ground
from chalicelib.planning.tables.inputs import fixed, inputs_of
from chalicelib.planning.tables.keys import keyed
from chalicelib.planning.tables.sources import offered
from chalicelib.planning.tables.table import Table, Wide

_NOTHING = Table(frozenset(), (), "", frozenset(), True, frozenset())
_NOBODY = Wide({}, "", "")
_PLAIN = 2.0
_LASTING = bag("it it'll will take takes last lasts lasting long")
_NOT = bag("not no never without but except instead nobody nothing")


def makings(ground: Ground, entries: Sequence[Entry], clause: Clause) -> Iterator[Attempt]:
    for one in entries:
        if not makes(one) or not one.params or _for_records(ground, one):
            continue
        deed = Deed(one, one.params[0], _NOTHING, "", one.params, _NOTHING)
        said = (clause.verb, *clause.words) if clause.verb is not None else clause.words
        clause = replace(clause, made=made(one, said) or clause.made)
        score = _asks(deed, clause)
        for chosen, weight in islice(combinations(ground, deed, clause), MOST_TRIED) if score else ():
            if _complete(one, chosen) and not list(_left(deed, clause, chosen)):
                yield from _attempt(deed, clause, chosen, score + weight)


def news(entries: Iterable[Entry], said: Sequence[Token], marks: Sequence[Found], known: Sequence[Table]) -> bool:
    """Whether something is added that has a name in quotes by which no record is known: "add 'Pay Ann' to the list".

    What it is may be said in front of the name: "add the card 'Pay Ann'".
    """
    nouns = {word for one in entries if makes(one) for word in one.objects}
    first = next((one.start for one in said[1:] if one.low not in DETERMINERS and one.stem not in nouns), -1)
    quote = next((one for one in marks if one.kind == "quote" and one.start == first), None)
    if quote is None or said[0].stem not in ADDING or not nouns:
        return False
    name = shapes.words(str(quote.value))
    return not any(phrase.fits(name, value) for table in known for row in table.rows for value in row.own.values())


def _for_records(ground: Ground, one: Entry) -> bool:
    """Whether it needs the key of a record: then it is done to that.  A bare "key" is that of what is made."""
    needed = [param for param in one.params if param.required and not {*param.stems} <= KEYS]
    return any(keyed(param, table, one.name) for param in needed for table in ground.known)


def _asks(deed: Deed, clause: Clause) -> float:
    """How well the verb asks for something new; one that says nothing leaves it to a noun or to quotes."""
    if clause.verb is None or "create" not in deed.entry.senses:
        return 0.0
    said = (clause.verb, *clause.words)
    plainly = asked(deed, said, 0)
    if plainly >= OWN_VERB:
        return plainly
    named = any(mark.kind == "quote" and clause.inside(mark) for mark in clause.marks)
    told = named or made(deed.entry, said) is not None
    making = "create" in verbs.kind(clause.verb.stem) or stem(clause.verb.low) in LENT
    return _PLAIN if told and making else 0.0


def _complete(one: Entry, chosen: Chosen) -> bool:
    needed = [param for param in one.params if param.required and "default" not in param.schema and not fixed(param)]
    return bool(chosen) and all(param.path in chosen for param in needed)


def _left(deed: Deed, clause: Clause, chosen: Chosen) -> Iterator[Token]:
    """The words that are neither a value nor speak of what is made."""
    taken = {token for one in chosen.values() for token in one.tokens}
    spoken = {*deed.entry.objects, *(near for word in deed.entry.objects for near in alike(word))}
    told = {token for one in chosen.values() for token in _before(clause, one.tokens)}
    named = ((param, chosen[param.path]) for param in deed.rest if param.path in chosen)
    told |= {token for param, one in named for token in _beside(clause, param, one)}
    for token in clause.words:
        if token in taken or token in told or not token.text[0].isalnum() or clause.quoted(token):
            if clause.quoted(token) and token not in taken:
                yield token
            continue
        plain = not token.content and not token.named and token.low not in PRONOUNS | _NOT
        own = token.low == "new" or (token.text[0].islower() and token.stem in spoken)
        if not (plain or own) or token.low.endswith("n't"):
            yield token


def _beside(clause: Clause, param: Param, one: Candidate) -> list[Token]:
    """What the input is called by, right before its value or behind it: "with 4 seats", "low priority"."""
    if not one.tokens or not (param.type in ("integer", "number") or offered(param)):
        return []
    lead = [token for token in clause.words if token.end <= one.tokens[0].start][-1:]
    behind = [token for token in clause.words if token.start >= one.tokens[-1].end][: len(param.stems)]
    return [token for token in (*lead, *behind) if token.stem in param.stems]


def _before(clause: Clause, run: Sequence[Token]) -> Sequence[Token]:
    """ "It will take" in front of how long it lasts."""
    told = [mark for mark in clause.marks if mark.kind == "duration"]
    inside = [mark for mark in told if run and run[0] in mark]
    lead: list[Token] = []
    for token in reversed([token for token in clause.words if inside and token.end <= inside[0].start]):
        if token.low not in _LASTING:
            break
        lead.append(token)
    return lead


def _attempt(deed: Deed, clause: Clause, chosen: Chosen, score: float) -> Iterator[Attempt]:
    told: dict[tuple[str, ...], tuple[object, Binding]] = {}
    for path, one in chosen.items():
        value = one.of(_NOBODY)
        if value is None:
            return
        told[path] = value
    needed = [one for one in deed.entry.params if one.required and fixed(one)]
    told |= {one.path: (fixed(one)[0], Literal(fixed(one)[0])) for one in needed}
    inputs = inputs_of(deed, told)
    values: Mapping[tuple[str, ...], object] = {path: value for path, (value, _) in told.items()}
    goal = clause.text[clause.words[0].start : clause.words[-1].end][:120]
    write = Write(deed.entry.ref, inputs, "the new record that was asked for", goal)
    yield Attempt(deed, score, (write,), effect=str([str((deed.entry.ref, sorted(values.items())))]))
