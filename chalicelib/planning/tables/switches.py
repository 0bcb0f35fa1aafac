"""A switch: an input that names one of several states, and a truth beside it that says whether it is so.

    {status: closed | pinned | archived, enabled}       "close it": closed, true       "reopen it": closed, false
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from chalicelib.domain.binding import Literal, Mention
from chalicelib.planning.composer.schema import Param
from chalicelib.planning.composer.thesaurus import opposites
from chalicelib.planning.composer.words import Token, stem, stem_bag
from chalicelib.planning.records import phrase
from chalicelib.planning.tables.clause import Candidate, Clause, same
from chalicelib.planning.tables.options import option_asked
from chalicelib.planning.tables.running import RUNNING
from chalicelib.planning.tables.sources import offered
from chalicelib.planning.tables.truths import denied, lapsed

_SET = RUNNING | stem_bag("value flag set state status")


def switched(inputs: Sequence[Param], clause: Clause, param: Param) -> Iterator[Candidate]:
    """What the input is told by a verb that switches one of the states on or off, or by a state that is told."""
    pair = switch(inputs)
    if pair is None or param not in pair:
        return
    state, truth = pair
    for value, on, words in _asked(clause, state):
        if param is truth:
            yield Candidate(words, same((on, Literal(on))), 1.7, True)
        elif not on:  # an option that is asked for is found as any other
            yield Candidate((), same((value, Mention(value, value))), 1.7, True)


def switch(inputs: Sequence[Param]) -> tuple[Param, Param] | None:
    """The state and the truth, both of which must be told; None where the inputs are none."""
    needed = [param for param in inputs if param.required]
    truths = [param for param in needed if param.type == "boolean" and {*param.stems} <= _SET]
    states = [param for param in needed if param.type == "string" and offered(param)]
    return (states[0], truths[0]) if len(states) == len(truths) == 1 else None


def switches(verb: Token, inputs: Sequence[Param]) -> bool:
    """Whether the verb switches one of the states off: "unpin", "reopen" of what may be closed."""
    pair = switch(inputs)
    return pair is not None and any(_undone(verb, pair[0], value) for value in offered(pair[0]))


def _asked(clause: Clause, state: Param) -> Iterator[tuple[str, bool, tuple[Token, ...]]]:
    """The states that are switched, whether on or off, and the words that say it besides."""
    verb = () if clause.verb is None else (clause.verb,)
    for value in offered(state):
        told = (run for run in clause.runs() if phrase.fits(tuple(token.low for token in run), value))
        by = verb if any(option_asked(one, state, value, clause.words) for one in verb) else ()
        run = next(told, by)
        if run:
            ended = lapsed(clause, run[0])
            yield value, not (ended or denied(clause, run)), ended
        elif any(_undone(one, state, value) for one in verb):
            yield value, False, ()


def _undone(verb: Token, state: Param, value: str) -> bool:
    """Whether the verb undoes the state: "unpin" of pinned, "open" and "reopen" of closed."""
    plain = verb.low.removeprefix("re") if verb.low.startswith("re") else verb.low
    against = {*opposites(plain), *opposites(stem(plain))} if len(plain) > 2 else set()
    return any(option_asked(replace(verb, text=one, low=one, stem=stem(one)), state, value) for one in against)
