"""The clauses of a request as the second reading takes them: whole, each about one thing, and without asides.

    Greta weighs 595 kg, please record it      ─>  record: Greta weighs 595 kg
    order 10 pads and 20 plugs                 ─>  order 10 pads · order 20 plugs
    void it, we'll never see that money        ─>  void it
    change that when you have a minute         ─>  change that
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from chalicelib.planning.bidding.forms import called_off
from chalicelib.planning.bidding.piece import finite
from chalicelib.planning.composer.mentions import Found
from chalicelib.planning.composer.words import IT, Token, bag, stem
from chalicelib.planning.records.clauses import Clause
from chalicelib.planning.tables.request import referring

_SPEAKERS = bag("we i we'll i'll we've i've we're i'm we'd i'd")
_BIDDING = bag("want need would'd like please")
_WANTING = bag("wants want needs need would like likes prefers")
"""What somebody wants is what is to be done."""
_TELLING = bag("they he she it something somebody someone everybody everyone nobody that there this")
_BIDS = bag(
    "should must can could may please will would needs need and want wants prefer prefers like likes wish wishes ask "
    "asks asked hope hopes instead rather"
)
_PERSONS = bag("he she they it")
_OBJECTS = bag("him her")
_JOINING = bag("and , plus")


def prepared(parts: Sequence[Clause], marks: Sequence[Found]) -> list[Clause]:
    """The clauses, those that guard others at their new places."""
    found: list[Clause] = []
    moved: dict[int, int] = {}
    for at, part in enumerate(referring([_plain(one, marks) for one in parts])):
        moved[at] = len(found)
        guard = moved.get(part.guard, part.guard) if part.guard is not None else None
        found += [replace(one, guard=guard) for one in _counted(part, marks)]
    return found if any(one.role == "do" for one in found) else [*map(_depending, found)]


def _depending(part: Clause) -> Clause:
    """What is said behind a condition bids, where nothing else does: "should Ann be away, Bob takes the van"."""
    told = part.role == "told" and part.guard is not None and any(token.content for token in part.tokens)
    return replace(part, role="do", verb=-1) if told else part


def _plain(part: Clause, marks: Sequence[Found]) -> Clause:
    """The clause without what the speaker says of themselves, or of the time that the reader has."""
    part = _without_purpose(part)
    if part.role == "told":
        return _off(part) or replace(part, tokens=_wanted(_without_reason(part.tokens), marks))
    if part.role != "do" or part.verb < 0:
        return part
    for at in range(part.verb + 2, len(part.tokens) - 1):
        lows = [token.low for token in part.tokens[at : at + 2]]
        inside = any(one.kind == "quote" and one.start < part.tokens[at].start < one.end for one in marks)
        remark = lows[0] == "," and lows[1] in _SPEAKERS and not any(t.low in _BIDDING for t in part.tokens[at:])
        if not inside and (remark or lows in (["when", "you"], ["whenever", "you"])):
            return replace(part, tokens=part.tokens[:at])
    return part


def _without_purpose(part: Clause) -> Clause:
    """ "So that nobody waits for it" only says what for."""
    pairs = [(one.low, other.low) for one, other in pairwise(part.tokens)]
    at = next((at for at, pair in enumerate(pairs) if pair == ("so", "that") and at > part.verb + 1), len(part.tokens))
    return replace(part, tokens=part.tokens[:at]) if at < len(part.tokens) else part


def _without_reason(words: tuple[Token, ...]) -> tuple[Token, ...]:
    """ "X isn't used any more, remove it": that only says why; "those that aren't used any more" says which."""
    for at in range(1, len(words) - 3):
        denies, said, lead = words[at].low.endswith("n't"), words[at + 1].low, words[at - 1].low
        ends = (words[at + 2].low, words[at + 3].low) in (("any", "more"), ("any", "longer"))
        if denies and ends and said.endswith(("ed", "en")) and lead not in ("that", "which", "who"):
            return words[:at] + words[at + 4 :]
    return words


def _off(part: Clause) -> Clause | None:
    """What "will not happen" is to be cancelled."""
    subject = called_off(part.tokens)
    if not subject:
        return None
    verb = replace(part.tokens[-1], text="cancel", low="cancel", stem=stem("cancel"))
    return replace(part, tokens=(verb, *subject), verb=0, role="do")


def _wanted(words: tuple[Token, ...], marks: Sequence[Found]) -> tuple[Token, ...]:
    """What somebody wants, or does not want any more: "Ann Berg called, she doesn't want the North plot any more"."""
    wants = next((at for at, token in enumerate(words) if token.low in _WANTING), -1)
    plain = [token for token in words if token.low not in _WANTING]
    begins = max((at for at in range(wants) if words[at].text == ","), default=-1) + 1
    lead = [token for token in words[begins : max(wants, 0)] if not token.low.endswith("n't")]
    if len(lead) != 1 or lead[0].low not in _PERSONS or not begins:
        return tuple(plain)
    names = [mark for mark in marks if mark.kind == "name"]
    named = [token for token in words[:begins] if any(token in mark for mark in names)]
    ends = [at for at, (one, two) in enumerate(pairwise(words)) if one.low == "any" and two.low in ("more", "longer")]
    return (*named, *words[wants + 1 : ends[0] if ends else len(words)])


def without_aside(part: Clause, marks: Sequence[Found]) -> Clause | None:
    """The clause without what is only told behind it: "close it, they had to wait for ages"; None where nothing is.

    What has a value in it is no aside, nor what bids.
    """
    for at in range(len(part.tokens) - 3, max(part.verb, 0) + 1, -1):
        behind = part.tokens[at + 1 :]
        if part.tokens[at].text != "," or behind[0].low.partition("'")[0] not in _TELLING:
            continue
        valued = any(mark.start >= behind[0].start for mark in marks)
        bids_ = any(token.low in _BIDS for token in behind)
        told = behind[0].low in _PERSONS or "'" in behind[0].low or finite(behind[1]) or behind[1].low.endswith("ed")
        return replace(part, tokens=part.tokens[:at]) if told and not valued and not bids_ else None
    return None


def together(part: Clause, told: Sequence[Token]) -> Clause | None:
    """The clause with all that was told in the place of its pronoun: "bays 3 and 8 paid cash, close them"."""
    at = part.verb + 1
    if part.verb < 0 or not told or len(part.tokens) <= at or part.tokens[at].low not in IT | {"both"}:
        return None
    meant = [token for token in told if token.text[0].isalnum()]
    return replace(part, tokens=(*part.tokens[:at], *meant, *part.tokens[at + 1 :]))


def in_person(part: Clause, told: Sequence[Token]) -> Clause | None:
    """The clause with who was told in the place of "him" or "her": "Ann leaves, take her off every rota she's on"."""
    own = part.tokens[part.verb + 1 :]
    at = next((at for at, token in enumerate(own) if token.low in _OBJECTS), -1)
    owned = at >= 0 and own[at].low == "her" and any(one.content for one in own[at + 1 : at + 2])
    if part.verb < 0 or not told or at < 0 or owned:
        return None
    behind = [token for token in own[at + 1 :] if token.low.partition("'")[0] not in _OBJECTS | _PERSONS]
    return replace(part, tokens=(*part.tokens[: part.verb + 1], *own[:at], *told, *behind))


def _again(own: Sequence[Token], token: Token) -> bool:
    """Whether it is what is counted, or says once more from where or to where: "5 from A and 10 from B"."""
    return token.content or (token.low in ("from", "to") and token.low in [one.low for one in own[1:3]])


def _counted(part: Clause, marks: Sequence[Found]) -> Iterator[Clause]:
    """A deed on so many of this and so many of that, or from here and from there, is two deeds."""
    counts = {one.start for one in marks if one.kind in ("number", "money")}
    own = part.tokens[part.verb + 1 :]
    counted = part.role == "do" and part.verb >= 0 and own and own[0].start in counts
    cuts = [
        at
        for at in range(2, len(own) - 1)
        if counted and own[at].start in counts and own[at - 1].low in _JOINING and _again(own, own[at + 1])
    ]
    for first, last in zip([0, *cuts], [*cuts, len(own)], strict=True):
        said = list(own[first:last])
        while cuts and said and said[-1].low in _JOINING:
            said.pop()
        yield replace(part, tokens=(*part.tokens[: part.verb + 1], *said)) if cuts else part
