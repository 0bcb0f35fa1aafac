"""Which option of an input words say: "to routine", "archive it" of Archive, "reopen", "write … off" of WRITTEN_OFF."""

from collections.abc import Iterator, Sequence

from chalicelib.domain.binding import Mention
from chalicelib.planning.bidding.participles import verb_of
from chalicelib.planning.composer import verbs
from chalicelib.planning.composer.schema import Param
from chalicelib.planning.composer.thesaurus import related
from chalicelib.planning.composer.words import NEGATIONS, Token, stem, tokens
from chalicelib.planning.records import phrase, shapes
from chalicelib.planning.tables import lists
from chalicelib.planning.tables.clause import Candidate, Clause, placed, same, text_of
from chalicelib.planning.tables.sources import glossed, meaning, offered

ALIKE = 0.6


def options(clause: Clause, param: Param) -> Iterator[Candidate]:
    values = offered(param) or lists.offered_each(param)
    for run in [*clause.runs(), *(((clause.verb,),) if clause.verb is not None else ())]:
        said = tuple(part for token in run for part in shapes.words(phrase.bare(token)))
        for value in values:
            verb = clause.verb if clause.verb is not None and run[0] is clause.verb else None
            own = verb is not None and option_asked(verb, param, value, clause.words)
            told = any(phrase.fits(said, one) for one in (value, meaning(value, param)) if one)
            if own or told or phrase.fits(_denied(run), value):
                typed = next((one for one in param.enum if str(one) == value), value)
                place = 0.0 if verb is not None else placed(clause, run)
                bound = (typed, Mention(typed, text_of(clause, run)))
                yield Candidate(() if verb is not None else run, same(bound), 1.6 + place)


def _denied(run: Sequence[Token]) -> tuple[str, ...]:
    """The words with one way of saying no: "never served" and "wasn't served" are "not served"."""
    no = [one.low in NEGATIONS or one.low.endswith("n't") for one in run]
    return tuple("not" if denies else one.low for one, denies in zip(run, no, strict=True)) if any(no) else ()


def option_asked(verb: Token, param: Param, value: str, behind: Sequence[Token] = ()) -> bool:
    """Whether the verb says the option, or what the option is told to mean.  `behind`: where its particle may stand."""
    return option_named(verb, value, behind) or bool({verb.stem, *verbs.kin(verb.stem)} & glossed(param, value))


def option_named(verb: Token, value: str, behind: Sequence[Token] = ()) -> bool:
    """Whether the verb says the option: "archive" of Archive, "hide" of hidden, "reopen" of open, "write … off"."""
    said = shapes.words(value)
    if len(said) == 2 and said[1] in verbs.PARTICLES:
        return any(token.low == said[1] for token in behind) and _becomes(verb, said[0])
    if len(said) != 1:
        return False
    alike = {other for other, weight in related(verb.stem) if weight >= ALIKE}
    near = not verbs.general(verb) and bool(alike & {said[0], stem(said[0])})
    again = verb.low.removeprefix("re") == said[0]
    return phrase.fits((verb.low,), value) or near or again or (len(verb.low) > 3 and _becomes(verb, said[0]))


def _becomes(verb: Token, participle: str) -> bool:
    """Whether it is the verb's participle: "hidden" of "hide", "written" of "write", "held" of "hold"."""
    bare = verb.low.removesuffix("e")
    plain = next((verb_of(token) for token in tokens(participle)), "")
    return participle in {verb.low + "n", verb.low + "en", bare + "den"} or (plain != "" and stem(plain) == verb.stem)
