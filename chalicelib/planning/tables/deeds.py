"""The writes of a catalogue with the records that they are done to, and how well a verb asks for each of them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from chalicelib.planning.composer import verbs
from chalicelib.planning.composer.entry import Entry
from chalicelib.planning.composer.schema import Param
from chalicelib.planning.composer.thesaurus import related
from chalicelib.planning.composer.words import Token, agreement, name_parts, name_stems, stem, text_stems, tokens
from chalicelib.planning.records import phrase, shapes
from chalicelib.planning.tables.sources import called, offered
from chalicelib.planning.tables.world import Table, columns, keyed

_GRAVE = frozenset(("delete", "pay", "refund"))
_NEAR, _ALIKE = 0.4, 0.6
NAMED_OPTION, _PARTICIPLE = 2.1, 2.4


@dataclass(frozen=True, slots=True)
class Deed:
    """A write done to each record of a table: `target` takes the value of `column`."""

    entry: Entry
    target: Param
    table: Table
    column: str
    rest: tuple[Param, ...]

    @property
    def stems(self) -> frozenset[str]:
        """The words that speak of it."""
        inputs = [word for one in self.entry.params for word in (*one.stems, *one.about)]
        return frozenset((*self.entry.name, *text_stems(self.entry.action.description), *inputs))

    @property
    def grave(self) -> bool:
        """Whether it is of a kind that needs a plain word."""
        return bool(self.entry.senses & _GRAVE) and not self.entry.senses & {"update", "create"}


def deeds(writes: Sequence[Entry], known: Sequence[Table]) -> Iterator[Deed]:
    for one in writes:
        words = {*called(one), *text_stems(one.action.description)}
        plain = [param for param in one.params if not offered(param)]
        needed = [param for param in plain if param.required] or plain
        keyed_ = False
        for param in needed:
            found = [(table, column) for table in known if (column := keyed(param, table, words))]
            exact = [pair for pair in found if pair[1] == pair[0].key and name_stems(pair[1]) == param.stems]
            for table, column in exact or found:
                keyed_ = True
                yield Deed(one, param, table, column, tuple(other for other in one.params if other is not param))
        yield from () if keyed_ else _by_value(one, needed, known)


def _by_value(one: Entry, needed: Sequence[Param], known: Sequence[Table]) -> Iterator[Deed]:
    """Writes without a key, done to whoever or whatever several records name: the owner of three dogs is told."""
    for param in needed if "send" in one.senses or "create" not in one.senses else ():
        if not param.required or param.type != "string" or param.temporal:
            continue
        for table in known:
            column = next(columns(table, param), "")
            held = shapes.column(table.rows, column) if column else []
            if held and shapes.shape(table.rows, column) == "text" and len({*map(str, held)}) < len(held):
                yield Deed(one, param, table, column, tuple(other for other in one.params if other is not param))


def asked(deed: Deed, said: Sequence[Token], at: int) -> float:
    """How well the verb at the place asks for the deed: from 3 for its own verb to 0 for one that does not fit."""
    verb = said[at]
    own = _own(deed.entry)
    particle = next((token.low for token in said[at + 1 : at + 7] if f"{verb.stem} {token.low}" in verbs.PHRASAL), "")
    if verb.low == "know" and any(token.low == "let" for token in said[:at]):
        verb = replace(verb, low="inform", stem=stem("inform"))
    plain = {verb.stem} | ({stem(verbs.PHRASAL[f"{verb.stem} {particle}"])} if particle else set())
    if verb.stem in own or plain & own:
        return 3.0
    if any(verbs.kin(word) & own for word in plain):
        return 2.6
    if any(part.endswith("ed") and stem(part) == verb.stem for part in name_parts(deed.entry.action.words)):
        return _PARTICIPLE
    if any(option_named(verb, value) for one in deed.rest for value in offered(one)):
        return NAMED_OPTION
    close = max((weight for word in plain for other, weight in related(word) if other in own), default=0.0)
    if close >= _NEAR:
        return 1.5 + close
    if verbs.general(verb):
        return 0.0 if deed.grave else 1.0
    fits = max(agreement(verbs.kind(word), deed.entry.senses) if verbs.kind(word) else 0.0 for word in plain)
    if fits == 1.0:
        return 1.2
    return 0.4 if fits and not deed.grave else 0.0


def option_named(verb: Token, value: str) -> bool:
    """Whether the verb says the option: "archive" of Archive, "hide" of hidden."""
    said = shapes.words(value)
    if len(said) != 1:
        return False
    alike = {other for other, weight in related(verb.stem) if weight >= _ALIKE}
    near = not verbs.general(verb) and bool(alike & {said[0], stem(said[0])})
    participles = {verb.low + "n", verb.low + "en", verb.low.removesuffix("e") + "den"}
    return phrase.fits((verb.low,), value) or near or (len(verb.low) > 3 and said[0] in participles)


def _own(one: Entry) -> frozenset[str]:
    """The verbs by which the action is called: in its name, and the first of its description."""
    first = [token.stem for token in tokens(one.action.description) if token.word][:1]
    return frozenset((*((one.verb,) if one.verb else ()), *(one.name[:1]), *first, *one.name[-1:]))
