"""The options of an input that a clause names: by its words, by the verb, or by the particle of the verb.

"to routine", "Archive it"        an option of the input
"turn it off"                     the option `off`
"close it"                        0, where a description says that "0 is closed, 100 is fully open"
"""

from collections.abc import Iterator, Sequence

from chalicelib.domain.binding import Literal, Mention
from chalicelib.planning.composer import verbs
from chalicelib.planning.composer.entry import Entry
from chalicelib.planning.composer.schema import Param
from chalicelib.planning.composer.thesaurus import related
from chalicelib.planning.composer.words import NEGATIONS, Token, stem
from chalicelib.planning.records import phrase, shapes
from chalicelib.planning.tables import lists
from chalicelib.planning.tables.clause import Candidate, Clause, becomes_so, placed, same, text_of
from chalicelib.planning.tables.particles import names_option
from chalicelib.planning.tables.sources import glossed, meaning, numbered, offered

_ALIKE = 0.6


def names_value(verb: Token, one: Entry, inputs: Sequence[Param]) -> bool:
    """Whether the verb says a value of one of the inputs."""
    told = any(option_asked(verb, param, value) for param in inputs for value in offered(param))
    return told or any(option_named(verb, word) for param in inputs for word in _numbers(one, inputs, param))


def option_asked(verb: Token, param: Param, value: str) -> bool:
    """Whether the verb says the option, or what the option is told to mean."""
    return option_named(verb, value) or bool({verb.stem, *verbs.kin(verb.stem)} & glossed(param, value))


def option_named(verb: Token, value: str) -> bool:
    """Whether the verb says the option: "archive" of Archive, "hide" of hidden."""
    said = shapes.words(value)
    if len(said) != 1:
        return False
    alike = {other for other, weight in related(verb.stem) if weight >= _ALIKE}
    near = not verbs.general(verb) and bool(alike & {said[0], stem(said[0])})
    participles = {verb.low + "n", verb.low + "en", verb.low.removesuffix("e") + "den"}
    return phrase.fits((verb.low,), value) or near or (len(verb.low) > 3 and said[0] in participles)


def options(clause: Clause, param: Param) -> Iterator[Candidate]:
    values = offered(param) or lists.offered_each(param)
    switched = [one for one in values if clause.verb is not None and names_option(clause.verb, clause.plain, one)]
    values = tuple(switched) or values  # "turn the heating off" is no heat
    for run in [*clause.runs(), *(((clause.verb,),) if clause.verb is not None else ())]:
        said = tuple(part for token in run for part in shapes.words(phrase.bare(token)))
        for value in values:
            by = clause.verb if clause.verb is not None and run[0] is clause.verb else None
            own = by is not None and (option_asked(by, param, value) or names_option(by, clause.plain, value))
            told = any(phrase.fits(said, one) for one in (value, meaning(value, param)) if one)
            if own or told or phrase.fits(_denied(run), value):
                typed = next((one for one in param.enum if str(one) == value), value)
                place = 0.0 if run[0] is clause.verb else placed(clause, run)
                bound = (typed, Mention(typed, text_of(clause, run)))
                yield Candidate(() if run[0] is clause.verb else run, same(bound), 1.6 + place)


def explained(one: Entry, inputs: Sequence[Param], clause: Clause, param: Param) -> Iterator[Candidate]:
    """The number for which a word stands, or the verb."""
    for word, number in _numbers(one, inputs, param).items():
        if clause.verb is not None and option_named(clause.verb, word):
            yield Candidate((), same((number, Literal(number))), 1.6)
        for run in clause.runs():
            if phrase.fits(tuple(token.low for token in run), word) and becomes_so(clause, run):
                told = same((number, Mention(number, text_of(clause, run))))
                yield Candidate(run, told, 1.6 + placed(clause, run), True)


def _numbers(one: Entry, inputs: Sequence[Param], param: Param) -> dict[str, int]:
    """The words for numbers that the input takes; the action explains those of its only number."""
    alone = sum(other.type in ("integer", "number") for other in inputs) == 1
    return numbered(param, one.action.description if alone else "")


def _denied(run: Sequence[Token]) -> tuple[str, ...]:
    """The words with one way of saying no: "never served" and "wasn't served" are "not served"."""
    no = [one.low in NEGATIONS or one.low.endswith("n't") for one in run]
    return tuple("not" if denies else one.low for one, denies in zip(run, no, strict=True)) if any(no) else ()
