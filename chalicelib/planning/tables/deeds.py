"""The writes of a catalogue with the records that they are done to, and how well a verb asks for each of them."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice, pairwise

from chalicelib.planning.composer import verbs
from chalicelib.planning.composer.entry import Entry
from chalicelib.planning.composer.schema import Param
from chalicelib.planning.composer.thesaurus import related
from chalicelib.planning.composer.words import (
    DETERMINERS,
    INDEFINITE,
    PREPOSITIONS,
    QUOTES,
    Token,
    agreement,
    bag,
    description_tokens,
    name_parts,
    name_stems,
    senses,
    stem,
    stem_bag,
    text_stems,
)
from chalicelib.planning.records import phrase
from chalicelib.planning.records.states import since
from chalicelib.planning.records.telling import SCALES
from chalicelib.planning.tables import pairs
from chalicelib.planning.tables.clause import ADDING, ARTICLES, Clause, counted
from chalicelib.planning.tables.options import ALIKE, names_value
from chalicelib.planning.tables.own_verbs import GIVES, own_verbs
from chalicelib.planning.tables.particles import made_into
from chalicelib.planning.tables.sources import GRAVE, besides
from chalicelib.planning.tables.switches import switches
from chalicelib.planning.tables.table import Table, Wide
from chalicelib.planning.tables.truths import begun

_NEAR = 0.4
_GIVING = bag("give get put add")
"""What is given is not taken away."""
_ALTERING = stem_bag(
    "set change switch turn swap shift edit update modify amend alter raise lower increase decrease reduce double "
    "triple halve rename replace"
)
_FIELD, _SAID_SO, NAMED_OPTION, _BESIDES, _PARTICIPLE, OWN_VERB = 1.5, 2.0, 2.1, 2.2, 2.4, 2.6
_BECOMING = bag("as into onto to on off in under")
BEGINNING = stem_bag("start begin launch open")
ENDING = frozenset((stem("cancel"),))
LENT = stem_bag("send give get make issue place write")
"""Verbs that leave the deed to the noun behind them."""
_MAKE = stem("make")
"""It says nothing without what something is made."""


@dataclass(frozen=True, slots=True)
class Deed:
    """A write done to each record of a table, or to what each refers to: `target` takes the value of `column`.

    `holder`: the table for the fields of what it is done to.
    """

    entry: Entry
    target: Param
    table: Table
    column: str
    rest: tuple[Param, ...]
    holder: Table
    plainly: Table | None = None
    """The table of what it is done to, if any: words that all speak of that tell no record that refers to it."""
    beside: tuple[tuple[Param, str], ...] = ()
    """What tells the record together with the target, and its fields."""
    sole: bool = False
    """Whether nothing else ends such records: then what is called off is deleted."""

    @property
    def through(self) -> bool:
        """Whether it is done to what the records refer to: the patrons of "everybody who has an unpaid order"."""
        return self.holder is not self.table

    @property
    def stems(self) -> frozenset[str]:
        """The words that speak of it."""
        inputs = [word for one in self.entry.params for word in (*one.stems, *one.about)]
        near = [other for word in self.entry.objects for other in alike(word)]
        return frozenset((*self.entry.name, *text_stems(self.entry.action.description), *inputs, *near))

    @property
    def takes(self) -> bool:
        """Whether it takes something away: of a list one of its values."""
        return any("delete" in senses(word) for word in own_verbs(self.entry))

    @property
    def grave(self) -> bool:
        """Whether it is of a kind that needs a plain word."""
        return bool(self.entry.senses & GRAVE) and not self.entry.senses & {"update", "create"}


def asked(deed: Deed, said: Sequence[Token], at: int) -> float:
    """How well the verb at the place asks for the deed: from 3 for its own verb to 0 for one that does not fit."""
    adds, verb = deed.entry.verb in ADDING, said[at]
    if adds and verb.stem in _ALTERING and verb.stem not in own_verbs(deed.entry):
        return 0.0  # what is changed is there
    half = (adds or makes(deed.entry)) and (made_into(said, at) or pairs.leaves(deed.entry, said[at:]))
    beyond = deed.through and makes(deed.entry) and verb.stem in ADDING  # a label for it is none for its project
    return 0.0 if half or beyond else _asked(deed, said, at)


def _asked(deed: Deed, said: Sequence[Token], at: int) -> float:
    verb = _informing(said, at)
    own = own_verbs(deed.entry) - (deed.table.words - {deed.entry.verb})  # `trips_cancel` is no tripping
    plain = {verb.stem, *_with_particle(verb, said[at + 1 : at + 7])}
    own -= {verb.stem} if verb.stem == _MAKE and _unsaid(deed, said) else set()
    if plain & own:
        return 3.0
    plain |= {*_in_one_word(verb, said[at + 1 : at + 7])}
    if _asks_for_new(deed.entry, verb) and made(deed.entry, said[at:]) is not None:
        return OWN_VERB
    plain |= {*_deed_noun(said, at)}
    if plain & own or any(verbs.kin(word) & own - GIVES for word in plain) or (deed.sole and plain & ENDING):
        return OWN_VERB
    if any(part.endswith("ed") and stem(part) == verb.stem for part in name_parts(deed.entry.action.words)):
        return _PARTICIPLE
    if names_value(verb, deed.entry, deed.rest, said[at + 1 :]) or switches(verb, deed.rest):
        return NAMED_OPTION
    if any(param.stems == (verb.stem,) and param.type == "string" for param in deed.rest):
        return _FIELD  # "note on the order: '…'"
    if (told := max(_described(deed, verb, plain, said[at:]), _joins(deed, said[at:]))) > 0:
        return told
    close = max((weight for word in plain for other, weight in related(word) if other in own), default=0.0)
    if close >= _NEAR:
        return 1.5 + close
    if verbs.general(verb) or verb.stem in SCALES or _counts(deed, said, at):
        taken = deed.takes and verb.low in _GIVING
        there = bool(deed.beside) or not makes(deed.entry) or _new(deed.entry, said)
        return 0.0 if deed.grave or taken or not there else 1.0
    fits = max(agreement(verbs.kind(word), deed.entry.senses) if verbs.kind(word) else 0.0 for word in plain)
    return 1.2 if fits == 1.0 else 0.4 if fits and not deed.grave and not makes(deed.entry) else 0.0


def _unsaid(deed: Deed, said: Sequence[Token]) -> bool:
    """Whether a word tells what becomes of it, which is no input and not said: "make it paid" is no `make_public`."""
    inputs = {word for one in deed.entry.params for word in one.stems}
    rest = {*deed.entry.objects} - deed.table.words - inputs
    return bool(rest) and not any(token.stem in rest for token in said)


def _joins(deed: Deed, said: Sequence[Token]) -> float:
    """How well it asks for two records to be joined or parted: "add Ann to the Rooks"; less, where it is "assign"."""
    if deed.through:
        return 0.0
    return OWN_VERB if pairs.asked(deed.entry, said) else _FIELD if pairs.may_be_asked(deed.entry, said) else 0.0


def _takes_out(deed: Deed, verb: Token, said: Sequence[Token]) -> bool:
    """Whether a value is to be taken out of a list that is told as a whole.

    "Remove the tag vip from Ann", "remove Ann from the watchers of the trip", "remove Ann as a watcher of it".
    """
    behind = [token for token in said[1:5] if token.low not in ARTICLES]
    lists = {word for one in deed.rest if one.type == "array" for word in one.stems}
    out = next((at for at, token in enumerate(said) if at and token.low in ("from", "off", "as")), 0)
    plain = [token for token in said[out + 1 :] if token.low not in ARTICLES]
    named = plain[:1] if said[out].low == "as" else [*behind[:2], *plain[:1]]
    return "delete" in senses(verb.stem) and out > 0 and any(one.stem in lists for one in named) and not deed.grave


def _asks_for_new(one: Entry, verb: Token) -> bool:
    """Whether it may be asked for by the verb and the noun for what is new: "give Ann a card", "start a run of X"."""
    making = stem(verb.low) in LENT or verb.stem in BEGINNING | ADDING
    return (making and makes(one)) or bool(verbs.kind(verb.stem) & one.senses & {"send"})


def _informing(said: Sequence[Token], at: int) -> Token:
    """The verb at the place; "let Ann know" informs."""
    informs = said[at].low == "know" and any(token.low == "let" for token in said[:at])
    return replace(said[at], low="inform", stem=stem("inform")) if informs else said[at]


def _described(deed: Deed, verb: Token, plain: set[str], said: Sequence[Token]) -> float:
    """How well the description asks for it besides its own verb: what else it does, and to what it leads."""
    if (plain & besides(deed.entry) and not deed.grave) or _takes_out(deed, verb, said):
        return _BESIDES
    if any(begun(verb, said[1:], param) is not None for param in deed.rest):
        return _SAID_SO
    return _SAID_SO if verbs.general(verb) and any(_led_to(deed, said)) else 0.0


def makes(one: Entry) -> bool:
    """Whether it makes something new."""
    said = (token.low for token in description_tokens(one.action.description) if token.word)
    first = list(islice(said, 4))
    return "new" in first or stem("create") in (one.verb, *map(stem, first[:1]))


def _new(one: Entry, said: Sequence[Token]) -> bool:
    """Whether something new is spoken of: "a card", "another card", "the card 'Oven'"."""
    lead = [token.low for token, other in pairwise(said) if other.stem in one.objects]
    titled = any(token.stem in one.objects and other.text in QUOTES for token, other in pairwise(said))
    return bool({*lead} & INDEFINITE) or titled or any(token.low == "new" for token in said)


def made(one: Entry, said: Sequence[Token]) -> Token | None:
    """The noun for the new thing that is spoken of behind the verb: the voucher of "give Ann a 5 € voucher"."""
    end = next((at for at, token in enumerate(said) if token.low in PREPOSITIONS), len(said))
    heads = [at for at, token in enumerate(said[:end]) if token.low in DETERMINERS or token.low == "new"]
    for head, ends in pairwise([*heads, end]):
        noun = next((token for token in said[head:ends] if token.stem in new_nouns(one)), None)
        if noun is not None and said[head].low in INDEFINITE | {"new"}:
            return noun
    return None


def new_nouns(one: Entry) -> Sequence[str]:
    """What the new thing may be called: a comment of `issues/create-comment`, and no issue."""
    parts = name_parts(re.split(r"[./]", one.action.words)[-1])
    cut = next((at for at, part in enumerate(parts) if at > 1 and part in PREPOSITIONS), len(parts))
    own = [word for part in parts[:cut] if (word := stem(part)) in one.objects]
    return own[-1:] or one.objects


def _with_particle(verb: Token, behind: Sequence[Token]) -> list[str]:
    """The plain verb for which the verb and the first particle behind it stand."""
    found = (verbs.PHRASAL.get(f"{verb.stem} {token.low}", "") for token in behind)
    return [stem(plain) for plain in found if plain][:1]


def _in_one_word(verb: Token, behind: Sequence[Token]) -> list[str]:
    """The noun that verb and particle make: "roll it out" asks for a `rollout`, "check Ann in" for a `checkin`."""
    return [stem(verb.low + token.low) for token in behind if token.low in verbs.PARTICLES]


def _deed_noun(said: Sequence[Token], at: int) -> list[str]:
    """The noun that says the deed, behind a verb that says none: "send a reminder", "give Ann 10 euros of credit"."""
    behind = said[at + 1 : at + 3]
    if stem(said[at].low) not in LENT:
        return []
    plain = [behind[1].stem] if len(behind) == 2 and behind[0].low in ("a", "an") else []
    runs = zip(said[at + 1 :], said[at + 2 :], said[at + 3 :], said[at + 4 :], strict=False)
    much = [noun.stem for so, unit, of, noun in runs if so.text[0].isdigit() and unit.word and of.low == "of"]
    return plain + much


def _counts(deed: Deed, said: Sequence[Token], at: int) -> bool:
    """Whether so many of what the record counts come or go: "take two seats away"."""
    numbers = [one for one in deed.rest if one.type in ("integer", "number")]
    return any(counted(said[at], [token], one) for token in said[at + 2 : at + 5] for one in numbers)


def becoming(deed: Deed, clause: Clause) -> list[Token]:
    """What the action itself says that records become, which is not how they are.

    "As paid" of `markPaid`; "into stock" of "Take a device back into stock".
    """
    named = (token for lead, token in pairwise(clause.words) if lead.low == "as" and token.stem in deed.entry.name)
    return [*dict.fromkeys((*named, *_led_to(deed, clause.words)))]


def _led_to(deed: Deed, said: Sequence[Token]) -> Iterator[Token]:
    """The words to which the same preposition leads in the description: "into stock", though not "to the order"."""
    plain = [token for token in said if token.low not in ARTICLES]
    described = [token for token in description_tokens(deed.entry.action.description) if token.low not in ARTICLES]
    told = {(lead.low, token.stem) for lead, token in pairwise(described) if lead.low in _BECOMING and token.content}
    led = (token for lead, token in pairwise(plain) if (lead.low, token.stem) in told)
    return (token for token in led if token.stem not in deed.table.words)


def is_so(deed: Deed, row: Wide, clause: Clause) -> bool:
    """Whether the record is already in the state that the deed leads to: what is paid is not paid again."""
    held = [(name, row.values.get(name)) for name in deed.holder.own]
    verb = [clause.verb] if clause.verb is not None and clause.verb.stem in deed.entry.name else []
    states = (*becoming(deed, clause), *verb)
    return not deed.rest and any(
        phrase.fits((token.low,), value) or (token.stem in name_stems(name) and since(name, value))
        for token in states
        for name, value in held
    )


def alike(word: str) -> Iterator[str]:
    """Other words for the thing that an action's name speaks of: a booking is a reservation."""
    yield from verbs.kin(word)
    yield from (other for other, weight in related(word) if weight >= ALIKE)
