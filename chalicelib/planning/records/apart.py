"""A request of several orders, each of them read by itself where the whole is not understood, or only in part.

    Pay all unpaid bills of Aster. Remind Birch of their overdue bills      two sentences, what both bid is done
    Ann called. Cancel her booking                                          one: "her" leans on what stands before

What a sentence bids does not hang on the other ones unless it points back at them, or names nothing of its own.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import pairwise, zip_longest
from typing import Any  # Any: values are JSON

from chalicelib.domain.binding import Literal, Mention
from chalicelib.domain.plan import Plan
from chalicelib.domain.tool import AUTHENTICATE
from chalicelib.planning.bidding import only_asks, plainly
from chalicelib.planning.bidding.piece import led, orders
from chalicelib.planning.composer.clock import heard
from chalicelib.planning.composer.manners import vocabulary
from chalicelib.planning.composer.mentions import Found, quotes
from chalicelib.planning.composer.sentences import quoted, sentences
from chalicelib.planning.composer.verbs import asks
from chalicelib.planning.composer.words import DETERMINERS, NEGATIONS, PREPOSITIONS, RELATIVE, Token, bag, tokens
from chalicelib.planning.planner import Brief, Catalogue, NoPlan, as_said
from chalicelib.planning.records import alone, readings
from chalicelib.planning.records.decide import Decided
from chalicelib.planning.records.reach import MOST_READS, Call, Reach, Unsure
from chalicelib.planning.records.scene import Write
from chalicelib.planning.records.view import CHEAP, DEAR, EVERY, HIGH, LATE, LOW, NEWEST, OLDEST

New = Callable[[Brief], Plan | None]
_THINGS = bag("it its they them their theirs this that these those there same")
_ONES, _SETS = bag("one ones"), bag("each all both every any some most")
_OBJECTS, _JOINING = bag("it them"), bag("and then or but if when that which who so because")
_PEOPLE = bag("he him his she her hers")
_LIMITING = bag(
    "but except excluding not don't dont never no nobody nothing only unless otherwise leave keep skip spare omit "
    "ignore exclude forget hold"
)
"""How what takes back a part of what was said begins: "but leave the red ones out"."""
_DECIDING = bag("if unless whenever when")
_BACK = bag("only rest remaining other others else instead too likewise so such otherwise")
_SPEAKERS = bag(
    "i we he she they it that this somebody someone everybody my our the i'm we're it's that's i've we've"
)
_BIDS = NEGATIONS | bag("only except but unless until must should need needs want wants can could will would may")
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
    plain = heard(as_said(brief))
    text = plain.prompt if plainly(plain).prompt == brief.prompt else brief.prompt  # else it was said anew
    by_sentence = parts(text, brief.catalogue)
    by_clause = parts(text, brief.catalogue, clauses=True) if isinstance(whole, Unsure) else by_sentence
    for said in (by_sentence, by_clause) if by_clause != by_sentence else (by_sentence,):
        told = _apart(brief, said, reach, new) if said != [text.strip()] else whole
        if told is None or (isinstance(told, Decided) and _more(told, whole)):
            return told
    if isinstance(whole, Unsure):
        raise whole
    return whole


def _more(told: Decided, whole: Decided | Unsure) -> bool:
    """Whether it is believed before the whole: it does all that that does and more, or that does what no part bids."""
    if isinstance(whole, Unsure) or {*map(_did, whole.writes)} < {*map(_did, told.writes)}:
        return True
    done = [(one.ref, one.row.step, one.row.path) for one in whole.writes if one.row is not None]
    twice = len({*done}) < len(done)  # "lock Ann's phone. Bob lost his, lock it"
    return twice or bool({one.ref for one in whole.writes} - {one.ref for one in told.writes})


def _apart(brief: Brief, said: Sequence[str], reach: Reach, new: New) -> Decided | Unsure | None:
    """What its parts come to together; a doubt where one of them bids nothing that is understood."""
    if not said or any(map(only_asks, said)):
        return Unsure("a part of it only asks, or nothing is bidden")
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
    return plainly(heard(replace(brief, prompt=said, said="")))


def _one(brief: Brief, reach: Reach, new: New) -> Decided | Unsure | None:
    """What one part comes to."""
    try:
        told = readings.decided(brief, reach)
    except Unsure as doubt:
        told = _new(new(brief))
        return told or doubt
    if told is not None and not told.writes and (told.lack or not told.note):
        return Unsure("a part of it changes nothing")  # what a condition forbids has a note
    return told


def _new(plan: Plan | None) -> Decided | None:
    """The writes of a plan that needs no other step."""
    steps = [step for step in plan.steps if step.action != AUTHENTICATE] if plan else []
    plain = all(isinstance(value, Literal | Mention) for step in steps for value in step.inputs.values())
    if not steps or not plain or any(step.ask or step.effect == "read" for step in steps):
        return None
    return Decided(tuple(Write(step.ref, step.inputs, step.reason, step.goal) for step in steps))


def joined(plan: Plan | NoPlan) -> bool:
    """Whether what its steps find out goes, at last, into a single one: such a request is of one deed."""
    steps = [step for step in plan.steps if step.action != AUTHENTICATE] if isinstance(plan, Plan) else []
    used = {name for step in steps for name in step.sources()}
    return len(steps) > 1 and len([step for step in steps if step.id not in used]) == 1


def _did(write: Write) -> tuple[str, frozenset[tuple[str, str]]]:
    def value(one: Any) -> str:
        return str(one.value if isinstance(one, Literal | Mention) else one)

    return write.ref, frozenset((name, value(one)) for name, one in write.inputs.items())


def parts(text: str, catalogue: Catalogue, clauses: bool = False) -> list[str]:
    """The sentences, each with those behind it that lean on it; `clauses`: orders within one are parted, too.

    What has nothing to do with what can be done here is left out: "I just spoke with the boss."
    """
    marks = quotes(text)
    told = sentences(tokens(text), marks)
    strange = [_tells(run, marks) and not {token.stem for token in run} & vocabulary(catalogue.actions) for run in told]
    idle = [one and not (more and leans(more, marks)) for one, more in zip_longest(strange, told[1:])]
    runs = [run for said in told for run in (_clauses(said, marks) if clauses else [said])]
    passed = {token.start for run, one in zip(told, idle, strict=True) if one for token in run}
    found: list[str] = []
    decides = False  # what stands behind a condition may hang on it, too
    for run, more in zip_longest(runs, runs[1:]):
        said = text[run[0].start : more[0].start if more else len(text)]
        if run[0].start in passed:
            continue
        found[-1:] = [found[-1] + said] if found and (decides or leans(run, marks)) else [*found[-1:], said]
        decides = decides or any(token.low in _DECIDING and not quoted(token, marks) for token in run)
    return [_JOINED.sub("", one).strip() for one in found]


def _tells(run: Sequence[Token], marks: Sequence[Found]) -> bool:
    """Whether a sentence tells something of somebody, and bids, forbids, limits and names nothing."""
    own = [token for token in run if token.text[0].isalnum()]
    if not own or own[0].low not in _SPEAKERS or orders(run) or asks(run):
        return False
    behind = own[1:]
    open_ = any(token.low in _BIDS or _limits(token) for token in behind if token.low != "i")
    return any(token.content for token in behind) and not open_ and not any(quoted(token, marks) for token in run)


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
    if run[0].low in _LIMITING or (own and own[0].low in _LIMITING):
        return True
    plain = [token for token in own if not quoted(token, marks)]
    if any(_points(plain, at) for at in range(len(plain))):
        return True
    code = any(token.text in "-_.@/" and one.end == token.start for one, token in pairwise(plain[1:-1]))
    return len(plain) == len(own) and orders(run) and not code and not any(map(_limits, plain[1:]))


def _points(said: Sequence[Token], at: int) -> bool:
    """Whether the word stands for something that the sentence itself has not told."""
    low, before, behind = said[at].low, said[1:at], said[at + 1 : at + 2]
    if low in _BACK or (low in _ONES and said[0].low != "of"):
        return True  # "the oldest one", but "of the late loans, renew the one that …"
    if low in _PEOPLE:
        return not any(one.text[0].isupper() for one in before)
    if low in _SETS:  # "a reminder for each"
        return not behind or not (behind[0].content or behind[0].low in DETERMINERS | {"of"})
    joined_ = any(one.low in _JOINING or one.text in ",;:" for one in before)
    if low in _OBJECTS and before and before[-1].low in PREPOSITIONS and not joined_:
        return True  # "attach web-3 to it": that would be itself, else
    relative = low == "that" and at > 1 and bool(behind)
    return low in _THINGS and not relative and not any(one.content for one in before)


def _limits(token: Token) -> bool:
    """Whether the word tells which are meant: a name, a number, "all", "latest"."""
    return token.low in _LIMITS or token.text[0].isupper() or token.text[0].isdigit()
