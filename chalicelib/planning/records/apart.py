"""A request of several sentences, each of them read by itself where the whole is not understood, or only in part.

    Pay all unpaid bills of Aster. Remind Birch of their overdue bills      two sentences, what both bid is done
    Ann called. Cancel her booking                                          one: "her" leans on what stands before

What a sentence bids does not hang on the other ones unless it points back at them, or names nothing of its own.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any  # Any: values are JSON

from chalicelib.domain.binding import Literal, Mention
from chalicelib.domain.plan import Plan
from chalicelib.domain.tool import AUTHENTICATE
from chalicelib.planning.bidding import only_asks, plainly
from chalicelib.planning.bidding.piece import led, orders
from chalicelib.planning.composer.mentions import Found, quotes
from chalicelib.planning.composer.sentences import quoted, sentences
from chalicelib.planning.composer.words import RELATIVE, Token, bag, tokens
from chalicelib.planning.planner import Brief
from chalicelib.planning.records import alone, readings
from chalicelib.planning.records.decide import Decided
from chalicelib.planning.records.reach import MOST_READS, Call, Reach, Unsure
from chalicelib.planning.records.scene import Write
from chalicelib.planning.records.view import CHEAP, DEAR, EVERY, HIGH, LATE, LOW, NEWEST, OLDEST

New = Callable[[Brief], Plan | None]
_THINGS = bag("it its they them their theirs this that these those one ones there same")
_PEOPLE = bag("he him his she her hers")
_BACK = bag("rest remaining other others else instead too likewise so such otherwise")
_JOINED = re.compile(r"(?:[\s,;]+(?:and|then|also))*[\s,;]*$")
_ENDS = HIGH | LOW | NEWEST | OLDEST | DEAR | CHEAP | LATE
_LIMITS = EVERY | _ENDS | RELATIVE | bag("all first last most least anything if")


def decided(brief: Brief, reach: Reach, new: New) -> Decided | None:
    """What the request comes to; `new`: the plan of a sentence that its words alone make.

    Returns nothing where more has to be read; raises `Unsure` where neither the whole nor every part is understood.
    """
    whole: Decided | Unsure | None
    try:
        whole = readings.decided(brief, reach)
    except Unsure as doubt:
        whole = doubt
    if whole is None:
        return alone.early(brief, reach)
    for said in {(*parts(brief.prompt, clauses=finer),): None for finer in (False, True)}:
        told = _apart(brief, said, reach, new) if len(said) > 1 else whole
        if told is None or (isinstance(told, Decided) and _more(told, whole)):
            return told
    if isinstance(whole, Unsure):
        raise whole
    return whole


def _more(told: Decided, whole: Decided | Unsure) -> bool:
    """Whether it does all that the whole comes to, and more."""
    return isinstance(whole, Unsure) or {*map(_did, whole.writes)} < {*map(_did, told.writes)}


def _apart(brief: Brief, said: Sequence[str], reach: Reach, new: New) -> Decided | Unsure | None:
    """What its parts come to together; a doubt where one of them bids nothing that is understood."""
    if any(map(only_asks, said)):
        return Unsure("a part of it only asks")
    found: list[Decided] = []
    wanted: dict[Call, None] = {}
    lead, open_ = "", False
    for at, one in enumerate(said):
        text = f"{lead} {one}".strip()
        told = _one(part(brief, text), reach, new)
        if isinstance(told, Unsure):
            if at + 1 == len(said) or orders(tokens(one)):
                return told
            lead = text  # it only tells why the next is to be done
            continue
        lead, open_ = "", open_ or told is None
        wanted |= reach.wanted if told is None else {}
        found += [told] if told is not None else []
    if open_:
        reach.wanted.clear()
        reach.wanted |= wanted
        room = len(reach.outputs) + len(wanted) <= MOST_READS
        return None if room else Unsure("too much would have to be read")
    writes = tuple(one for told in found for one in told.writes)
    both = Decided(writes, " ".join(told.note for told in found if told.note))
    try:
        return readings.sound(brief, both)
    except Unsure as doubt:
        return doubt


def part(brief: Brief, said: str) -> Brief:
    """The brief of a part of the request."""
    return plainly(replace(brief, prompt=said, said=""))


def _one(brief: Brief, reach: Reach, new: New) -> Decided | Unsure | None:
    """What one sentence comes to."""
    try:
        told = readings.decided(brief, reach)
    except Unsure as doubt:
        told = _new(new(brief))
        return told or doubt
    if told is not None and not told.writes:
        return Unsure("a sentence changes nothing")
    return told


def _new(plan: Plan | None) -> Decided | None:
    """The writes of a plan that needs no other step."""
    steps = [step for step in plan.steps if step.action != AUTHENTICATE] if plan else []
    plain = all(isinstance(value, Literal | Mention) for step in steps for value in step.inputs.values())
    if not steps or not plain or any(step.ask or step.effect == "read" for step in steps):
        return None
    return Decided(tuple(Write(step.ref, step.inputs, step.reason, step.goal) for step in steps))


def _did(write: Write) -> tuple[str, frozenset[tuple[str, str]]]:
    def value(one: Any) -> str:
        return str(one.value if isinstance(one, Literal | Mention) else one)

    return write.ref, frozenset((name, value(one)) for name, one in write.inputs.items())


def parts(text: str, clauses: bool = False) -> list[str]:
    """The sentences, each with those behind it that lean on it; `clauses`: orders within one are parted, too."""
    marks = quotes(text)
    runs = [run for said in sentences(tokens(text), marks) for run in (_clauses(said, marks) if clauses else [said])]
    cuts = [run[0].start for at, run in enumerate(runs) if at == 0 or not leans(run, marks)]
    ends = [*cuts[1:], len(text)]
    return [_JOINED.sub("", text[start:end]).strip() for start, end in zip(cuts, ends, strict=True)]


def _clauses(said: Sequence[Token], marks: Sequence[Found]) -> list[Sequence[Token]]:
    """The orders of a sentence: "close it, then tell Ann and open the other"."""
    cuts = [0]
    for at, token in enumerate(said):
        joins = token.low in ("and", "then") or token.text in ",;"
        rest = said[at + 1 :]
        bids = joins and rest and rest[0].text[0].islower() and orders(rest) and not quoted(token, marks)
        if at and bids and orders(said[cuts[-1] : at]) and rest[0].low not in ("and", "then"):
            cuts.append(at + 1)
    return [said[start:end] for start, end in zip(cuts, [*cuts[1:], len(said)], strict=True)]


def leans(run: Sequence[Token], marks: Sequence[Found]) -> bool:
    """Whether it points back at what was said before, or names nothing of its own."""
    own = led(run)
    plain = [token for token in own if not quoted(token, marks)]
    for at, token in enumerate(plain):
        before = plain[1:at]
        if token.low in _BACK or (token.low in _PEOPLE and not any(one.text[0].isupper() for one in before)):
            return True
        if token.low in _THINGS and not any(one.content for one in before):
            return True
    limited = any(one.text[0].isupper() or one.text[0].isdigit() or one.low in _LIMITS for one in plain[1:])
    return not limited and len(plain) == len(own) and orders(run)
