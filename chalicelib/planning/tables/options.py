"""The options of an input that a clause names: by its words, by the verb, or by the particle of the verb.

"to routine", "Archive it", "reopen", "write … off"   an option of the input
"turn it off"                                         the option `off`
"close it"                                            0, where a description says that "0 is closed, 100 is fully open"
"""

from collections.abc import Iterator, Sequence

from chalicelib.domain.binding import Literal, Mention
from chalicelib.planning.bidding.participles import verb_of
from chalicelib.planning.composer import verbs
from chalicelib.planning.composer.entry import Entry
from chalicelib.planning.composer.schema import Param
from chalicelib.planning.composer.thesaurus import related
from chalicelib.planning.composer.words import NEGATIONS, PREPOSITIONS, Token, bag, stem, tokens
from chalicelib.planning.records import phrase, shapes
from chalicelib.planning.records.letters import ALSO
from chalicelib.planning.tables import lists
from chalicelib.planning.tables.clause import Candidate, Clause, becomes_so, placed, same, text_of
from chalicelib.planning.tables.particles import switched
from chalicelib.planning.tables.sources import glossed, meaning, numbered, offered
from chalicelib.planning.tables.truths import undoes

ALIKE = 0.6
_ENTERING = bag("in into on onto to under")


def names_value(verb: Token, one: Entry, inputs: Sequence[Param], behind: Sequence[Token]) -> bool:
    """Whether the verb says a value of one of the inputs, or undoes one.  `behind`: where its particle may stand."""
    told = any(option_asked(verb, param, value, behind) for param in inputs for value in offered(param))
    told = told or any(undoes(verb, param) for param in inputs)
    return told or any(_its_verb(verb, word) for param in inputs for word in _numbers(one, inputs, param))


def options(clause: Clause, param: Param) -> Iterator[Candidate]:
    values = offered(param) or lists.offered_each(param)
    told = [] if clause.verb is None else switched(clause.verb, clause.plain, values)
    values = tuple(told) or values  # "turn the heating off" is no heat
    for run in [*clause.runs(), *(((clause.verb,),) if clause.verb is not None else ())]:
        said = phrase.words_of(run)
        if len(run) == 1 and _attributive(clause, run[0], values):
            continue
        by = clause.verb if clause.verb is not None and run[0] is clause.verb else None
        for value in values:
            own = by is not None and (option_asked(by, param, value, clause.words) or value in told)
            known = (value, meaning(value, param), ALSO.get(value.lower(), ""))
            named = any(phrase.fits(said, one) for one in known if one) or _entered(clause, run, value)
            if own or named or phrase.fits(_denied(run), value):
                typed = next((one for one in param.enum if str(one) == value), value)
                place = 0.0 if by is not None else placed(clause, run)
                bound = (typed, Mention(typed, text_of(clause, run)))
                yield Candidate(() if by is not None else run, same(bound), 1.6 + place)


def _entered(clause: Clause, run: Sequence[Token], value: str) -> bool:
    """Whether something goes "into review", where the value is `in_review`."""
    first, *rest = shapes.words(value) or ("",)
    return first in ("in", "on", "under") and tuple(rest) == phrase.words_of(run) and clause.lead(run) in _ENTERING


def _attributive(clause: Clause, word: Token, values: Sequence[str]) -> bool:
    """Whether it only tells which: in "the print queue" the last word is the state, though some are printing."""
    behind = next((one for one in clause.words if one.start >= word.end), None)
    if behind is None or behind.start - word.end != 1 or any(shapes.words(one) == (word.low,) for one in values):
        return False
    said, next_ = phrase.words_of([word]), phrase.words_of([behind])
    return behind.content and any(phrase.fits(next_, one) and not phrase.fits(said, one) for one in values)


def remarked(clause: Clause, param: Param) -> Iterator[Candidate]:
    """The one option of which a remark speaks, for an input that must be told: "cancel 8, the guest asked for it".

    Where the clause names nothing, the remark tells of what it is, too, and is read with it.
    """
    names = any(token.content or token.text.isdigit() for token in clause.words)
    said = {token.stem for token in clause.remarks if token.content and param.required and names}
    found = [one for one in offered(param) if said & {stem(word) for word in shapes.words(one)}]
    if len(found) == 1:
        typed = next((one for one in param.enum if str(one) == found[0]), found[0])
        yield Candidate((), same((typed, Mention(typed, text_of(clause, clause.remarks)))), 0.9)


def explained(one: Entry, inputs: Sequence[Param], clause: Clause, param: Param) -> Iterator[Candidate]:
    """The number for which a word stands, or the verb."""
    for word, number in _numbers(one, inputs, param).items():
        if clause.verb is not None and _its_verb(clause.verb, word):
            yield Candidate((), same((number, Literal(number))), 1.6)
        led = [run for run in _runs_of(clause, word) if run[0].low in PREPOSITIONS]  # "on hold" leads by itself
        for run in [*led, *clause.runs()]:
            if phrase.fits(tuple(token.low for token in run), word) and (run in led or becomes_so(clause, run)):
                told = same((number, Mention(number, text_of(clause, run))))
                yield Candidate(run, told, 1.6 + placed(clause, run), True)


def _runs_of(clause: Clause, words: str) -> Iterator[tuple[Token, ...]]:
    """Where the clause says these very words."""
    said, size = clause.words, len(words.split())
    yield from (run for at in range(len(said) - size + 1) if _lows(run := said[at : at + size]) == words)


def _lows(run: Sequence[Token]) -> str:
    return " ".join(token.low for token in run)


def _numbers(one: Entry, inputs: Sequence[Param], param: Param) -> dict[str, int]:
    """The words for numbers that the input takes; the action explains those of its only number."""
    alone = sum(other.type in ("integer", "number") for other in inputs) == 1
    return numbered(param, one.action.description if alone else "")


def _denied(run: Sequence[Token]) -> tuple[str, ...]:
    """The words with one way of saying no: "never served" and "wasn't served" are "not served"."""
    no = [one.low in NEGATIONS or one.low.endswith("n't") for one in run]
    return tuple("not" if denies else one.low for one, denies in zip(run, no, strict=True)) if any(no) else ()


def option_asked(verb: Token, param: Param, value: str, behind: Sequence[Token] = ()) -> bool:
    """Whether the verb says the option, or what the option is told to mean.  `behind`: where its particle may stand."""
    return option_named(verb, value, behind) or bool({verb.stem, *verbs.kin(verb.stem)} & glossed(param, value))


def option_named(verb: Token, value: str, behind: Sequence[Token]) -> bool:
    """Whether the verb says the option: "archive" of Archive, "hide" of hidden, "reopen" of open, "write … off"."""
    said = shapes.words(value)
    if len(said) == 2 and said[1] in verbs.PARTICLES:
        return any(token.low == said[1] for token in behind) and _becomes(verb, said[0])
    if len(said) != 1:
        return False
    alike = {other for other, weight in related(verb.stem) if weight >= ALIKE}
    near = not verbs.general(verb) and bool(alike & {said[0], stem(said[0])})
    return near or _its_verb(verb, value)


def _its_verb(verb: Token, value: str) -> bool:
    """Whether the verb is the option's own: "release" of released, and not "send" of shipped."""
    said = shapes.words(value)
    if len(said) != 1:
        return False
    again = verb.low.removeprefix("re") == said[0]
    return phrase.fits((verb.low,), value) or again or (len(verb.low) > 3 and _becomes(verb, said[0]))


def _becomes(verb: Token, participle: str) -> bool:
    """Whether it is the verb's participle: "hidden" of "hide", "written" of "write", "held" of "hold"."""
    bare = verb.low.removesuffix("e")
    plain = next((verb_of(token) for token in tokens(participle)), "")
    return participle in {verb.low + "n", verb.low + "en", bare + "den"} or (plain != "" and stem(plain) == verb.stem)
