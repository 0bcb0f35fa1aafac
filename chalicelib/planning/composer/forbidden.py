"""What a request forbids beside what it asks for: "wipe it and don't keep it enrolled", "but do not notify them".

A prohibition is heeded where the input that speaks of it is false, or is not given and nothing sets it by default; one
that no action of the plan speaks of is heeded by not doing it.  Anything else would do what nobody wants.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from chalicelib.domain.binding import Binding, Literal, Mention
from chalicelib.planning.composer.entry import Entry
from chalicelib.planning.composer.mentions import Found
from chalicelib.planning.composer.schema import Param
from chalicelib.planning.composer.sentences import quoted
from chalicelib.planning.composer.verbs import kind
from chalicelib.planning.composer.words import Token, bag

_OPENING = bag("and but please just also then so , ; . : -")
_FORBIDDING = bag("don't dont never")
GRAVE = frozenset(("delete", "pay", "refund", "send"))
_ENDING = bag("and but then , ; . : ! ?")
Call = tuple[Entry, Mapping[str, Binding]]


def forbidden(words: Sequence[Token], marks: Sequence[Found]) -> Iterator[tuple[Token, ...]]:
    """The words of each prohibition, from "don't" to the end of its clause; "I don't need it" forbids nothing."""
    for at, token in enumerate(words):
        before = words[at - 1].low if at else ","
        behind = words[at + 1 : at + 2]
        forbids = token.low in _FORBIDDING or (token.low == "do" and behind and behind[0].low == "not")
        if not forbids or before not in _OPENING or quoted(token, marks):
            continue
        ends = (place for place in range(at + 1, len(words)) if words[place].low in _ENDING)
        yield tuple(words[at : next(ends, len(words))])


def allowed(words: tuple[Token, ...], marks: Sequence[Found]) -> tuple[Token, ...]:
    """The words without those of prohibitions."""
    apart = {token for run in forbidden(words, marks) for token in run}
    return tuple(token for token in words if token not in apart) if apart else words


def speaks(param: Param, run: Sequence[Token]) -> bool:
    """Whether the prohibition is about what the input decides."""
    return param.type == "boolean" and {*param.stems} <= {token.stem for token in run}


def against(runs: Iterable[Sequence[Token]], calls: Sequence[Call]) -> str:
    """The words of a prohibition that the calls do not heed; "" where they heed all."""
    for run in runs:
        if not any(_says_no(call, run) for call in calls) and any(_may_do(call, run) for call in calls):
            return " ".join(token.text for token in run)
    return ""


def _says_no(call: Call, run: Sequence[Token]) -> bool:
    entry, given = call
    told = [given.get(one.path[0]) for one in entry.params if speaks(one, run)]
    return any(isinstance(one, Literal | Mention) and one.value is False for one in told)


def _may_do(call: Call, run: Sequence[Token]) -> bool:
    """Whether the call may do what is forbidden: by its kind, or by an input that is given or left to its default."""
    entry, given = call
    said = {token.stem for token in run if token.content}
    decides = any({*one.stems} & said and (one.path[0] in given or one.type == "boolean") for one in entry.params)
    return decides or entry.verb in said or any(kind(word) & entry.senses & GRAVE for word in said)
